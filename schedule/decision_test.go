package schedule_test

import (
	"slices"
	"testing"

	"followcal/schedule"
)

// pick is the n-th event (from 0, by day) of that kind in the plan of log.
func pick(t *testing.T, log *schedule.Log, kind schedule.Kind, n int) schedule.Planned {
	t.Helper()
	var all []schedule.Planned
	for _, p := range (planCase{log: log}).plan(t).Planned {
		if p.Kind == kind && p.State != schedule.StateCancelled {
			all = append(all, p)
		}
	}
	slices.SortStableFunc(all, func(a, b schedule.Planned) int { return int(a.Due - b.Due) })
	if n >= len(all) {
		t.Fatalf("the plan has %d events of kind %s, not %d", len(all), kind, n+1)
	}
	return all[n]
}

// decided is log with a decision about that event of its plan.
func decided(t *testing.T, log *schedule.Log, kind schedule.Kind, n int, decision schedule.DecisionKind, to string) *schedule.Log {
	t.Helper()
	d := schedule.Decision{Event: pick(t, log, kind, n).UID, Kind: decision}
	if to != "" {
		d.To = on(to)
	}
	with := *log
	with.Decisions = append(slices.Clone(log.Decisions), d)
	return &with
}

func TestSnooze(t *testing.T) {
	plain := logOf(applied("a1", "2026-11-20"))
	check(t, []planCase{
		{
			// Thu 3 Dec: 4 7 8 9 10; move-on 11, 14-18 (6), 21-24 (10).
			name: "the first follow-up, and the next ones count from there",
			log:  decided(t, plain, schedule.ApplicationFollowUp, 0, schedule.Snooze, "2026-12-03"),
			want: `2026-12-03 application-follow-up snoozed a1
			       2026-12-10 application-follow-up pending a1
			       2026-12-24 move-on pending a1`,
		}, {
			// Sat 5 → Mon 7: 8 9 10 11 14; move-on 15-18 (4), 21-24 (8), 28 29.
			name: "to a Saturday: it lands on Monday",
			log:  decided(t, plain, schedule.ApplicationFollowUp, 0, schedule.Snooze, "2026-12-05"),
			want: `2026-12-07 application-follow-up snoozed a1
			       2026-12-14 application-follow-up pending a1
			       2026-12-29 move-on pending a1`,
		}, {
			// 7 Dec → 10 Dec; move-on as above.
			name: "the second alone",
			log:  decided(t, plain, schedule.ApplicationFollowUp, 1, schedule.Snooze, "2026-12-10"),
			want: `2026-11-30 application-follow-up pending a1
			       2026-12-10 application-follow-up snoozed a1
			       2026-12-24 move-on pending a1`,
		}, {
			// Fri 25 Dec is closed, Sat, Sun: Mon 28.
			name: "a move-on to Christmas", only: []schedule.Kind{schedule.MoveOn},
			log:  decided(t, plain, schedule.MoveOn, 0, schedule.Snooze, "2026-12-25"),
			want: `2026-12-28 move-on snoozed a1`,
		}, {
			name: "an interview's follow-up", only: []schedule.Kind{schedule.InterviewFollowUp}, // 9 → Fri 11; 14-18
			log: decided(t, interviewed(prefer(schedule.Granted, "", "")), schedule.InterviewFollowUp, 0, schedule.Snooze, "2026-12-11"),
			want: `2026-12-11 interview-follow-up snoozed a1
			       2026-12-18 interview-follow-up pending a1`,
		},
	})
}

func TestDismissAndDone(t *testing.T) {
	plain := logOf(applied("a1", "2026-11-20"))
	check(t, []planCase{
		{
			name: "a dismissed follow-up keeps its day, the next counts from it",
			log:  decided(t, plain, schedule.ApplicationFollowUp, 0, schedule.Dismiss, ""),
			want: `2026-11-30 application-follow-up dismissed a1
			       2026-12-07 application-follow-up pending a1
			       2026-12-21 move-on pending a1`,
		}, {
			name: "dismissed is never missed", asOf: "2027-02-01",
			log:  decided(t, plain, schedule.MoveOn, 0, schedule.Dismiss, ""),
			only: []schedule.Kind{schedule.MoveOn},
			want: `2026-12-21 move-on dismissed a1`,
		}, {
			name: "done is never missed", asOf: "2027-02-01",
			log:  decided(t, plain, schedule.MoveOn, 0, schedule.Done, ""),
			only: []schedule.Kind{schedule.MoveOn},
			want: `2026-12-21 move-on done a1`,
		}, {
			name: "a thank-you marked as done", asOf: "2027-02-01",
			log:  decided(t, interviewed(schedule.Preference{}), schedule.ThankYouNote, 0, schedule.Done, ""),
			only: []schedule.Kind{schedule.ThankYouNote},
			want: `2026-12-02 thank-you done a1`,
		},
	})
}

