package icaltest

import "slices"

// calendar checks everything that needs the whole calendar.
func (c *checker) calendar(root *component) {
	c.cardinality(root)
	c.values(root)
	if len(root.children) == 0 {
		c.add(root.number, "the calendar has no component")
	}
	c.pairs(root)
	zones := c.zones(root)
	uids := make(map[string]bool)
	for _, k := range root.children {
		if k.name != "VEVENT" {
			continue
		}
		c.event(k, zones)
		if uid := k.value("UID"); uids[uid] {
			c.add(k.number, "the UID %q stands twice", uid)
		} else {
			uids[uid] = true
		}
	}
}

// pairs checks the lines that different programs read for the same thing.
func (c *checker) pairs(root *component) {
	for _, pair := range [][2]string{
		{"NAME", "X-WR-CALNAME"}, {"DESCRIPTION", "X-WR-CALDESC"}, {"REFRESH-INTERVAL", "X-PUBLISHED-TTL"},
	} {
		if root.value(pair[0]) != root.value(pair[1]) {
			c.add(root.number, "%s and %s differ", pair[0], pair[1])
		}
	}
	if (root.first("COLOR") == nil) != (root.first("X-APPLE-CALENDAR-COLOR") == nil) {
		c.add(root.number, "COLOR and X-APPLE-CALENDAR-COLOR do not stand together")
	}
	if l := root.first("REFRESH-INTERVAL"); l != nil && !slices.Equal(l.params["VALUE"], []string{"DURATION"}) {
		c.add(l.number, "REFRESH-INTERVAL lacks VALUE=DURATION")
	}
}

// zones checks the VTIMEZONEs, and that they stand before the events, and
// returns their names.
func (c *checker) zones(root *component) map[string]bool {
	zones := make(map[string]bool)
	eventSeen := false
	for _, k := range root.children {
		if eventSeen = eventSeen || k.name == "VEVENT"; k.name != "VTIMEZONE" {
			continue
		}
		name := k.value("TZID")
		switch {
		case zones[name]:
			c.add(k.number, "there are two VTIMEZONEs for %s", name)
		case eventSeen:
			c.add(k.number, "the VTIMEZONE for %s stands after an event", name)
		case len(k.children) == 0:
			c.add(k.number, "the VTIMEZONE for %s has no observance", name)
		}
		for _, o := range k.children {
			if year := o.value("DTSTART"); year < "1969" {
				c.add(o.number, "an observance of %s begins in %.4s, before 1969", name, year)
			}
		}
		zones[name] = true
	}
	if own := root.value("X-WR-TIMEZONE"); own != "" && !zones[own] {
		c.add(root.number, "there is no VTIMEZONE for X-WR-TIMEZONE %s", own)
	}
	return zones
}

// event checks what the lines of an event say together.
func (c *checker) event(k *component, zones map[string]bool) {
	start, end := k.first("DTSTART"), k.first("DTEND")
	for _, l := range k.lines {
		for _, zone := range l.params["TZID"] {
			if !zones[zone] {
				c.add(l.number, "there is no VTIMEZONE for %s", zone)
			}
		}
	}
	if start != nil && end != nil {
		switch {
		case !slices.Equal(start.params["VALUE"], end.params["VALUE"]), !slices.Equal(start.params["TZID"], end.params["TZID"]):
			c.add(end.number, "DTEND is not of DTSTART's kind or zone")
		case end.value <= start.value:
			c.add(end.number, "DTEND %s is not after DTSTART %s", end.value, start.value)
		}
	}
	free, busy := k.value("TRANSP") == "TRANSPARENT", k.value("X-MICROSOFT-CDO-BUSYSTATUS") == "BUSY"
	if free == busy {
		c.add(k.number, "TRANSP and X-MICROSOFT-CDO-BUSYSTATUS contradict each other")
	}
}
