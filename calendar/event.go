// Package calendar is what a calendar shows: events, alarms, identities. It
// knows nothing of jobs.
package calendar

import (
	"time"

	"github.com/rickb777/date/v2"
)

// Event is one calendar entry, either all-day (Start is zero) or timed.
type Event struct {
	UID         string // stable for ever, random-looking (RFC 7986 section 5.3)
	Category    string // the kind, for CATEGORIES
	Summary     string
	Description string
	Location    string
	URL         string

	Day   date.Date // the first day of an all-day event
	Days  int       // its length in days; 0 counts as 1
	Start time.Time // zoned; its location must be an IANA zone
	End   time.Time // zoned like Start; equal to it for an instant

	Busy      bool // blocks time (OPAQUE) rather than reminds (TRANSPARENT)
	Cancelled bool
	Sequence  int32     // grows with every visible change
	Stamped   time.Time // UTC; when this state of the event was made
	Modified  time.Time // UTC; the last visible change
	Alarms    []Alarm
}

// AllDay reports whether e covers whole civil days.
func (e *Event) AllDay() bool { return e.Start.IsZero() }

// Alarm is a reminder with a text, relative to the event's start. For an
// all-day event the start is midnight of the viewer's day, so nine in the
// morning is +9 hours.
type Alarm struct {
	Offset time.Duration // from the start; negative is before it
	Text   string
}
