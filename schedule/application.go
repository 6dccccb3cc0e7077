// Package schedule is the domain of followcal: what a candidate logs about a
// job search, and when that calls for a follow-up. Planning is pure: [Plan]
// depends on its arguments alone and never reads a clock.
package schedule

import (
	"time"

	"github.com/rickb777/date/v2"

	"followcal/schedule/workday"
)

// Status is how far an application has come. The order of the constants is the
// order of progress; the last four are terminal.
type Status string

// The statuses.
const (
	Saved        Status = "saved"
	Applied      Status = "applied"
	Interviewing Status = "interviewing"
	Offer        Status = "offer"
	Accepted     Status = "accepted"
	Rejected     Status = "rejected"
	Withdrawn    Status = "withdrawn"
	Closed       Status = "closed"
)

// Statuses lists every status in the order of progress.
var Statuses = []Status{Saved, Applied, Interviewing, Offer, Accepted, Rejected, Withdrawn, Closed}

// Terminal reports whether nothing more is to be done for the application.
func (s Status) Terminal() bool {
	return s == Accepted || s == Rejected || s == Withdrawn || s == Closed
}

// rank orders statuses by progress: saved 0 … offer 3, every terminal one 4.
func (s Status) rank() int {
	switch s {
	case Applied:
		return 1
	case Interviewing:
		return 2
	case Offer:
		return 3
	case Accepted, Rejected, Withdrawn, Closed:
		return 4
	}
	return 0
}

// Advances reports whether moving from s to next goes forward. An import never
// moves a status backwards, and a terminal status stays.
func (s Status) Advances(next Status) bool { return next.rank() > s.rank() }

// Method is a way to get in touch. The zero value means that none is recorded.
type Method string

// The methods.
const (
	Phone  Method = "phone"
	Email  Method = "email"
	Letter Method = "letter"
)

// Methods lists every method.
var Methods = []Method{Phone, Email, Letter}

// Mode is how an interview is held. The zero value means that it is not recorded.
type Mode string

// The interview modes.
const (
	OnSite  Mode = "on-site"
	ByPhone Mode = "phone"
	ByVideo Mode = "video"
)

// Modes lists every interview mode.
var Modes = []Mode{OnSite, ByPhone, ByVideo}

// Permission is the interviewer's answer to "may I follow up?".
type Permission string

// The answers. The zero value is read as [Unknown].
const (
	Granted Permission = "granted"
	Denied  Permission = "denied"
	Unknown Permission = "unknown"
)

// Permissions lists every permission.
var Permissions = []Permission{Granted, Denied, Unknown}

// Purpose is why the candidate made an outreach.
type Purpose string

// The purposes.
const (
	FollowUp Purpose = "follow-up"
	ThankYou Purpose = "thank-you"
	Other    Purpose = "other"
)

// Purposes lists every purpose.
var Purposes = []Purpose{FollowUp, ThankYou, Other}

// ResponseKind is what an employer's response amounts to.
type ResponseKind string

// The kinds. An acknowledgement is an automatic "we got it" and stops nothing.
const (
	Reply           ResponseKind = "reply"
	Acknowledgement ResponseKind = "acknowledgement"
	Rejection       ResponseKind = "rejection"
	OfferMade       ResponseKind = "offer"
)

// ResponseKinds lists every kind of response.
var ResponseKinds = []ResponseKind{Reply, Acknowledgement, Rejection, OfferMade}

// DeadlineKind is what a deadline is for.
type DeadlineKind string

// The kinds of deadline.
const (
	TakeHome      DeadlineKind = "take-home"
	OfferDecision DeadlineKind = "offer"
)

// DeadlineKinds lists every kind of deadline.
var DeadlineKinds = []DeadlineKind{TakeHome, OfferDecision}

// DecisionKind is what the candidate decided about one planned event.
type DecisionKind string

// The decisions.
const (
	Done    DecisionKind = "done"
	Snooze  DecisionKind = "snooze"
	Dismiss DecisionKind = "dismiss"
)

// DecisionKinds lists every kind of decision.
var DecisionKinds = []DecisionKind{Done, Snooze, Dismiss}

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
type Decision struct {
	Event string // the [Planned.UID]
	Kind  DecisionKind
	To    date.Date // the new day of a [Snooze]; zero otherwise
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
