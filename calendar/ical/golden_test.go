package ical_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar"
	"followcal/calendar/ical"
	"followcal/calendar/ical/icaltest"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// recorded is the time at which every event of these tests was recorded.
var recorded = time.Date(2026, time.November, 22, 12, 30, 0, 0, time.UTC)

// zoneOf loads a zone that the test needs.
func zoneOf(t testing.TB, name string) *time.Location {
	t.Helper()
	location, err := time.LoadLocation(name)
	if err != nil {
		t.Fatalf("this machine's zone data lacks %s (Debian: apt-get install tzdata): %v", name, err)
	}
	return location
}

// onDay returns a valid all-day event.
func onDay(uid string, day date.Date) *calendar.Event {
	return &calendar.Event{UID: uid, Summary: "Follow up", Day: day, Stamped: recorded, Modified: recorded}
}

// at returns a valid timed event.
func at(uid string, start time.Time, length time.Duration) *calendar.Event {
	return &calendar.Event{
		UID: uid, Summary: "Interview", Start: start, End: start.Add(length), Stamped: recorded, Modified: recorded,
	}
}

// written returns the calendar of events in New York.
func written(t testing.TB, c ical.Calendar, events ...*calendar.Event) []byte {
	t.Helper()
	var spans ical.Spans
	for _, e := range events {
		spans.Add(e)
	}
	var out bytes.Buffer
	if err := ical.Write(&out, c, &spans, slices.Values(events)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestGoldenCalendars(t *testing.T) {
	newYork := zoneOf(t, "America/New_York")
	plain := plainCalendar(t)
	seagreen, err := ical.ParseColor("SeaGreen")
	if err != nil {
		t.Fatal(err)
	}
	followUp := onDay("2f9c7a51", date.New(2026, time.November, 30))
	followUp.Category = "application-follow-up"
	followUp.Summary = "Call Acme, Inc.; ask about \"Engineer\""
	followUp.Description = "5 business days after you applied.\n\nAsk:\n\t1. Did you get my résumé? 📞\n\t2. C:\\path, or e-mail?"
	followUp.URL = "https://jobs.example/acme?role=engineer,senior;x=1"
	followUp.Alarms = []calendar.Alarm{calendar.AlarmAt(9, 0, "Call Acme")}
	interview := at("8d01be33", time.Date(2026, time.December, 2, 10, 0, 0, 0, newYork), 45*time.Minute)
	interview.Busy, interview.Sequence, interview.Location = true, 3, "1 Main Street, Springfield"
	interview.Alarms = []calendar.Alarm{calendar.AlarmBefore(time.Hour, ""), calendar.AlarmBefore(24*time.Hour, "Tomorrow")}
	cancelled := onDay("77aa0c12", date.New(2026, time.December, 24))
	cancelled.Cancelled, cancelled.Sequence, cancelled.Days = true, 1, 4
	deadline := at("c3f1", time.Date(2026, time.December, 5, 17, 0, 0, 0, newYork), 0)
	inUTC := at("d4a2", time.Date(2026, time.December, 5, 17, 0, 0, 0, time.UTC), time.Hour)

	tests := map[string][]byte{
		"empty": written(t, plain),
		"header": written(t, ical.Calendar{
			Name: "Robin's follow-ups; all", Description: "Who to call,\nand when", Zone: newYork, Color: seagreen, Refresh: 6 * time.Hour,
		}),
		"events": written(t, plain, followUp, interview, cancelled, deadline, inUTC),
		"folds":  written(t, plain, foldingEvents()...),
	}
	for name, got := range tests {
		t.Run(name, func(t *testing.T) {
			icaltest.Verify(t, got)
			file := filepath.Join("testdata", name+".ics")
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("the calendar differs from %s (run with -update to see how):\n%s", file, got)
			}
		})
	}
}

// foldingEvents have summaries that put every kind of character at the fold.
func foldingEvents() []*calendar.Event {
	var events []*calendar.Event
	for i, summary := range []string{
		repeat("x", 66), repeat("x", 67), repeat("x", 68), // 74, 75 and 76 octets
		repeat("x", 64) + "📅📅", repeat("x", 65) + "é", repeat("x", 66) + "é",
		repeat("x", 66) + "\n" + repeat("y", 80), repeat("x", 66) + "\\;,", repeat("word ", 40),
		repeat(" ", 100), repeat("שלום ", 30), repeat("📅", 60), repeat("\\", 90),
		repeat("é ", 60), "x" + repeat(" ", 200) + "y",
	} {
		e := onDay("fold-"+string(rune('a'+i)), date.New(2026, time.November, 30))
		e.Summary = summary
		events = append(events, e)
	}
	return events
}

func repeat(s string, times int) string { return string(bytes.Repeat([]byte(s), times)) }

// plainCalendar is a calendar in New York with nothing but a name.
func plainCalendar(t testing.TB) ical.Calendar {
	t.Helper()
	return ical.Calendar{Name: "Follow-ups", Zone: zoneOf(t, "America/New_York")}
}
