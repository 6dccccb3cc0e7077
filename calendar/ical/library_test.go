package ical_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/rickb777/date/v2"

	"followcal/calendar"
	"followcal/calendar/ical/icaltest"
)

// These tests show what golang-ical gets wrong, and that our calendars do not
// have it. One that fails at "the library was mended" says which workaround in
// golangical.go (or elsewhere, where it says so) can go.

// libraryEvent returns what the library alone makes of an event.
func libraryEvent(fill func(*ics.VEvent), options ...any) string {
	c := ics.NewCalendar()
	fill(c.AddEvent("u"))
	return c.Serialize(options...)
}

// mended fails the test when a fault of the library is gone.
func mended(t *testing.T, faulty bool, workaround string) {
	t.Helper()
	if !faulty {
		t.Errorf("the library was mended: %s can go", workaround)
	}
}

// ourEvent returns our calendar with one event.
func ourEvent(t *testing.T, fill func(*calendar.Event)) string {
	t.Helper()
	e := onDay("u", date.New(2026, time.December, 1))
	fill(e)
	octets := written(t, plainCalendar(t), e)
	icaltest.Verify(t, octets)
	return string(octets)
}

func TestLibraryEndsLinesWithLF(t *testing.T) {
	theirs := libraryEvent(func(*ics.VEvent) {})
	mended(t, !strings.Contains(theirs, "\r\n"), "layout.NewLine")
	ours := ourEvent(t, func(*calendar.Event) {})
	if strings.Count(ours, "\n") != strings.Count(ours, "\r\n") {
		t.Error("a line of ours ends with LF alone")
	}
}

func TestLibraryFoldsIntoBlankLines(t *testing.T) {
	hostile := strings.Repeat("x", 67) + " <" + strings.Repeat("y", 200)
	theirs := libraryEvent(func(e *ics.VEvent) { e.SetSummary(hostile) }, ics.WithNewLineWindows)
	isBlank := func(line string) bool { return strings.TrimSpace(line) == "" }
	theirLines := strings.Split(strings.TrimSuffix(theirs, "\r\n"), "\r\n")
	mended(t, slices.ContainsFunc(theirLines, isBlank), "folder")
	ourEvent(t, func(e *calendar.Event) { e.Summary = hostile })
}

func TestLibraryLetsCarriageReturnThrough(t *testing.T) {
	const hostile = "a\rb\x07c\u0085d\r\ne"
	theirs := libraryEvent(func(e *ics.VEvent) { e.SetSummary(hostile) }, ics.WithNewLineWindows)
	mended(t, strings.Contains(theirs, "a\rb\x07c"), "text")
	ours := ourEvent(t, func(e *calendar.Event) { e.Description = hostile })
	if want := `DESCRIPTION:a\nbc\nd\ne` + "\r\n"; !strings.Contains(ours, want) {
		t.Errorf("no %q in\n%s", want, ours)
	}
}

func TestLibraryKeepsBrokenUTF8(t *testing.T) {
	const hostile = "caf\xe9 \xf0\x9f"
	theirs := libraryEvent(func(e *ics.VEvent) { e.SetSummary(hostile) }, ics.WithNewLineWindows)
	mended(t, strings.Contains(theirs, "\xe9"), "strings.ToValidUTF8 in text")
	ours := ourEvent(t, func(e *calendar.Event) { e.Summary = hostile })
	if !strings.Contains(ours, "SUMMARY:caf\uFFFD \uFFFD\r\n") {
		t.Errorf("not repaired:\n%s", ours)
	}
}

func TestLibraryLetsURLsInjectProperties(t *testing.T) {
	theirs := libraryEvent(func(e *ics.VEvent) { e.SetURL("https://a.example/\r\nATTENDEE:mailto:x@a.example") }, ics.WithNewLineWindows)
	mended(t, strings.Contains(theirs, "\r\nATTENDEE:mailto:x@a.example\r\n"), "the encoding of control characters in uri")
	ours := ourEvent(t, func(e *calendar.Event) { e.URL = "https://a.example/käse?q=\"<x>|{é}" })
	if !strings.Contains(ours, "URL:https://a.example/k%C3%A4se?q=%22%3Cx%3E%7C%7B%C3%A9%7D\r\n") {
		t.Errorf("not encoded:\n%s", ours)
	}
}

func TestLibraryEscapesParameters(t *testing.T) {
	theirs := libraryEvent(func(e *ics.VEvent) { e.SetSummary("x", ics.WithCN("O'Neil, Inc.")) }, ics.WithNewLineWindows)
	mended(t, strings.Contains(theirs, `CN=O\'Neil\, Inc.`), "the rule on params")
}

func TestLibraryKeepsVALUEInTheName(t *testing.T) {
	c := ics.NewCalendar()
	c.SetRefreshInterval("PT6H")
	mended(t, strings.Contains(c.CalendarProperties[len(c.CalendarProperties)-1].IANAToken, ";"), "asDuration in calendar.go")
}

func TestLibraryWritesHollowTimezones(t *testing.T) {
	c := ics.NewCalendar()
	c.AddTimezone("Europe/Berlin")
	theirs := c.Serialize(ics.WithNewLineWindows)
	mended(t, strings.Contains(theirs, "TZID:Europe/Berlin\r\nEND:VTIMEZONE"), "timezone in vtimezone.go")
}

func TestLibraryWritesTimesInUTC(t *testing.T) {
	start := time.Date(2026, time.December, 1, 10, 0, 0, 0, zoneOf(t, "Europe/Berlin"))
	theirs := libraryEvent(func(e *ics.VEvent) { e.SetStartAt(start) }, ics.WithNewLineWindows)
	mended(t, strings.Contains(theirs, "DTSTART:20261201T090000Z"), "appendTimes in event.go")
}

// failing fails its first write only.
type failing struct {
	bytes.Buffer
	failed bool
}

func (f *failing) Write(octets []byte) (int, error) {
	if !f.failed {
		f.failed = true
		return 0, errors.New("full for a moment")
	}
	return f.Buffer.Write(octets)
}

func TestLibraryDropsErrorsOfItsWriter(t *testing.T) {
	c := ics.NewCalendar()
	err := c.SerializeTo(&failing{}, ics.WithNewLineWindows)
	mended(t, err == nil, "the buffer between the library and the writer")
}

func TestFoldsSpareReadersThatTrimLines(t *testing.T) {
	for _, e := range foldingEvents() {
		ours := ourEvent(t, func(mine *calendar.Event) { mine.Summary = e.Summary })
		if strings.Contains(e.Summary, strings.Repeat(" ", 20)) || strings.HasSuffix(e.Summary, " ") {
			continue // nothing but blanks to choose from
		}
		for _, line := range strings.Split(ours, "\r\n ")[1:] {
			if strings.HasPrefix(line, " ") {
				t.Errorf("a fold of %.20q… stands before a blank", e.Summary)
			}
		}
		if strings.Contains(ours, " \r\n") {
			t.Errorf("a fold of %.20q… stands after a blank", e.Summary)
		}
	}
}
