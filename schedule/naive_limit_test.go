package schedule_test

import (
	"fmt"
	"sort"
	"strings"
	"testing"

	"github.com/rickb777/date/v2"
	"pgregory.net/rapid"

	"followcal/schedule"
)

// One follow-up for each of many employers, no two applied to on the same day:
// the planner spreads them as a queue does that is emptied day by day.
func TestDailyLimitAgreesWithAQueue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		policy := schedule.DefaultPolicy()
		policy.FollowUps, policy.DailyLimit = 1, rapid.IntRange(1, 3).Draw(t, "daily_limit")
		n := naive{log: crowded(t), policy: policy, asOf: noon - 60}
		got := lines(mustPlan(t, n.log, policy, n.asOf), schedule.ApplicationFollowUp)
		if want := n.queue(); got != want {
			t.Fatalf("got\n%s\nwant\n%s\n%s", got, want, dump(n.log))
		}
	})
}

// crowded draws up to forty applications whose follow-ups crowd on few days.
func crowded(t *rapid.T) *schedule.Log {
	log := logOf()
	for i := range rapid.IntRange(2, 40).Draw(t, "applications") {
		a := applied(fmt.Sprint("a", i), (noon - date.Date(i)).String())
		wait := min(15, rapid.IntRange(1, 4).Draw(t, "wait")+i*5/7)
		a.Policy = &schedule.Overrides{AfterApplicationDays: &wait}
		if rapid.IntRange(0, 3).Draw(t, "shut") == 0 {
			a.Closed = []schedule.Day{{On: noon + date.Date(rapid.IntRange(0, 20).Draw(t, "shut on")), Name: "made up"}}
		}
		log.Applications = append(log.Applications, a)
	}
	for range rapid.IntRange(0, 2).Draw(t, "days off") {
		from := noon + date.Date(rapid.IntRange(0, 20).Draw(t, "off"))
		log.DaysOff = append(log.DaysOff, schedule.DaysOff{From: from, To: from + date.Date(rapid.IntRange(0, 3).Draw(t, "for"))})
	}
	return log
}

// queue empties the follow-ups day by day, the oldest application first.
func (n naive) queue() string {
	var all []string
	waiting := map[*schedule.Application]date.Date{}
	planned := map[*schedule.Application]date.Date{}
	for i := range n.log.Applications {
		a := &n.log.Applications[i]
		planned[a] = n.land(a, n.add(a, a.AppliedOn, n.policyOf(a).AfterApplicationDays))
		waiting[a] = planned[a]
	}
	for today := noon - 60; len(waiting) > 0; today++ {
		var due []*schedule.Application
		for a, day := range waiting {
			if day == today {
				due = append(due, a)
			}
		}
		sort.Slice(due, func(i, j int) bool { return due[i].AppliedOn < due[j].AppliedOn })
		for i, a := range due {
			next, day, state := n.land(a, today+1), today, schedule.StatePending
			switch {
			case i < n.policy.DailyLimit:
			case next > n.add(a, planned[a], 10):
				day, state = planned[a], schedule.StateMissed
			default:
				waiting[a] = next
				continue
			}
			all = append(all, fmt.Sprintf("%s %s %s %s", day, schedule.ApplicationFollowUp, state, a.ID))
			delete(waiting, a)
		}
	}
	sort.Strings(all)
	return strings.Join(all, "\n")
}
