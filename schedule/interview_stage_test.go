package schedule_test

import (
	"testing"
	"time"

	"followcal/schedule"
)

// prefer is a preference with a not-before and a decision date, empty when unknown.
func prefer(p schedule.Permission, notBefore, decisionBy string) schedule.Preference {
	preference := schedule.Preference{Permission: p}
	if notBefore != "" {
		preference.NotBefore = on(notBefore)
	}
	if decisionBy != "" {
		preference.DecisionBy = on(decisionBy)
	}
	return preference
}

// interviewed was interviewed on Wed 2 December 2026 from 10:00 to 10:45.
func interviewed(p schedule.Preference, edits ...func(*schedule.Application)) *schedule.Log {
	edits = append([]func(*schedule.Application){interview(1, "2026-12-02 10:00", p)}, edits...)
	return logOf(applied("a1", "2026-11-20", edits...))
}

func TestInterviewStage(t *testing.T) {
	check(t, []planCase{
		{
			name: "nobody asked yet: thank-you and a reminder on the next business day",
			log:  interviewed(schedule.Preference{}),
			want: `2026-12-02 interview a1
			       2026-12-02 thank-you pending a1
			       2026-12-03 log-preference pending a1`,
		}, {
			name: "answer unknown: the same",
			log:  interviewed(prefer(schedule.Unknown, "", "2026-12-10")),
			want: `2026-12-02 interview a1
			       2026-12-02 thank-you pending a1
			       2026-12-03 log-preference pending a1`,
		}, {
			name: "the reminder lands on no day off", // Thu 3 and Fri 4 off: Mon 7
			log:  withDaysOff(interviewed(schedule.Preference{}), "2026-12-03", "2026-12-04"),
			only: []schedule.Kind{schedule.LogPreference},
			want: `2026-12-07 log-preference pending a1`,
		}, {
			// 3 4 7 8 9 Dec.
			name: "denied: never a follow-up, a review after 5 business days",
			log:  interviewed(prefer(schedule.Denied, "", "")),
			want: `2026-12-02 interview a1
			       2026-12-02 thank-you pending a1
			       2026-12-09 review pending a1`,
		}, {
			// Thu 10 Dec: 11 14.
			name: "denied with a decision date: a review 2 business days after it",
			log:  interviewed(prefer(schedule.Denied, "", "2026-12-10")),
			want: `2026-12-02 interview a1
			       2026-12-02 thank-you pending a1
			       2026-12-14 review pending a1`,
		}, {
			name: "a review falls where it falls, days off or not",
			log:  withDaysOff(interviewed(prefer(schedule.Denied, "", "")), "2026-12-09", "2026-12-09"),
			only: []schedule.Kind{schedule.Review},
			want: `2026-12-09 review pending a1`,
		}, {
			// 3 4 7 8 9; 10 11 14 15 16; move-on 17 18, 21-24 (6), 28-31 (10).
			name: "granted with nothing else known: 5 business days after the interview",
			log:  interviewed(prefer(schedule.Granted, "", "")),
			want: `2026-12-02 interview a1
			       2026-12-02 thank-you pending a1
			       2026-12-09 interview-follow-up pending a1
			       2026-12-16 interview-follow-up pending a1
			       2026-12-31 move-on pending a1`,
		},
	})
}

