package schedule_test

import (
	"testing"

	"followcal/schedule"
)

// stoppable are the kinds that a response stops.
var stoppable = []schedule.Kind{
	schedule.ApplicationFollowUp, schedule.InterviewFollowUp, schedule.LogPreference, schedule.Review, schedule.MoveOn,
}

func TestResponseStopsApplication(t *testing.T) {
	all := `2026-11-30 application-follow-up pending a1
	        2026-12-07 application-follow-up pending a1
	        2026-12-21 move-on pending a1`
	check(t, []planCase{
		{name: "a reply later", log: logOf(applied("a1", "2026-11-20", response("2026-11-25", schedule.Reply))), want: ``},
		{name: "a reply on the very day", log: logOf(applied("a1", "2026-11-20", response("2026-11-20", schedule.Reply))), want: ``},
		{
			name: "a reply after the as-of date is a fact all the same",
			log:  logOf(applied("a1", "2026-11-20", response("2026-12-09", schedule.Reply))), want: ``,
		},
		{name: "a reply before the application", log: logOf(applied("a1", "2026-11-20", response("2026-11-19", schedule.Reply))), want: all},
		{
			name: "an acknowledgement stops nothing",
			log:  logOf(applied("a1", "2026-11-20", response("2026-11-23", schedule.Acknowledgement))), want: all,
		},
		{name: "a rejection", log: logOf(applied("a1", "2026-11-20", response("2026-11-25", schedule.Rejection))), want: ``},
		{name: "an offer", log: logOf(applied("a1", "2026-11-20", response("2026-11-25", schedule.OfferMade))), want: ``},
		{
			name: "a reply to another application at another employer stops nothing here",
			log:  logOf(applied("a1", "2026-11-20"), applied("a2", "2026-11-20", response("2026-11-25", schedule.Reply))), want: all,
		},
		{
			name: "no calls please: a reply stops the move-on",
			log:  logOf(applied("a1", "2026-11-20", noContact, response("2026-11-25", schedule.Reply))), want: ``,
		},
	})
}

func TestResponseStopsInterview(t *testing.T) {
	granted := prefer(schedule.Granted, "", "")
	thanked := `2026-12-02 thank-you pending a1`
	some := append([]schedule.Kind{schedule.ThankYouNote}, stoppable...)
	check(t, []planCase{
		{
			name: "a reply after it: the thank-you is still owed", only: some,
			log: interviewed(granted, response("2026-12-04", schedule.Reply)), want: thanked,
		},
		{name: "a reply on its day", only: some, log: interviewed(granted, response("2026-12-02", schedule.Reply)), want: thanked},
		{
			name: "the reminder to log the answer", only: some,
			log: interviewed(schedule.Preference{}, response("2026-12-04", schedule.Reply)), want: thanked,
		},
		{
			name: "the review", only: some,
			log: interviewed(prefer(schedule.Denied, "", ""), response("2026-12-04", schedule.Reply)), want: thanked,
		},
		{
			name: "a reply before it (the invitation) stops nothing of it", only: stoppable,
			log: interviewed(granted, response("2026-11-30", schedule.Reply)),
			want: `2026-12-09 interview-follow-up pending a1
			       2026-12-16 interview-follow-up pending a1
			       2026-12-31 move-on pending a1`,
		},
		{
			name: "an acknowledgement after it stops nothing", only: stoppable,
			log:  interviewed(prefer(schedule.Denied, "", ""), response("2026-12-03", schedule.Acknowledgement)),
			want: `2026-12-09 review pending a1`,
		},
	})
}

