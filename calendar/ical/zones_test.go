package ical_test

import (
	"bytes"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/teambition/rrule-go"

	"followcal/calendar"
	"followcal/calendar/ical"
	"followcal/calendar/ical/icaltest"
)

// reading is what a VTIMEZONE says, evaluated by RFC 5545 section 3.6.5 with a
// recurrence library that shares nothing with the encoder.
type reading []turn

// turn is an instant from which on a zone has an offset.
type turn struct {
	onset  time.Time
	offset int
}

// at returns the offset that the VTIMEZONE gives for an instant, in seconds
// east of UTC; ok is false before its first observance.
func (r reading) at(instant time.Time) (offset int, ok bool) {
	for _, o := range r {
		if o.onset.After(instant) {
			break
		}
		offset, ok = o.offset, true
	}
	return offset, ok
}

// read evaluates the only VTIMEZONE of a calendar up to the end of a year.
func read(t *testing.T, octets []byte, last int) reading {
	t.Helper()
	var r reading
	for _, part := range strings.Split(string(octets), "\r\nBEGIN:")[1:] {
		if !strings.HasPrefix(part, "STANDARD") && !strings.HasPrefix(part, "DAYLIGHT") {
			continue
		}
		values := make(map[string]string)
		for _, line := range strings.Split(part, "\r\n") {
			name, value, _ := strings.Cut(line, ":")
			values[name] = value
		}
		from, to := seconds(t, values["TZOFFSETFROM"]), seconds(t, values["TZOFFSETTO"])
		for _, wall := range onsets(t, values, from, last) {
			r = append(r, turn{wall.Add(-time.Duration(from) * time.Second), to})
		}
	}
	slices.SortFunc(r, func(a, b turn) int { return a.onset.Compare(b.onset) })
	return r
}

// onsets returns the wall-clock onsets of one observance, as if they were UTC.
func onsets(t *testing.T, values map[string]string, from, last int) []time.Time {
	t.Helper()
	start, err := time.Parse("20060102T150405", values["DTSTART"])
	if err != nil {
		t.Fatal(err)
	}
	if values["RRULE"] == "" {
		return []time.Time{start}
	}
	option, err := rrule.StrToROption(values["RRULE"])
	if err != nil {
		t.Fatal(err)
	}
	option.Dtstart = start
	if !option.Until.IsZero() {
		option.Until = option.Until.Add(time.Duration(from) * time.Second)
	}
	rule, err := rrule.NewRRule(*option)
	if err != nil {
		t.Fatal(err)
	}
	return rule.Between(start, time.Date(last+1, time.January, 2, 0, 0, 0, 0, time.UTC), true)
}

// seconds reads a UTC-OFFSET.
func seconds(t *testing.T, offset string) int {
	t.Helper()
	at, err := time.Parse("-0700", offset)
	if len(offset) == len("+hhmmss") {
		at, err = time.Parse("-070000", offset)
	}
	if err != nil {
		t.Fatal(err)
	}
	_, east := at.Zone()
	return east
}

