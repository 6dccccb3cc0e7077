package schedule

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
