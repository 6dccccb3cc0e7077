package entry

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// longAway is how many days off in a row are taken without asking back.
const longAway = 92

// AddDaysOff returns the list with the days off added, sorted. A zero end is the
// day that it begins on. Ranges that overlap become one with both reasons, and
// ranges that follow one another for the same reason become one too, so that
// every day is off once.
func AddDaysOff(list []schedule.DaysOff, d schedule.DaysOff) (all []schedule.DaysOff, warnings []string, err error) {
	c := &checker{}
	d.To = cmp.Or(d.To, d.From)
	c.span(d.From, d.To)
	d.Why = c.name("why", d.Why)
	if c.err != nil {
		return nil, nil, c.err
	}
	if n := int(d.To-d.From) + 1; n > longAway {
		c.warn("that is %d days off in a row", n)
	}
	for _, o := range list {
		overlap := o.From <= d.To && d.From <= o.To
		adjoin := (o.From == d.To+1 || d.From == o.To+1) && o.Why == d.Why
		if !overlap && !adjoin {
			all = append(all, o)
			continue
		}
		c.warn("united with your days off from %s to %s", schedule.LongDate(o.From), schedule.LongDate(o.To))
		d = schedule.DaysOff{From: min(d.From, o.From), To: max(d.To, o.To), Why: c.name("why", bothReasons(o.Why, d.Why))}
	}
	if c.err != nil {
		return nil, nil, c.err
	}
	all = append(all, d)
	slices.SortFunc(all, func(a, b schedule.DaysOff) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	return all, c.warnings, nil
}

// bothReasons joins the reasons of two ranges that become one.
func bothReasons(a, b string) string {
	switch {
	case a == "" || slices.Contains(strings.Split(b, ", "), a):
		return b
	case b == "" || slices.Contains(strings.Split(a, ", "), b):
		return a
	}
	return a + ", " + b
}

// span checks a range of days.
func (c *checker) span(from, to date.Date) {
	if from == 0 {
		c.fail(wrong("from", "there is no day; give the first day"))
	}
	c.day("from", from)
	c.day("to", to)
	if to < from {
		c.fail(wrong("to", "%s is before %s, where it begins", schedule.LongDate(to), schedule.LongDate(from)))
	}
}

// RemoveDaysOff returns the list without these days, both included; a zero end
// is the first day. A range that reaches beyond them keeps the rest. That none of
// them is a day off is a fault.
func RemoveDaysOff(list []schedule.DaysOff, from, to date.Date) ([]schedule.DaysOff, error) {
	c := &checker{}
	to = cmp.Or(to, from)
	c.span(from, to)
	if c.err != nil {
		return nil, c.err
	}
	var rest []schedule.DaysOff
	for _, o := range list {
		if o.To < from || to < o.From {
			rest = append(rest, o)
			continue
		}
		if o.From < from {
			rest = append(rest, schedule.DaysOff{From: o.From, To: from - 1, Why: o.Why})
		}
		if to < o.To {
			rest = append(rest, schedule.DaysOff{From: to + 1, To: o.To, Why: o.Why})
		}
	}
	if slices.Equal(rest, list) {
		return nil, missing("from", "%s", noneOff(list, from, to))
	}
	return rest, nil
}

// noneOff says that none of the days is off, and which are.
func noneOff(list []schedule.DaysOff, from, to date.Date) string {
	text := fmt.Sprintf("no day from %s to %s is a day off", schedule.LongDate(from), schedule.LongDate(to))
	if len(list) == 0 {
		return text + "; there are none"
	}
	ranges := make([]string, len(list))
	for i, o := range list {
		ranges[i] = schedule.LongDate(o.From) + " to " + schedule.LongDate(o.To)
	}
	return text + "; there are " + strings.Join(ranges[:min(5, len(ranges))], "; ")
}

// AddClosed returns the closed days with d, sorted. A day that is there already
// gets the new name. One that is among the working days is refused.
func AddClosed(closed, working []schedule.Day, d schedule.Day) ([]schedule.Day, error) {
	return addDay(closed, working, d, "working")
}

// AddWorking is [AddClosed] for the working days.
func AddWorking(closed, working []schedule.Day, d schedule.Day) ([]schedule.Day, error) {
	return addDay(working, closed, d, "closed")
}

func addDay(list, others []schedule.Day, d schedule.Day, other string) ([]schedule.Day, error) {
	c := &checker{}
	if d.On == 0 {
		c.fail(wrong("on", "there is no day; give one"))
	}
	c.day("on", d.On)
	d.Name = c.name("name", d.Name)
	isIt := func(o schedule.Day) bool { return o.On == d.On }
	if slices.ContainsFunc(others, isIt) {
		c.fail(wrong("on", "%s is one of the %s days; remove it there first", schedule.LongDate(d.On), other))
	}
	rest := slices.DeleteFunc(slices.Clone(list), isIt)
	c.room("on", len(rest), schedule.MaxEntries)
	if c.err != nil {
		return nil, c.err
	}
	rest = append(rest, d)
	slices.SortStableFunc(rest, func(a, b schedule.Day) int { return cmp.Compare(a.On, b.On) })
	return rest, nil
}

// RemoveDay returns a list of closed or working days without that one.
func RemoveDay(list []schedule.Day, on date.Date) ([]schedule.Day, error) {
	rest := slices.DeleteFunc(slices.Clone(list), func(d schedule.Day) bool { return d.On == on })
	switch len(rest) {
	case len(list):
		return nil, missing("on", "%s is not in the list", schedule.LongDate(on))
	case 0:
		return nil, nil
	}
	return rest, nil
}
