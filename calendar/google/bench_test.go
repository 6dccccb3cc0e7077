package google_test

import (
	"context"
	"net/http"
	"strconv"
	"testing"
	"time"

	"google.golang.org/api/calendar/v3"
	"google.golang.org/api/option"

	"followcal/calendar/google"
	"followcal/calendar/mirror"
	"followcal/internal/rigs/googlefake"
)

// bench is the fake service in this process, so that what is measured is code and
// not a network.
type bench struct {
	fake     *googlefake.Service
	client   *http.Client
	service  *google.Service
	remote   *google.Remote
	calendar string
}

const benchEndpoint = "http://calendar.test" + googlefake.APIPath

func newBench(b *testing.B) *bench {
	b.Helper()
	s := &bench{fake: googlefake.New(googlefake.Options{Now: time.Now})}
	s.client = s.fake.Authorised(s.fake.Grant(ann, app).Access, nil)
	s.service = google.New(google.Options{Endpoint: benchEndpoint, Limits: google.Limits{Project: -1, User: -1}})
	var err error
	if s.remote, err = s.service.Remote(ann, s.client); err != nil {
		b.Fatal(err)
	}
	if s.calendar, err = s.remote.MakeCalendar(b.Context(), mirror.Calendar{Name: "Follow-ups", Zone: "Europe/Berlin"}); err != nil {
		b.Fatal(err)
	}
	return s
}

// BenchmarkInsert is an insert through the remote and through Google's client
// alone. internal/rigs/inserts compares both against a process of its own.
func BenchmarkInsert(b *testing.B) {
	b.Run("remote", func(b *testing.B) {
		s, e := newBench(b), call(b, "")
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			e.ID = "event" + strconv.Itoa(i)
			if _, err := s.remote.Insert(b.Context(), s.calendar, &e); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("bare", func(b *testing.B) {
		s := newBench(b)
		api, err := calendar.NewService(context.Background(), option.WithHTTPClient(s.client), option.WithEndpoint(benchEndpoint))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			_, err := api.Events.Insert(s.calendar, &calendar.Event{
				Id: "event" + strconv.Itoa(i), Summary: "Follow up with Acme", Description: "Applied on 2 March.", Location: "Berlin",
				Source: &calendar.EventSource{Url: "https://example.com/jobs/1", Title: "followcal"}, Transparency: "transparent",
				Start: &calendar.EventDateTime{DateTime: "2026-03-03T10:00:00+01:00", TimeZone: "Europe/Berlin"},
				End:   &calendar.EventDateTime{DateTime: "2026-03-03T10:15:00+01:00", TimeZone: "Europe/Berlin"},
				ExtendedProperties: &calendar.EventExtendedProperties{
					Private: map[string]string{"followcalUID": "uid-event" + strconv.Itoa(i), "followcalHash": "hash"},
				},
				Reminders: &calendar.EventReminders{
					Overrides:       []*calendar.EventReminder{{Method: "popup", ForceSendFields: []string{"Minutes"}}, {Method: "popup", Minutes: 60}},
					ForceSendFields: []string{"UseDefault"},
				},
			}).SendUpdates("none").Context(b.Context()).Do()
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkIdle is a look at a calendar in which nothing changed, with a remote of
// its own as each run has.
func BenchmarkIdle(b *testing.B) {
	s := newBench(b)
	l, err := s.remote.List(b.Context(), s.calendar, "")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		r, err := s.service.Remote(ann, s.client)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := r.List(b.Context(), s.calendar, l.Token); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkList reads a calendar of 5,000 entries, in two pages.
func BenchmarkList(b *testing.B) {
	s, e := newBench(b), call(b, "")
	for i := range 5000 {
		e.ID = "event" + strconv.Itoa(i)
		if _, err := s.remote.Insert(b.Context(), s.calendar, &e); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if l, err := s.remote.List(b.Context(), s.calendar, ""); err != nil || len(l.Entries) != 5000 {
			b.Fatal(err)
		}
	}
}
