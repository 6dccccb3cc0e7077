package schedule_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"followcal/schedule"
)

// whole writes everything about a plan that its users see.
func whole(outcome schedule.Outcome) string {
	var b strings.Builder
	for i := range outcome.Planned {
		p := &outcome.Planned[i]
		fmt.Fprintf(&b, "%s %s %s %s %v %v %s %v %s %v %s\n", p.UID, line(p), p.Method, p.Contact.Name, p.AllDay, p.Start, p.End,
			p.Asks, p.Reason.Sentence(), p.Absorbed, p.Summary())
	}
	return b.String()
}

func TestOrderOfTheLogDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, _ := planned(t)
		shuffled := *n.log
		shuffled.Applications = rapid.Permutation(n.log.Applications).Draw(t, "applications")
		shuffled.DaysOff = rapid.Permutation(n.log.DaysOff).Draw(t, "days off")
		shuffled.Closed = rapid.Permutation(n.log.Closed).Draw(t, "closed")
		for i := range shuffled.Applications {
			a := &shuffled.Applications[i]
			a.Interviews = rapid.Permutation(a.Interviews).Draw(t, "interviews")
			a.Outreach = rapid.Permutation(a.Outreach).Draw(t, "outreach")
			a.Responses = rapid.Permutation(a.Responses).Draw(t, "responses")
		}
		before := mustPlan(t, n.log, n.policy, n.asOf)
		after := mustPlan(t, &shuffled, n.policy, n.asOf)
		if a, b := whole(before), whole(after); a != b {
			t.Fatalf("the plan\n%s\nbecame\n%s\n%s", a, b, dump(n.log))
		}
	})
}

func TestOrderOfDecisionsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, outcome := planned(t)
		for i := range outcome.Planned {
			p := &outcome.Planned[i]
			d := schedule.Decision{Event: p.UID, Kind: rapid.SampledFrom(schedule.DecisionKinds).Draw(t, "decision")}
			if d.Kind == schedule.Snooze {
				d.To = p.Due + 4
			}
			decided := slices.ContainsFunc(n.log.Decisions, func(d schedule.Decision) bool { return d.Event == p.UID })
			if !decided && p.Kind != schedule.InterviewHeld && rapid.IntRange(0, 3).Draw(t, "decide") == 0 {
				n.log.Decisions = append(n.log.Decisions, d)
			}
		}
		shuffled := *n.log
		shuffled.Decisions = rapid.Permutation(n.log.Decisions).Draw(t, "decisions")
		if a, b := whole(mustPlan(t, n.log, n.policy, n.asOf)), whole(mustPlan(t, &shuffled, n.policy, n.asOf)); a != b {
			t.Fatalf("the plan\n%s\nbecame\n%s\n%s", a, b, dump(n.log))
		}
	})
}

// As long as the same events are missed, the as-of date changes nothing but
// whether an interview has been held.
func TestAsOfOnlySetsStates(t *testing.T) {
	missed := func(outcome schedule.Outcome) (uids []string) {
		for _, p := range outcome.Planned {
			if p.State == schedule.StateMissed {
				uids = append(uids, p.UID)
			}
		}
		slices.Sort(uids)
		return uids
	}
	rapid.Check(t, func(t *rapid.T) {
		log, policy := generate(t, wide), generatePolicy(t, wide)
		asOf := generateDay(t)
		early, late := mustPlan(t, log, policy, asOf-1), mustPlan(t, log, policy, asOf)
		if !slices.Equal(missed(early), missed(late)) {
			return
		}
		if a, b := whole(withoutInterviews(early)), whole(withoutInterviews(late)); a != b {
			t.Fatalf("as of %s\n%s\na day later\n%s\n%s", asOf-1, a, b, dump(log))
		}
	})
}

func withoutInterviews(outcome schedule.Outcome) schedule.Outcome {
	outcome.Planned = slices.DeleteFunc(outcome.Planned, func(p schedule.Planned) bool { return p.Kind == schedule.InterviewHeld })
	return outcome
}

