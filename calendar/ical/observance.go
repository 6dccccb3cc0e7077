package ical

import "time"

// observance is a stretch of time over which a zone keeps one offset.
type observance struct {
	onset    time.Time // the instant at which it begins, in UTC
	from, to int       // the offsets before and during it, in seconds east of UTC
	name     string    // its abbreviation
	summer   bool      // as the zone data says it; see daylight
}

// wall is the onset on the clocks that are about to be changed, which is how
// a VTIMEZONE says it (RFC 5545 section 3.6.5).
func (o *observance) wall() time.Time {
	return o.onset.Add(time.Duration(o.from) * time.Second)
}

// observances returns, in order, the one in force when the year first begins
// in location, with the one before it where there is one, and all that begin
// before the year last ends.
func observances(location *time.Location, first, last int) []observance {
	at := time.Date(first, time.January, 1, 0, 0, 0, 0, location)
	if begin := changeBefore(at); !begin.IsZero() {
		at = begin.Add(-time.Second)
	}
	end := time.Date(last+1, time.January, 1, 0, 0, 0, 0, location)
	var all []observance
	for !at.IsZero() && at.Before(end) {
		all = append(all, observanceAt(at))
		at = changeAfter(at, end)
	}
	return all
}

// observanceAt returns the observance in force at an instant. Its onset is zero
// if it has been in force for ever.
func observanceAt(at time.Time) observance {
	var o observance
	o.name, o.to = at.Zone()
	o.summer = at.IsDST()
	o.from = o.to
	if begin := changeBefore(at); !begin.IsZero() {
		o.onset = begin.UTC()
		_, o.from = begin.Add(-time.Second).Zone()
	}
	return o
}

// daylight reports for each of all whether it is written as DAYLIGHT. That is
// the one of two neighbours with the later clocks. Zone data calls Ireland's
// winter and Morocco's Ramadan the daylight saving time, with a negative
// saving, and readers expect it to be positive.
func daylight(all []observance) []bool {
	is := make([]bool, len(all))
	for i := 1; i < len(all); i++ {
		a, b := &all[i-1], &all[i]
		if a.summer != b.summer {
			is[i-1] = is[i-1] || a.to > b.to
			is[i] = b.to > a.to
		}
	}
	return is
}
