package google_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar/google"
	"followcal/calendar/mirror"
	"followcal/internal/fault"
)

func TestWhatGoogleWouldDropOrRefuseIsNotSent(t *testing.T) {
	r := newRig(t)
	start := time.Date(2026, time.March, 3, 10, 0, 0, 0, time.UTC)
	day := date.New(2026, time.March, 3)
	tests := map[string]mirror.Entry{
		"no time at all":        {},
		"a zone of a machine":   {Start: start.In(time.FixedZone("MESZ", 7200)), End: start.In(time.FixedZone("MESZ", 7200))},
		"the machine's zone":    {Start: start.Local(), End: start.Local()},
		"an end before":         {Start: start, End: start.Add(-time.Minute)},
		"a mark too long":       {Day: day, Mark: mirror.Mark{UID: strings.Repeat("u", 1025)}},
		"a mark's hash as well": {Day: day, Mark: mirror.Mark{Hash: strings.Repeat("h", 1025)}},
	}
	for name, e := range tests {
		t.Run(name, func(t *testing.T) {
			e.ID = "abcde"
			n := r.calls(func() {
				if _, err := r.Insert(t.Context(), r.calendar, &e); answerOf(err) != mirror.Refused || fault.KindOf(err) != fault.Invalid {
					t.Errorf("inserted: %v", err)
				}
				if _, err := r.Update(t.Context(), r.calendar, &e); answerOf(err) != mirror.Refused {
					t.Errorf("updated: %v", err)
				}
			})
			if n != 0 {
				t.Errorf("%d calls", n)
			}
		})
	}
}

func TestAMarkAtTheLimitIsKept(t *testing.T) {
	r := newRig(t)
	e := mirror.Entry{ID: "abcde", Day: date.New(2026, time.March, 3), Mark: mirror.Mark{UID: strings.Repeat("ü", 1024), Hash: strings.Repeat("h", 1024)}}
	if got := r.insert(e); got.Mark != e.Mark || got.Days != 1 {
		t.Errorf("kept %d and %d characters, %d days", len(got.Mark.UID), len(got.Mark.Hash), got.Days)
	}
}

func TestALinkThatIsNoPageIsLeftOut(t *testing.T) {
	r := newRig(t)
	e := call(t, "abcde")
	e.Source = "mailto:jobs@example.com"
	if got := r.insert(e); got.Source != "" {
		t.Errorf("links to %q", got.Source)
	}
}

func TestListingsThatAreOdd(t *testing.T) {
	const mark = `"extendedProperties":{"private":{"followcalUID":"uid"}}`
	for name, tt := range map[string]struct {
		body string
		want string // ids, or nothing for an error
	}{
		"a person's entry cannot be read": {`{"items":[{"id":"aaaaa","start":{"dateTime":"noon"},"end":{}},{"id":"bbbbb","status":"cancelled"}],"nextSyncToken":"t"}`, "bbbbb"},
		"a person's entry has no times":   {`{"items":[{"id":"aaaaa"},{"id":"bbbbb","status":"cancelled"}],"nextSyncToken":"t"}`, "bbbbb"},
		"a person's entry has no id":      {`{"items":[{},{"id":"bbbbb","status":"cancelled"}],"nextSyncToken":"t"}`, "bbbbb"},
		"an entry twice":                  {`{"items":[{"id":"aaaaa","status":"cancelled"},{"id":"aaaaa","status":"cancelled"}],"nextSyncToken":"t"}`, "aaaaa"},
		"ours cannot be read":             {`{"items":[{"id":"aaaaa","start":{"date":"2026-02-30"},"end":{"date":"2026-03-04"},` + mark + `}],"nextSyncToken":"t"}`, ""},
		"ours has no end":                 {`{"items":[{"id":"aaaaa","start":{"date":"2026-03-03"},"end":{},` + mark + `}],"nextSyncToken":"t"}`, ""},
		"no token":                        {`{"items":[]}`, ""},
		"the same page for ever":          {`{"items":[],"nextPageToken":"p"}`, ""},
		"no JSON":                         {`<html>Sign in to the network`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			remote, err := google.New(google.Options{Patience: quick}).Remote("account", &http.Client{Transport: says{200, tt.body, nil}})
			if err != nil {
				t.Fatal(err)
			}
			l, err := remote.List(t.Context(), "c", "")
			if tt.want == "" {
				if fault.KindOf(err) != fault.Unavailable || answerOf(err) != 0 || !strings.Contains(err.Error(), "cannot be read") {
					t.Errorf("listed %+v, %v", l, err)
				}
				return
			}
			if err != nil || len(l.Entries) != 1 || l.Entries[0].ID != tt.want {
				t.Errorf("listed %+v, %v", l, err)
			}
		})
	}
}

func TestAZoneThatIsNotKnownHereLeavesTheOffset(t *testing.T) {
	body := `{"id":"aaaaa","start":{"dateTime":"2026-03-03T10:00:00+05:00","timeZone":"Mars/Base"},"end":{"dateTime":"2026-03-03T11:00:00+05:00"}}`
	remote, err := google.New(google.Options{Patience: quick}).Remote("account", &http.Client{Transport: says{200, body, nil}})
	if err != nil {
		t.Fatal(err)
	}
	e, err := remote.Get(t.Context(), "c", "aaaaa")
	if err != nil || e.Start.Format(time.RFC3339) != "2026-03-03T10:00:00+05:00" || e.End.Sub(e.Start) != time.Hour {
		t.Errorf("read %+v, %v", e, err)
	}
}

func TestACalendarThatThePersonDeletedIsMissing(t *testing.T) {
	r := newRig(t)
	r.insert(call(t, "abcde"))
	if !r.fake.Hand(ann).DeleteCalendar(r.calendar) {
		t.Fatal("not deleted")
	}
	for name, do := range acts {
		if name == "changes" { // it lists everything first
			continue
		}
		switch err := do(t.Context(), r); name {
		case "make", "remove":
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
		default:
			if answerOf(err) != mirror.Missing {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if _, err := r.List(t.Context(), r.calendar, "token"); !errors.Is(err, mirror.Missing) {
		t.Errorf("changes: %v", err)
	}
}

func TestTheCalendarSaysWhatItIs(t *testing.T) {
	r := newRig(t)
	c, err := r.Calendar(t.Context(), r.calendar)
	if err != nil || c != (mirror.Calendar{Name: "Follow-ups", Description: "Made by followcal", Zone: "Europe/Berlin"}) {
		t.Errorf("calendar = %+v, %v", c, err)
	}
	all := r.fake.Calendars(ann)
	if len(all) != 1 || all[0].ID != r.calendar {
		t.Errorf("made %+v", all)
	}
	if err := r.RemoveCalendar(t.Context(), r.calendar); err != nil {
		t.Fatal(err)
	}
	if err := r.RemoveCalendar(t.Context(), r.calendar); err != nil {
		t.Errorf("removed again: %v", err)
	}
}
