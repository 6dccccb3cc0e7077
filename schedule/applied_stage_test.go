package schedule_test

import (
	"testing"

	"followcal/schedule"
)

func closes(day string) func(*schedule.Application) {
	return func(a *schedule.Application) { a.Posting.ClosesOn = on(day) }
}

func noContact(a *schedule.Application) { a.Posting.NoContact = true }

func TestSavedStage(t *testing.T) {
	saved := func(edits ...func(*schedule.Application)) *schedule.Log {
		a := schedule.Application{ID: "a1", Employer: "Acme", Role: "Engineer", Status: schedule.Saved}
		for _, edit := range edits {
			edit(&a)
		}
		return logOf(a)
	}
	check(t, []planCase{
		{
			name: "the closing date falls where it falls, a Sunday", log: saved(closes("2026-11-29")),
			want: `2026-11-29 posting-closes a1`,
		},
		{name: "a posting without a closing date yields nothing", log: saved(), want: ``},
		{
			name: "an applied application has no posting-closes", log: logOf(applied("a1", "2026-11-20", closes("2026-11-18"))),
			only: []schedule.Kind{schedule.PostingCloses}, want: ``,
		},
	})
}

func TestAppliedStage(t *testing.T) {
	check(t, []planCase{
		{
			// 23(1) 24(2) 25(3) [26 Thanksgiving] 27(4) 30(5); gap 5: 1 2 3 4 7 Dec;
			// move-on 10: 8 9 10 11, 14-18, 21 Dec.
			name: "5 business days, then 5, then 10 to move on",
			log:  logOf(applied("a1", "2026-11-20")),
			want: `2026-11-30 application-follow-up pending a1
			       2026-12-07 application-follow-up pending a1
			       2026-12-21 move-on pending a1`,
		}, {
			// Strictly after a Saturday: 23(1) … 30(5), as from the Friday.
			name: "applied on a Saturday counts the same days",
			log:  logOf(applied("a1", "2026-11-21")),
			only: []schedule.Kind{schedule.ApplicationFollowUp},
			want: `2026-11-30 application-follow-up pending a1
			       2026-12-07 application-follow-up pending a1`,
		}, {
			// Fri 18 Dec closes: 21 22 23 24 28(5); Mon 23 Nov + 5 would be 1 Dec.
			name: "an early outreach brings no follow-up before the posting has closed",
			log: logOf(applied("a1", "2026-11-20", closes("2026-12-18"), func(a *schedule.Application) {
				a.Outreach = []schedule.Outreach{{On: on("2026-11-23"), Purpose: schedule.FollowUp}}
			})),
			only: []schedule.Kind{schedule.ApplicationFollowUp},
			want: `2026-11-23 application-follow-up done a1
			       2026-12-28 application-follow-up pending a1`,
		}, {
			// 24(1).
			name:   "the least wait is 1 business day",
			log:    logOf(applied("a1", "2026-11-23")),
			policy: func(p *schedule.Policy) { p.AfterApplicationDays, p.FollowUps = 1, 1 },
			only:   []schedule.Kind{schedule.ApplicationFollowUp},
			want:   `2026-11-24 application-follow-up pending a1`,
		}, {
			// 23 24 25 27(4) 30(5) 1 2 3 4(9) 7 8 9 10 11(14) 14(15).
			name:   "the longest wait is 15",
			log:    logOf(applied("a1", "2026-11-20")),
			policy: func(p *schedule.Policy) { p.AfterApplicationDays, p.FollowUps = 15, 1 },
			only:   []schedule.Kind{schedule.ApplicationFollowUp},
			want:   `2026-12-14 application-follow-up pending a1`,
		}, {
			// From Tue 1 Dec: 2 3 4 7 8; gap 5: 9 10 11 14 15; 10: 16 17 18, 21-24, 28 29 30.
			name: "a later closing date is counted from",
			log:  logOf(applied("a1", "2026-11-20", closes("2026-12-01"))),
			want: `2026-12-08 application-follow-up pending a1
			       2026-12-15 application-follow-up pending a1
			       2026-12-30 move-on pending a1`,
		}, {
			name: "an earlier closing date is not",
			log:  logOf(applied("a1", "2026-11-20", closes("2026-11-10"))),
			only: []schedule.Kind{schedule.ApplicationFollowUp},
			want: `2026-11-30 application-follow-up pending a1
			       2026-12-07 application-follow-up pending a1`,
		}, {
			// Second gap 5 × 2 = 10 from 7 Dec: 8-11, 14-18, 21; then 10:
			// 22 23 24, 28-31 (7), 4 5 6 Jan.
			name:   "the gap doubles before a third follow-up",
			log:    logOf(applied("a1", "2026-11-20")),
			policy: func(p *schedule.Policy) { p.FollowUps = 3 },
			want: `2026-11-30 application-follow-up pending a1
			       2026-12-07 application-follow-up pending a1
			       2026-12-21 application-follow-up pending a1
			       2027-01-06 move-on pending a1`,
		}, {
			// Gap 4 from 30 Nov: 1 2 3 4 Dec; gap 4 × 1.5 = 6: 7-11, 14; move-on 3: 15 16 17.
			name: "gap, growth and move-on are the policy's",
			log:  logOf(applied("a1", "2026-11-20")),
			policy: func(p *schedule.Policy) {
				p.FollowUps, p.GapDays, p.GapGrowth, p.MoveOnDays = 3, 4, 1.5, 3
			},
			want: `2026-11-30 application-follow-up pending a1
			       2026-12-04 application-follow-up pending a1
			       2026-12-14 application-follow-up pending a1
			       2026-12-17 move-on pending a1`,
		}, {
			// 23 24 25 27 30(5) 1 2 3 4 7(10).
			name:   "without follow-ups move-on counts from the application",
			log:    logOf(applied("a1", "2026-11-20")),
			policy: func(p *schedule.Policy) { p.FollowUps = 0 },
			want:   `2026-12-07 move-on pending a1`,
		}, {
			// From 1 Dec: 2 3 4 7-11 (8) 14 15.
			name:   "without follow-ups move-on counts from the later closing date",
			log:    logOf(applied("a1", "2026-11-20", closes("2026-12-01"))),
			policy: func(p *schedule.Policy) { p.FollowUps = 0 },
			want:   `2026-12-15 move-on pending a1`,
		}, {
			// 15 from 20 Nov, as above.
			name: "no calls please: a move-on after 15 business days alone",
			log:  logOf(applied("a1", "2026-11-20", noContact)),
			want: `2026-12-14 move-on pending a1`,
		}, {
			// 15 from 1 Dec: 2 3 4(3) 7-11(8) 14-18(13) 21 22(15).
			name: "no calls please, counted from the later closing date",
			log:  logOf(applied("a1", "2026-11-20", closes("2026-12-01"), noContact)),
			want: `2026-12-22 move-on pending a1`,
		},
	})
}

func TestPolicyOfOneApplication(t *testing.T) {
	one, two := 1, 2
	own := func(a *schedule.Application) {
		a.Policy = &schedule.Overrides{FollowUps: &one, AfterApplicationDays: &two}
	}
	check(t, []planCase{{
		// a1: 23(1) 24(2), move-on 10 from 24: 25 27 30(3) 1 2 3 4(7) 7 8 9(10).
		name: "overrides the plan's policy for that application alone",
		log:  logOf(applied("a1", "2026-11-20", own), applied("a2", "2026-11-20")),
		want: `2026-11-24 application-follow-up pending a1
		       2026-12-09 move-on pending a1
		       2026-11-30 application-follow-up pending a2
		       2026-12-07 application-follow-up pending a2
		       2026-12-21 move-on pending a2`,
	}})
}
