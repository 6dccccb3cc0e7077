package entry

import (
	"cmp"
	"slices"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// StatusChange is a new status.
type StatusChange struct {
	To schedule.Status
	// AppliedOn is the day of the application, where it is not known yet and To
	// is not saved. Where To is applied, zero is today.
	AppliedOn date.Date
	// Again allows a step back, and one away from a terminal status.
	Again bool
}

// SetStatus moves the status. Forward is free, over several steps as well;
// anything else needs Again. Setting the status that holds already changes
// nothing. A warning says when logged facts keep the plan at a later stage.
func SetStatus(a *schedule.Application, s StatusChange, here Here) (warnings []string, err error) {
	c := &checker{here: here}
	changed := *a
	choice(c, "status", s.To, schedule.Statuses)
	c.step(a, s)
	changed.Status = s.To
	c.applied(&changed, s)
	if s.To == a.Status && changed.AppliedOn == a.AppliedOn {
		c.warn("it is %s already", s.To)
	}
	c.facts(&changed)
	return c.done(a, &changed)
}

// step checks that the status may move.
func (c *checker) step(a *schedule.Application, s StatusChange) {
	switch from := cmp.Or(a.Status, schedule.Saved); {
	case s.Again, s.To == from, from.Advances(s.To):
	case from.Terminal():
		c.fail(wrong("status", "it is %s, which ends an application; say that it is meant to become %s again", from, s.To))
	default:
		c.fail(wrong("status", "%s comes before %s; say that it is meant to become %s again", s.To, from, s.To))
	}
}

// applied settles the day of the application. One that is known is changed by
// [Edit] alone.
func (c *checker) applied(a *schedule.Application, s StatusChange) {
	on := s.AppliedOn
	if on == 0 && a.AppliedOn == 0 && s.To == schedule.Applied {
		on = c.here.Today
	}
	switch {
	case on == 0 && a.AppliedOn == 0 && s.To != schedule.Saved && !s.To.Terminal():
		c.warn("the day of the application is not known; set it with edit")
	case on == 0:
	case s.To == schedule.Saved:
		c.fail(wrong("applied on", "a saved application was not made yet; leave the day out"))
	case a.AppliedOn != 0 && a.AppliedOn != on:
		c.fail(wrong("applied on", "it is %s already; change it with edit", schedule.LongDate(a.AppliedOn)))
	default:
		c.past("applied on", on)
		a.AppliedOn = on
	}
}

// facts warns when what is logged keeps the plan at a later stage than the
// status, because a plan goes by the later of the two.
func (c *checker) facts(a *schedule.Application) {
	for _, r := range a.Responses {
		if to, ok := reached[r.Kind]; ok && a.Status.Advances(to) {
			c.warn("the %s of %s is logged, so the plan goes on as %s", r.Kind, schedule.LongDate(r.On), to)
			return
		}
	}
	standing := func(i schedule.Interview) bool { return !i.Cancelled }
	if a.Status.Advances(schedule.Interviewing) && slices.ContainsFunc(a.Interviews, standing) {
		c.warn("an interview is logged, so the plan goes on as interviewing; cancel it if it will not be held")
	}
	if a.Status == schedule.Saved && a.AppliedOn != 0 {
		c.warn("the day of the application is %s, so the plan goes on as applied; clear it if you did not apply", schedule.LongDate(a.AppliedOn))
	}
}
