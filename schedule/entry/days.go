package entry

import (
	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// AddDaysOff returns the list with the days off added, sorted. A zero end is the
// day that it begins on. Ranges that overlap become one with both reasons, and
// ranges that follow one another for the same reason become one too, so that
// every day is off once.
func AddDaysOff(list []schedule.DaysOff, d schedule.DaysOff) (all []schedule.DaysOff, warnings []string, err error) {
	panic("unimplemented")
}

// RemoveDaysOff returns the list without these days, both included; a zero end
// is the first day. A range that reaches beyond them keeps the rest. That none of
// them is a day off is a fault.
func RemoveDaysOff(list []schedule.DaysOff, from, to date.Date) ([]schedule.DaysOff, error) {
	panic("unimplemented")
}

// AddClosed returns the closed days with d, sorted. A day that is there already
// gets the new name. One that is among the working days is refused.
func AddClosed(closed, working []schedule.Day, d schedule.Day) ([]schedule.Day, error) {
	panic("unimplemented")
}

// AddWorking is [AddClosed] for the working days.
func AddWorking(closed, working []schedule.Day, d schedule.Day) ([]schedule.Day, error) {
	panic("unimplemented")
}

// RemoveDay returns a list of closed or working days without that one.
func RemoveDay(list []schedule.Day, on date.Date) ([]schedule.Day, error) {
	panic("unimplemented")
}
