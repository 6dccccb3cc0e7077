package ical

import (
	"fmt"
	"slices"
	"time"

	ics "github.com/arran4/golang-ical"
)

// clockless is when an observance begins that was in force long before the
// years in use. Its real beginning may lie in 1854, with an offset in seconds,
// and Outlook refuses the calendar then.
var clockless = time.Date(1970, time.January, 1, 0, 0, 0, 0, time.UTC)

// timezone returns the VTIMEZONE of z (RFC 5545 section 3.6.5) for the years
// first to last. The library's own AddTimezone makes one without observances,
// which is invalid.
func timezone(z *zone, first, last int) *ics.VTimezone {
	var parts []part
	for _, r := range rulesOf(z.location, first, last) {
		parts = append(parts, r.parts(first)...)
	}
	slices.SortStableFunc(parts, func(a, b part) int { return a.begin.Compare(b.begin) })
	base := ics.ComponentBase{Properties: []ics.IANAProperty{property(ics.PropertyTzid, z.name, nil)}}
	for _, p := range parts {
		base.Components = append(base.Components, p.component())
	}
	return &ics.VTimezone{ComponentBase: base}
}

// part is one STANDARD or DAYLIGHT component.
type part struct {
	begin    time.Time // on the clocks that are about to be changed
	from, to int
	name     string
	daylight bool
	rrule    string // empty for a change that happened once
}

// fewest is the number of years for which a rule with an end is worth an RRULE.
const fewest = 3

// parts returns the components that say r.
func (r *rule) parts(first int) []part {
	if r.endless || len(r.onsets) >= fewest {
		p := r.part(&r.observance)
		p.rrule = r.rrule()
		return []part{p}
	}
	var parts []part
	for i := range r.onsets {
		p := r.part(&r.onsets[i])
		if p.begin.Year() < first-1 {
			p.begin, p.from = clockless, p.to
		}
		parts = append(parts, p)
	}
	return parts
}

func (r *rule) part(o *observance) part {
	return part{begin: o.wall(), from: o.from, to: o.to, name: o.name, daylight: r.daylight}
}

// rrule returns the RRULE of r. UNTIL is in UTC, as RFC 5545 section 3.3.10
// asks within a VTIMEZONE.
func (r *rule) rrule() string {
	wall := r.wall()
	value := fmt.Sprintf("FREQ=YEARLY;BYMONTH=%d;BYDAY=%s", int(wall.Month()), r.weeks.byDay(wall.Weekday()))
	if !r.endless {
		value += ";UNTIL=" + r.onsets[len(r.onsets)-1].onset.Format(formUTC)
	}
	return value
}

// component returns p as the library holds it.
func (p part) component() ics.Component {
	properties := []ics.IANAProperty{
		property(ics.PropertyDtstart, p.begin.Format(formLocal), nil),
		property(ics.PropertyTzoffsetfrom, offset(p.from), nil),
		property(ics.PropertyTzoffsetto, offset(p.to), nil),
		property(ics.PropertyTzname, p.name, nil),
	}
	if p.rrule != "" {
		properties = append(properties, property(ics.PropertyRrule, p.rrule, nil))
	}
	base := ics.ComponentBase{Properties: properties}
	if p.daylight {
		return &ics.Daylight{ComponentBase: base}
	}
	return &ics.Standard{ComponentBase: base}
}

// offset returns seconds east of UTC as a UTC-OFFSET (RFC 5545 section 3.3.14),
// with seconds only where there are some.
func offset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	s := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		s += fmt.Sprintf("%02d", seconds%60)
	}
	return s
}
