package ical_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar"
	"followcal/calendar/ical"
	"followcal/internal/fault"
)

func TestJoiningEncodedEventsGivesTheSameCalendar(t *testing.T) {
	newYork := zoneOf(t, "America/New_York")
	header := ical.Calendar{Name: "Follow-ups", Zone: newYork}
	events := append(foldingEvents(), at("t1", time.Date(2027, time.July, 1, 9, 0, 0, 0, newYork), time.Hour))
	var spans ical.Spans
	var encoded [][]byte
	for _, e := range events {
		spans.Add(e)
		octets, err := ical.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		encoded = append(encoded, octets)
	}
	var joined bytes.Buffer
	if err := ical.WriteEncoded(&joined, header, &spans, slices.Values(encoded)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(joined.Bytes(), written(t, header, events...)) {
		t.Error("WriteEncoded and Write differ")
	}
}

func TestWriteRefusesWhatNoReaderCouldShow(t *testing.T) {
	newYork := zoneOf(t, "America/New_York")
	good := ical.Calendar{Name: "Follow-ups", Zone: newYork}
	noon := time.Date(2026, time.December, 2, 12, 0, 0, 0, newYork)
	tests := []struct {
		name     string
		calendar ical.Calendar
		events   []*calendar.Event
		kind     fault.Kind
		says     string
	}{
		{"no name", ical.Calendar{Zone: newYork, Name: "\x00"}, nil, fault.Invalid, "no name"},
		{"no zone", ical.Calendar{Name: "x"}, nil, fault.Invalid, "no time zone"},
		{"the machine's zone", ical.Calendar{Name: "x", Zone: time.Local}, nil, fault.Invalid, "zone"},
		{"unknown zone", ical.Calendar{Name: "x", Zone: time.FixedZone("Mars/Base", 3600)}, nil, fault.Invalid, `"Mars/Base" is unknown`},
		{"a path for a zone", ical.Calendar{Name: "x", Zone: time.FixedZone("../etc/passwd", 0)}, nil, fault.Invalid, "unknown"},
		{"long name", ical.Calendar{Name: strings.Repeat("x", 2000), Zone: newYork}, nil, fault.TooLarge, "longer"},
		{"hasty", ical.Calendar{Name: "x", Zone: newYork, Refresh: time.Second}, nil, fault.Invalid, "refresh interval 1s"},
		{"one UID twice", good, []*calendar.Event{onDay("u", date.New(2026, 1, 1)), onDay("u", date.New(2026, 1, 2))}, fault.Invalid, `UID "u"`},
		{"invalid event", good, []*calendar.Event{onDay("", date.New(2026, 1, 1))}, fault.Invalid, "no UID"},
		{"fixed offset named like a zone", good, []*calendar.Event{at("u", noon.In(time.FixedZone("America/New_York", 3600)), time.Hour)}, fault.Invalid, "offset"},
		{"fixed offset", good, []*calendar.Event{at("u", noon.In(time.FixedZone("", 3600)), time.Hour)}, fault.Invalid, "unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var spans ical.Spans
			for _, e := range tt.events {
				spans.Add(e)
			}
			err := ical.Write(io.Discard, tt.calendar, &spans, slices.Values(tt.events))
			if err == nil || fault.KindOf(err) != tt.kind || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("err = %v (%v), want %v with %q", err, fault.KindOf(err), tt.kind, tt.says)
			}
		})
	}
}

func TestWriteNoticesMissingSpans(t *testing.T) {
	newYork := zoneOf(t, "America/New_York")
	e := at("u", time.Date(2026, time.December, 2, 12, 0, 0, 0, newYork), time.Hour)
	var spans ical.Spans
	spans.Cover(e.Start.AddDate(-1, 0, 0), e.End.AddDate(-1, 0, 0))
	err := ical.Write(io.Discard, ical.Calendar{Name: "x", Zone: newYork}, &spans, slices.Values([]*calendar.Event{e}))
	if fault.KindOf(err) != fault.Internal || err == nil {
		t.Errorf("err = %v, want an internal fault", err)
	}
}

// limited fails after a number of octets.
type limited struct{ left int }

var errFull = errors.New("no space left on device")

func (l *limited) Write(octets []byte) (int, error) {
	if l.left -= len(octets); l.left < 0 {
		return 0, errFull
	}
	return len(octets), nil
}

func TestAFailingWriterIsReportedWhereverItFails(t *testing.T) {
	newYork := zoneOf(t, "America/New_York")
	events := func(yield func(*calendar.Event) bool) {
		for i := range 1000 {
			if !yield(onDay("u"+repeat("i", i%200)+time.Duration(i).String(), date.New(2026, 1, 1))) {
				return
			}
		}
	}
	var spans ical.Spans
	for e := range events {
		spans.Add(e)
	}
	for _, room := range []int{0, 1, 100_000, 200_000} {
		err := ical.Write(&limited{room}, ical.Calendar{Name: "x", Zone: newYork}, &spans, events)
		if fault.KindOf(err) != fault.Unavailable || !errors.Is(err, errFull) {
			t.Errorf("with room for %d octets: err = %v", room, err)
		}
	}
}
