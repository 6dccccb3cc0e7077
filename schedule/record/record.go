// Package record is the log that never loses anything: the facts that a
// candidate logged, every earlier state of them, and who changed them when. It
// holds the port of the store that keeps them, and the edits that make one
// state of the facts from another.
package record

import (
	"time"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// Settings is what an account's log says once: everything of a
// [schedule.Log] but its applications and decisions.
type Settings struct {
	Name    string // the candidate's name, used in scripts
	Zone    string // IANA; empty: not set yet
	Region  string // ISO 3166-2; empty: not set yet
	DaysOff []schedule.DaysOff
	Closed  []schedule.Day
	Working []schedule.Day
	Policy  *schedule.Overrides
}

// Verb is what somebody did to the log, as the name of the command that does
// it.
type Verb string

// The verbs.
const (
	Add             Verb = "add"
	Import          Verb = "import"
	Edit            Verb = "edit"
	AddInterview    Verb = "interview add"
	MoveInterview   Verb = "interview move"
	CancelInterview Verb = "interview cancel"
	SetPreference   Verb = "preference"
	LogOutreach     Verb = "outreach"
	LogResponse     Verb = "reply"
	SetStatus       Verb = "status"
	SetDeadline     Verb = "deadline"
	SetDaysOff      Verb = "days-off"
	SetClosedDays   Verb = "closed-days"
	SetPolicy       Verb = "policy"
	SetSettings     Verb = "settings"
	Decide          Verb = "decide" // done, snooze or dismiss
	Undo            Verb = "undo"
	Redo            Verb = "redo"   // the undo of an undo
	Forget          Verb = "forget" // says only that something was forgotten, never what
	Planning        Verb = "plan"   // brings the plan up to date; it changes no fact, so it is never recorded
)

// Entry is what somebody wants to record: who does what, and when.
type Entry struct {
	At     time.Time // UTC; kept to the microsecond
	By     string    // a user's name; never empty
	Verb   Verb
	Undoes int64 // the number of the change that an [Undo] or [Redo] reverts
}

// Change is an entry that was recorded. Its number counts an account's changes
// from 1.
type Change struct {
	Number int64
	Entry
	UndoneBy int64 // the number of the change that reverted this one; 0: none
}

// Revision is one application, decision or the settings before and after a
// change. Exactly one of the three pairs is set; a nil in a pair means that
// there was none.
type Revision struct {
	Change      Change
	Application Pair[schedule.Application]
	Decision    Pair[schedule.Decision]
	Settings    Pair[Settings]
}

// Pair is a fact before and after a change.
type Pair[T any] struct{ Before, After *T }

// Known reports whether the pair says anything.
func (p Pair[T]) Known() bool { return p.Before != nil || p.After != nil }

// Named is an application with what people call it, for the choice between
// several that fit a short name.
type Named struct {
	ID, Employer, Role string
	Status             schedule.Status
	AppliedOn          date.Date
}

// Trait is what tells an application apart from others, so that one that is
// known under another id is found without reading all.
type Trait struct {
	ID             string
	Employer, Role string // folded with [schedule.Fold]
	LinkedIn       bool   // something in it leads to a posting on LinkedIn
}
