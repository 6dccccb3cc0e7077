package schedule_test

import (
	"fmt"
	"strings"
	"testing"

	"followcal/schedule"
)

var followUpKinds = []schedule.Kind{schedule.ApplicationFollowUp, schedule.InterviewFollowUp}

// The follow-ups of 20 November are on 30 Nov and 7 Dec, the move-on on 21 Dec.
func TestMissed(t *testing.T) {
	plain := logOf(applied("a1", "2026-11-20"))
	unknown, denied := interviewed(schedule.Preference{}), interviewed(prefer(schedule.Denied, "", ""))
	check(t, []planCase{
		{
			name: "5 business days on it is overdue, still pending", asOf: "2026-12-07", log: plain, // 30 + 5: 1 2 3 4 7
			want: `2026-11-30 application-follow-up pending a1
			       2026-12-07 application-follow-up pending a1
			       2026-12-21 move-on pending a1`,
		}, {
			name: "a day later it is missed; the next still counts from it", asOf: "2026-12-08", log: plain,
			want: `2026-11-30 application-follow-up missed a1
			       2026-12-07 application-follow-up pending a1
			       2026-12-21 move-on pending a1`,
		}, {
			name: "both missed, the move-on is overdue", asOf: "2026-12-29", log: plain, // 21 + 5: 22 23 24 28 29
			want: `2026-11-30 application-follow-up missed a1
			       2026-12-07 application-follow-up missed a1
			       2026-12-21 move-on pending a1`,
		}, {
			name: "all missed", asOf: "2026-12-30", log: plain,
			want: `2026-11-30 application-follow-up missed a1
			       2026-12-07 application-follow-up missed a1
			       2026-12-21 move-on missed a1`,
		}, {
			name: "the policy's gap decides", asOf: "2026-12-03", log: plain, // 30 + 2: 1 2
			policy: func(p *schedule.Policy) { p.GapDays, p.FollowUps = 2, 1 },
			only:   []schedule.Kind{schedule.ApplicationFollowUp},
			want:   `2026-11-30 application-follow-up missed a1`,
		}, {
			name: "thank-you overdue on 2 + 5 (3 4 7 8 9), the reminder of 3 Dec too", asOf: "2026-12-09", log: unknown,
			want: `2026-12-02 interview a1
			       2026-12-02 thank-you pending a1
			       2026-12-03 log-preference pending a1`,
		}, {
			name: "then the thank-you is missed, the reminder (3 + 5 = 10) overdue", asOf: "2026-12-10", log: unknown,
			want: `2026-12-02 interview a1
			       2026-12-02 thank-you missed a1
			       2026-12-03 log-preference pending a1`,
		}, {
			name: "then the reminder", asOf: "2026-12-11", log: unknown,
			want: `2026-12-02 interview a1
			       2026-12-02 thank-you missed a1
			       2026-12-03 log-preference missed a1`,
		}, {
			name: "a review, 9 + 5 = 16", asOf: "2026-12-17", log: denied, only: []schedule.Kind{schedule.Review},
			want: `2026-12-09 review missed a1`,
		}, {
			name: "cancelled is not missed", asOf: "2027-02-01",
			log: logOf(applied("a1", "2026-11-20", response("2026-11-25", schedule.Reply))), want: ``,
		},
	})
}

func TestIncludeMissed(t *testing.T) {
	include := []schedule.Option{schedule.IncludeMissed()}
	check(t, []planCase{
		{
			name: "the latest re-enters on the as-of date", asOf: "2027-01-04", options: include, only: followUpKinds,
			log: logOf(applied("a1", "2026-11-20")),
			want: `2026-11-30 application-follow-up missed a1
			       2027-01-04 application-follow-up pending a1`,
		}, {
			name: "on a Saturday: the next business day", asOf: "2027-01-09", options: include, only: followUpKinds,
			log: logOf(applied("a1", "2026-11-20")),
			want: `2026-11-30 application-follow-up missed a1
			       2027-01-11 application-follow-up pending a1`,
		}, {
			name: "nothing re-enters beside a pending one", asOf: "2026-12-08", options: include, only: followUpKinds,
			log: logOf(applied("a1", "2026-11-20")),
			want: `2026-11-30 application-follow-up missed a1
			       2026-12-07 application-follow-up pending a1`,
		}, {
			name: "never by itself", asOf: "2027-01-04", only: followUpKinds, log: logOf(applied("a1", "2026-11-20")),
			want: `2026-11-30 application-follow-up missed a1
			       2026-12-07 application-follow-up missed a1`,
		}, {
			name: "one that was done is not repeated", asOf: "2027-01-04", options: include, only: followUpKinds,
			log: logOf(applied("a1", "2026-11-20", outreach(reached("2026-11-30", schedule.FollowUp), reached("2026-12-07", schedule.FollowUp)))),
			want: `2026-11-30 application-follow-up done a1
			       2026-12-07 application-follow-up done a1`,
		}, {
			// 4 Jan would be 1 business day after the employer heard from you on 31 Dec: 4 5 6 7 8.
			name: "not too soon after another outreach", asOf: "2027-01-04", options: include, only: followUpKinds,
			log: logOf(applied("a1", "2026-11-20", outreach(reached("2026-12-31", schedule.Other)))),
			want: `2026-11-30 application-follow-up missed a1
			       2027-01-08 application-follow-up pending a1`,
		},
	})
}

// Seven old applications come back five a day.
func TestIncludeMissedIsNoFlood(t *testing.T) {
	log := logOf()
	for i := 1; i <= 7; i++ {
		log.Applications = append(log.Applications, applied(fmt.Sprint("a", i), fmt.Sprintf("2026-11-1%d", i)))
	}
	got := lines(planCase{log: log, asOf: "2027-01-04", options: []schedule.Option{schedule.IncludeMissed()}}.plan(t), followUpKinds...)
	want := tidy(`2027-01-04 application-follow-up pending a1
		2027-01-04 application-follow-up pending a2
		2027-01-04 application-follow-up pending a3
		2027-01-04 application-follow-up pending a4
		2027-01-04 application-follow-up pending a5
		2027-01-05 application-follow-up pending a6
		2027-01-05 application-follow-up pending a7`)
	if got = keep(got, "pending"); got != want {
		t.Errorf("got\n%s\nwant the oldest anchors first\n%s", got, want)
	}
}

// keep is the lines that hold word.
func keep(lines, word string) string {
	var kept []string
	for _, l := range strings.Split(lines, "\n") {
		if strings.Contains(l, word) {
			kept = append(kept, l)
		}
	}
	return strings.Join(kept, "\n")
}
