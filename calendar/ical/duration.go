package ical

import (
	"strconv"
	"time"
)

// duration returns d as a DURATION in whole hours, minutes and seconds (RFC
// 5545 section 3.3.6). Days are not used: in iCalendar a day may have 23 hours,
// and d says exactly how long it is.
func duration(d time.Duration) string {
	b := make([]byte, 0, len("-PT9999H59M59S"))
	if d < 0 {
		b, d = append(b, '-'), -d
	}
	b = append(b, "PT"...)
	none := len(b)
	for _, part := range [...]struct {
		unit   time.Duration
		letter byte
	}{{time.Hour, 'H'}, {time.Minute, 'M'}, {time.Second, 'S'}} {
		if n := d / part.unit; n > 0 {
			b = append(strconv.AppendInt(b, int64(n), 10), part.letter)
			d -= n * part.unit
		}
	}
	if len(b) == none {
		b = append(b, "0S"...)
	}
	return string(b)
}
