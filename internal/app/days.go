package app

import (
	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
	"followcal/schedule/workday"
)

// region is the business days of a region that a command line names.
func (a *App) region(region string) (*workday.Calendar, error) {
	c, err := a.days(region)
	if err != nil {
		return nil, fault.Wrap(fault.Usage, err, "--region: %v", err)
	}
	return c, nil
}

// AddBusinessDays returns the n-th business day of the region strictly after
// the date (before it, if n is negative); for 0 the date or the next. It names
// the holidays on the way. The lists are closed and working days of the user's.
func (a *App) AddBusinessDays(region string, lists []Source, from date.Date, n int) (BusinessDay, error) {
	c, err := a.calendar(region, lists)
	if err != nil {
		return BusinessDay{}, err
	}
	on, err := c.Add(from, n)
	if err != nil {
		return BusinessDay{}, err
	}
	answer := BusinessDay{On: on}
	for d := range c.Days(min(from, on), max(from, on)) {
		if d.On != from && !c.OnWeekend(d.On) {
			answer.Skipped = append(answer.Skipped, closedDay(d))
		}
	}
	return answer, nil
}

// ClosedDays returns the region's closed days from the first date to the last,
// both included. The lists are closed and working days of the user's.
func (a *App) ClosedDays(region string, lists []Source, from, to date.Date) ([]ClosedDay, error) {
	c, err := a.calendar(region, lists)
	if err != nil {
		return nil, err
	}
	days, err := c.List(from, to)
	if err != nil {
		return nil, err
	}
	list := make([]ClosedDay, len(days))
	for i, d := range days {
		list[i] = closedDay(d)
	}
	return list, nil
}

func closedDay(d workday.ClosedDay) ClosedDay {
	switch d.Kind {
	case workday.Weekend:
		return ClosedDay{On: d.On, Name: d.Name, Kind: "weekend"}
	case workday.Estimated:
		return ClosedDay{On: d.On, Name: d.Name + " (estimated)", Kind: "holiday"}
	}
	return ClosedDay{On: d.On, Name: d.Name, Kind: "holiday"}
}

// Regions returns every region, ordered by code.
func (a *App) Regions() []Region {
	known := workday.Regions()
	list := make([]Region, len(known))
	for i, r := range known {
		list[i] = Region{Code: r.Code, Name: r.Name, Weekend: r.Weekend.Days()}
	}
	return list
}
