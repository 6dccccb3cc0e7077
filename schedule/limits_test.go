package schedule_test

import (
	"fmt"
	"testing"

	"followcal/schedule"
)

func TestUnansweredLimit(t *testing.T) {
	acme := employer("Acme")
	earlier := func(edits ...func(*schedule.Application)) schedule.Application {
		return applied("a0", "2026-10-01", append(edits, acme, status(schedule.Withdrawn))...)
	}
	other := func(days ...string) func(*schedule.Application) {
		return func(a *schedule.Application) {
			for _, d := range days {
				outreach(reached(d, schedule.Other))(a)
			}
		}
	}
	both := `2026-11-30 application-follow-up pending a1
	         2026-12-07 application-follow-up pending a1`
	check(t, []planCase{
		{
			name: "one outreach and two planned are three", only: followUpKinds, want: both,
			log: logOf(applied("a1", "2026-11-20", acme), earlier(other("2026-10-05"))),
		},
		{
			name: "two outreaches leave one, terminal applications' counted", only: followUpKinds,
			want: `2026-11-30 application-follow-up pending a1`,
			log:  logOf(applied("a1", "2026-11-20", acme), earlier(other("2026-10-05", "2026-10-13"))),
		},
		{
			name: "three outreaches leave none", only: followUpKinds, want: ``,
			log: logOf(applied("a1", "2026-11-20", acme), earlier(other("2026-10-05", "2026-10-13", "2026-10-20"))),
		},
		{
			name: "a response starts the count again", only: followUpKinds, want: both,
			log: logOf(applied("a1", "2026-11-20", acme),
				earlier(other("2026-10-05", "2026-10-13", "2026-10-20"), response("2026-10-22", schedule.Reply))),
		},
		{
			name: "a response before them does not", only: followUpKinds, want: ``,
			log: logOf(applied("a1", "2026-11-20", acme),
				earlier(response("2026-10-02", schedule.Reply), other("2026-10-05", "2026-10-13", "2026-10-20"))),
		},
		{
			name: "thank-yous do not count", only: followUpKinds, want: both,
			log: logOf(applied("a1", "2026-11-20", acme), earlier(outreach(
				reached("2026-10-05", schedule.ThankYou), reached("2026-10-13", schedule.ThankYou), reached("2026-10-20", schedule.ThankYou)))),
		},
		{
			name: "outreaches to another employer do not count", only: followUpKinds, want: both,
			log: logOf(applied("a1", "2026-11-20"), earlier(other("2026-10-05", "2026-10-13", "2026-10-20"))),
		},
		{
			name: "a policy of one", only: followUpKinds, want: `2026-11-30 application-follow-up pending a1`,
			policy: func(p *schedule.Policy) { p.UnansweredLimit = 1 },
			log:    logOf(applied("a1", "2026-11-20")),
		},
		{
			// 30 Nov and 8 Dec (shared, as in the one-call table), 15 Dec: with a limit of 2 the third goes.
			name: "a shared call counts once", only: followUpKinds,
			policy: func(p *schedule.Policy) { p.UnansweredLimit = 2 },
			log:    logOf(applied("a1", "2026-11-20", acme), applied("a3", "2026-12-01", acme)),
			want: `2026-11-30 application-follow-up pending a1
			       2026-12-08 application-follow-up pending a1+a3`,
		},
	})
}

