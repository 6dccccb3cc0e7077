package exchange

import (
	"strings"

	"github.com/rickb777/date/v2"
)

// plainDate reads a date in any form that has one meaning only: ISO 8601 with
// or without a time, 2026/11/12, 12 Nov 2026, Nov 12, 2026, and 25/11/2026 or
// 11/25/2026, where one part can be no month. 03/04/2026 has two meanings and
// is refused. The day is taken as it is written, whatever zone follows it.
func plainDate(text string) (date.Date, string) {
	if d, wrong := isoDate(text); wrong == "" || wrong == impossible {
		return d, wrong
	}
	if strings.ContainsFunc(text, isLetter) {
		if d, wrong, ok := namedMonth(text); ok {
			return d, wrong
		}
	}
	day := withoutClock(text)
	for _, by := range []byte("-/.") {
		if parts, ok := split3(day, by); ok {
			return numbered(parts)
		}
	}
	if len(day) == len("20261112") {
		if year, ok := digits(day[:4]); ok {
			return numeric(year, day[4:6], day[6:])
		}
	}
	return 0, noDate
}

// withoutClock takes a time of day off, as in 2026-11-12T10:00:00Z and
// 11/25/2026, 3:07 PM. What is no time stays, so that it is refused.
func withoutClock(text string) string {
	i := strings.IndexAny(text, "Tt ")
	if i > 0 && (isClock(text[i+1:]) || isOffsetClock(text[i+1:])) {
		return strings.TrimSuffix(text[:i], ",")
	}
	return text
}

// isOffsetClock reports whether text is a time with an offset behind UTC, such
// as 10:00:00-05:00. Offsets ahead of it are known to [isClock].
func isOffsetClock(text string) bool {
	clock, offset, ok := strings.Cut(text, "-")
	return ok && isClock(clock) && isClock(offset)
}

// numbered reads the three parts of a date in digits: the year first, or last
// with four digits.
func numbered(parts [3]string) (date.Date, string) {
	if len(parts[0]) == 4 {
		if year, ok := digits(parts[0]); ok {
			return numeric(year, parts[1], parts[2])
		}
		return 0, noDate
	}
	a, ok1 := digits(parts[0])
	b, ok2 := digits(parts[1])
	year, ok3 := digits(parts[2])
	switch {
	case !ok1 || !ok2 || !ok3:
		return 0, noDate
	case len(parts[2]) != 4:
		return 0, ambiguousDate
	case a > 12 && b > 12:
		return 0, impossible
	case a > 12:
		return civil(year, b, a)
	case b > 12 || a == b:
		return civil(year, a, b)
	}
	return 0, ambiguousDate
}

// numeric reads the month and the day of a year that is known, in digits.
func numeric(year int, month, day string) (date.Date, string) {
	m, ok1 := digits(month)
	d, ok2 := digits(day)
	if !ok1 || !ok2 {
		return 0, noDate
	}
	return civil(year, m, d)
}

var months = []string{
	"january", "february", "march", "april", "may", "june",
	"july", "august", "september", "october", "november", "december",
}

var weekdays = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

// namedMonth reads a date whose month is a word: 12 Nov 2026, Nov 12th, 2026,
// with a weekday before and a time behind.
func namedMonth(text string) (d date.Date, wrong string, ok bool) {
	words := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == '-' || r == '/' || r == '.' || r == '\u202f' })
	if len(words) > 3 && indexOf(weekdays, words[0]) > 0 {
		words = words[1:]
	}
	if len(words) < 3 || (len(words) > 3 && !isClock(strings.Join(words[3:], " "))) {
		return 0, noDate, false
	}
	month, dayWord := indexOf(months, words[0]), words[1]
	if month == 0 {
		month, dayWord = indexOf(months, words[1]), words[0]
	}
	day, ok1 := digits(withoutOrdinal(dayWord))
	year, ok2 := digits(words[2])
	if month == 0 || !ok1 || !ok2 || len(words[2]) != 4 || day > 99 {
		return 0, noDate, false
	}
	d, wrong = civil(year, month, day)
	return d, wrong, true
}

// indexOf returns the place of word in names from 1, 0 when it is none of
// them. Three letters or more are enough.
func indexOf(names []string, word string) int {
	word = strings.ToLower(word)
	if word == "sept" {
		word = "sep"
	}
	for i, name := range names {
		if word == name || (len(word) == 3 && strings.HasPrefix(name, word)) {
			return i + 1
		}
	}
	return 0
}

// withoutOrdinal takes the ending off 1st, 2nd, 3rd and 4th.
func withoutOrdinal(day string) string {
	for _, end := range []string{"st", "nd", "rd", "th"} {
		if rest, ok := strings.CutSuffix(strings.ToLower(day), end); ok {
			return rest
		}
	}
	return day
}

// isLetter reports whether r is a letter of ASCII, which is what a month's name
// in English needs.
func isLetter(r rune) bool { return (r|0x20) >= 'a' && (r|0x20) <= 'z' }
