package schedule

import (
	"fmt"
	"time"
)

// ClockTime is a time of day in minutes after midnight, 0 to 1439, in whichever
// zone its user says.
type ClockTime int16

// At returns the clock time hour:minute.
func At(hour, minute int) ClockTime { return ClockTime(hour*60 + minute) }

// String returns c as "15:04".
func (c ClockTime) String() string { return fmt.Sprintf("%02d:%02d", c/60, c%60) }

// MarshalText returns c as "15:04".
func (c ClockTime) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads "15:04", nothing else.
func (c *ClockTime) UnmarshalText(text []byte) error {
	t, err := time.Parse("15:04", string(text))
	if err != nil || len(text) != len("15:04") {
		return fmt.Errorf("%q is not a time of day such as 09:30", text)
	}
	*c = At(t.Hour(), t.Minute())
	return nil
}

// Window is a span of one day, From included, Until not.
type Window struct{ From, Until ClockTime }

// String returns w as "09:00-17:00".
func (w Window) String() string { return w.From.String() + "-" + w.Until.String() }

// MarshalText returns w as "09:00-17:00".
func (w Window) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// UnmarshalText reads "09:00-17:00", nothing else. The end must be after the start.
func (w *Window) UnmarshalText(text []byte) error {
	const form = "15:04-15:04"
	if len(text) != len(form) || text[5] != '-' {
		return fmt.Errorf("%q is not a span of a day such as 09:00-17:00", text)
	}
	var read Window
	if err := read.From.UnmarshalText(text[:5]); err != nil {
		return err
	}
	if err := read.Until.UnmarshalText(text[6:]); err != nil {
		return err
	}
	if read.Until <= read.From {
		return fmt.Errorf("%q ends before it begins", text)
	}
	*w = read
	return nil
}
