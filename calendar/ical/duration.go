package ical

import (
	"strconv"
	"time"
)

// duration returns d as a DURATION in whole hours, minutes and seconds (RFC
// 5545 section 3.3.6), as in PT9H, -PT15M or PT1H0M1S: between hours and
// seconds the grammar wants minutes. Days are not used: in iCalendar a day may
// have 23 hours, and d says exactly how long it is.
func duration(d time.Duration) string {
	b := make([]byte, 0, len("-PT9999H59M59S"))
	if d < 0 {
		b, d = append(b, '-'), -d
	}
	b = append(b, "PT"...)
	part := func(n time.Duration, letter byte) {
		b = append(strconv.AppendInt(b, int64(n), 10), letter)
	}
	hours, minutes, seconds := d/time.Hour, d/time.Minute%60, d/time.Second%60
	if hours > 0 {
		part(hours, 'H')
	}
	if minutes > 0 || hours > 0 && seconds > 0 {
		part(minutes, 'M')
	}
	if seconds > 0 || hours == 0 && minutes == 0 {
		part(seconds, 'S')
	}
	return string(b)
}
