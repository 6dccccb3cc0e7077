package schedule

import (
	"cmp"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
	"followcal/schedule/workday"
)

// subject is an application with everything that planning it needs, resolved
// once: its policy, zone, business days and stage.
type subject struct {
	app     *Application
	self    []*Application // app alone, shared by its events
	policy  *Policy        // the candidate's, where the application has none of its own
	zone    *time.Location
	days    dayset
	stage   Status
	undated bool  // there is no day from which a follow-up could be counted
	err     error // the first day that the tables could not tell

	lapsesOn date.Date // see [Outlook]
}

func (p *planner) subject(app *Application) (*subject, error) {
	s := &subject{app: app, self: []*Application{app}, policy: &p.policy, stage: stageOf(app)}
	if app.Policy != nil {
		own := app.Policy.Apply(p.policy)
		s.policy = &own
	}
	var err error
	if s.zone, err = p.zones.get(cmp.Or(app.Zone, p.log.Zone)); err != nil {
		return nil, fault.Wrap(fault.KindOf(err), err, "application %q: zone: %v", app.ID, err)
	}
	if s.days, err = p.calendars.of(app); err != nil {
		return nil, fault.Wrap(fault.KindOf(err), err, "application %q: region: %v", app.ID, err)
	}
	return s, nil
}

// stageOf is the later of what the status and the facts say.
func stageOf(app *Application) Status {
	stage := app.Status
	if stage == "" {
		stage = Saved
	}
	reach := func(s Status) {
		if stage.Advances(s) {
			stage = s
		}
	}
	if app.AppliedOn != 0 {
		reach(Applied)
	}
	for i := range app.Interviews {
		if !app.Interviews[i].Cancelled {
			reach(Interviewing)
		}
	}
	for _, d := range app.Deadlines {
		if d.Kind == OfferDecision {
			reach(Offer)
		}
	}
	for _, r := range app.Responses {
		switch r.Kind {
		case OfferMade:
			reach(Offer)
		case Rejection:
			reach(Rejected)
		}
	}
	return stage
}

// byAge orders by date of application, unknown ones last, then by id.
func byAge(a, b *subject) int {
	if c := cmp.Compare(a.age(), b.age()); c != 0 {
		return c
	}
	return cmp.Compare(a.app.ID, b.app.ID)
}

func (s *subject) age() date.Date {
	if s.app.AppliedOn == 0 {
		return date.Max()
	}
	return s.app.AppliedOn
}

// add is the n-th business day of the employer strictly after d.
func (s *subject) add(d date.Date, n int) date.Date {
	return s.keep(d)(s.days.employer.Add(d, max(n, 0)))
}

// land is d or the next day that is a business day of the employer and none of
// the candidate's days off.
func (s *subject) land(d date.Date) date.Date {
	return s.keep(d)(s.days.both.Next(d))
}

// landFollowUp is land, and goes on to Tuesday, Wednesday or Thursday where the
// policy prefers that and it is at most two days on.
func (s *subject) landFollowUp(d date.Date) date.Date {
	landed := s.land(d)
	if !s.policy.PreferMidweek {
		return landed
	}
	for on := landed; on <= landed+2; on++ {
		if isMidweek(on) && s.open(on) {
			return on
		}
	}
	return landed
}

func isMidweek(d date.Date) bool {
	w := d.Weekday()
	return w >= time.Tuesday && w <= time.Thursday
}

// open reports whether d is a business day there and no day off here.
func (s *subject) open(d date.Date) bool {
	open, err := s.days.both.IsBusinessDay(d)
	s.fail(err)
	return open && err == nil
}

// keep remembers the first error of a count and goes on from d; the
// application is then omitted at the end.
func (s *subject) keep(d date.Date) func(date.Date, error) date.Date {
	return func(counted date.Date, err error) date.Date {
		if err != nil {
			s.fail(err)
			return d
		}
		return counted
	}
}

func (s *subject) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

// omitted says why no follow-up could be counted, nothing when one could.
func (s *subject) omitted() string {
	switch {
	case s.err != nil:
		return s.err.Error()
	case s.undated:
		return "no date of application is recorded, so no follow-up can be counted; add when you applied"
	}
	return ""
}

// lapse notes that the plan changes when the as-of date is later than that day.
func (s *subject) lapse(on date.Date) {
	if s.lapsesOn == 0 || on < s.lapsesOn {
		s.lapsesOn = on
	}
}

// lastDayFor is the last as-of date on which an event of that day is not
// missed.
func (s *subject) lastDayFor(day date.Date) date.Date {
	last, err := s.days.employer.Add(day, max(s.policy.GapDays, 0))
	if err != nil {
		return day
	}
	return last
}

// inZone returns t in the employer's zone and its civil day there.
func (s *subject) inZone(t time.Time) (time.Time, date.Date) {
	t = t.In(s.zone)
	return t, date.NewAt(t)
}

// zones caches time zones by name.
type zones map[string]*time.Location

func (z zones) get(name string) (*time.Location, error) {
	if loc, ok := z[name]; ok {
		return loc, nil
	}
	loc, err := workday.Zone(name)
	if err != nil {
		return nil, err
	}
	z[name] = loc
	return loc, nil
}
