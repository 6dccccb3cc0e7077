// Package schedule is the domain of followcal: what a candidate logs about a
// job search, and when that calls for a follow-up. Planning is pure: [Plan]
// depends on its arguments alone and never reads a clock.
package schedule

import (
	"time"

	"github.com/rickb777/date/v2"

	"followcal/schedule/workday"
)

// Log is everything that one candidate recorded, with the defaults that hold
// for all of it. Nothing in it is derived.
type Log struct {
	Name         string // the candidate's name, used in scripts
	Zone         string // IANA zone; employers without one of their own use it
	Region       string // ISO 3166-2 code; employers without one of their own use it
	DaysOff      []DaysOff
	Closed       []Day // extra closed days, for every employer
	Working      []Day // extra working days, for every employer
	Decisions    []Decision
	Policy       *Overrides
	Applications []Application
}

// DaysOff is a range of days on which the candidate does not work on the
// search; both ends are included.
type DaysOff struct {
	From, To date.Date
	Why      string
}

// Day is one named civil date, as [workday.Day].
type Day = workday.Day

// Decision is what the candidate decided about the planned event with that UID.
// One with Concerns is exact: it holds for the follow-ups that it names, however
// the plan has changed since. One without is bare; planning works out what its
// event stood for, and [Complete] writes that down.
type Decision struct {
	Event string // the [Planned.UID]
	Kind  DecisionKind
	To    date.Date // the new day of a [Snooze]; zero otherwise
	// On is the day that the decision counts on: for [Done] the day on which it
	// was done, for [Dismiss] the day that was planned. Zero when not recorded,
	// and of a snooze.
	On date.Date
	// Concerns lists what shared the event when it was decided about, the
	// event's own application first.
	Concerns []Concern
}

// Concern is one application's part in an event that was decided about.
type Concern struct {
	Application string // its id
	Event       string // the UID of its own event, by which it would go alone
}

// Application is one submission for one role at one employer. A zero date
// means that it is not known.
type Application struct {
	ID         string
	Employer   string // the hiring organisation; may be empty
	Role       string
	Status     Status
	AppliedOn  date.Date
	Source     string // where the posting was found
	Region     string // the employer's ISO 3166-2 code; empty: the log's
	Zone       string // the employer's IANA zone; empty: the log's
	Notes      string
	Posting    Posting
	Contacts   []Contact
	Interviews []Interview
	Outreach   []Outreach
	Responses  []Response
	Deadlines  []Deadline
	Closed     []Day // extra closed days of this employer
	Working    []Day // extra working days of this employer
	Policy     *Overrides
}

// Posting is the advert.
type Posting struct {
	URL       string
	ClosesOn  date.Date
	NoContact bool // "no calls or e-mails please"
}

// Contact is a person at the employer.
type Contact struct {
	Name, Phone, Email string
	Method             Method // how this person likes to be reached
}

// Interview is one conversation, held or to come.
type Interview struct {
	Round      int // 1, 2, …
	Start      time.Time
	Minutes    int // 0 is read as [DefaultInterviewMinutes]
	Mode       Mode
	Place      string   // an address, a number or a link
	Contacts   []string // names of the application's contacts
	Cancelled  bool
	Preference Preference
}

// Preference is what the interviewer answered when asked about following up.
type Preference struct {
	Permission Permission
	Method     Method
	Contact    string    // the name of the person to follow up with
	NotBefore  date.Date // the day they prefer
	DecisionBy date.Date // when they promised to decide
}

// Outreach is one contact attempt that the candidate made.
type Outreach struct {
	On      date.Date
	Method  Method
	Purpose Purpose
	Outcome string
	Contact string     // a contact's name; empty: the application's
	Asked   []Question // what was asked, so that nothing is asked twice
}

// Response is what the employer sent back.
type Response struct {
	On   date.Date
	Kind ResponseKind
	Note string
}

// Deadline is a due date with a time, or a whole day: exactly one of At and On
// is set.
type Deadline struct {
	Kind DeadlineKind
	At   time.Time
	On   date.Date
}
