package schedule_test

import (
	"testing"

	"github.com/rickb777/date/v2"
	"pgregory.net/rapid"

	"followcal/schedule"
)

// planned draws a wide log and plans it, some of it decided by the candidate,
// with the missed ones in half of the cases.
func planned(t *rapid.T) (naive, schedule.Outcome) {
	n := naive{log: generate(t, wide), policy: generatePolicy(t, wide), asOf: generateDay(t)}
	if rapid.IntRange(0, 2).Draw(t, "decides") == 0 {
		decide(t, n.log, mustPlan(t, n.log, n.policy, n.asOf))
	}
	if rapid.Bool().Draw(t, "include missed") {
		return n, mustPlan(t, n.log, n.policy, n.asOf, schedule.IncludeMissed())
	}
	return n, mustPlan(t, n.log, n.policy, n.asOf)
}

// decide draws decisions about a third of a plan's follow-ups.
func decide(t *rapid.T, log *schedule.Log, outcome schedule.Outcome) {
	for _, p := range outcome.Planned {
		if !p.Kind.IsFollowUp() || rapid.IntRange(0, 2).Draw(t, "decide") > 0 {
			continue
		}
		d := schedule.Decision{Event: p.UID, Kind: rapid.SampledFrom(schedule.DecisionKinds).Draw(t, "decision")}
		if d.Kind == schedule.Snooze {
			d.To = p.Due + date.Date(rapid.IntRange(1, 15).Draw(t, "snoozed by"))
		}
		log.Decisions = append(log.Decisions, d)
	}
}

// pendingFollowUps are the follow-ups still to be made.
func pendingFollowUps(outcome schedule.Outcome) (all []*schedule.Planned) {
	for i := range outcome.Planned {
		if p := &outcome.Planned[i]; p.Kind.IsFollowUp() && p.State == schedule.StatePending {
			all = append(all, p)
		}
	}
	return all
}

func TestNeverTooEarly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, outcome := planned(t)
		for _, p := range pendingFollowUps(outcome) {
			for _, a := range p.Applications {
				if least := n.least(a); p.Due < least {
					t.Fatalf("%s is before %s, the least for %s\n%s", line(p), least, a.ID, dump(n.log))
				}
			}
		}
	})
}

// least is the earliest day on which a may be followed up at its stage. Whoever
// has followed up already, however early, goes on from there.
func (n naive) least(a *schedule.Application) date.Date {
	p, held := n.policyOf(a), current(a)
	for _, o := range a.Outreach {
		if o.Purpose == schedule.FollowUp && o.On >= a.AppliedOn {
			return o.On + 1
		}
	}
	if held == nil {
		return n.add(a, anchor(a), p.AfterApplicationDays)
	}
	pref := held.Preference
	if pref.DecisionBy == 0 && pref.NotBefore == 0 {
		return n.add(a, n.heldOn(a, held), p.AfterInterviewDays)
	}
	least := pref.NotBefore
	if pref.DecisionBy != 0 {
		least = max(least, n.add(a, pref.DecisionBy, p.AfterDecisionDays))
	}
	return least
}

func TestNeverOnAClosedDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, outcome := planned(t)
		for _, p := range pendingFollowUps(outcome) {
			for _, a := range p.Applications {
				if !n.free(a, p.Due) {
					t.Fatalf("%s is closed for %s or a day off\n%s", line(p), a.ID, dump(n.log))
				}
			}
		}
	})
}

func TestNeverTwiceWithinTheGap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, outcome := planned(t)
		last := map[string]date.Date{}
		all := pendingFollowUps(outcome) // by day, as the plan is
		for _, p := range all {
			own := p.Applications[0]
			somebody := person(own, who(own))
			if _, seen := last[somebody]; !seen {
				last[somebody], _ = n.reachedSince(somebody)
			}
			if d := last[somebody]; d != 0 {
				if least := n.land(own, n.add(own, d, n.policyOf(own).GapDays)); p.Due < least {
					t.Fatalf("%s is before %s although %s was reached on %s\n%s", line(p), least, somebody, d, dump(n.log))
				}
			}
			last[somebody] = p.Due
		}
	})
}

func TestNeverAfterAnAnswer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, outcome := planned(t)
		for _, p := range pendingFollowUps(outcome) {
			for _, a := range p.Applications {
				since := a.AppliedOn
				if held := current(a); held != nil {
					since = n.heldOn(a, held)
				}
				if over(a) || answered(a, since) {
					t.Fatalf("%s although %s was answered\n%s", line(p), a.ID, dump(n.log))
				}
			}
		}
	})
}

func TestNeverWithoutPermission(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, outcome := planned(t)
		for _, p := range pendingFollowUps(outcome) {
			for _, a := range p.Applications {
				held := current(a)
				if held != nil && held.Preference.Permission != schedule.Granted || held == nil && a.Posting.NoContact {
					t.Fatalf("%s although %s does not want that\n%s", line(p), a.ID, dump(n.log))
				}
			}
		}
	})
}

func TestDailyLimitHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, outcome := planned(t)
		perDay := map[date.Date]int{}
		for _, p := range pendingFollowUps(outcome) {
			if perDay[p.Due]++; perDay[p.Due] > n.policy.DailyLimit {
				t.Fatalf("more than %d follow-ups on %s\n%s", n.policy.DailyLimit, p.Due, dump(n.log))
			}
		}
	})
}

// Counted at its mildest: whatever may count as a response does.
func TestUnansweredLimitHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, outcome := planned(t)
		n.read = reading{ackResets: true, interviewResets: true, sameDayResets: true, answersForAll: true}
		count := map[string]int{}
		for _, p := range pendingFollowUps(outcome) {
			own := p.Applications[0]
			somebody := person(own, who(own))
			if count[somebody] == 0 {
				_, count[somebody] = n.reachedSince(somebody)
			}
			if count[somebody]++; count[somebody] > n.policy.UnansweredLimit {
				t.Fatalf("%s is outreach %d to %s\n%s", line(p), count[somebody], somebody, dump(n.log))
			}
		}
	})
}

func TestFollowUpsPerStage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, outcome := planned(t)
		count := map[string]int{}
		for i := range outcome.Planned {
			p := &outcome.Planned[i]
			if !p.Kind.IsFollowUp() || p.State != schedule.StatePending && p.State != schedule.StateDone {
				continue
			}
			for _, a := range p.Applications {
				stage := a.ID + " applied"
				if p.Kind == schedule.InterviewFollowUp && current(a) != nil {
					stage = a.ID + " interviewing"
					if p.State == schedule.StateDone && p.Interview != current(a) {
						continue
					}
				}
				if count[stage]++; count[stage] > n.policyOf(a).FollowUps {
					t.Fatalf("%s is one too many for %s\n%s", line(p), stage, dump(n.log))
				}
			}
		}
	})
}
