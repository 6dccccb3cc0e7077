// Package outlet turns planned events into what calendars show, the same for
// every way out: an export, a feed, a push.
package outlet

import (
	"net/url"
	"time"

	"followcal/calendar"
	"followcal/schedule"
)

// Privacy is how much a reader of a calendar sees. What it hides is not in the
// calendar at all.
type Privacy string

// The levels.
const (
	Full   Privacy = "full"
	Titles Privacy = "titles" // no descriptions, places or links
	Busy   Privacy = "busy"   // neither those nor titles
)

// Privacies lists every level.
var Privacies = []Privacy{Full, Titles, Busy}

// How long before a timed event its alarm rings.
const (
	callLead      = 10 * time.Minute
	interviewLead = time.Hour
	deadlineLead  = 24 * time.Hour
)

// Outlet is one way out of a plan.
type Outlet struct {
	Candidate string          // the name that scripts use
	Policy    schedule.Policy // the candidate's; an application's own goes on top
	Privacy   Privacy
	Alarms    bool
}

// Shown reports whether an event belongs in a calendar: what is still open
// does; what is done, missed, dismissed or cancelled does not.
func Shown(p *schedule.Planned) bool { return p.State.Open() }

// Event returns the calendar event of p. No times are recorded in a log, so it
// is stamped with the latest dated fact that shaped it.
func (o *Outlet) Event(p *schedule.Planned) *calendar.Event {
	stamp := p.ShapedOn.MidnightUTC()
	e := &calendar.Event{
		UID:         p.UID,
		Category:    string(p.Kind),
		Summary:     p.Summary(),
		Description: p.Description(o.Candidate),
		Location:    p.Location(),
		URL:         link(p.Applications[0].Posting.URL),
		Start:       p.Start,
		End:         p.End,
		Busy:        p.Kind == schedule.InterviewHeld,
		Stamped:     stamp,
		Modified:    stamp,
	}
	if p.AllDay {
		e.Day = p.Due
	}
	o.Finish(e, o.AlarmOffset(p))
	return e
}

// Finish takes from an event in full what the outlet hides, and gives it an
// alarm at an offset from its start where the outlet has alarms.
func (o *Outlet) Finish(e *calendar.Event, alarm time.Duration) {
	o.redact(e)
	if o.Alarms {
		e.Alarms = []calendar.Alarm{{Offset: alarm, Text: e.Summary}}
	}
}

// redact removes what the outlet's privacy hides.
func (o *Outlet) redact(e *calendar.Event) {
	if o.Privacy == Full {
		return
	}
	e.Description, e.Location, e.URL = "", "", ""
	if o.Privacy == Busy {
		e.Summary, e.Category = "Busy", ""
	}
}

// AlarmOffset is when the alarm of p rings, from its start: on an all-day event
// at the policy's time of day, on a timed one long enough before.
func (o *Outlet) AlarmOffset(p *schedule.Planned) time.Duration {
	switch {
	case p.AllDay:
		at := p.Applications[0].Policy.Apply(o.Policy).Alarm
		return time.Duration(at) * time.Minute
	case p.Kind == schedule.InterviewHeld:
		return -interviewLead
	case p.Kind.IsFollowUp():
		return -callLead
	default:
		return -deadlineLead
	}
}

// link returns text when it is a web address that a calendar can open.
func link(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return ""
	}
	return text
}
