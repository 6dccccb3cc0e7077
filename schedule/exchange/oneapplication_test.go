package exchange_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/exchange"
)

func TestOneApplicationIsReadAsInALog(t *testing.T) {
	const text = "\ufeff" + `{"employer": "  Acme\tCorp ", "role": "Engineer", "applied_on": "2026-11-21",
		"outreach": [{"on": "2026-11-19"}], "responses": [{"on": "2026-11-20"}]}`
	a, warnings, err := exchange.ReadApplication("one.json", strings.NewReader(text), exchange.Options{Today: november(20)})
	if err != nil {
		t.Fatal(err)
	}
	want := schedule.Application{
		Employer: "Acme Corp", Role: "Engineer", Status: schedule.Applied, AppliedOn: november(21),
		Outreach:  []schedule.Outreach{{On: november(19), Purpose: schedule.FollowUp}},
		Responses: []schedule.Response{{On: november(20), Kind: schedule.Reply}},
	}
	if diff := cmp.Diff(want, a); diff != "" {
		t.Errorf("application (-want +got):\n%s", diff)
	}
	if len(warnings) != 1 || !strings.Contains(warnings[0], "in the future") {
		t.Errorf("warnings: %q", warnings)
	}
}

func november(of int) date.Date { return date.New(2026, time.November, of) }

func TestOneApplicationIsRefusedWhole(t *testing.T) {
	tests := []struct{ name, text, says string }{
		{"nothing", "", "one.json"},
		{"no object", "[]", "an object"},
		{"an unknown field", `{"salary": 1}`, "salary: there is no such field; there are id, employer"},
		{"a whole log", `{"version": 1, "applications": []}`, "version: there is no such field"},
		{"a wrong date", `{"applied_on": "2026-02-30"}`, `applied_on: "2026-02-30"`},
		{"two of them", `{"role": "a"} {"role": "b"}`, "something follows the closing brace"},
		{"a policy out of range", `{"role": "a", "policy": {"follow_ups": 9}}`, "policy.follow_ups: 9 is outside"},
		{"no UTF-8", "{\"role\": \"\xff\xfe\xfd\"}", "one.json"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, _, err := exchange.ReadApplication("one.json", strings.NewReader(tt.text), exchange.Options{})
			if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("%v, want one about %q", err, tt.says)
			}
			if diff := cmp.Diff(schedule.Application{}, a); diff != "" {
				t.Errorf("something was read: %s", diff)
			}
		})
	}
}
