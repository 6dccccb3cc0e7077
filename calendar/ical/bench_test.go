package ical_test

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"runtime"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/rickb777/date/v2"

	"followcal/calendar"
	"followcal/calendar/ical"
)

// benchEvents yields n events as a candidate has them, two thirds all-day and
// one third timed, about 580 octets each. One Event is reused for all of them.
func benchEvents(n int, zone *time.Location) iter.Seq[*calendar.Event] {
	return func(yield func(*calendar.Event) bool) {
		var e calendar.Event
		for i := range n {
			fillBenchEvent(&e, i, zone)
			if !yield(&e) {
				return
			}
		}
	}
}

const benchDescription = "5 business days after you applied on 2026-11-20; nobody has answered so far.\n\n" +
	"Ask:\n1. Has my application been reviewed?\n2. When do you expect to decide?\n\nSkipped: Thanksgiving Day, Saturday, Sunday."

func fillBenchEvent(e *calendar.Event, i int, zone *time.Location) {
	if len(e.Alarms) == 0 {
		e.Alarms = make([]calendar.Alarm, 1)
	}
	alarms := e.Alarms
	alarms[0] = calendar.AlarmAt(9, 0, "Call the employer")
	*e = calendar.Event{
		UID:         fmt.Sprintf("%016x%016x", uint64(i)*0x9E3779B97F4A7C15, uint64(i)),
		Category:    "application-follow-up",
		Summary:     fmt.Sprintf("Follow up with Employer %d, Inc. about Senior Engineer", i),
		Description: benchDescription,
		URL:         fmt.Sprintf("https://jobs.example/applications/%d", i),
		Sequence:    int32(i % 4),
		Stamped:     recorded, Modified: recorded,
		Alarms: alarms,
	}
	day := date.New(2026, time.January, 1) + date.Date(i%365)
	if i%3 != 0 {
		e.Day = day
		return
	}
	year, month, mday := day.Date()
	e.Start = time.Date(year, month, mday, 10, 0, 0, 0, zone)
	e.End, e.Busy = e.Start.Add(45*time.Minute), true
	e.Alarms[0] = calendar.AlarmBefore(time.Hour, "Interview soon")
}

const benchSize = 20_000

// BenchmarkWrite and BenchmarkLibraryAlone write the same events; the ratio of
// their times is what the wrapping costs.
func BenchmarkWrite(b *testing.B) {
	zone := zoneOf(b, "America/New_York")
	events := benchEvents(benchSize, zone)
	var count counter
	b.ReportAllocs()
	for b.Loop() {
		count = 0
		var spans ical.Spans
		for e := range events {
			spans.Add(e)
		}
		if err := ical.Write(&count, ical.Calendar{Name: "Follow-ups", Zone: zone}, &spans, events); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(count))
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchSize, "ns/event")
	b.ReportMetric(float64(count)/benchSize, "octets/event")
}

// counter counts what is written.
type counter int64

func (c *counter) Write(octets []byte) (int, error) {
	*c += counter(len(octets))
	return len(octets), nil
}

func BenchmarkLibraryAlone(b *testing.B) {
	zone := zoneOf(b, "America/New_York")
	var count counter
	b.ReportAllocs()
	for b.Loop() {
		count = 0
		if err := libraryAlone(&count, benchEvents(benchSize, zone)); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(count))
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchSize, "ns/event")
	b.ReportMetric(float64(count)/benchSize, "octets/event")
}

// libraryAlone writes events as golang-ical's documentation shows it: a
// calendar built whole with its setters, then written through a buffer.
func libraryAlone(w io.Writer, events iter.Seq[*calendar.Event]) error {
	c := ics.NewCalendarFor("followcal")
	c.SetName("Follow-ups")
	for e := range events {
		v := c.AddEvent(e.UID)
		v.SetDtStampTime(e.Stamped)
		v.SetModifiedAt(e.Modified)
		v.SetSequence(int(e.Sequence))
		if e.AllDay() {
			v.SetProperty(ics.ComponentPropertyDtStart, e.Day.Format("20060102"), ics.WithValue("DATE"))
			v.SetProperty(ics.ComponentPropertyDtEnd, e.After().Format("20060102"), ics.WithValue("DATE"))
		} else {
			tzid := ics.WithTZID(e.Start.Location().String())
			v.SetProperty(ics.ComponentPropertyDtStart, e.Start.Format("20060102T150405"), tzid)
			v.SetProperty(ics.ComponentPropertyDtEnd, e.End.Format("20060102T150405"), tzid)
		}
		v.SetSummary(e.Summary)
		v.SetDescription(e.Description)
		v.SetURL(e.URL)
		v.AddCategory(e.Category)
		v.SetStatus(ics.ObjectStatusConfirmed)
		transparency, busy := ics.TransparencyTransparent, "FREE"
		if e.Busy {
			transparency, busy = ics.TransparencyOpaque, "BUSY"
		}
		v.SetTimeTransparency(transparency)
		v.SetProperty("X-MICROSOFT-CDO-BUSYSTATUS", busy)
		for _, a := range e.Alarms {
			alarm := v.AddAlarm()
			alarm.SetAction(ics.ActionDisplay)
			alarm.SetTrigger(fmt.Sprintf("PT%dH", int(a.Offset.Hours())))
			alarm.SetDescription(a.Text)
		}
	}
	out := bufio.NewWriter(w)
	if err := c.SerializeTo(out, ics.WithNewLineWindows); err != nil {
		return err
	}
	return out.Flush()
}

// keptWhileWriting writes n events and returns the octets written, and how many
// more were in use at the worst moment than before.
func keptWhileWriting(tb testing.TB, n int) (written, kept int64) {
	tb.Helper()
	zone := zoneOf(tb, "America/New_York")
	var spans ical.Spans
	spans.Cover(time.Date(2026, 1, 1, 0, 0, 0, 0, zone), time.Date(2026, 12, 31, 0, 0, 0, 0, zone))
	inUse := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before, peak, seen := inUse(), int64(0), 0
	watched := func(yield func(*calendar.Event) bool) {
		for e := range benchEvents(n, zone) {
			if seen++; seen%(n/10) == 0 {
				peak = max(peak, inUse())
			}
			if !yield(e) {
				return
			}
		}
	}
	var count counter
	if err := ical.Write(&count, ical.Calendar{Name: "Follow-ups", Zone: zone}, &spans, watched); err != nil {
		tb.Fatal(err)
	}
	return int64(count), peak - before
}

// mostKept is the memory that writing may take, whatever the length.
const mostKept = 8 << 20

func TestMemoryDoesNotGrowWithTheCalendar(t *testing.T) {
	octets, kept := keptWhileWriting(t, 20_000)
	if octets < mostKept*3/2 {
		t.Fatalf("only %d octets were written, too few to tell", octets)
	}
	if kept > mostKept {
		t.Errorf("writing %d octets kept %d in use, want at most %d", octets, kept, mostKept)
	}
}

// BenchmarkMemory reports what a calendar of 100,000 events keeps in use.
func BenchmarkMemory(b *testing.B) {
	var octets, kept int64
	for b.Loop() {
		octets, kept = keptWhileWriting(b, 100_000)
	}
	b.ReportMetric(float64(octets)/1e6, "written-MB")
	b.ReportMetric(float64(kept)/1e6, "kept-MB")
}
