package exchange_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/exchange"
)

func TestAPolicyFileSetsWhatItNames(t *testing.T) {
	const file = `# mine
after_application_days = 7
"gap_growth" = 2
thank_you = 'both'
prefer_midweek = true
call_window = "09:00-10:30"
alarm = "07:45"
`
	o, err := exchange.ReadPolicy("policy.toml", strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	want := schedule.DefaultPolicy()
	want.AfterApplicationDays, want.GapGrowth, want.ThankYou, want.PreferMidweek = 7, 2, schedule.ThankByBoth, true
	want.CallWindow = schedule.Window{From: schedule.At(9, 0), Until: schedule.At(10, 30)}
	want.Alarm = schedule.At(7, 45)
	if got := o.Apply(schedule.DefaultPolicy()); got != want {
		t.Errorf("policy = %+v", got)
	}
	if o.FollowUps != nil || o.GapDays != nil {
		t.Error("what is not named is set")
	}
}

func TestABadPolicyFileIsRefusedWithItsLine(t *testing.T) {
	tests := []struct{ file, says string }{
		{"follow_ups = 1\nfollowups = 2\n", `line 2: followups: there is no such key; there are after_application_days`},
		{"\n[policy]\nfollow_ups = 1\n", `line 2: policy: there is no such key`},
		{"a.b.c = 1\n", `line 1: a`},
		{"# follow_ups = 9\nfollow_ups = 9\n", `line 2: follow_ups: 9 is outside 0 to 3: more than two`},
		{"gap_growth = nan\n", `line 1: gap_growth: NaN is outside`},
		{"gap_growth = -inf\n", `line 1: gap_growth: -Inf is outside`},
		{"follow_ups = \"2\"\n", `line 1: follow_ups: the value is not a whole number`},
		{"follow_ups = 2.0\n", `line 1: follow_ups: the value is not a whole number`},
		{"follow_ups = 99999999999\n", `line 1: follow_ups: "99999999999" is not a whole number`},
		{"prefer_midweek = \"true\"\n", `line 1: prefer_midweek: the value is not true or false`},
		{"alarm = 09:00:00\n", `line 1: alarm: the value is not text`},
		{"alarm = \"9am\"\n", `line 1: alarm: "9am" is not a time of day`},
		{"method = \"fax\"\n", `line 1: method: "fax" is none of`},
		{"call_minutes = 120\n", `call_window: 10:00-11:30 is shorter than one call of 120 minutes`},
		{"follow_ups = 1\nfollow_ups = 2\n", `line 2: this is not TOML`},
		{"follow_ups : 1\n", `line 1: this is not TOML`},
		{"follow_ups = \"\xff\"\n", `not TOML`},
	}
	for _, tt := range tests {
		t.Run(tt.says, func(t *testing.T) {
			_, err := exchange.ReadPolicy("policy.toml", strings.NewReader(tt.file))
			if fault.KindOf(err) != fault.Invalid || !strings.HasPrefix(err.Error(), "policy.toml") || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error = %v", err)
			}
		})
	}
	_, err := exchange.ReadPolicy("policy.toml", &endless{piece: "# \n"})
	if fault.KindOf(err) != fault.TooLarge {
		t.Errorf("an endless policy: %v", err)
	}
}

func TestTheExamplePolicyIsGood(t *testing.T) {
	text, err := os.ReadFile("../../examples/policy.toml")
	if err != nil {
		t.Fatal(err)
	}
	o, err := exchange.ReadPolicy("policy.toml", bytes.NewReader(text))
	if err != nil || o == (schedule.Overrides{}) {
		t.Errorf("%v %+v", err, o)
	}
}
