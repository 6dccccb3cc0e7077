package schedule

import (
	"crypto/sha256"
	"encoding/base32"
	"time"

	"github.com/rickb777/date/v2"
)

// Kind is what a planned event asks the candidate to do or to know.
type Kind string

// The kinds of planned event.
const (
	ApplicationFollowUp Kind = "application-follow-up"
	InterviewHeld       Kind = "interview"
	LogPreference       Kind = "log-preference" // private: log what the interviewer answered
	ThankYouNote        Kind = "thank-you"
	InterviewFollowUp   Kind = "interview-follow-up"
	Review              Kind = "review" // private, after a "no"
	MoveOn              Kind = "move-on"
	PostingCloses       Kind = "posting-closes"
	TakeHomeDue         Kind = "take-home-due"
	OfferDeadline       Kind = "offer-deadline"
)

// Kinds lists every kind of planned event.
var Kinds = []Kind{
	ApplicationFollowUp, InterviewHeld, LogPreference, ThankYouNote, InterviewFollowUp,
	Review, MoveOn, PostingCloses, TakeHomeDue, OfferDeadline,
}

// IsFollowUp reports whether the event contacts somebody to ask.
func (k Kind) IsFollowUp() bool { return k == ApplicationFollowUp || k == InterviewFollowUp }

// State is where a planned event stands on the as-of date.
type State string

// The states.
const (
	StatePending   State = "pending" // overdue ones included
	StateDone      State = "done"
	StateMissed    State = "missed" // long past with nothing logged; in the agenda only
	StateSnoozed   State = "snoozed"
	StateDismissed State = "dismissed"
	StateCancelled State = "cancelled"
)

// States lists every state.
var States = []State{StatePending, StateDone, StateMissed, StateSnoozed, StateDismissed, StateCancelled}

// Open reports whether the event is still to come or to be done.
func (s State) Open() bool { return s == StatePending || s == StateSnoozed }

// Planned is one planned event. It points into the [Log] that it was planned
// from, which must not change while it is used.
type Planned struct {
	UID   string // see [UID]
	Kind  Kind
	State State

	// Applications are those that the event is about, its own first: the one
	// whose region, zone, method and UID it has. More than one share a contact
	// and one follow-up.
	Applications []*Application
	Interview    *Interview // nil for the events of an application
	Contact      Contact    // whom to reach; zero: the employer itself
	Method       Method     // empty for events that contact nobody

	Due    date.Date // the civil day in Zone
	AllDay bool
	Start  time.Time // in Zone; zero when AllDay
	End    time.Time // in Zone; equal to Start for an instant such as a deadline
	Zone   *time.Location

	Asks     []Question // what the script asks
	Reason   Reason
	ShapedOn date.Date // the latest dated fact that shaped the event
	Absorbed []string  // UIDs of the follow-ups that this one stands for
}

// stop cancels an event that is still open.
func (p *Planned) stop(why Stop, on date.Date) {
	if !p.State.Open() {
		return
	}
	p.State = StateCancelled
	p.Reason.Stopped, p.Reason.StoppedOn = why, on
	p.ShapedOn = max(p.ShapedOn, on)
}

// complete marks an event as done by an outreach on that day.
func (p *Planned) complete(on date.Date) {
	p.State, p.Due = StateDone, on
	p.Reason = Reason{Rule: RuleDone, Anchor: AnchorOutreach, AnchorOn: on}
	p.ShapedOn = max(p.ShapedOn, on)
}

// UID names an event by what it is about, never by its day: the application,
// the kind, and an ordinal within both. It looks random, holds no name or host
// (RFC 7986 section 5.3), and is made of the characters 0-9 and a-v, which any
// calendar service takes as an identifier.
func UID(applicationID string, kind Kind, ordinal string) string {
	sum := sha256.Sum256([]byte("followcal event\x00" + applicationID + "\x00" + string(kind) + "\x00" + ordinal))
	return uidEncoding.EncodeToString(sum[:16])
}

var uidEncoding = base32.NewEncoding("0123456789abcdefghijklmnopqrstuv").WithPadding(base32.NoPadding)
