package workday

import (
	"time"

	"github.com/rickb777/date/v2"
)

// WeekendDays is a set of days of the week.
type WeekendDays uint8

// SaturdaySunday is the commonest weekend.
const SaturdaySunday = WeekendDays(1<<time.Saturday | 1<<time.Sunday)

// WeekendOn returns the weekend of these days.
func WeekendOn(days ...time.Weekday) WeekendDays {
	var w WeekendDays
	for _, d := range days {
		w |= 1 << d
	}
	return w
}

// Has reports whether d is in the weekend.
func (w WeekendDays) Has(d time.Weekday) bool { return w>>d&1 == 1 }

// Days returns the days of the weekend in the order Monday to Sunday.
func (w WeekendDays) Days() []time.Weekday {
	var days []time.Weekday
	for i := range 7 {
		if d := time.Weekday((i + 1) % 7); w.Has(d) {
			days = append(days, d)
		}
	}
	return days
}

// String returns the days of the weekend such as "Saturday-Sunday".
func (w WeekendDays) String() string {
	var s string
	for i, d := range w.Days() {
		if i > 0 {
			s += "-"
		}
		s += d.String()
	}
	return s
}

// OnWeekend reports whether the closed day d would be closed for its day of the
// week alone: a holiday on a Saturday takes nothing away. The same day of the
// weeks beside it tells, for a calendar of several regions too.
func (c *Calendar) OnWeekend(d date.Date) bool {
	for _, on := range [...]date.Date{d, d - 7, d + 7} {
		if _, kind := c.Closed(on); kind == Weekend {
			return true
		}
	}
	return false
}