// One application alone, nobody reached yet: its events have their days
// whenever one looks.
func TestDaysOfOneApplicationStay(t *testing.T) {
	days := func(outcome schedule.Outcome) string {
		var all []string
		for _, p := range outcome.Planned {
			all = append(all, p.UID+" "+p.Due.String())
		}
		slices.Sort(all)
		return strings.Join(all, "\n")
	}
	rapid.Check(t, func(t *rapid.T) {
		log, policy := generate(t, wide), generatePolicy(t, wide)
		log.Applications = log.Applications[:1]
		log.Applications[0].Outreach = nil
		policy.UnansweredLimit, policy.FollowUps = 3, min(policy.FollowUps, 3)
		early, late := mustPlan(t, log, policy, noon), mustPlan(t, log, policy, generateDay(t))
		if a, b := days(early), days(late); a != b {
			t.Fatalf("at first\n%s\nlater\n%s\n%s", a, b, dump(log))
		}
	})
}

// A later fact never undoes what was done. (Only an outreach says when that was.)
func TestDoneStaysDone(t *testing.T) {
	done := func(outcome schedule.Outcome) map[string]string {
		all := map[string]string{}
		for i := range outcome.Planned {
			if p := &outcome.Planned[i]; p.State == schedule.StateDone && p.Kind.IsFollowUp() {
				all[p.UID] = p.Due.String()
			}
		}
		return all
	}
	rapid.Check(t, func(t *rapid.T) {
		n := naive{log: generate(t, wide), policy: generatePolicy(t, wide), asOf: generateDay(t)}
		before := done(mustPlan(t, n.log, n.policy, n.asOf))
		a := &n.log.Applications[rapid.IntRange(0, len(n.log.Applications)-1).Draw(t, "which")]
		switch rapid.IntRange(0, 3).Draw(t, "fact") {
		case 0:
			a.Responses = append(a.Responses, schedule.Response{On: a.AppliedOn + 40, Kind: schedule.Rejection})
		case 1:
			a.Status = schedule.Withdrawn
		case 2:
			a.Posting.ClosesOn = a.AppliedOn + 30
		case 3:
			interview(len(a.Interviews)+1, (a.AppliedOn+40).String()+" 10:00", schedule.Preference{})(a)
		}
		after := done(mustPlan(t, n.log, n.policy, n.asOf))
		for uid, day := range before {
			if after[uid] != day {
				t.Fatalf("%s was done on %s, now %q\n%s", uid, day, after[uid], dump(n.log))
			}
		}
	})
}

func TestUIDsAreUniqueAndEventsSorted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, outcome := planned(t)
		seen := map[string]bool{}
		for i := range outcome.Planned {
			p := &outcome.Planned[i]
			if seen[p.UID] || p.UID == "" || len(p.Applications) == 0 {
				t.Fatalf("%s has the UID %q of another\n%s", line(p), p.UID, dump(n.log))
			}
			seen[p.UID] = true
			if i > 0 && outcome.Planned[i-1].Due > p.Due {
				t.Fatalf("%s comes too late", line(p))
			}
			sentence := p.Reason.Sentence()
			if on := p.Reason.AnchorOn; sentence == "" || on != 0 && !strings.Contains(sentence, said(on)) {
				t.Fatalf("%s: %q does not name its anchor %s\n%s", line(p), sentence, said(on), dump(n.log))
			}
		}
	})
}

func TestCallsKeepToTheirHours(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, outcome := planned(t)
		own := zone(n.log.Zone)
		calls := pendingFollowUps(outcome)
		for i, p := range calls {
			if p.AllDay {
				continue
			}
			from, until := p.Start.In(own), p.End.In(own)
			if from.Hour() < 8 || until.Hour()*60+until.Minute() > 20*60 || int(p.End.Sub(p.Start).Minutes()) != n.policy.CallMinutes {
				t.Fatalf("%s is from %s to %s", line(p), from, until)
			}
			there := p.Start.In(zone(n.zoneOf(p.Applications[0])))
			if there.Hour() < 9 || there.Hour() >= 17 || there.Format("2006-01-02") != p.Due.String() {
				t.Fatalf("%s is at %s there", line(p), there)
			}
			for _, q := range calls[:i] {
				if !q.AllDay && p.Start.Before(q.End) && q.Start.Before(p.End) {
					t.Fatalf("%s at %s overlaps %s at %s\n%s", line(p), p.Start, line(q), q.Start, dump(n.log))
				}
			}
		}
	})
}
