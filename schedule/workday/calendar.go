package workday

import (
	"slices"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
)

// Day is one named civil date.
type Day struct {
	On   date.Date
	Name string
}

// Calendar tells business days from closed ones between two dates. It never
// changes and may be used by many goroutines at once.
type Calendar struct {
	index index     // which days are open
	first date.Date // the day at offset 0
	last  date.Date // before first when the calendar knows no day
	days  int       // from first to last, kept so that counting is small enough to be inlined

	labels []label     // the names that marks refer to
	marks  []mark      // the days that have a name of their own, by day
	marked index       // which days have a mark; its rank finds the mark
	under  []*Calendar // who to ask about a day without a mark, in this order

	outside error // returned for every day outside, built once
}

// label is how a closed day is called.
type label struct{ english, local string }

// mark says why a day is closed or, with the kind [Working], open.
type mark struct {
	day   int32 // offset from the first day
	label uint32
	kind  Kind
}

// New returns a calendar of made-up holidays that is closed on weekend and on
// the days of closed, which are of the kind [Holiday]. It knows the days from
// first to last, both included, but no more than 179 years; days of closed
// beyond these are ignored.
func New(first, last date.Date, weekend WeekendDays, closed []Day) *Calendar {
	c := empty(first, last)
	c.index = newIndex(c.length())
	for i := range c.length() {
		c.index.set(i, !weekend.Has((c.first + date.Date(i)).Weekday()))
	}
	c.put(closed, Holiday)
	c.count()
	return c
}

// empty returns a calendar from first to last that has no index yet.
func empty(first, last date.Date) *Calendar {
	c := &Calendar{first: first, last: min(max(last, first-1), first+maxDays-1)}
	c.outside = fault.New(fault.Invalid, "business days are known from %s to %s only: use dates between these, or other lists of closed days", c.first, c.last)
	if c.length() == 0 {
		c.outside = fault.New(fault.Invalid, "these calendars have no year in common: business days are not known for any date")
	}
	return c
}

// put marks the days that c knows, so that a later one of the same date counts,
// and opens or closes them. The caller counts the calendar afterwards.
func (c *Calendar) put(days []Day, kind Kind) {
	numbers := make(map[string]uint32)
	for _, d := range days {
		i, ok := c.offset(d.On)
		if !ok {
			continue
		}
		number, known := numbers[d.Name]
		if !known {
			number = uint32(len(c.labels))
			numbers[d.Name] = number
			c.labels = append(c.labels, label{d.Name, d.Name})
		}
		c.index.set(i, kind == Working)
		m := mark{int32(i), number, kind}
		at, found := slices.BinarySearchFunc(c.marks, m.day, mark.compareDay)
		if found {
			c.marks[at] = m
			continue
		}
		c.marks = slices.Insert(c.marks, at, m)
	}
}

// count makes the calendar ready for use, once all its days are put.
func (c *Calendar) count() {
	c.days = c.length()
	c.index.count(c.days)
	c.marked = newIndex(c.length())
	for _, m := range c.marks {
		c.marked.set(int(m.day), true)
	}
	c.marked.countBefore()
}

func (m mark) compareDay(day int32) int { return int(m.day - day) }

// Years returns the first and the last day that the calendar knows. Nothing is
// known when last is before first.
func (c *Calendar) Years() (first, last date.Date) { return c.first, c.last }

func (c *Calendar) length() int { return int(c.last-c.first) + 1 }

func (c *Calendar) offset(d date.Date) (i int, ok bool) {
	return int(d - c.first), d >= c.first && d <= c.last
}
