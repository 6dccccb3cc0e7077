package workday

import (
	"iter"
	"slices"

	"github.com/rickb777/date/v2"
)

// Kind is why a day is closed, if it is.
type Kind uint8

// The kinds.
const (
	Working   Kind = iota
	Weekend        // a weekend day that is nothing else
	Holiday        // a public holiday, on a weekend day too
	Estimated      // a holiday whose day hangs on a sighting or a decree
	Extra          // a closed day that a user brought
	Outside        // a day that the calendar knows nothing about
)

var kindNames = [...]string{"working", "weekend", "holiday", "estimated", "extra", "outside"}

// String returns the kind's name in lower case.
func (k Kind) String() string { return kindNames[k] }

// ClosedDay is a day on which offices are closed, and why.
type ClosedDay struct {
	On    date.Date
	Name  string // in English; the day of the week for a weekend
	Local string // in the region's first language where that is known, else Name
	Kind  Kind
}

// Closed returns the English name and the kind of the day d. A working day has
// no name, unless a user's list of working days gave it one.
func (c *Calendar) Closed(d date.Date) (name string, kind Kind) {
	day := c.day(d)
	return day.Name, day.Kind
}

// Days yields the closed days from a to b in order, both included, weekends
// too. Days outside [Calendar.Years] are passed over; see [Calendar.List].
func (c *Calendar) Days(a, b date.Date) iter.Seq[ClosedDay] {
	return func(yield func(ClosedDay) bool) {
		for d := max(a, c.first); d <= min(b, c.last); d++ {
			if !c.index.has(int(d-c.first)) && !yield(c.day(d)) {
				return
			}
		}
	}
}

// List returns the closed days from a to b in order, both included. It fails
// when one of them is outside [Calendar.Years].
func (c *Calendar) List(a, b date.Date) ([]ClosedDay, error) {
	if a < c.first || b > c.last {
		return nil, c.outside
	}
	return slices.Collect(c.Days(a, b)), nil
}

// day says what d is.
func (c *Calendar) day(d date.Date) ClosedDay {
	i, ok := c.offset(d)
	if !ok {
		return ClosedDay{On: d, Kind: Outside}
	}
	if day, ok := c.named(d); ok {
		return day
	}
	if c.index.has(i) {
		return ClosedDay{On: d, Kind: Working}
	}
	name := d.Weekday().String()
	return ClosedDay{On: d, Name: name, Local: name, Kind: Weekend}
}

// named returns what the topmost mark says about d. A mark that opens the day
// hides those below it, but in a combination the other calendar may close it.
func (c *Calendar) named(d date.Date) (ClosedDay, bool) {
	i := int(d - c.first)
	if c.marked.has(i) {
		m := c.marks[c.marked.rank(i)]
		l := c.labels[m.label]
		return ClosedDay{d, l.english, l.local, m.kind}, true
	}
	var open ClosedDay
	found := false
	for _, u := range c.under {
		day, ok := u.named(d)
		if ok && day.Kind != Working {
			return day, true
		}
		if ok {
			open, found = day, true
		}
	}
	return open, found && c.index.has(i)
}
