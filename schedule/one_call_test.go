package schedule_test

import (
	"testing"

	"followcal/schedule"
)

func dana(email string) func(*schedule.Application) {
	return contacts(schedule.Contact{Name: "Dana", Email: email})
}

// Two at one contact: a1's days are 30 Nov and 7 Dec, a2's (applied Tue 24 Nov:
// 25 27 30 1 2) start on 2 Dec, before 30 Nov + 5 = 7 Dec. So they share 2 Dec,
// then 3 4 7 8 9 Dec. Both move on 10 business days later: 10 11, 14-18 (7), 21 22 23.
const shared = `2026-12-02 application-follow-up pending a1+a2
	2026-12-09 application-follow-up pending a1+a2
	2026-12-23 move-on pending a1
	2026-12-23 move-on pending a2`

// Apart, a2's second follow-up is on 9 Dec all the same.
const apart = `2026-11-30 application-follow-up pending a1
	2026-12-07 application-follow-up pending a1
	2026-12-21 move-on pending a1
	2026-12-02 application-follow-up pending a2
	2026-12-09 application-follow-up pending a2
	2026-12-23 move-on pending a2`

func TestSameContact(t *testing.T) {
	pair := func(first, second []func(*schedule.Application)) *schedule.Log {
		return logOf(applied("a2", "2026-11-24", second...), applied("a1", "2026-11-20", first...))
	}
	type edits = []func(*schedule.Application)
	check(t, []planCase{
		{
			name: "one employer without contacts", want: shared,
			log: pair(edits{employer("Acme")}, edits{employer("Acme")}),
		},
		{
			name: "one employer, case and punctuation folded", want: shared,
			log: pair(edits{employer("Acme, Inc.")}, edits{employer("ACME Inc")}),
		},
		{
			name: "two employers", want: apart,
			log: pair(edits{employer("Acme")}, edits{employer("Acme Labs")}),
		},
		{
			name: "empty companies group with nothing", want: apart,
			log: pair(edits{employer("")}, edits{employer("")}),
		},
		{
			name: "one name at empty companies is not known to be one person", want: apart,
			log: pair(edits{employer(""), dana("")}, edits{employer(""), dana("")}),
		},
		{
			name: "one e-mail address at two employers: a recruiter", want: shared,
			log: pair(edits{dana("dana@agency.example")}, edits{dana("dana@agency.example")}),
		},
		{
			name: "one name at one employer", want: shared,
			log: pair(edits{employer("Acme"), dana("")}, edits{employer("Acme"), dana("")}),
		},
		{
			name: "one name at two employers", want: apart,
			log: pair(edits{dana("")}, edits{dana("")}),
		},
		{
			name: "two names at one employer", want: apart,
			log: pair(edits{employer("Acme"), dana("")}, edits{employer("Acme"), contacts(schedule.Contact{Name: "Kim"})}),
		},
		{
			name: "a person and the employer itself", want: apart,
			log: pair(edits{employer("Acme"), dana("")}, edits{employer("Acme")}),
		},
		{
			name: "the first contact counts", want: shared,
			log: pair(edits{employer("Acme"), contacts(schedule.Contact{Name: "Dana"}, schedule.Contact{Name: "Kim"})},
				edits{employer("Acme"), dana("")}),
		},
	})
}

func TestSharedCall(t *testing.T) {
	acme := employer("Acme")
	check(t, []planCase{
		{
			// a3 (applied Thu 26 Nov: 27 30 1 2 3) joins on 3 Dec; then 4 7 8 9 10;
			// move-on 11, 14-18 (6), 21-24 (10).
			name: "one call, three roles",
			log:  logOf(applied("a1", "2026-11-20", acme), applied("a2", "2026-11-24", acme), applied("a3", "2026-11-26", acme)),
			want: `2026-12-03 application-follow-up pending a1+a2+a3
			       2026-12-10 application-follow-up pending a1+a2+a3
			       2026-12-24 move-on pending a1
			       2026-12-24 move-on pending a2
			       2026-12-24 move-on pending a3`,
		}, {
			// a3 (Tue 1 Dec: 2 3 4 7 8) is on 8 Dec, not before 30 Nov + 5 = 7 Dec: a1
			// goes alone. Then a1 offers 7, a3 8, before 7 + 5: together on 8 Dec. a3's
			// second: 9 10 11 14 15. Move-ons: a1 from 8: 9 10 11, 14-18 (8), 21 22;
			// a3 from 15: 16 17 18, 21-24 (7), 28 29 30.
			name: "a role that joins at the second call",
			log:  logOf(applied("a1", "2026-11-20", acme), applied("a3", "2026-12-01", acme)),
			want: `2026-11-30 application-follow-up pending a1
			       2026-12-08 application-follow-up pending a1+a3
			       2026-12-15 application-follow-up pending a3
			       2026-12-22 move-on pending a1
			       2026-12-30 move-on pending a3`,
		}, {
			// Equal days and equal applied_on: the smaller id leads.
			name: "the same day twice: one call, led by the smaller id", only: followUpKinds,
			log: logOf(applied("b", "2026-11-20", acme), applied("a", "2026-11-20", acme)),
			want: `2026-11-30 application-follow-up pending a+b
			       2026-12-07 application-follow-up pending a+b`,
		}, {
			// Sat 21 and Fri 20 Nov give the same days; the earlier application leads.
			name: "led by the earlier application, not by the smaller id", only: followUpKinds,
			log: logOf(applied("a", "2026-11-21", acme), applied("b", "2026-11-20", acme)),
			want: `2026-11-30 application-follow-up pending b+a
			       2026-12-07 application-follow-up pending b+a`,
		}, {
			// a1's interview on 23 Nov, granted: 24 25 27 30 1 Dec. a2's 2 Dec is before
			// 1 Dec + 5 = 8 Dec: shared on 2 Dec, an interview-follow-up.
			name: "an interview's and an application's: an interview-follow-up", only: followUpKinds,
			log: logOf(applied("a1", "2026-11-02", acme, interview(1, "2026-11-23 10:00", prefer(schedule.Granted, "", ""))),
				applied("a2", "2026-11-24", acme)),
			asOf: "2026-11-24",
			want: `2026-12-02 interview-follow-up pending a1+a2
			       2026-12-09 interview-follow-up pending a1+a2`,
		},
	})
}

