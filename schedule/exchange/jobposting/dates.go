package jobposting

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rickb777/date/v2"
)

// The years that a date may lie in, as everywhere in a log.
const (
	firstYear = 1900
	lastYear  = 2199
)

// isoDay is an ISO 8601 date, with or without a time and an offset, in the
// spellings that pages have: a space for the T, fractions, +0100, a zone's name
// in brackets behind the offset.
var isoDay = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2})` +
		`(?:[Tt ]+([01]\d|2[0-4]):?([0-5]\d)(?::?([0-5]\d|60)(?:[.,]\d{1,9})?)?` +
		`\s*(?:[Zz]|UTC|GMT|[+-]([01]\d)(?::?[0-5]\d)?)?(?:\[[A-Za-z_/+-]+\])?)?$`)
})

// day reads a date or date-time of the posting. Of a date-time it is the civil
// day in the offset in which it is written: moving an instant to another zone
// would close a posting a day early. What is no such date is left out with a
// warning.
func (r *reader) day(n node, property string) date.Date {
	text := oneLine(r.graph.first(n, property))
	if text == "" {
		return 0
	}
	d, wrong := civilDay(text)
	if wrong != "" {
		r.warn("the posting's %s %q %s, and is left out", property, shown(text), wrong)
	}
	return d
}

// civilDay reads the day of an ISO 8601 date or date-time. The second result
// says what is wrong; it is empty for a good one.
func civilDay(text string) (date.Date, string) {
	m := isoDay().FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return 0, "is not a date as schema.org writes it (2026-11-20)"
	}
	year, _ := strconv.Atoi(m[1])
	month, _ := strconv.Atoi(m[2])
	dom, _ := strconv.Atoi(m[3])
	if year < firstYear || year > lastYear {
		return 0, "is outside the years 1900 to 2199"
	}
	d := date.New(year, time.Month(month), dom)
	if y, mm, dd := d.Date(); y != year || int(mm) != month || dd != dom { // 30 February was carried over to March
		return 0, "is a day that does not exist"
	}
	return d, ""
}
