package ical

import "time"

// Far ahead, where zone data says its changes by a rule, [time.Time.ZoneBounds]
// cuts every year off: it names the first of January (in a leap year already
// the 31st of December) as a bound at which nothing changes. These functions
// look past such bounds.

// changeBefore returns the instant at which the clocks of t's zone were last
// changed, or zero if they never were.
func changeBefore(t time.Time) time.Time {
	for {
		begin, _ := t.ZoneBounds()
		if begin.IsZero() {
			return time.Time{}
		}
		earlier := begin.Add(-time.Second)
		if !sameClocks(earlier, t) {
			return begin
		}
		t = earlier
	}
}

// changeAfter returns the first instant after t, and before limit, at which the
// clocks of t's zone are changed, or zero if there is none.
func changeAfter(t, limit time.Time) time.Time {
	for at := t; at.Before(limit); {
		_, end := at.ZoneBounds()
		if end.IsZero() {
			break
		}
		if !end.After(at) {
			end = time.Date(at.UTC().Year()+1, time.January, 1, 0, 0, 0, 0, time.UTC).In(at.Location())
		}
		if !sameClocks(end, t) {
			return end
		}
		at = end
	}
	return time.Time{}
}

// sameClocks reports whether the clocks of one zone keep to the same at both
// instants.
func sameClocks(a, b time.Time) bool {
	aName, aOffset := a.Zone()
	bName, bOffset := b.Zone()
	return aOffset == bOffset && aName == bName && a.IsDST() == b.IsDST()
}
