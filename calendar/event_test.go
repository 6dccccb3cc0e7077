package calendar_test

import (
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar"
	"followcal/internal/fault"
)

var recorded = time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC)

// berlin has the name of a zone and one offset all year, so that these tests
// need no zone data.
var berlin = time.FixedZone("Europe/Berlin", 3600)

func allDay() calendar.Event {
	return calendar.Event{
		UID: "7c1d", Category: "application-follow-up", Summary: "Call Acme", Description: "Ask.", URL: "https://jobs.example/1",
		Day: date.New(2026, time.November, 30), Stamped: recorded, Modified: recorded,
		Alarms: []calendar.Alarm{calendar.AlarmAt(9, 30, "Call Acme")},
	}
}

func timed() calendar.Event {
	start := time.Date(2026, time.December, 1, 10, 0, 0, 0, berlin)
	return calendar.Event{
		UID: "91ab", Summary: "Interview", Start: start, End: start.Add(45 * time.Minute), Busy: true,
		Stamped: recorded, Modified: recorded, Alarms: []calendar.Alarm{calendar.AlarmBefore(time.Hour, "Soon")},
	}
}

func TestAnEventKnowsItsShape(t *testing.T) {
	day, meeting := allDay(), timed()
	if !day.AllDay() || day.Instant() || day.Length() != 1 || day.After().String() != "2026-12-01" {
		t.Errorf("all-day: AllDay %v, Instant %v, %d days until %s", day.AllDay(), day.Instant(), day.Length(), day.After())
	}
	day.Days = 3
	if day.Length() != 3 || day.After().String() != "2026-12-03" {
		t.Errorf("three days: %d until %s", day.Length(), day.After())
	}
	if meeting.AllDay() || meeting.Instant() {
		t.Error("a meeting of 45 minutes is neither all-day nor an instant")
	}
	meeting.End = meeting.Start.UTC()
	if !meeting.Instant() {
		t.Error("an event that ends when it starts is an instant")
	}
}

func TestAlarmsAreRelativeToTheStart(t *testing.T) {
	if a := calendar.AlarmAt(9, 30, "x"); a.Offset != 9*time.Hour+30*time.Minute || a.Text != "x" {
		t.Errorf("AlarmAt = %+v", a)
	}
	if a := calendar.AlarmBefore(time.Hour, "x"); a.Offset != -time.Hour || a.Text != "x" {
		t.Errorf("AlarmBefore = %+v", a)
	}
}

// change is an event made from a valid one.
type change struct {
	name string
	from func() calendar.Event
	with func(*calendar.Event)
}

func (c change) event() calendar.Event {
	e := c.from()
	c.with(&e)
	return e
}