// A response stops what was put off, too: nobody is asked after an answer.
func TestSnoozedStopsAtResponse(t *testing.T) {
	log := decided(t, logOf(applied("a1", "2026-11-20")), schedule.ApplicationFollowUp, 0, schedule.Snooze, "2026-12-03")
	log.Applications = slices.Clone(log.Applications)
	log.Applications[0].Responses = []schedule.Response{{On: on("2026-12-01"), Kind: schedule.Reply}}
	for _, p := range (planCase{log: log}).plan(t).Planned {
		if p.Kind.IsFollowUp() && p.State.Open() {
			t.Errorf("%s although they answered", line(&p))
		}
	}
}

func TestOutreachCompletes(t *testing.T) {
	reach := func(days ...string) *schedule.Log {
		log := logOf(applied("a1", "2026-11-20"))
		for _, d := range days {
			outreach(reached(d, schedule.FollowUp))(&log.Applications[0])
		}
		return log
	}
	check(t, []planCase{
		{
			// Early on Fri 27 Nov: 30 1 2 3 4; move-on 7-11 (5), 14-18 (10).
			name: "early: the next counts from the outreach", log: reach("2026-11-27"),
			want: `2026-11-27 application-follow-up done a1
			       2026-12-04 application-follow-up pending a1
			       2026-12-18 move-on pending a1`,
		}, {
			// Late on Wed 2 Dec: 3 4 7 8 9; 10 11, 14-18 (7), 21 22 23.
			name: "late", log: reach("2026-12-02"),
			want: `2026-12-02 application-follow-up done a1
			       2026-12-09 application-follow-up pending a1
			       2026-12-23 move-on pending a1`,
		}, {
			// 10 Dec: 11, 14-18 (6), 21-24 (10).
			name: "the second completes the second, whatever their order in the log", log: reach("2026-12-10", "2026-11-30"),
			want: `2026-11-30 application-follow-up done a1
			       2026-12-10 application-follow-up done a1
			       2026-12-24 move-on pending a1`,
		}, {
			name: "on the day of the application", log: reach("2026-11-20"), // 23 24 25 27 30
			only: []schedule.Kind{schedule.ApplicationFollowUp},
			want: `2026-11-20 application-follow-up done a1
			       2026-11-30 application-follow-up pending a1`,
		}, {
			name: "before the application completes nothing", log: reach("2026-11-19"),
			want: `2026-11-30 application-follow-up pending a1
			       2026-12-07 application-follow-up pending a1
			       2026-12-21 move-on pending a1`,
		}, {
			name: "done stays done after a terminal status", log: func() *schedule.Log {
				log := reach("2026-11-27")
				log.Applications[0].Status = schedule.Withdrawn
				return log
			}(),
			want: `2026-11-27 application-follow-up done a1`,
		}, {
			name: "done is never missed", log: reach("2026-11-27"), asOf: "2027-03-01",
			only: []schedule.Kind{schedule.ApplicationFollowUp},
			want: `2026-11-27 application-follow-up done a1
			       2026-12-04 application-follow-up missed a1`,
		}, {
			name: "a thank-you completes the thank-you, no follow-up",
			log:  interviewed(prefer(schedule.Granted, "", ""), outreach(reached("2026-12-02", schedule.ThankYou))),
			want: `2026-12-02 interview a1
			       2026-12-02 thank-you done a1
			       2026-12-09 interview-follow-up pending a1
			       2026-12-16 interview-follow-up pending a1
			       2026-12-31 move-on pending a1`,
		}, {
			// Fri 11 Dec: 14-18; move-on 21-24 (4), 28-31 (8), 4 5 Jan.
			name: "after the interview completes the interview's",
			log:  interviewed(prefer(schedule.Granted, "", ""), outreach(reached("2026-12-11", schedule.FollowUp))),
			only: []schedule.Kind{schedule.InterviewFollowUp, schedule.MoveOn},
			want: `2026-12-11 interview-follow-up done a1
			       2026-12-18 interview-follow-up pending a1
			       2027-01-05 move-on pending a1`,
		}, {
			name: "before the interview completes none of the interview's",
			log:  interviewed(prefer(schedule.Granted, "", ""), outreach(reached("2026-11-30", schedule.FollowUp))),
			only: []schedule.Kind{schedule.ApplicationFollowUp, schedule.InterviewFollowUp},
			want: `2026-11-30 application-follow-up done a1
			       2026-12-09 interview-follow-up pending a1
			       2026-12-16 interview-follow-up pending a1`,
		},
	})
}
