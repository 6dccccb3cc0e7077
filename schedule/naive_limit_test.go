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

// Follow-ups to many employers, no two applied to on the same day: the planner
// spreads them as a queue does that is emptied day by day.
func TestDailyLimitAgreesWithAQueue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		policy := schedule.DefaultPolicy()
		policy.FollowUps, policy.DailyLimit = rapid.IntRange(1, 3).Draw(t, "follow_ups"), rapid.IntRange(1, 3).Draw(t, "daily_limit")
		policy.GapDays = rapid.IntRange(1, 7).Draw(t, "gap_days")
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

// waiting is a follow-up that has no day yet.
type waiting struct {
	app     *schedule.Application
	made    int       // follow-ups before it
	from    date.Date // what it counts from
	planned date.Date
	day     date.Date // on which it asks next
}

// queue empties the follow-ups day by day, the oldest anchor first.
func (n naive) queue() string {
	var all []string
	var open []*waiting
	for i := range n.log.Applications {
		a := &n.log.Applications[i]
		first := n.land(a, n.add(a, a.AppliedOn, n.policyOf(a).AfterApplicationDays))
		open = append(open, &waiting{app: a, from: a.AppliedOn, planned: first, day: first})
	}
	for today := noon - 60; len(open) > 0; today++ {
		var due, later []*waiting
		for _, w := range open {
			if w.day == today {
				due = append(due, w)
			} else {
				later = append(later, w)
			}
		}
		sort.Slice(due, func(i, j int) bool {
			if due[i].from != due[j].from {
				return due[i].from < due[j].from
			}
			return due[i].app.AppliedOn < due[j].app.AppliedOn
		})
		for i, w := range due {
			lines, next := n.take(w, today, i < n.policy.DailyLimit)
			all = append(all, lines...)
			if next != nil {
				later = append(later, next)
			}
		}
		open = later
	}
	sort.Strings(all)
	return strings.Join(all, "\n")
}

// take writes w on today if it has a slot, moves it on otherwise, and returns
// what its application asks for on a later day. The day never goes back: what
// follows a missed one and was due by today is moved on from today as well.
func (n naive) take(w *waiting, today date.Date, slot bool) (lines []string, next *waiting) {
	line := func(day date.Date, state schedule.State) string {
		return fmt.Sprintf("%s %s %s %s", day, schedule.ApplicationFollowUp, state, w.app.ID)
	}
	if slot {
		return []string{line(today, schedule.StatePending)}, n.after(w, today)
	}
	for w != nil && w.day <= today {
		if on := n.land(w.app, today+1); on <= n.add(w.app, w.planned, 10) {
			w.day = on
			break
		}
		lines = append(lines, line(w.planned, schedule.StateMissed))
		w = n.after(w, w.planned)
	}
	return lines, w
}

// after is the follow-up after w, which was on day; nil after the last.
func (n naive) after(w *waiting, day date.Date) *waiting {
	made := w.made + 1
	if made == n.policy.FollowUps {
		return nil
	}
	c := chain{app: w.app}
	on := n.next(&c, day, made)
	return &waiting{app: w.app, made: made, from: day, planned: on, day: on}
}