func TestValidEvents(t *testing.T) {
	for _, c := range []change{
		{"as it is", allDay, func(*calendar.Event) {}},
		{"timed", timed, func(*calendar.Event) {}},
		{"instant", timed, func(e *calendar.Event) { e.End = e.Start }},
		{"no texts", allDay, func(e *calendar.Event) { e.Summary, e.Description, e.URL, e.Category, e.Alarms = "", "", "", "", nil }},
		{"a year", allDay, func(e *calendar.Event) { e.Days = calendar.MaxDays }},
		{"first day", allDay, func(e *calendar.Event) { e.Day = date.New(1970, time.January, 1) + 1 }},
		{"longest texts", allDay, func(e *calendar.Event) { e.Summary = strings.Repeat("x", calendar.MaxText) }},
		{"hostile texts", allDay, func(e *calendar.Event) { e.Summary, e.Description = "a\r\nATTENDEE:x\x00", "\xff\u202e" }},
		{"address with umlauts", allDay, func(e *calendar.Event) { e.URL = "https://käse.example/straße?x=é#ü" }},
		{"mail address", allDay, func(e *calendar.Event) { e.URL = "mailto:dana@acme.example" }},
		{"alarm a year ahead", allDay, func(e *calendar.Event) { e.Alarms[0].Offset = -calendar.MaxDays * 24 * time.Hour }},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := c.event()
			if err := e.Validate(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestInvalidEventsSayWhatToCorrect(t *testing.T) {
	const invalid, tooLarge = fault.Invalid, fault.TooLarge
	long := strings.Repeat("é", calendar.MaxText)
	for _, tt := range []struct {
		change
		kind fault.Kind
		says string
	}{
		{change{"no UID", allDay, func(e *calendar.Event) { e.UID = "" }}, invalid, `"Call Acme" has no UID`},
		{change{"long UID", allDay, func(e *calendar.Event) { e.UID = long }}, tooLarge, "octets long"},
		{change{"line break in the UID", allDay, func(e *calendar.Event) { e.UID = "a\r\nX:b" }}, invalid, "control characters"},
		{change{"space in the UID", allDay, func(e *calendar.Event) { e.UID = "a b" }}, invalid, "spaces"},
		{change{"broken UID", allDay, func(e *calendar.Event) { e.UID = "a\xff" }}, invalid, "broken text"},
		{change{"long summary", allDay, func(e *calendar.Event) { e.Summary = long }}, tooLarge, "summary of the event"},
		{change{"long description", allDay, func(e *calendar.Event) { e.Description = long }}, tooLarge, "description"},
		{change{"long alarm", allDay, func(e *calendar.Event) { e.Alarms[0].Text = long }}, tooLarge, "alarm text"},
		{change{"line break in the URL", allDay, func(e *calendar.Event) { e.URL = "https://a.example/\r\nX:b" }}, invalid, "line breaks"},
		{change{"space in the URL", allDay, func(e *calendar.Event) { e.URL = "https://a.example/a b" }}, invalid, "spaces"},
		{change{"half a URL", allDay, func(e *calendar.Event) { e.URL = "jobs.example/1" }}, invalid, "not a full address"},
		{change{"no URL at all", allDay, func(e *calendar.Event) { e.URL = "http://[::1" }}, invalid, "not a full address"},
		{change{"neither day nor start", allDay, func(e *calendar.Event) { e.Day = 0 }}, invalid, "neither a day nor a start"},
		{change{"day and start", timed, func(e *calendar.Event) { e.Day = 20000 }}, invalid, "both all-day and timed"},
		{change{"days and start", timed, func(e *calendar.Event) { e.Days = 1 }}, invalid, "both all-day and timed"},
		{change{"end without start", allDay, func(e *calendar.Event) { e.End = recorded }}, invalid, "an end and no start"},
		{change{"start without end", timed, func(e *calendar.Event) { e.End = time.Time{} }}, invalid, "a start and no end"},
		{change{"end first", timed, func(e *calendar.Event) { e.End = e.Start.Add(-1) }}, invalid, "before it starts"},
		{change{"two zones", timed, func(e *calendar.Event) { e.End = e.End.UTC() }}, invalid, "use one zone"},
		{change{"the machine's zone", timed, func(e *calendar.Event) { e.Start = e.Start.Local() }}, invalid, `"Local"`},
		{change{"negative days", allDay, func(e *calendar.Event) { e.Days = -1 }}, invalid, "lasts -1 days"},
		{change{"too many days", allDay, func(e *calendar.Event) { e.Days = calendar.MaxDays + 1 }}, invalid, "lasts 367 days"},
		{change{"long ago", allDay, func(e *calendar.Event) { e.Day = date.New(226, time.May, 1) }}, invalid, "only the years 1970 to 2199"},
		{change{"far ahead", timed, func(e *calendar.Event) { e.Start, e.End = e.Start.AddDate(200, 0, 0), e.End.AddDate(200, 0, 0) }}, invalid, "only the years"},
		{change{"over the end", allDay, func(e *calendar.Event) { e.Day = date.New(2199, time.December, 31) }}, invalid, "only the years"},
		{change{"negative sequence", allDay, func(e *calendar.Event) { e.Sequence = -1 }}, invalid, "sequence number -1"},
		{change{"never recorded", allDay, func(e *calendar.Event) { e.Stamped = time.Time{} }}, invalid, "when it was recorded"},
		{change{"never changed", allDay, func(e *calendar.Event) { e.Modified = time.Time{} }}, invalid, "when it last changed"},
		{change{"many alarms", allDay, func(e *calendar.Event) { e.Alarms = make([]calendar.Alarm, 17) }}, tooLarge, "17 alarms"},
		{change{"far alarm", allDay, func(e *calendar.Event) { e.Alarms[0].Offset = 400 * 24 * time.Hour }}, invalid, "at most 366 days"},
		{change{"fine alarm", allDay, func(e *calendar.Event) { e.Alarms[0].Offset = time.Millisecond }}, invalid, "whole seconds"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := tt.event()
			err := e.Validate()
			if err == nil || fault.KindOf(err) != tt.kind || !strings.Contains(err.Error(), tt.says) {
				t.Fatalf("err = %v (%v), want %v with %q", err, fault.KindOf(err), tt.kind, tt.says)
			}
			if len(err.Error()) > 400 || strings.ContainsAny(err.Error(), "\r\n\x00") {
				t.Errorf("the sentence cannot be shown: %q", err)
			}
		})
	}
}

func TestFingerprintChangesWithWhatIsSeen(t *testing.T) {
	for _, c := range []change{
		{"category", allDay, func(e *calendar.Event) { e.Category = "review" }},
		{"summary", allDay, func(e *calendar.Event) { e.Summary += "!" }},
		{"description", allDay, func(e *calendar.Event) { e.Description = "" }},
		{"location", allDay, func(e *calendar.Event) { e.Location = "Here" }},
		{"URL", allDay, func(e *calendar.Event) { e.URL += "2" }},
		{"text moved to the next field", allDay, func(e *calendar.Event) { e.Category, e.Summary = e.Category+"C", e.Summary[1:] }},
		{"day", allDay, func(e *calendar.Event) { e.Day++ }},
		{"days", allDay, func(e *calendar.Event) { e.Days = 2 }},
		{"busy", allDay, func(e *calendar.Event) { e.Busy = true }},
		{"cancelled", allDay, func(e *calendar.Event) { e.Cancelled = true }},
		{"no alarm", allDay, func(e *calendar.Event) { e.Alarms = nil }},
		{"alarm", allDay, func(e *calendar.Event) { e.Alarms[0].Offset = 0 }},
		{"alarm text", allDay, func(e *calendar.Event) { e.Alarms[0].Text = "" }},
		{"start", timed, func(e *calendar.Event) { e.Start = e.Start.Add(time.Minute) }},
		{"end", timed, func(e *calendar.Event) { e.End = e.End.Add(time.Minute) }},
		{"zone", timed, func(e *calendar.Event) { e.Start = e.Start.UTC() }},
		{"all-day instead", timed, func(e *calendar.Event) {
			e.Start, e.End, e.Day = time.Time{}, time.Time{}, date.New(2026, time.December, 1)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			before, after := c.from(), c.event()
			if before.Fingerprint() == after.Fingerprint() {
				t.Error("the fingerprint stays the same")
			}
		})
	}
}

func TestFingerprintIgnoresTheRecord(t *testing.T) {
	for _, c := range []change{
		{"UID", allDay, func(e *calendar.Event) { e.UID = "other" }},
		{"sequence", allDay, func(e *calendar.Event) { e.Sequence = 7 }},
		{"times of the record", allDay, func(e *calendar.Event) { e.Stamped, e.Modified = time.Time{}, time.Time{} }},
		{"one day said otherwise", allDay, func(e *calendar.Event) { e.Days = 1 }},
		{"another copy of the zone", timed, func(e *calendar.Event) {
			again := time.FixedZone("Europe/Berlin", 3600)
			e.Start, e.End = e.Start.In(again), e.End.In(again)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			before, after := c.from(), c.event()
			if before.Fingerprint() != after.Fingerprint() {
				t.Error("the fingerprint changes")
			}
		})
	}
}

// A stored fingerprint outlives the program that made it: when this value
// changes, fingerprintVersion must change too.
func TestFingerprintIsStable(t *testing.T) {
	e := allDay()
	const want = "4cc1b9c635693b884d20b014b18094949b8d352541341d83887625edb51e279d"
	if got := e.Fingerprint().String(); got != want {
		t.Errorf("fingerprint = %s, want %s", got, want)
	}
}
