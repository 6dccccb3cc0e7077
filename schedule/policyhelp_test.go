package schedule_test

import (
	"fmt"
	"testing"

	"followcal/schedule"
)

// TestPolicyHelp holds the ranges that people are told against those that are
// checked.
func TestPolicyHelp(t *testing.T) {
	for _, k := range schedule.PolicyKeys {
		t.Run(k.Key, func(t *testing.T) {
			help := k.Help()
			if help.Meaning == "" || help.Allowed == "" || help.Source == "" {
				t.Fatalf("the help is incomplete: %+v", help)
			}
			value, set := k.Get(schedule.DefaultPolicy().Overrides())
			if !set || value == "" {
				t.Fatalf("the default policy has no value")
			}
			var low, high int
			if n, _ := fmt.Sscanf(help.Allowed, "%d to %d", &low, &high); n != 2 {
				return
			}
			for value, want := range map[int]bool{low - 1: false, low: true, high: true, high + 1: false} {
				var o schedule.Overrides
				if err := k.Set(&o, fmt.Sprint(value)); err != nil {
					t.Fatal(err)
				}
				// A call of the longest kind needs a window of its own.
				if k.Key == "call_minutes" {
					o.CallWindow = &schedule.Window{From: schedule.At(8, 0), Until: schedule.At(18, 0)}
				}
				if key, sentence := o.Check(); (key == "") != want {
					t.Errorf("%d: %q %q, want it allowed: %v", value, key, sentence, want)
				}
			}
		})
	}
}
