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
	URL         string // absolute

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

// Instant reports whether e is a timed event without a length, such as a
// deadline. Calendars know whole seconds: less is no length.
func (e *Event) Instant() bool { return !e.AllDay() && e.End.Unix() == e.Start.Unix() }

// Length returns the number of days that an all-day event covers, at least 1.
func (e *Event) Length() int { return max(e.Days, 1) }

// After returns the day after the last one of an all-day event: the exclusive
// end that RFC 5545 section 3.6.1 asks for.
func (e *Event) After() date.Date { return e.Day + date.Date(e.Length()) }
