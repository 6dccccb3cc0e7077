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
	o.redact(e)
	if o.Alarms {
		e.Alarms = []calendar.Alarm{o.alarm(p, e.Summary)}
	}
	return e
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

// alarm reminds of an all-day event at the policy's time of day, and of a timed
// one long enough before.
func (o *Outlet) alarm(p *schedule.Planned, text string) calendar.Alarm {
	switch {
	case p.AllDay:
		at := p.Applications[0].Policy.Apply(o.Policy).Alarm
		return calendar.AlarmAt(int(at)/60, int(at)%60, text)
	case p.Kind == schedule.InterviewHeld:
		return calendar.AlarmBefore(interviewLead, text)
	case p.Kind.IsFollowUp():
		return calendar.AlarmBefore(callLead, text)
	default:
		return calendar.AlarmBefore(deadlineLead, text)
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
