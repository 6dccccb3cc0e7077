package ical_test

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar"
	"followcal/calendar/ical"
	"followcal/calendar/ical/icaltest"
	"followcal/internal/fault"
)

func TestAnEventIsOneWholeComponent(t *testing.T) {
	octets, err := ical.Encode(onDay("u", date.New(2026, time.December, 1)))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(octets, []byte("BEGIN:VEVENT\r\n")) || !bytes.HasSuffix(octets, []byte("END:VEVENT\r\n")) {
		t.Errorf("not a whole component:\n%s", octets)
	}
}

func TestEncodeRefusesWithASentence(t *testing.T) {
	newYork := zoneOf(t, "America/New_York")
	start := time.Date(2026, time.December, 1, 10, 0, 0, 0, newYork)
	for name, tt := range map[string]struct {
		event *calendar.Event
		says  string
	}{
		"invalid event":     {onDay("", date.New(2026, time.December, 1)), "no UID"},
		"the local zone":    {at("u", start.Local(), time.Hour), `"Local"`},
		"unknown zone":      {at("u", start.In(time.FixedZone("Nowhere/City", 0)), time.Hour), `"Nowhere/City" is unknown`},
		"zone without data": {at("u", start.In(time.FixedZone("posix/America/New_York", -5*3600)), time.Hour), "unknown"},
		"wrong offset":      {at("u", start.In(time.FixedZone("America/New_York", -4*3600)), time.Hour), "offset"},
		"wrong offset at the end": {
			at("u", time.Date(2026, 11, 1, 0, 30, 0, 0, time.FixedZone("America/New_York", -4*3600)), 5*time.Hour), "offset",
		},
	} {
		octets, err := ical.Encode(tt.event)
		if err == nil || fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), tt.says) || octets != nil {
			t.Errorf("%s: %d octets, err = %v, want %q", name, len(octets), err, tt.says)
		}
	}
}

func TestTheSameFactsGiveTheSameOctets(t *testing.T) {
	events := foldingEvents()
	var want [][]byte
	for _, e := range events {
		octets, err := ical.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, octets)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for i, e := range slices.Backward(events) {
				if octets, err := ical.Encode(e); err != nil || !bytes.Equal(octets, want[i]) {
					t.Errorf("event %d is encoded otherwise (%v)", i, err)
				}
			}
		})
	}
	group.Wait()
}

func TestAlarmTriggers(t *testing.T) {
	for offset, want := range map[time.Duration]string{
		0:                            "PT0S",
		9 * time.Hour:                "PT9H",
		9*time.Hour + 30*time.Minute: "PT9H30M",
		-15 * time.Minute:            "-PT15M",
		-24 * time.Hour:              "-PT24H",
		time.Hour + time.Second:      "PT1H0M1S",
		-59 * time.Second:            "-PT59S",
		61 * time.Second:             "PT1M1S",
	} {
		e := onDay("u", date.New(2026, time.December, 1))
		e.Alarms = []calendar.Alarm{{Offset: offset, Text: "x"}}
		octets, err := ical.Encode(e)
		if line := "\r\nTRIGGER:" + want + "\r\n"; err != nil || !strings.Contains(string(octets), line) {
			t.Errorf("%s: %v, no %q in\n%s", offset, err, line, octets)
		}
	}
}

func TestAnAlarmWithoutTextShowsTheSummary(t *testing.T) {
	e := onDay("u", date.New(2026, time.December, 1))
	e.Summary, e.Alarms = "Call\nAcme", []calendar.Alarm{{Text: "\x00"}}
	octets, err := ical.Encode(e)
	if err != nil || !strings.Contains(string(octets), "\r\nDESCRIPTION:Call Acme\r\nEND:VALARM") {
		t.Errorf("%v:\n%s", err, octets)
	}
}

func TestTheLargestEventIsWritten(t *testing.T) {
	e := onDay("u", date.New(2026, time.December, 1))
	e.Sequence = math.MaxInt32
	e.Description = strings.Repeat("\n", calendar.MaxText)
	octets := written(t, plainCalendar(t), e)
	icaltest.Verify(t, octets)
	if !bytes.Contains(octets, []byte("SEQUENCE:2147483647\r\n")) {
		t.Error("the sequence number is not there")
	}
}

func TestColors(t *testing.T) {
	for _, tt := range []struct{ given, name, hex string }{
		{"seagreen", "seagreen", "#2E8B57"},
		{" DarkSlateGray ", "darkslategray", "#2F4F4F"},
		{"#2e8b57", "seagreen", "#2E8B57"},
		{"#000001", "black", "#000001"},
		{"#FFFFFF", "white", "#FFFFFF"},
		{"#00FFFF", "aqua", "#00FFFF"}, // cyan is the same
		{"#FE6448", "tomato", "#FE6448"},
	} {
		c, err := ical.ParseColor(tt.given)
		if err != nil || c.Name() != tt.name || c.Hex() != tt.hex {
			t.Errorf("ParseColor(%q) = %s %s (%v), want %s %s", tt.given, c.Name(), c.Hex(), err, tt.name, tt.hex)
		}
	}
	for _, given := range []string{"", "#", "#12345", "#1234567", "#12345g", "2e8b57", "reddish", "#+12345"} {
		if _, err := ical.ParseColor(given); fault.KindOf(err) != fault.Invalid || err == nil {
			t.Errorf("ParseColor(%q): err = %v, want a fault", given, err)
		}
	}
}

func TestTheHeaderIsCleanedToo(t *testing.T) {
	c := plainCalendar(t)
	c.Name, c.Description = "Rob\r\nMETHOD:PUBLISH", "a\x07b;\r\nc"
	octets := written(t, c)
	icaltest.Verify(t, octets)
	for _, want := range []string{"NAME:Rob METHOD:PUBLISH", "X-WR-CALNAME:Rob METHOD:PUBLISH", `DESCRIPTION:ab\;\nc`, `X-WR-CALDESC:ab\;\nc`} {
		if !bytes.Contains(octets, []byte("\r\n"+want+"\r\n")) {
			t.Errorf("no %q in\n%s", want, octets)
		}
	}
}

func TestSpansFollowTheEvents(t *testing.T) {
	berlin := zoneOf(t, "Europe/Berlin")
	overNewYear := at("u", time.Date(2026, time.December, 31, 23, 0, 0, 0, berlin), 2*time.Hour)
	icaltest.Verify(t, written(t, plainCalendar(t), overNewYear))

	allDay := onDay("d", date.New(1990, time.December, 31))
	octets := written(t, plainCalendar(t), allDay)
	if !bytes.Contains(octets, []byte("DTSTART:1990")) {
		t.Errorf("the zone of the calendar does not cover its all-day event:\n%s", octets)
	}
}

func TestEncodingAllocatesLittle(t *testing.T) {
	e := onDay("0123456789abcdef", date.New(2026, time.December, 1))
	e.Description = benchDescription
	most := float64(90)
	if n := testing.AllocsPerRun(100, func() {
		if _, err := ical.Encode(e); err != nil {
			t.Fatal(err)
		}
	}); n > most {
		t.Errorf("%v allocations, want at most %v", n, most)
	}
}