func TestGrantedDays(t *testing.T) {
	followUps := []schedule.Kind{schedule.InterviewFollowUp}
	check(t, []planCase{
		{
			name: "the day they prefer itself", only: followUps, // Mon 7; 8-11, 14
			log: interviewed(prefer(schedule.Granted, "2026-12-07", "")),
			want: `2026-12-07 interview-follow-up pending a1
			       2026-12-14 interview-follow-up pending a1`,
		}, {
			name: "a preferred Saturday lands on Monday", only: followUps,
			log: interviewed(prefer(schedule.Granted, "2026-12-05", "")),
			want: `2026-12-07 interview-follow-up pending a1
			       2026-12-14 interview-follow-up pending a1`,
		}, {
			name: "a promised decision + 2, not interview + 5", only: followUps, // Thu 10: 11 14; 15-18 21
			log: interviewed(prefer(schedule.Granted, "", "2026-12-10")),
			want: `2026-12-14 interview-follow-up pending a1
			       2026-12-21 interview-follow-up pending a1`,
		}, {
			name: "a promise soon after the interview counts too", only: followUps, // Thu 3: 4 7; 8-11 14
			log: interviewed(prefer(schedule.Granted, "", "2026-12-03")),
			want: `2026-12-07 interview-follow-up pending a1
			       2026-12-14 interview-follow-up pending a1`,
		}, {
			name: "the promise is later than the preferred day", only: followUps,
			log: interviewed(prefer(schedule.Granted, "2026-12-07", "2026-12-10")),
			want: `2026-12-14 interview-follow-up pending a1
			       2026-12-21 interview-follow-up pending a1`,
		}, {
			name: "the preferred day is later than the promise", only: followUps, // Fri 18; 21-24, 28
			log: interviewed(prefer(schedule.Granted, "2026-12-18", "2026-12-10")),
			want: `2026-12-18 interview-follow-up pending a1
			       2026-12-28 interview-follow-up pending a1`,
		}, {
			name: "waits of the policy", only: followUps, // Thu 10 + 3: 11 14 15
			log:    interviewed(prefer(schedule.Granted, "", "2026-12-10")),
			policy: func(p *schedule.Policy) { p.AfterDecisionDays, p.FollowUps = 3, 1 },
			want:   `2026-12-15 interview-follow-up pending a1`,
		}, {
			name: "another wait after the interview", only: followUps, // 3 4 7
			log:    interviewed(prefer(schedule.Granted, "", "")),
			policy: func(p *schedule.Policy) { p.AfterInterviewDays, p.FollowUps = 3, 1 },
			want:   `2026-12-07 interview-follow-up pending a1`,
		}, {
			name: "no calls please in the posting leaves no application follow-up behind",
			log:  interviewed(prefer(schedule.Denied, "", ""), noContact),
			only: []schedule.Kind{schedule.ApplicationFollowUp}, want: ``,
		}, {
			name: "granted without follow-ups: none", only: followUps,
			log:    interviewed(prefer(schedule.Granted, "", "")),
			policy: func(p *schedule.Policy) { p.FollowUps = 0 }, want: ``,
		},
	})
}

func TestThankYouDay(t *testing.T) {
	held := func(start string, minutes int, edits ...func(*schedule.Application)) *schedule.Log {
		log := logOf(applied("a1", "2026-11-20", append(edits, interview(1, start, schedule.Preference{}))...))
		log.Applications[0].Interviews[0].Minutes = minutes
		return log
	}
	by := func(how schedule.ThankYouBy) func(*schedule.Policy) {
		return func(p *schedule.Policy) { p.ThankYou = how }
	}
	instant := held("2026-12-02 10:00", 45)
	instant.Applications[0].Interviews[0].Start = time.Date(2026, 12, 2, 20, 30, 0, 0, time.UTC) // 15:30 in New York
	early := held("2026-12-02 10:00", 45)
	early.Applications[0].Interviews[0].Start = time.Date(2026, 12, 2, 19, 30, 0, 0, time.UTC) // 14:30 there, to 15:15
	thanks := []schedule.Kind{schedule.ThankYouNote}
	check(t, []planCase{
		{name: "ends 15:59: the same day", only: thanks, log: held("2026-12-02 15:00", 59), want: `2026-12-02 thank-you pending a1`},
		{name: "ends 16:00: the next day", only: thanks, log: held("2026-12-02 15:00", 60), want: `2026-12-03 thank-you pending a1`},
		{
			name: "a Friday evening: Saturday, within 24 hours", only: thanks, log: held("2026-12-04 16:30", 30),
			want: `2026-12-05 thank-you pending a1`,
		},
		{
			name: "the hour is the employer's: logged in UTC, late there", only: thanks, log: instant,
			want: `2026-12-03 thank-you pending a1`,
		},
		{
			name: "the hour is the employer's: logged in UTC, early there", only: thanks, log: early,
			want: `2026-12-02 thank-you pending a1`,
		},
		{
			name: "a letter is posted on the next business day", only: thanks, policy: by(schedule.ThankByLetter),
			log: held("2026-12-04 10:00", 45), want: `2026-12-07 thank-you pending a1`,
		},
		{
			name: "a letter waits for the end of days off", only: thanks, policy: by(schedule.ThankByLetter),
			log:  withDaysOff(held("2026-12-04 10:00", 45), "2026-12-07", "2026-12-08"),
			want: `2026-12-09 thank-you pending a1`,
		},
		{
			name: "an e-mail does not", only: thanks, log: withDaysOff(held("2026-12-04 10:00", 45), "2026-12-04", "2026-12-08"),
			want: `2026-12-04 thank-you pending a1`,
		},
		{
			name: "both", only: thanks, policy: by(schedule.ThankByBoth), log: held("2026-12-04 10:00", 45),
			want: `2026-12-04 thank-you pending a1
			       2026-12-07 thank-you pending a1`,
		},
		{name: "off", only: thanks, policy: by(schedule.ThankOff), log: held("2026-12-04 10:00", 45), want: ``},
	})
}