// zoneCalendar returns a calendar without events whose zone covers years.
func zoneCalendar(t *testing.T, zone *time.Location, first, last int) []byte {
	t.Helper()
	var spans ical.Spans
	spans.Cover(time.Date(first, time.July, 1, 0, 0, 0, 0, zone), time.Date(last, time.July, 1, 0, 0, 0, 0, zone))
	var out bytes.Buffer
	if err := ical.Write(&out, ical.Calendar{Name: "x", Zone: zone}, &spans, func(func(*calendar.Event) bool) {}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// sameOffsets compares a VTIMEZONE with Go's zone data at every turn of both,
// and between them.
func sameOffsets(t *testing.T, zone *time.Location, first, last int) {
	t.Helper()
	octets := zoneCalendar(t, zone, first, last)
	icaltest.Verify(t, octets)
	r := read(t, octets, last)
	begin, end := time.Date(first, time.January, 1, 0, 0, 0, 0, zone), time.Date(last+1, time.January, 1, 0, 0, 0, 0, zone)
	var instants []time.Time
	for at := begin; at.Before(end); at = at.Add(211 * time.Hour) {
		_, turn := at.ZoneBounds()
		instants = append(instants, at, turn.Add(-time.Second), turn)
	}
	for _, o := range r {
		instants = append(instants, o.onset.Add(-time.Second), o.onset)
	}
	for _, at := range instants {
		if at.Before(begin) || !at.Before(end) {
			continue
		}
		got, ok := r.at(at)
		if _, want := at.In(zone).Zone(); !ok || got != want {
			t.Fatalf("%s at %s: the VTIMEZONE says %d (%v), zone data says %d\n%s", zone, at.UTC(), got, ok, want, octets)
		}
	}
}

func TestTimezonesSayWhatZoneDataSays(t *testing.T) {
	tests := []struct {
		zone        string
		first, last int
	}{
		{"America/New_York", 2026, 2026},
		{"America/New_York", 2004, 2009},
		{"America/New_York", 1970, 2060},
		{"Europe/Berlin", 2026, 2027},
		{"Europe/Berlin", 1979, 1997},
		{"Europe/Dublin", 2026, 2030},
		{"Europe/Dublin", 1970, 1973}, // winter is the saving, negative
		{"Europe/London", 1970, 1972},
		{"Africa/Casablanca", 2016, 2030},
		{"Africa/Casablanca", 2080, 2095}, // by the moon
		{"Africa/El_Aaiun", 2026, 2028},
		{"Australia/Lord_Howe", 2026, 2028}, // half an hour
		{"Australia/Sydney", 2026, 2026},
		{"Antarctica/Troll", 2026, 2027}, // southern, and two hours
		{"Asia/Kolkata", 2026, 2026},
		{"Asia/Kathmandu", 1984, 1988},
		{"Pacific/Chatham", 2026, 2027},
		{"Asia/Jerusalem", 2026, 2032},
		{"Africa/Cairo", 2021, 2027},
		{"Asia/Gaza", 2024, 2030},
		{"America/Sao_Paulo", 2017, 2021},
		{"Europe/Istanbul", 2014, 2018},
		{"Asia/Pyongyang", 2014, 2019},
		{"Pacific/Apia", 2011, 2012},
		{"America/Godthab", 2022, 2025},
		{"America/Scoresbysund", 2023, 2025},
		{"America/Santiago", 2021, 2027},
		{"Africa/Monrovia", 1970, 1973}, // an offset with seconds
		{"Asia/Tehran", 2020, 2024},
		{"America/Caracas", 2006, 2017},
		{"Antarctica/Casey", 2008, 2024},
		{"Etc/GMT+12", 2026, 2026},
		{"Pacific/Kiritimati", 1993, 1996},
		{"GMT", 2026, 2026},
		{"UTC", 2026, 2026},
		{"Europe/Berlin", 2199, 2199},
		{"America/New_York", 2096, 2104},
	}
	for _, tt := range tests {
		t.Run(tt.zone, func(t *testing.T) { sameOffsets(t, zoneOf(t, tt.zone), tt.first, tt.last) })
	}
}

// TestEveryTimezone goes over the whole list of zones that people live in.
func TestEveryTimezone(t *testing.T) {
	list, err := os.ReadFile("/usr/share/zoneinfo/zone.tab")
	if err != nil {
		t.Fatalf("this machine has no list of time zones (Debian: apt-get install tzdata): %v", err)
	}
	tested := 0
	for line := range strings.Lines(string(list)) {
		fields := strings.Fields(line)
		if strings.HasPrefix(line, "#") || len(fields) < 3 {
			continue
		}
		zone := zoneOf(t, fields[2])
		sameOffsets(t, zone, 2025, 2028)
		sameOffsets(t, zone, 2009, 2012)
		tested++
	}
	if tested < 300 {
		t.Errorf("only %d zones were tested", tested)
	}
}

func TestARuleIsWrittenOnceHoweverManyYears(t *testing.T) {
	count := func(zone string, first, last int) int {
		return bytes.Count(zoneCalendar(t, zoneOf(t, zone), first, last), []byte("TZOFFSETTO"))
	}
	for _, tt := range []struct {
		zone        string
		first, last int
		want        int
	}{
		{"America/New_York", 2026, 2026, 2},
		{"America/New_York", 2010, 2090, 2},
		{"Asia/Kolkata", 2026, 2060, 1},
		{"Europe/Istanbul", 2026, 2026, 1},   // changed last in 2016
		{"America/New_York", 2050, 2060, 2},  // beyond the table, by a rule
		{"Africa/Casablanca", 2026, 2026, 3}, // nothing of other years
		{"Asia/Jerusalem", 2026, 2026, 3},
	} {
		if got := count(tt.zone, tt.first, tt.last); got != tt.want {
			t.Errorf("%s from %d to %d has %d observances, want %d", tt.zone, tt.first, tt.last, got, tt.want)
		}
	}
}

// TestARuleWithoutEndHolds follows every RRULE that has no end far beyond the
// years in use: a reader goes on with it for events of its own.
func TestARuleWithoutEndHolds(t *testing.T) {
	for _, zone := range []string{"America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago", "Asia/Beirut", "America/Havana", "Africa/Cairo", "Pacific/Norfolk", "Asia/Jerusalem", "Africa/Casablanca", "America/Nuuk"} {
		location := zoneOf(t, zone)
		octets := zoneCalendar(t, location, 2026, 2026)
		endless := bytes.Count(octets, []byte("RRULE:")) - bytes.Count(octets, []byte("UNTIL="))
		if endless == 0 {
			continue
		}
		if endless == 1 {
			t.Errorf("one rule of %s goes on alone:\n%s", zone, octets)
		}
		r := read(t, octets, 2090)
		for at := time.Date(2026, 1, 1, 0, 0, 0, 0, location); at.Year() <= 2090; at = at.Add(53 * time.Hour) {
			if got, _ := r.at(at); got != offsetOf(at) {
				t.Fatalf("%s at %s: the rule says %d, zone data says %d\n%s", zone, at.UTC(), got, offsetOf(at), octets)
			}
		}
	}
}

func offsetOf(t time.Time) int {
	_, offset := t.Zone()
	return offset
}

func TestDaylightIsTheLaterClock(t *testing.T) {
	for _, zone := range []string{"Europe/Dublin", "Africa/Casablanca", "Europe/Berlin", "Australia/Lord_Howe", "America/New_York"} {
		octets := string(zoneCalendar(t, zoneOf(t, zone), 2026, 2027))
		for _, part := range strings.Split(octets, "\r\nBEGIN:")[2:] {
			_, after, _ := strings.Cut(part, "TZOFFSETFROM:")
			from := seconds(t, after[:5])
			_, after, _ = strings.Cut(part, "TZOFFSETTO:")
			to := seconds(t, after[:5])
			if isDaylight := strings.HasPrefix(part, "DAYLIGHT"); isDaylight != (to > from) {
				t.Errorf("%s goes from %d to %d in\n%s", zone, from, to, part)
			}
		}
	}
}

func TestTheRepeatedHourIsWrittenInUTC(t *testing.T) {
	for _, tt := range []struct {
		zone  string
		start time.Time
		want  string
	}{
		{"America/New_York", time.Date(2026, 11, 1, 5, 30, 0, 0, time.UTC), "DTSTART;TZID=America/New_York:20261101T013000"},
		{"America/New_York", time.Date(2026, 11, 1, 6, 0, 0, 0, time.UTC), "DTSTART:20261101T060000Z"},
		{"America/New_York", time.Date(2026, 11, 1, 6, 59, 59, 0, time.UTC), "DTSTART:20261101T065959Z"},
		{"America/New_York", time.Date(2026, 11, 1, 7, 0, 0, 0, time.UTC), "DTSTART;TZID=America/New_York:20261101T020000"},
		{"America/New_York", time.Date(2026, 3, 8, 7, 0, 0, 0, time.UTC), "DTSTART;TZID=America/New_York:20260308T030000"},
		{"Australia/Lord_Howe", time.Date(2026, 4, 4, 15, 10, 0, 0, time.UTC), "DTSTART:20260404T151000Z"},
		{"Australia/Lord_Howe", time.Date(2026, 4, 4, 15, 30, 0, 0, time.UTC), "DTSTART;TZID=Australia/Lord_Howe:20260405T020000"},
		{"Europe/Berlin", time.Date(2061, 1, 1, 0, 0, 0, 0, time.UTC), "DTSTART;TZID=Europe/Berlin:20610101T010000"},
		{"UTC", time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), "DTSTART:20260101T000000Z"},
	} {
		e := at("u", tt.start.In(zoneOf(t, tt.zone)), time.Minute)
		octets, err := ical.Encode(e)
		if err != nil || !strings.Contains(string(octets), "\r\n"+tt.want+"\r\n") {
			t.Errorf("%s in %s: %v, no %q in\n%s", tt.start, tt.zone, err, tt.want, octets)
		}
		icaltest.Verify(t, written(t, plainCalendar(t), e))
	}
}

func TestAnEndInTheRepeatedHourTakesTheStartWithIt(t *testing.T) {
	newYork := zoneOf(t, "America/New_York")
	e := at("u", time.Date(2026, 11, 1, 5, 50, 0, 0, time.UTC).In(newYork), 20*time.Minute)
	octets := written(t, plainCalendar(t), e)
	icaltest.Verify(t, octets)
	if !bytes.Contains(octets, []byte("DTSTART:20261101T055000Z\r\nDTEND:20261101T061000Z\r\n")) {
		t.Errorf("not in UTC:\n%s", octets)
	}
}

func TestManyZonesHaveOneTimezoneEach(t *testing.T) {
	var events []*calendar.Event
	for i, zone := range []string{"Europe/Berlin", "Asia/Kolkata", "UTC", "Europe/Berlin", "America/New_York"} {
		start := time.Date(2026+i, time.May, 4, 10, 0, 0, 0, zoneOf(t, zone))
		events = append(events, at("u"+strconv.Itoa(i), start, time.Hour))
	}
	octets := written(t, plainCalendar(t), events...)
	icaltest.Verify(t, octets)
	if n := bytes.Count(octets, []byte("BEGIN:VTIMEZONE")); n != 3 {
		t.Errorf("%d VTIMEZONEs, want 3", n)
	}
	if err := ical.Write(io.Discard, ical.Calendar{Name: "x", Zone: time.UTC}, new(ical.Spans), func(func(*calendar.Event) bool) {}); err != nil {
		t.Error(err)
	}
}
