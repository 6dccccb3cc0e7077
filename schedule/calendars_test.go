package schedule_test

import (
	"fmt"
	"time"

	"followcal/schedule"
	"followcal/schedule/workday"
)

// The data of real regions satisfies the planner's port.
var _ schedule.Days = workday.Region

// calendars are the holidays of these tests, written down by hand for the
// winter of 2026 and the spring after it; "SUN" is closed on Fridays and Saturdays.
var calendars = map[string]*workday.Calendar{
	"US-NY": calendar(workday.WeekendOn(time.Saturday, time.Sunday), newYorkHolidays...),
	"DE-BY": calendar(workday.WeekendOn(time.Saturday, time.Sunday), bavarianHolidays...),
	"SUN":   calendar(workday.WeekendOn(time.Friday, time.Saturday)),
}

// newYorkHolidays are the public holidays from November 2026 to March 2027.
var newYorkHolidays = []string{
	"2026-11-11 Veterans Day", "2026-11-26 Thanksgiving Day", "2026-12-25 Christmas Day",
	"2027-01-01 New Year's Day", "2027-01-18 Martin Luther King Jr. Day", "2027-02-15 Washington's Birthday",
}

// bavarianHolidays are Bavaria's in the same months.
var bavarianHolidays = []string{
	"2026-12-25 Christmas Day", "2026-12-26 Boxing Day", "2027-01-01 New Year's Day", "2027-01-06 Epiphany",
	"2027-03-26 Good Friday", "2027-03-29 Easter Monday",
}

func calendar(weekend workday.WeekendDays, holidays ...string) *workday.Calendar {
	var closed []workday.Day
	for _, h := range holidays {
		closed = append(closed, workday.Day{On: on(h[:10]), Name: h[11:]})
	}
	return workday.New(on("2020-01-01"), on("2035-12-31"), weekend, closed)
}

// byHand looks a region up in [calendars].
func byHand(region string) (*workday.Calendar, error) {
	if c := calendars[region]; c != nil {
		return c, nil
	}
	return nil, fmt.Errorf("no region %q", region)
}
