package ical

import (
	"maps"
	"slices"
	"time"

	"followcal/calendar"
	"followcal/internal/fault"
)

// Spans says which zones a calendar's events are in, and in which years: what
// its VTIMEZONEs must cover. The zero value is empty and ready for use.
//
// Collecting is cheap (no event is encoded), so a caller that streams events
// goes over them once for the spans and once for the octets.
type Spans struct {
	timed  map[string]years
	allDay years
}

// years is a range of civil years, both included; the zero value is empty.
type years struct{ first, last int }

// with returns y widened to hold year.
func (y years) with(year int) years {
	if y == (years{}) {
		return years{year, year}
	}
	return years{min(y.first, year), max(y.last, year)}
}

// hold reports whether year is in y.
func (y years) hold(year int) bool { return y.first <= year && year <= y.last }

// Add widens s to hold e. An invalid event adds nothing, or years of no use:
// encoding it tells what is wrong.
func (s *Spans) Add(e *calendar.Event) {
	if e.AllDay() {
		s.allDay = s.allDay.with(e.Day.Year()).with(e.After().Year())
		return
	}
	s.Cover(e.Start, e.End)
}

// Cover widens s to hold the years of start and end in their own zones.
func (s *Spans) Cover(start, end time.Time) {
	for _, t := range [...]time.Time{start, end} {
		name, year := t.Location().String(), t.Year()
		y := s.timed[name]
		if y.hold(year) || year < calendar.FirstYear || year > calendar.LastYear {
			continue
		}
		if s.timed == nil {
			s.timed = make(map[string]years)
		}
		s.timed[name] = y.with(year)
	}
}

// check returns a fault when e lies outside s: a reader would guess its hour.
// It is a defect of the caller, not of the event.
func (s *Spans) check(e *calendar.Event) error {
	if e.AllDay() {
		return nil
	}
	y := s.timed[e.Start.Location().String()]
	if y.hold(e.Start.Year()) && y.hold(e.End.Year()) {
		return nil
	}
	return fault.New(fault.Internal, "the event %q is at %s, and the calendar's time zones were not collected for it", e.UID, e.Start.Format(time.RFC3339))
}

// yearOfNothing stands in for the years in use of a calendar that has no event:
// the rules of that year and all later ones.
const yearOfNothing = 2025

// zones returns the zones to write with their years, by name. The calendar's
// own zone is always there, for the days of its all-day events, and because a
// calendar needs at least one component (RFC 5545 section 3.6).
func (s *Spans) zones(own *zone) ([]span, error) {
	timed := maps.Clone(s.timed)
	if timed == nil {
		timed = make(map[string]years)
	}
	delete(timed, "UTC")
	y := s.timed[own.name]
	if s.allDay != (years{}) {
		y = y.with(s.allDay.first).with(s.allDay.last)
	}
	if y == (years{}) {
		y = y.with(yearOfNothing)
	}
	timed[own.name] = y
	var all []span
	for _, name := range slices.Sorted(maps.Keys(timed)) {
		z, err := zoneNamed(name)
		if err != nil {
			return nil, err
		}
		all = append(all, span{z, timed[name]})
	}
	return all, nil
}

// span is a zone and the years in use.
type span struct {
	*zone
	years
}
