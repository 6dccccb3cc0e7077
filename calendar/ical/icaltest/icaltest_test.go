package icaltest_test

import (
	"fmt"
	"strings"
	"testing"

	"followcal/calendar/ical/icaltest"
)

// sound is a calendar with one of everything, with LF for the reader's sake.
const sound = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//test//EN
CALSCALE:GREGORIAN
NAME:Follow-ups
X-WR-CALNAME:Follow-ups
X-WR-TIMEZONE:Europe/Berlin
COLOR:seagreen
X-APPLE-CALENDAR-COLOR:#2E8B57
REFRESH-INTERVAL;VALUE=DURATION:PT6H
X-PUBLISHED-TTL:PT6H
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:20251026T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:one
DTSTAMP:20261122T120000Z
LAST-MODIFIED:20261122T120000Z
SEQUENCE:0
DTSTART;TZID=Europe/Berlin:20261201T100000
DTEND;TZID=Europe/Berlin:20261201T110000
SUMMARY:Talks\, then write\; "quoted": a\\b\nand a long line that is folded
  after 75 octets 🙂
URL:https://jobs.example/1?a=b,c;d
CATEGORIES:one,two
STATUS:CONFIRMED
TRANSP:OPAQUE
X-MICROSOFT-CDO-BUSYSTATUS:BUSY
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT1H
DESCRIPTION:Soon
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:two
DTSTAMP:20261122T120000Z
LAST-MODIFIED:20261122T120000Z
SEQUENCE:2147483647
DTSTART;VALUE=DATE:20261201
DTEND;VALUE=DATE:20261202
STATUS:CANCELLED
TRANSP:TRANSPARENT
X-MICROSOFT-CDO-BUSYSTATUS:FREE
END:VEVENT
END:VCALENDAR
`

func withCRLF(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }

func TestASoundCalendarHasNoProblem(t *testing.T) {
	icaltest.Verify(t, []byte(withCRLF(sound)))
}

// swap is a fault made by replacing one text of the sound calendar.
type swap struct {
	name, old, new string
	line           int
	says           string
}

func TestEveryFaultIsFoundWhereItIs(t *testing.T) {
	for _, tt := range []swap{
		{"LF alone", "VERSION:2.0\r\n", "VERSION:2.0\n", 2, "LF alone"},
		{"CR within", "Soon", "So\ron", 39, "U+000D"},
		{"control character", "Soon", "So\x07on", 39, "U+0007"},
		{"next line", "Soon", "So\u0085on", 39, "U+0085"},
		{"no end", "END:VCALENDAR\r\n", "END:VCALENDAR", 53, "does not end with CRLF"},
		{"byte order mark", "BEGIN:VCALENDAR", "\uFEFFBEGIN:VCALENDAR", 1, "byte order mark"},
		{"blank line", "VERSION:2.0\r\n", "VERSION:2.0\r\n\r\n", 3, "blank"},
		{"fold with nothing in it", " after 75", "\r\n \r\n  after 75", 30, "blank"},
		{"76 octets", "folded\r", "fol_ded\r", 29, "76 octets"},
		{"split character", " 🙂", " \xf0\x9f\r\n \x99\x82", 30, "splits a character"},
		{"Latin-1", "Soon", "S\xf6on", 39, "not UTF-8"},
		{"no colon", "PRODID:", "PRODID ", 3, "no colon"},
		{"no name", "PRODID:", ":", 3, "no property name"},
		{"parameter without value", "VALUE=DURATION", "VALUE", 10, "parameter after REFRESH-INTERVAL"},
		{"escaped parameter", "DTSTART;TZID=Europe/Berlin", `DTSTART;TZID=Europe\,Berlin`, 27, "parameter TZID is broken"},
		{"open quote", "DTSTART;TZID=Europe/Berlin", `DTSTART;TZID="Europe/Berlin`, 27, "parameter TZID is broken"},
		{"parameter twice", "DTSTART;TZID=Europe/Berlin", "DTSTART;TZID=Europe/Berlin;TZID=UTC", 27, "TZID stands twice"},
		{"crossed ends", "END:VALARM\r\nEND:VEVENT", "END:VEVENT\r\nEND:VALARM", 40, "END:VALARM is due"},
		{"never ended", "END:VCALENDAR\r\n", "", 1, "never ended"},
		{"two calendars", "END:VCALENDAR\r\n", "END:VCALENDAR\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", 54, "second VCALENDAR"},
		{"after the end", "END:VCALENDAR\r\n", "END:VCALENDAR\r\nX-A:b\r\n", 54, "outside"},
		{"another root", "VCALENDAR", "VCARD", 1, "is called VCARD"},
		{"property after component", "END:VALARM\r\n", "END:VALARM\r\nX-A:b\r\n", 41, "after a component"},
		{"no PRODID", "PRODID:-//example//test//EN\r\n", "", 1, "PRODID is missing"},
		{"no UID", "UID:one\r\n", "", 22, "UID is missing"},
		{"no SEQUENCE", "SEQUENCE:0\r\n", "", 22, "SEQUENCE is missing"},
		{"two summaries", "SUMMARY:", "SUMMARY:a\r\nSUMMARY:", 30, "SUMMARY stands twice"},
		{"METHOD", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", 4, "METHOD may not stand"},
		{"SOURCE", "CALSCALE:GREGORIAN", "SOURCE;VALUE=URI:https://a.example/secret", 4, "SOURCE may not stand"},
		{"attendee", "SEQUENCE:0\r\n", "SEQUENCE:0\r\nATTENDEE:mailto:a@b.example\r\n", 27, "ATTENDEE may not stand"},
		{"to-do", "VEVENT", "VTODO", 22, "VTODO may not stand"},
		{"no action", "ACTION:DISPLAY\r\n", "", 36, "ACTION is missing"},
		{"version", "VERSION:2.0", "VERSION:1.0", 2, "VERSION has the value"},
		{"SEQUENCE", "SEQUENCE:0", "SEQUENCE:2147483648", 26, "SEQUENCE has the value"},
		{"negative SEQUENCE", "SEQUENCE:0", "SEQUENCE:-1", 26, "SEQUENCE has the value"},
		{"stamp not in UTC", "DTSTAMP:20261122T120000Z", "DTSTAMP:20261122T120000", 24, "DTSTAMP has the value"},
		{"impossible date", "20261201T110000", "20260230T110000", 28, "does not exist"},
		{"floating", "DTEND;TZID=Europe/Berlin", "DTEND", 28, "floats"},
		{"date without VALUE", "DTSTART;VALUE=DATE:", "DTSTART:", 47, "DTSTART has the value"},
		{"zone of a UTC time", "20261201T100000", "20261201T100000Z", 27, "DTSTART has the value"},
		{"duration", "TRIGGER:-PT1H", "TRIGGER:-PT", 38, "TRIGGER has the value"},
		{"offset", "TZOFFSETTO:+0100", "TZOFFSETTO:0100", 17, "TZOFFSETTO has the value"},
		{"rule", "BYDAY=-1SU", "BYDAY=SU", 19, "RRULE has the value"},
		{"colour", "COLOR:seagreen", "COLOR:#2E8B57", 8, "COLOR has the value"},
		{"URL with a space", "jobs.example/1", "jobs.example/1 2", 31, "not a URI"},
		{"URL without scheme", "https://jobs", "jobs", 31, "not a URI"},
		{"bare comma", `Talks\,`, "Talks,", 29, "comma that is not escaped"},
		{"bare semicolon", `write\;`, "write;", 29, "semicolon that is not escaped"},
		{"bad escape", `a\\b`, `a\b`, 29, "escapes nothing"},
		{"backslash at the end", "Soon", `Soon\`, 39, "escapes nothing"},
		{"escaped colon", `"quoted":`, `"quoted"\:`, 29, "escapes nothing"},
		{"no VTIMEZONE for the event", "DTSTART;TZID=Europe/Berlin", "DTSTART;TZID=Europe/Paris", 27, "no VTIMEZONE for Europe/Paris"},
		{"no VTIMEZONE for the calendar", "X-WR-TIMEZONE:Europe/Berlin", "X-WR-TIMEZONE:Europe/Paris", 1, "no VTIMEZONE for X-WR-TIMEZONE"},
		{"observance before 1969", "20251026T030000", "18930401T000000", 14, "before 1969"},
		{"names differ", "X-WR-CALNAME:Follow-ups", "X-WR-CALNAME:Other", 1, "NAME and X-WR-CALNAME differ"},
		{"one colour", "X-APPLE-CALENDAR-COLOR:#2E8B57\r\n", "", 1, "do not stand together"},
		{"interval without VALUE", "REFRESH-INTERVAL;VALUE=DURATION", "REFRESH-INTERVAL", 10, "lacks VALUE=DURATION"},
		{"one UID twice", "UID:two", "UID:one", 42, `UID "one" stands twice`},
		{"end before start", "20261201T110000", "20261201T100000", 28, "not after DTSTART"},
		{"end of another kind", "DTEND;TZID=Europe/Berlin:20261201T110000", "DTEND;VALUE=DATE:20261202", 28, "not of DTSTART's kind"},
		{"free and busy", "TRANSP:OPAQUE", "TRANSP:TRANSPARENT", 22, "contradict"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			calendar := withCRLF(sound)
			if !strings.Contains(calendar, tt.old) {
				t.Fatalf("the sound calendar has no %q", tt.old)
			}
			broken := strings.Replace(calendar, tt.old, tt.new, 1)
			if tt.name == "to-do" || tt.name == "another root" {
				broken = strings.ReplaceAll(calendar, tt.old, tt.new)
			}
			expectProblem(t, icaltest.Check([]byte(broken)), tt.line, tt.says)
		})
	}
}

func expectProblem(t *testing.T, problems []icaltest.Problem, line int, says string) {
	t.Helper()
	for _, p := range problems {
		if p.Line == line && strings.Contains(p.Text, says) {
			return
		}
	}
	t.Errorf("no problem on line %d says %q: %v", line, says, problems)
}

func TestACalendarNeedsAComponent(t *testing.T) {
	none := withCRLF("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nEND:VCALENDAR\n")
	expectProblem(t, icaltest.Check([]byte(none)), 1, "no component")
	expectProblem(t, icaltest.Check(nil), 1, "empty")
}

func TestZonesStandOnceAndFirst(t *testing.T) {
	calendar := withCRLF(sound)
	begin, end := strings.Index(calendar, "BEGIN:VTIMEZONE"), strings.Index(calendar, "BEGIN:VEVENT")
	zone := calendar[begin:end]
	twice := strings.Replace(calendar, zone, zone+zone, 1)
	expectProblem(t, icaltest.Check([]byte(twice)), 22, "two VTIMEZONEs")
	last := strings.Replace(strings.Replace(calendar, zone, "", 1), "END:VCALENDAR", zone+"END:VCALENDAR", 1)
	expectProblem(t, icaltest.Check([]byte(last)), 43, "after an event")
	before, rest, _ := strings.Cut(calendar, "BEGIN:STANDARD")
	_, after, _ := strings.Cut(rest, "END:STANDARD\r\n")
	hollow := before + after
	expectProblem(t, icaltest.Check([]byte(hollow)), 12, "no observance")
}

func TestProblemsAreBounded(t *testing.T) {
	if n := len(icaltest.Check([]byte(strings.Repeat("x\n", 10_000)))); n == 0 || n > 100 {
		t.Errorf("%d problems for a file of nonsense", n)
	}
}

// recorder stands in for a test that fails.
type recorder struct {
	testing.TB
	errors []string
}

func (r *recorder) Helper()             {}
func (r *recorder) Error(args ...any)   { r.errors = append(r.errors, fmt.Sprint(args...)) }
func (r *recorder) Logf(string, ...any) {}

func TestVerifyFailsTheTest(t *testing.T) {
	r := &recorder{TB: t}
	icaltest.Verify(r, []byte(sound))
	if len(r.errors) == 0 || !strings.Contains(strings.Join(r.errors, "\n"), "line 1: the line ends with LF alone") {
		t.Errorf("errors = %q", r.errors)
	}
}

func FuzzCheckNeverPanics(f *testing.F) {
	f.Add([]byte(withCRLF(sound)))
	f.Add([]byte("BEGIN:VCALENDAR\r\nEND:X\r\n"))
	f.Add([]byte(" x\r\nA;B=\"\r\n"))
	f.Fuzz(func(t *testing.T, octets []byte) {
		for _, p := range icaltest.Check(octets) {
			if p.Line < 1 || p.Text == "" {
				t.Errorf("a problem without a place or a text: %+v", p)
			}
		}
	})
}
