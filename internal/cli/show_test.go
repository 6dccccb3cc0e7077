package cli_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rickb777/date/v2"

	"followcal/internal/app"
	"followcal/schedule"
	"followcal/schedule/entry"
	"followcal/schedule/record"
)

// filled logs one fact of every kind about the application.
func filled(a *schedule.Application, _ entry.Here) ([]string, error) {
	november := func(day int) date.Date { return date.New(2026, time.November, day) }
	days := 3
	a.Source, a.Region, a.Zone, a.Notes = "jobs.example", "US-NY", "America/New_York", "one\n\ntwo"
	a.Posting = schedule.Posting{URL: "https://jobs.example/1", ClosesOn: november(20), NoContact: true}
	a.Contacts[0].Method = schedule.Email
	a.Interviews = []schedule.Interview{
		{Round: 1, Start: time.Date(2026, time.November, 18, 15, 0, 0, 0, time.UTC), Cancelled: true},
		{
			Round: 1, Start: time.Date(2026, time.November, 19, 15, 0, 0, 0, time.UTC), Minutes: 45, Mode: schedule.ByVideo, Place: "https://meet.example/1",
			Contacts: []string{"Dana Doe", "Sam Smith"},
			Preference: schedule.Preference{
				Permission: schedule.Granted, Method: schedule.Phone, Contact: "Sam Smith", NotBefore: november(24), DecisionBy: november(30),
			},
		},
	}
	a.Outreach = []schedule.Outreach{{
		On: november(20), Method: schedule.Phone, Purpose: schedule.FollowUp, Outcome: "voicemail", Contact: "Dana Doe",
		Asked: []schedule.Question{schedule.DecisionDate},
	}}
	a.Responses = []schedule.Response{{On: november(21), Kind: schedule.Acknowledgement, Note: "got it"}}
	a.Deadlines = []schedule.Deadline{
		{Kind: schedule.TakeHome, On: november(27)},
		{Kind: schedule.TakeHome, At: time.Date(2026, time.November, 28, 22, 0, 0, 0, time.UTC)},
	}
	a.Closed = []schedule.Day{{On: november(27), Name: "Bridge day"}}
	a.Working = []schedule.Day{{On: november(28)}}
	a.Policy = &schedule.Overrides{AfterApplicationDays: &days}
	return nil, nil
}

func TestShowTellsEveryFact(t *testing.T) {
	r := newRecorded(t)
	opened, err := app.New().OpenRecord(t.Context(), app.OpenRequest{
		DB: filepath.Join(r.folder, "record.db"), By: "robin",
		Now:        func() time.Time { return time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC) },
		SystemZone: func() (string, error) { return "Europe/Berlin", nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := opened.Log(t.Context(), record.Edit, "acme", filled); err != nil {
		t.Fatal(err)
	}
	if err := opened.Close(); err != nil {
		t.Fatal(err)
	}
	got := r.run(t, "", []string{"show", "acme"})
	facts, _, _ := strings.Cut(got.out, "\nPlanned\n")
	const want = `Engineer at Acme (acme)
  status      applied
  applied on  Thu 19 Nov 2026
  source      jobs.example
  region      US-NY
  zone        America/New_York
  posting     https://jobs.example/1
  closes on   Fri 20 Nov 2026
  no contact  the posting asks for no calls or e-mails

Contacts
  Dana Doe, prefers email

Interviews
  round 1, Wed 18 Nov 2026, 10:00 EST, 60 minutes, cancelled
  round 1, Thu 19 Nov 2026, 10:00 EST, 45 minutes, video, https://meet.example/1, with Dana Doe, Sam Smith
    preference: granted, by phone, with Sam Smith, not before Tue 24 Nov 2026, decision by Mon 30 Nov 2026

Outreach
  Fri 20 Nov 2026, follow-up, by phone, with Dana Doe, voicemail, asked: When are you expected to make a hiring decision?

Responses
  Sat 21 Nov 2026, acknowledgement, got it

Deadlines
  Fri 27 Nov 2026, take-home
  Sat 28 Nov 2026, 17:00 EST, take-home

Closed days
  Fri 27 Nov 2026, Bridge day

Working days
  Sat 28 Nov 2026

Policy of its own
  after_application_days = 3

Notes
  one

  two
`
	if diff := cmp.Diff(want, facts); diff != "" || got.code != 0 {
		t.Errorf("exit code %d, %s (-want +got):\n%s", got.code, got.err, diff)
	}
	if !strings.Contains(got.out, "Take-home due at Acme: Engineer, pending") {
		t.Errorf("nothing is planned:\n%s", got.out)
	}
}