func TestDailyLimit(t *testing.T) {
	limit := func(perDay int) func(*schedule.Policy) {
		return func(p *schedule.Policy) { p.DailyLimit, p.FollowUps = perDay, 1 }
	}
	// Fri 20, Sat 21 and Sun 22 Nov all count to Mon 30 Nov.
	three := func() *schedule.Log {
		return logOf(applied("a", "2026-11-22"), applied("b", "2026-11-21"), applied("c", "2026-11-20"))
	}
	closed := three()
	closed.Applications[0].Closed = []schedule.Day{{On: on("2026-12-01"), Name: "made up"}}
	check(t, []planCase{
		{
			name: "as many as the limit stay", policy: limit(3), log: three(), only: followUpKinds,
			want: `2026-11-30 application-follow-up pending a
			       2026-11-30 application-follow-up pending b
			       2026-11-30 application-follow-up pending c`,
		},
		{
			name: "the youngest anchor goes on to the next day", policy: limit(2), log: three(), only: followUpKinds,
			want: `2026-12-01 application-follow-up pending a
			       2026-11-30 application-follow-up pending b
			       2026-11-30 application-follow-up pending c`,
		},
		{
			name: "and on, when that is full", policy: limit(1), log: three(), only: followUpKinds,
			want: `2026-12-02 application-follow-up pending a
			       2026-12-01 application-follow-up pending b
			       2026-11-30 application-follow-up pending c`,
		},
		{
			name: "over a day off of the candidate", policy: limit(2), log: withDaysOff(three(), "2026-12-01", "2026-12-01"), only: followUpKinds,
			want: `2026-12-02 application-follow-up pending a
			       2026-11-30 application-follow-up pending b
			       2026-11-30 application-follow-up pending c`,
		},
		{
			name: "over a closed day of the employer", policy: limit(2), log: closed, only: followUpKinds,
			want: `2026-12-02 application-follow-up pending a
			       2026-11-30 application-follow-up pending b
			       2026-11-30 application-follow-up pending c`,
		},
	})
}

// A shared call goes on to the next day that is open for all: a1 is closed on
// Tue 1 Dec, a2 on Wed 2 Dec, so Thu 3 Dec, whichever of them comes first.
func TestDailyLimitMovesASharedCall(t *testing.T) {
	closed := func(day string) func(*schedule.Application) {
		return func(a *schedule.Application) { a.Closed = []schedule.Day{{On: on(day), Name: "made up"}} }
	}
	for _, days := range [][2]string{{"2026-12-01", "2026-12-02"}, {"2026-12-02", "2026-12-01"}} {
		log := logOf(applied("a0", "2026-11-20"),
			applied("a1", "2026-11-21", employer("Acme"), closed(days[0])), applied("a2", "2026-11-22", employer("Acme"), closed(days[1])))
		check(t, []planCase{{
			name: "a1 closed on " + days[0], log: log, only: followUpKinds,
			policy: func(p *schedule.Policy) { p.DailyLimit, p.FollowUps = 1, 1 },
			want: `2026-11-30 application-follow-up pending a0
			       2026-12-03 application-follow-up pending a1+a2`,
		}})
	}
}

// With one a day, twelve of the same day go on over eleven days at most: the
// last would move 11 business days and is missed instead.
func TestDailyLimitReachesTenBusinessDays(t *testing.T) {
	log := logOf()
	for i := 1; i <= 12; i++ {
		log.Applications = append(log.Applications, applied(fmt.Sprintf("a%02d", i), "2026-11-20"))
	}
	policy := func(p *schedule.Policy) { p.DailyLimit, p.FollowUps = 1, 1 }
	states, last := map[schedule.State]int{}, on("2026-11-30")
	perDay := map[string]int{}
	for _, p := range (planCase{log: log, policy: policy}).plan(t).Planned {
		if !p.Kind.IsFollowUp() {
			continue
		}
		states[p.State]++
		if p.State == schedule.StatePending {
			perDay[p.Due.String()]++
			last = max(last, p.Due)
		}
	}
	if states[schedule.StatePending] != 11 || states[schedule.StateMissed] != 1 {
		t.Errorf("%v, want 11 pending and 1 missed", states)
	}
	if len(perDay) != 11 || last != on("2026-12-14") { // 1 2 3 4 7 8 9 10 11 14: ten days on
		t.Errorf("%d days to %s, want 11 to 14 December", len(perDay), last)
	}
}
