package icaltest

import "slices"

// rule says what may stand in a component.
type rule struct {
	once     []string // must stand exactly once
	atMost   []string // may stand once
	many     []string
	children []string
}

// rules are the tables of RFC 5545 section 3.6 with RFC 7986 section 5, less
// what followcal never writes: METHOD and SOURCE of a calendar, ORGANIZER,
// ATTENDEE and recurrence of an event. X- properties may stand once.
var rules = map[string]rule{
	"VCALENDAR": {
		once:     []string{"PRODID", "VERSION"},
		atMost:   []string{"CALSCALE", "NAME", "DESCRIPTION", "COLOR", "REFRESH-INTERVAL"},
		children: []string{"VTIMEZONE", "VEVENT"},
	},
	"VEVENT": {
		once:     []string{"UID", "DTSTAMP", "DTSTART", "SEQUENCE", "LAST-MODIFIED", "STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS"},
		atMost:   []string{"DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "URL"},
		many:     []string{"CATEGORIES"},
		children: []string{"VALARM"},
	},
	"VALARM": {
		once: []string{"ACTION", "TRIGGER", "DESCRIPTION"},
	},
	"VTIMEZONE": {
		once:     []string{"TZID"},
		children: []string{"STANDARD", "DAYLIGHT"},
	},
	"STANDARD": observanceRule,
	"DAYLIGHT": observanceRule,
}

var observanceRule = rule{
	once:   []string{"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
	atMost: []string{"TZNAME", "RRULE"},
}

// cardinality checks the properties and children of k against its rule, and
// its children's against theirs.
func (c *checker) cardinality(k *component) {
	r, known := rules[k.name]
	if !known {
		c.add(k.number, "the component %s is not written by followcal", k.name)
		return
	}
	count := make(map[string]int)
	for _, l := range k.lines {
		count[l.name]++
		isX := len(l.name) > 2 && l.name[:2] == "X-"
		switch {
		case slices.Contains(r.many, l.name):
		case !isX && !slices.Contains(r.once, l.name) && !slices.Contains(r.atMost, l.name):
			c.add(l.number, "%s may not stand in %s", l.name, k.name)
		case count[l.name] == 2:
			c.add(l.number, "%s stands twice in %s", l.name, k.name)
		}
	}
	for _, name := range r.once {
		if count[name] == 0 {
			c.add(k.number, "%s is missing from %s", name, k.name)
		}
	}
	for _, child := range k.children {
		if !slices.Contains(r.children, child.name) {
			c.add(child.number, "%s may not stand in %s", child.name, k.name)
		}
		c.cardinality(child)
	}
}
