package schedule

import (
	"cmp"

	"github.com/rickb777/date/v2"

	"followcal/schedule/workday"
)

// dayset holds the two calendars of an application: steps are counted on the
// employer's business days, and land on days that are also free of the
// candidate's days off.
type dayset struct {
	employer *workday.Calendar
	both     *workday.Calendar
}

// calendars builds daysets and shares them between applications of one region.
type calendars struct {
	log      *Log
	days     Days
	off      []Day
	byRegion map[string]dayset
}

func newCalendars(log *Log, days Days) *calendars {
	return &calendars{log: log, days: days, byRegion: map[string]dayset{}}
}

// of returns the dayset of an application's employer.
func (c *calendars) of(app *Application) (dayset, error) {
	region := cmp.Or(app.Region, c.log.Region)
	own := len(app.Closed)+len(app.Working) > 0
	if shared, ok := c.byRegion[region]; ok && !own {
		return shared, nil
	}
	base, err := c.days(region)
	if err != nil {
		return dayset{}, err
	}
	built := c.build(base, app)
	if !own {
		c.byRegion[region] = built
	}
	return built, nil
}

func (c *calendars) build(base *workday.Calendar, app *Application) dayset {
	closed := append(c.log.Closed[:len(c.log.Closed):len(c.log.Closed)], app.Closed...)
	working := append(c.log.Working[:len(c.log.Working):len(c.log.Working)], app.Working...)
	employer := base
	if len(closed)+len(working) > 0 {
		employer = base.With(closed, working)
	}
	if len(c.log.DaysOff) == 0 {
		return dayset{employer: employer, both: employer}
	}
	if c.off == nil {
		c.off = c.daysOff(base)
	}
	return dayset{employer: employer, both: employer.With(c.off, nil)}
}

// daysOff spreads the candidate's ranges into days, within the years that the
// tables cover.
func (c *calendars) daysOff(table *workday.Calendar) []Day {
	first, last := table.Years()
	days := []Day{}
	for _, r := range c.log.DaysOff {
		name := "your day off"
		if r.Why != "" {
			name += " (" + r.Why + ")"
		}
		for on := max(r.From, first); on <= min(r.To, last); on++ {
			days = append(days, Day{On: on, Name: name})
		}
	}
	return days
}

// step is a day and why it is that day.
type step struct {
	day    date.Date
	reason Reason
}

// landing says how a counted day is turned into the day of an event.
type landing func(date.Date) date.Date

// stay leaves a counted day where it is.
func stay(d date.Date) date.Date { return d }

// count goes n business days from anchorOn, or not at all when n is 0, and
// lands.
func (s *subject) count(rule Rule, anchor Anchor, anchorOn date.Date, n int, land landing) step {
	counted := anchorOn
	if n > 0 {
		counted = s.add(anchorOn, n)
	}
	day := land(counted)
	return step{day, Reason{
		Rule: rule, Anchor: anchor, AnchorOn: anchorOn, BusinessDays: n,
		Skipped: s.skippedLanding(s.skippedCounting(nil, anchorOn, counted), counted, day),
	}}
}

// skippedCounting appends the holidays and closures strictly between two days
// of a count. Weekends go without saying.
func (s *subject) skippedCounting(list []Skipped, from, to date.Date) []Skipped {
	for on := from + 1; on < to; on++ {
		list = s.appendClosed(list, s.days.employer, on)
	}
	return list
}

// skippedLanding appends the holidays, closures and days off from the counted
// day up to, not including, the day of landing.
func (s *subject) skippedLanding(list []Skipped, counted, day date.Date) []Skipped {
	for on := counted; on < day; on++ {
		list = s.appendClosed(list, s.days.both, on)
	}
	return list
}

func (s *subject) appendClosed(list []Skipped, calendar *workday.Calendar, on date.Date) []Skipped {
	if open, err := calendar.IsBusinessDay(on); open || err != nil || calendar.OnWeekend(on) {
		return list
	}
	name, kind := calendar.Closed(on)
	return append(list, Skipped{On: on, Name: name, Estimated: kind == workday.Estimated})
}
