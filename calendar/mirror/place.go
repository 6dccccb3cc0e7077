package mirror

import (
	"sync"
	"time"

	"github.com/rickb777/date/v2"
)

// place is where an entry is in a calendar. Its times are UTC and whole seconds,
// as services keep no less.
type place struct {
	day        date.Date
	days       int
	start, end time.Time
	zone       string
}

// placeOf returns where the remote shows an entry.
func placeOf(e *Entry) place {
	if e.Start.IsZero() {
		return place{day: e.Day, days: max(e.Days, 1)}
	}
	return place{start: exact(e.Start), end: exact(e.End), zone: e.Start.Location().String()}
}

func exact(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }

// place returns where c is written.
func (c *Content) place() place {
	return place{day: c.Day, days: c.Days, start: c.Start, end: c.End, zone: c.Zone}
}

// place returns where the person put the entry; none means where it was written.
func (s *Seen) place() place {
	return place{day: s.Day, days: s.Days, start: s.Start, end: s.End, zone: s.Zone}
}

func (s *Seen) put(p place) {
	s.Day, s.Days, s.Start, s.End, s.Zone, s.Taken = p.day, p.days, p.start, p.end, p.zone, false
}

func (p *place) none() bool   { return p.day == 0 && p.start.IsZero() }
func (p *place) allDay() bool { return p.start.IsZero() }

// same reports whether both are at the same time; the zone in which it is shown
// does not count.
func (p place) same(q place) bool {
	return p.day == q.day && p.days == q.days && p.start.Equal(q.start) && p.end.Equal(q.end)
}

// on returns the day of p as it is in a zone.
func (p place) on(zone string) date.Date {
	if p.allDay() {
		return p.day
	}
	return date.NewAt(p.start.In(located(zone)))
}

// clock returns the time of day at which p starts in its own zone and how long
// it is. An all-day place has none.
func (p place) clock() (start string, length time.Duration) {
	if p.allDay() {
		return "", time.Duration(p.days) * 24 * time.Hour
	}
	return p.start.In(located(p.zone)).Format(time.TimeOnly), p.end.Sub(p.start)
}

func (p place) sameClock(q place) bool {
	ps, pl := p.clock()
	qs, ql := q.clock()
	return ps == qs && pl == ql
}

// zones holds the locations that were loaded, as loading one reads a file.
var zones sync.Map

// located returns the zone with a name, UTC for one that this machine does not
// know.
func located(zone string) *time.Location {
	if z, ok := zones.Load(zone); ok {
		return z.(*time.Location)
	}
	z, err := time.LoadLocation(zone)
	if err != nil {
		return time.UTC
	}
	zones.Store(zone, z)
	return z
}

// place returns where the entry of a row is, as far as is known.
func (r *Row) place() place {
	if p := r.Seen.place(); !p.none() {
		return p
	}
	return r.Written.place()
}

// placeFor returns where the entry goes when want is written: a merge of where it
// was written, where the person put it, and where it is wanted. What the
// application does not move stays where the person has it, but for another day
// that it took: then it says which day that is. On the day that it wants, the
// person's time of day and length stay, unless another time of day is wanted of
// an event whose time is its own.
func (r *Row) placeFor(want *Content) place {
	target, moved := want.place(), r.Seen.place()
	if moved.none() {
		return target
	}
	written := r.Written.place()
	stays := target.same(written)
	if target.on(want.Zone) != moved.on(want.Zone) {
		stays = stays && !r.Seen.Taken
	} else {
		stays = stays || want.Anytime || target.sameClock(written)
	}
	if stays {
		return moved
	}
	return target
}