func TestLaterInterviewStopsEarlier(t *testing.T) {
	second := interview(2, "2026-12-04 10:00", prefer(schedule.Granted, "", ""))
	third := func(a *schedule.Application) {
		interview(3, "2026-12-07 10:00", schedule.Preference{})(a)
		a.Interviews[len(a.Interviews)-1].Cancelled = true
	}
	check(t, []planCase{
		{
			// Fri 4 Dec: 7-11; 14-18; move-on 21-24 (4), 28-31 (8), 4 5 Jan.
			name: "follow-ups of the earlier one, not its thank-you",
			log:  interviewed(prefer(schedule.Granted, "", ""), second),
			want: `2026-12-02 interview a1
			       2026-12-02 thank-you pending a1
			       2026-12-04 interview a1
			       2026-12-04 thank-you pending a1
			       2026-12-11 interview-follow-up pending a1
			       2026-12-18 interview-follow-up pending a1
			       2027-01-05 move-on pending a1`,
		}, {
			name: "its reminder to log the answer", only: []schedule.Kind{schedule.LogPreference},
			log:  interviewed(schedule.Preference{}, second),
			want: ``,
		}, {
			name: "its review", only: []schedule.Kind{schedule.Review},
			log:  interviewed(prefer(schedule.Denied, "", ""), second),
			want: ``,
		}, {
			name: "a cancelled later one stops nothing and has nothing", only: append([]schedule.Kind{schedule.InterviewHeld}, stoppable...),
			log: interviewed(prefer(schedule.Granted, "", ""), third),
			want: `2026-12-02 interview a1
			       2026-12-09 interview-follow-up pending a1
			       2026-12-16 interview-follow-up pending a1
			       2026-12-31 move-on pending a1`,
		},
	})
}

func TestLaterStagesStop(t *testing.T) {
	due := func(kind schedule.DeadlineKind, day string) func(*schedule.Application) {
		return func(a *schedule.Application) {
			a.Deadlines = append(a.Deadlines, schedule.Deadline{Kind: kind, On: on(day)})
		}
	}
	cases := []planCase{
		{
			name: "offer: its deadline, no follow-up", want: `2026-12-11 offer-deadline a1`,
			log: logOf(applied("a1", "2026-11-20", status(schedule.Offer), due(schedule.OfferDecision, "2026-12-11"))),
		},
		{
			name: "a take-home is due in the applied stage", only: []schedule.Kind{schedule.TakeHomeDue}, want: `2026-12-05 take-home-due a1`,
			log: logOf(applied("a1", "2026-11-20", due(schedule.TakeHome, "2026-12-05"))),
		},
		{
			name: "a take-home is due in the interviewing stage", only: []schedule.Kind{schedule.TakeHomeDue}, want: `2026-12-05 take-home-due a1`,
			log: interviewed(schedule.Preference{}, due(schedule.TakeHome, "2026-12-05")),
		},
		{
			name: "interviewing without an interview has nothing to count from", want: ``,
			log: logOf(applied("a1", "2026-11-20", status(schedule.Interviewing))),
		},
		{
			name: "an interview says interviewing whatever the status says", only: stoppable, want: `2026-12-03 log-preference pending a1`,
			log: interviewed(schedule.Preference{}, status(schedule.Applied)),
		},
	}
	for _, s := range []schedule.Status{schedule.Accepted, schedule.Rejected, schedule.Withdrawn, schedule.Closed} {
		cases = append(cases,
			planCase{
				name: string(s) + " after applying: nothing", want: ``,
				log: logOf(applied("a1", "2026-11-20", status(s))),
			},
			planCase{
				name: string(s) + " after an interview: the interview that was held alone", asOf: "2026-12-03", want: `2026-12-02 interview a1`,
				log: interviewed(prefer(schedule.Granted, "", ""), status(s)),
			})
	}
	check(t, cases)
}

// What a response stopped stays visible as cancelled.
func TestStoppedIsCancelled(t *testing.T) {
	log := logOf(applied("a1", "2026-11-20", response("2026-11-25", schedule.Reply)))
	planned := (planCase{log: log}).plan(t).Planned
	if len(planned) == 0 {
		t.Error("what was cancelled is gone")
	}
	for _, p := range planned {
		if p.State != schedule.StateCancelled {
			t.Errorf("%s is not cancelled", line(&p))
		}
	}
}
