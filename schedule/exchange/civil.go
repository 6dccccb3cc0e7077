package exchange

import (
	"strings"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// What is wrong with a date.
const (
	noDate        = "is not a date; write it as 2026-11-20"
	impossible    = "is a day that does not exist"
	ambiguousDate = "can be read as two different days; write it as 2026-11-20"
)

// civil returns the date of a year, month and day. The date package carries 30
// February over to March, so that the parts are compared again.
func civil(year, month, day int) (date.Date, string) {
	if year < schedule.FirstYear || year > schedule.LastYear {
		return 0, "is outside the years 1900 to 2199"
	}
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return 0, impossible
	}
	d := date.New(year, time.Month(month), day)
	if _, m, dd := d.Date(); int(m) != month || dd != day {
		return 0, impossible
	}
	return d, ""
}

// isoDate reads 2026-11-20 (ISO 8601) and nothing else. The second result says
// what is wrong; it is empty for a good date.
func isoDate(text string) (date.Date, string) {
	if len(text) != len("2026-11-20") || text[4] != '-' || text[7] != '-' {
		return 0, noDate
	}
	year, ok1 := digits(text[:4])
	month, ok2 := digits(text[5:7])
	day, ok3 := digits(text[8:])
	if !ok1 || !ok2 || !ok3 {
		return 0, noDate
	}
	return civil(year, month, day)
}

// linkedInDate reads "12/16/22, 3:07 PM" and "1/2/26": the month comes first,
// always, and the time is not used, because it has no zone.
func linkedInDate(text string) (date.Date, string) {
	day, clock, timed := strings.Cut(text, ",")
	if timed && !isClock(clock) {
		return 0, noDate
	}
	parts, ok := split3(day, '/')
	if !ok {
		return isoDate(day)
	}
	month, ok1 := digits(parts[0])
	dom, ok2 := digits(parts[1])
	year, ok3 := digits(parts[2])
	if !ok1 || !ok2 || !ok3 {
		return 0, noDate
	}
	switch len(parts[2]) {
	case 2:
		year += 2000
	case 4:
	default:
		return 0, noDate
	}
	return civil(year, month, dom)
}

// isClock reports whether text is a time of day such as 3:07 PM or 15:07:30,
// with the narrow spaces that newer exports put before AM and PM.
func isClock(text string) bool {
	if isPlainClock(strings.TrimSpace(text)) {
		return true
	}
	text = strings.ToUpper(strings.Join(strings.Fields(text), ""))
	if i := strings.IndexAny(text, "+Z"); i > 0 {
		text = text[:i]
	}
	text, half := trimHalf(text)
	parts := strings.Split(text, ":")
	if len(parts) < 2 || len(parts) > 3 {
		return false
	}
	hour, ok := digits(parts[0])
	if !ok || hour > 23 || (half && (hour < 1 || hour > 12)) {
		return false
	}
	for _, p := range parts[1:] {
		p, _, _ = strings.Cut(p, ".")
		n, ok := digits(p)
		if !ok || len(p) != 2 || n > 59 {
			return false
		}
	}
	return true
}

// isPlainClock knows 3:07 PM, as every row of a LinkedIn export has it, without
// taking the text apart.
func isPlainClock(text string) bool {
	hour, rest, _ := strings.Cut(text, ":")
	if len(rest) != len("07 PM") || rest[2] != ' ' || rest[4] != 'M' || (rest[3] != 'A' && rest[3] != 'P') {
		return false
	}
	h, ok1 := digits(hour)
	m, ok2 := digits(rest[:2])
	return ok1 && ok2 && h >= 1 && h <= 12 && m <= 59
}

// trimHalf takes AM or PM off.
func trimHalf(text string) (string, bool) {
	for _, half := range []string{"AM", "PM", "A.M.", "P.M."} {
		if rest, ok := strings.CutSuffix(text, half); ok {
			return rest, true
		}
	}
	return text, false
}

// digits reads one to four digits.
func digits(text string) (int, bool) {
	if text == "" || len(text) > 4 {
		return 0, false
	}
	n := 0
	for _, c := range []byte(text) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// split3 splits text into exactly three parts. It is strings.Split without the
// slice, on the path of every row.
func split3(text string, by byte) (parts [3]string, ok bool) {
	for i := range 2 {
		at := strings.IndexByte(text, by)
		if at < 0 {
			return parts, false
		}
		parts[i], text = text[:at], text[at+1:]
	}
	parts[2] = text
	return parts, strings.IndexByte(text, by) < 0
}
