package entry

import (
	"slices"
	"strings"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// SetDeadline sets the open deadline of its kind: it replaces the one that is
// due today or later, and leaves past ones as they are. Exactly one of the
// instant and the day is given. A deadline for an offer moves the status forward
// to offer.
func SetDeadline(a *schedule.Application, d schedule.Deadline, here Here) (warnings []string, err error) {
	c := &checker{here: here}
	choice(c, "kind", d.Kind, schedule.DeadlineKinds)
	switch {
	case d.On != 0 && !d.At.IsZero():
		c.fail(wrong("due", "it is a time or a whole day, not both"))
	case d.On != 0:
		c.day("due", d.On)
	default:
		d.At = c.instant("due", d.At)
	}
	zone := zoneOf(a, here)
	if due := dueOn(&d, zone); due < here.Today {
		c.warn("%s is past", schedule.LongDate(due))
	}
	open := deadlines(a, func(o *schedule.Deadline) bool { return o.Kind == d.Kind && dueOn(o, zone) >= here.Today })
	changed := *a
	switch len(open) {
	case 0:
		c.room("deadline", len(a.Deadlines), schedule.MaxEntries)
		changed.Deadlines = added(a.Deadlines, d)
	case 1:
		changed.Deadlines = slices.Clone(a.Deadlines)
		changed.Deadlines[open[0]] = d
	default:
		c.fail(wrong("kind", "several %s deadlines are open: %s; remove those that no longer hold", d.Kind, dues(a, open, zone)))
	}
	if d.Kind == schedule.OfferDecision {
		c.advance(&changed, schedule.Offer)
	}
	c.ended(&changed)
	return c.done(a, &changed)
}

// RemoveDeadline removes the deadline of that kind, the one on that day where
// there are several; a zero day is the only one there is.
func RemoveDeadline(a *schedule.Application, kind schedule.DeadlineKind, on date.Date, here Here) (warnings []string, err error) {
	c := &checker{here: here}
	choice(c, "kind", kind, schedule.DeadlineKinds)
	zone := zoneOf(a, here)
	of := deadlines(a, func(o *schedule.Deadline) bool { return o.Kind == kind })
	fit := deadlines(a, func(o *schedule.Deadline) bool { return o.Kind == kind && (on == 0 || dueOn(o, zone) == on) })
	changed := *a
	switch {
	case len(fit) == 1:
		changed.Deadlines = slices.Delete(slices.Clone(a.Deadlines), fit[0], fit[0]+1)
	case len(fit) > 1 && !alike(a, fit):
		c.fail(wrong("due", "several %s deadlines fit: %s; say on which day it is", kind, dues(a, fit, zone)))
	case len(fit) > 1:
		changed.Deadlines = slices.Delete(slices.Clone(a.Deadlines), fit[0], fit[0]+1)
	case len(of) == 0:
		c.fail(missing("kind", "there is no %s deadline", kind))
	default:
		c.fail(missing("due", "no %s deadline is on %s; there is %s", kind, schedule.LongDate(on), dues(a, of, zone)))
	}
	if len(changed.Deadlines) == 0 {
		changed.Deadlines = nil
	}
	return c.done(a, &changed)
}

// alike reports whether these deadlines are one and the same, so that it does
// not matter which of them goes.
func alike(a *schedule.Application, which []int) bool {
	first := a.Deadlines[which[0]]
	return !slices.ContainsFunc(which, func(n int) bool {
		d := a.Deadlines[n]
		return d.On != first.On || !d.At.Equal(first.At)
	})
}

func deadlines(a *schedule.Application, fits func(*schedule.Deadline) bool) []int {
	var fit []int
	for n := range a.Deadlines {
		if fits(&a.Deadlines[n]) {
			fit = append(fit, n)
		}
	}
	return fit
}

func dueOn(d *schedule.Deadline, zone *time.Location) date.Date {
	if d.On != 0 {
		return d.On
	}
	return dayIn(d.At, zone)
}

func dues(a *schedule.Application, which []int, zone *time.Location) string {
	all := make([]string, len(which))
	for k, n := range which {
		all[k] = schedule.LongDate(dueOn(&a.Deadlines[n], zone))
	}
	return strings.Join(all, "; ")
}
