package calendar

import "time"

// Alarm is a reminder with a text, relative to the event's start. For an
// all-day event the start is midnight of the viewer's day, so nine in the
// morning is +9 hours.
type Alarm struct {
	Offset time.Duration // from the start; negative is before it
	Text   string
}

// AlarmAt returns an alarm for an all-day event that rings at hour:minute on
// its first day, wherever the viewer is.
func AlarmAt(hour, minute int, text string) Alarm {
	return Alarm{Offset: time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute, Text: text}
}

// AlarmBefore returns an alarm that rings lead before a timed event starts.
func AlarmBefore(lead time.Duration, text string) Alarm {
	return Alarm{Offset: -lead, Text: text}
}
