package app

import (
	"followcal/schedule/exchange/closures"
	"followcal/schedule/workday"
)

// readClosures reads users' lists of closed and working days into one.
func readClosures(sources []Source) (closures.Lists, []Remark, error) {
	var all closures.Lists
	var remarks []Remark
	for _, source := range sources {
		lists, err := closures.Read(source.Name, source.Reader)
		if err != nil {
			return closures.Lists{}, nil, err
		}
		all.Closed = append(all.Closed, lists.Closed...)
		all.Working = append(all.Working, lists.Working...)
		for _, entry := range lists.PassedOver {
			remarks = append(remarks, Remark{Source: source.Name, Text: entry + " closes no full day; it is passed over"})
		}
	}
	return all, remarks, nil
}

// calendar is the business days of a region that a command line names, with the
// lists that it brings.
func (a *App) calendar(region string, lists []Source) (*workday.Calendar, error) {
	c, err := a.region(region)
	if err != nil || len(lists) == 0 {
		return c, err
	}
	own, _, err := readClosures(lists)
	if err != nil {
		return nil, err
	}
	return c.With(own.Closed, own.Working), nil
}