func TestDistanceFromOutreach(t *testing.T) {
	acme := employer("Acme")
	check(t, []planCase{
		{
			// Fri 27 Nov + 5: 30 1 2 3 4 Dec, later than 30 Nov; then 7-11.
			name: "5 business days from any outreach to the contact", only: followUpKinds,
			log: logOf(applied("a1", "2026-11-20", outreach(reached("2026-11-27", schedule.Other)))),
			want: `2026-12-04 application-follow-up pending a1
			       2026-12-11 application-follow-up pending a1`,
		}, {
			name: "a thank-you keeps nothing away", only: followUpKinds,
			log: logOf(applied("a1", "2026-11-20", outreach(reached("2026-11-27", schedule.ThankYou)))),
			want: `2026-11-30 application-follow-up pending a1
			       2026-12-07 application-follow-up pending a1`,
		}, {
			name: "an outreach about another application counts", only: followUpKinds,
			log: logOf(applied("a1", "2026-11-20", acme),
				applied("a2", "2026-10-01", acme, status(schedule.Withdrawn), outreach(reached("2026-11-27", schedule.Other)))),
			want: `2026-12-04 application-follow-up pending a1
			       2026-12-11 application-follow-up pending a1`,
		}, {
			name: "an outreach to somebody else there does not", only: followUpKinds,
			log: logOf(applied("a1", "2026-11-20", contacts(schedule.Contact{Name: "Dana"}, schedule.Contact{Name: "Kim"}),
				outreach(schedule.Outreach{On: on("2026-11-27"), Method: schedule.Phone, Purpose: schedule.Other, Contact: "Kim"}))),
			want: `2026-11-30 application-follow-up pending a1
			       2026-12-07 application-follow-up pending a1`,
		}, {
			// Wed 2 Dec + 5: 3 4 7 8 9 Dec, although the plain day is 30 Nov; then 10 11 14 15 16.
			name: "an outreach after the planned day keeps it away too", only: followUpKinds,
			log: logOf(applied("a1", "2026-11-20", outreach(reached("2026-12-02", schedule.Other)))),
			want: `2026-12-09 application-follow-up pending a1
			       2026-12-16 application-follow-up pending a1`,
		},
	})
}

func TestWhoIsContacted(t *testing.T) {
	people := contacts(schedule.Contact{Name: "Dana", Email: "dana@acme.example"}, schedule.Contact{Name: "Kim"}, schedule.Contact{Name: "Lee"})
	with := func(named []string, preferred string) *schedule.Log {
		p := prefer(schedule.Granted, "", "")
		p.Contact = preferred
		log := interviewed(p, people)
		log.Applications[0].Interviews[0].Contacts = named
		return log
	}
	cases := []struct {
		name, want string
		kind       schedule.Kind
		log        *schedule.Log
	}{
		{"the preference's contact", "Lee", schedule.InterviewFollowUp, with([]string{"Kim"}, "Lee")},
		{"else the interview's first", "Kim", schedule.InterviewFollowUp, with([]string{"Kim", "Lee"}, "")},
		{"else the application's first", "Dana", schedule.InterviewFollowUp, with(nil, "")},
		{"after applying the application's first", "Dana", schedule.ApplicationFollowUp, logOf(applied("a1", "2026-11-20", people))},
		{"else the employer itself", "", schedule.ApplicationFollowUp, logOf(applied("a1", "2026-11-20"))},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := pick(t, c.log, c.kind, 0).Contact.Name; got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
