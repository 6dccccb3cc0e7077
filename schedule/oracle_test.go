package schedule_test

import (
	"encoding/json"
	"fmt"
	"sort"
	"strings"
	"testing"

	"github.com/rickb777/date/v2"
	"pgregory.net/rapid"

	"followcal/schedule"
)

// The planner and the naive reading agree on every day that is pending or
// missed, in generated logs with shared contacts, outreaches and responses.
func TestPlannerAgreesWithNaiveReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := naive{log: generate(t, narrow), policy: generatePolicy(t, narrow), asOf: generateDay(t)}
		if rapid.Bool().Draw(t, "decides") {
			decideExactly(t, n.log, mustPlan(t, n.log, n.policy, n.asOf))
		}
		outcome := mustPlan(t, n.log, n.policy, n.asOf)
		var want []string
		for _, n.read = range readings() {
			expected, cut := n.lines()
			got := compared(outcome, cut)
			if got == expected {
				return
			}
			want = append(want, fmt.Sprintf("%+v, got\n%s\nwant\n%s", n.read, got, expected))
		}
		t.Fatalf("as of %s no reading agrees:\n%s\nlog %s", n.asOf, want[0], dump(n.log))
	})
}

// decideExactly draws decisions about some of the follow-ups that are pending
// and the next ones of all that they are about.
func decideExactly(t *rapid.T, log *schedule.Log, outcome schedule.Outcome) {
	seen := map[string]bool{}
	for _, p := range pendingFollowUps(outcome) {
		next := true
		for _, a := range p.Applications {
			next = next && !seen[a.ID]
			seen[a.ID] = true
		}
		if next && rapid.Bool().Draw(t, "decide") {
			kind := rapid.SampledFrom([]schedule.DecisionKind{schedule.Done, schedule.Dismiss}).Draw(t, "decision")
			day := p.Due + date.Date(rapid.IntRange(-3, 5).Draw(t, "counts on"))
			log.Decisions = append(log.Decisions, exactly(p, kind, day.String()))
		}
	}
}

func mustPlan(t *rapid.T, log *schedule.Log, policy schedule.Policy, asOf date.Date, options ...schedule.Option) schedule.Outcome {
	outcome, err := schedule.Plan(log, policy, byHand, asOf, options...)
	if err != nil || len(outcome.Omitted) > 0 {
		t.Fatalf("Plan: %v, omitted %v", err, outcome.Omitted)
	}
	return outcome
}

// compared writes what [naive.lines] does: pending and missed events, apart
// from interviews and deadlines. A move-on has no state, and none of those
// applications whose follow-ups the unanswered limit cut short.
func compared(outcome schedule.Outcome, cut []string) string {
	var all []string
	for i := range outcome.Planned {
		p := &outcome.Planned[i]
		switch {
		case p.State != schedule.StatePending && p.State != schedule.StateMissed:
		case p.Kind == schedule.InterviewHeld:
		case p.Kind != schedule.MoveOn:
			all = append(all, line(p))
		case !contains(cut, p.Applications[0].ID):
			all = append(all, fmt.Sprintf("%s move-on %s", p.Due, p.Applications[0].ID))
		}
	}
	sort.Strings(all)
	return strings.Join(all, "\n")
}

// dump writes the facts of a log that decide its plan.
func dump(log *schedule.Log) string {
	var b strings.Builder
	fmt.Fprintf(&b, "off %v closed %v decisions %v\n", log.DaysOff, log.Closed, log.Decisions)
	for _, a := range log.Applications {
		fmt.Fprintf(&b, "%s %q %s applied %s closes %s no contact %v contacts %v %s %s\n",
			a.ID, a.Employer, a.Status, a.AppliedOn, a.Posting.ClosesOn, a.Posting.NoContact, a.Contacts, a.Region, a.Zone)
		if p := a.Policy; p != nil {
			text, _ := json.Marshal(p)
			fmt.Fprintf(&b, "   policy %s\n", text)
		}
		for _, day := range a.Closed {
			fmt.Fprintf(&b, "   closed %s\n", day.On)
		}
		for _, i := range a.Interviews {
			fmt.Fprintf(&b, "   interview %d %s %+v with %v cancelled %v\n", i.Round, i.Start, i.Preference, i.Contacts, i.Cancelled)
		}
		for _, o := range a.Outreach {
			fmt.Fprintf(&b, "   outreach %s %s %v to %q\n", o.On, o.Purpose, o.Asked, o.Contact)
		}
		for _, r := range a.Responses {
			fmt.Fprintf(&b, "   response %s %s\n", r.On, r.Kind)
		}
	}
	return b.String()
}
