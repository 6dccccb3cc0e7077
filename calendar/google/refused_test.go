package google_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

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

func TestAPersonsOddEntryDoesNotStopAListing(t *testing.T) {
	r := newRig(t)
	r.insert(call(t, "abcde"))
	hand := r.fake.Hand(ann)
	hand.PutDay(r.calendar, "abcde", date.New(2026, time.March, 5))
	if _, ok := hand.Add(r.calendar, "", time.Date(2026, time.March, 3, 10, 0, 0, 0, time.UTC), time.Date(2026, time.March, 3, 11, 0, 0, 0, time.UTC)); !ok {
		t.Fatal("not added")
	}
	l := r.list("")
	if len(l.Entries) != 2 || l.Entries[0].Day != date.New(2026, time.March, 5) || l.Entries[0].Mark.UID == "" {
		t.Errorf("listed %+v", l.Entries)
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
