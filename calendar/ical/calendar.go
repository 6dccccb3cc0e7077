package ical

import (
	"time"

	ics "github.com/arran4/golang-ical"

	"followcal/internal/fault"
)

// ProductID names the program that wrote a calendar, for PRODID.
const ProductID = "-//followcal//followcal//EN"

// Calendar is what a calendar says about itself.
type Calendar struct {
	Name        string
	Description string         // may be empty
	Zone        *time.Location // the candidate's own IANA zone
	Color       Color          // the zero value: the reader chooses
	Refresh     time.Duration  // how often to ask for it again; 0: not said
}

// The bounds of [Calendar.Refresh].
const (
	ShortestRefresh = time.Minute
	LongestRefresh  = 30 * 24 * time.Hour
	longestName     = 1 << 10
)

// Every calendar program has its own name for what RFC 7986 named later, and
// they differ in which of the two they read.
const (
	oldDescription ics.Property = "X-WR-CALDESC"
	appleColor     ics.Property = "X-APPLE-CALENDAR-COLOR"
	refresh        ics.Property = "REFRESH-INTERVAL"
)

// asDuration is the parameter of REFRESH-INTERVAL, which RFC 7986 section 5.7
// requires. The library's constant has it within the property's name.
var asDuration = params{string(ics.ParameterValue): {string(ics.ValueDataTypeDuration)}}

// validate returns the calendar's zone, or a fault of kind Invalid or TooLarge.
func (c *Calendar) validate() (*zone, error) {
	switch {
	case line(c.Name) == "":
		return nil, fault.New(fault.Invalid, "the calendar has no name; give it one")
	case len(c.Name) > longestName || len(c.Description) > longestName:
		return nil, fault.New(fault.TooLarge, "the calendar's name or description is longer than %d octets; shorten it", longestName)
	case c.Refresh != 0 && (c.Refresh < ShortestRefresh || c.Refresh > LongestRefresh):
		return nil, fault.New(fault.Invalid, "the refresh interval %s is not between %s and %s", c.Refresh, ShortestRefresh, LongestRefresh)
	case c.Zone == nil:
		return nil, fault.New(fault.Invalid, "the calendar has no time zone; name one such as America/New_York")
	}
	return zoneNamed(c.Zone.String())
}

// properties returns the calendar's own lines in their fixed order. There is no
// METHOD (it would ask for an organizer, RFC 5546 section 3.2.1), and no SOURCE
// (the address of a feed is a secret, and files get passed on).
func (c *Calendar) properties() []ics.IANAProperty {
	to := []ics.IANAProperty{
		property(ics.PropertyVersion, "2.0", nil),
		property(ics.PropertyProductId, ProductID, nil),
		property(ics.PropertyCalscale, "GREGORIAN", nil),
	}
	to = appendText(to, ics.PropertyName, line(c.Name))
	to = appendText(to, ics.PropertyXWRCalName, line(c.Name))
	to = appendText(to, ics.PropertyDescription, text(c.Description))
	to = appendText(to, oldDescription, text(c.Description))
	to = append(to, property(ics.PropertyXWRTimezone, c.Zone.String(), nil))
	if c.Color != (Color{}) {
		to = append(to, property(ics.PropertyColor, c.Color.Name(), nil), property(appleColor, c.Color.Hex(), nil))
	}
	if c.Refresh != 0 {
		to = append(to,
			property(refresh, duration(c.Refresh), asDuration),
			property(ics.PropertyXPublishedTTL, duration(c.Refresh), nil),
		)
	}
	return to
}
