package schedule_test

import (
	"testing"

	"followcal/schedule"
)

// Decisions have no date, so the order in which a log holds them says nothing,
// contradictory ones included.
func TestOrderOfContradictoryDecisionsDoesNotMatter(t *testing.T) {
	log := logOf(applied("a1", "2026-11-20"))
	uid := pick(t, log, schedule.ApplicationFollowUp, 0).UID
	all := []schedule.Decision{
		{Event: uid, Kind: schedule.Snooze, To: on("2026-12-03")},
		{Event: uid, Kind: schedule.Done},
		{Event: uid, Kind: schedule.Dismiss},
		{Event: uid, Kind: schedule.Snooze, To: on("2026-12-08")},
	}
	for i, a := range all {
		for _, b := range all[:i] {
			one, other := *log, *log
			one.Decisions, other.Decisions = []schedule.Decision{a, b}, []schedule.Decision{b, a}
			if x, y := lines(planCase{log: &one}.plan(t)), lines(planCase{log: &other}.plan(t)); x != y {
				t.Errorf("%s then %s gives\n%s\nthe other way round\n%s", a.Kind, b.Kind, x, y)
			}
		}
	}
}

// A shared call that was made is made for all the roles that it named, on the
// day that it had: a1 and a2 share 2 December, so nobody calls again before 3 4
// 7 8 9 December, and the day of the event does not jump back to a1's own 30 November.
func TestSharedCallIsDoneForAll(t *testing.T) {
	log := logOf(applied("a1", "2026-11-20", employer("Acme")), applied("a2", "2026-11-24", employer("Acme")))
	check(t, []planCase{
		{
			name: "done", only: followUpKinds,
			log: decided(t, log, schedule.ApplicationFollowUp, 0, schedule.Done, ""),
			want: `2026-12-02 application-follow-up done a1+a2
			       2026-12-09 application-follow-up pending a1+a2`,
		}, {
			name: "put off for all", only: followUpKinds, // Fri 4 Dec: 7-11
			log: decided(t, log, schedule.ApplicationFollowUp, 0, schedule.Snooze, "2026-12-04"),
			want: `2026-12-04 application-follow-up snoozed a1+a2
			       2026-12-11 application-follow-up pending a1+a2`,
		},
	})
}
