package record

import (
	"context"
	"iter"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// PlanState says what the last plan was made of. It is derived, as everything
// here but an event's sequence: it can be thrown away and made anew.
type PlanState struct {
	AsOf  date.Date // zero: there is no plan
	Rules string    // identifies the rules, tables and wording that it was made by
	Stale bool      // facts changed that it does not know: only planning all of the log helps
}

// Event is a planned event as it was last written.
type Event struct {
	UID          string // unkeyed, as [schedule.UID]
	Application  string // id of the one whose region, zone and method it has
	Applications []string
	Kind         schedule.Kind
	State        schedule.State
	Due          date.Date
	Start, End   time.Time // zero when it is all-day
	Zone         string    // IANA
	Content      []byte    // how it is worded, as JSON that the writer understands
	Fingerprint  string    // of what is visible of it; empty while it is not shown
	Sequence     int32     // grows with every visible change, never back
	Modified     time.Time // UTC; the last visible change
	RemovedAt    time.Time // UTC; since when it is no longer shown, having been shown; zero: it is, or never was
}

// Lack is something that an application needs for good follow-ups and does not
// have.
type Lack struct {
	Application string
	Kind        LackKind
	What        string // a sentence for the user
}

// LackKind is what is missing.
type LackKind string

// The kinds of lack, the most urgent first.
const (
	LacksInterview LackKind = "interview" // it is interviewing, and no interview is logged
	LacksDate      LackKind = "date"      // nothing can be counted
	LacksNumber    LackKind = "number"    // a call is planned, and no number is known
	LacksRegion    LackKind = "region"    // the candidate's own holidays are counted
)

// LackKinds lists every kind of lack.
var LackKinds = []LackKind{LacksInterview, LacksDate, LacksNumber, LacksRegion}

// EventQuery selects planned events. Zero values select everything; an empty
// list that is not nil selects nothing.
type EventQuery struct {
	States       []schedule.State
	Kinds        []schedule.Kind
	From, To     date.Date // due days, both included
	Applications []string  // those that concern one of them
	Leads        []string  // those whose own application is one of them
	Prefix       string    // of the UID
	RemovedSince time.Time // those that are no longer shown, since then or later
	Latest       bool      // the latest first
	Limit        int
}

// Plan reads what the last plan left. Events and the rest are those that were
// last written; [schedule.Standing] says which part of it is of today.
type Plan interface {
	schedule.Standing
	// State returns the zero value while there is no plan.
	State(ctx context.Context) (PlanState, error)
	// Events yields the selected events by due day, start and UID.
	Events(ctx context.Context, q EventQuery) iter.Seq2[Event, error]
	// Lapsed returns the applications whose plan changes by time alone before
	// the as-of date.
	Lapsed(ctx context.Context, asOf date.Date) ([]string, error)
	// Lacks returns what applications lack, by kind and application, at most
	// limit of each kind, and how many there are of each.
	Lacks(ctx context.Context, limit int) ([]Lack, map[LackKind]int, error)
}

// PlanWriter writes what a plan leaves. It records no change: a plan is no
// fact.
type PlanWriter interface {
	// Replace replaces everything that the last plan left of the applications
	// (nil: of all) by what is given: their own events, footprint and lacks.
	Replace(ctx context.Context, applications []string, events iter.Seq[*Event], f *schedule.Footprint, lacks []Lack) error
	// SetPlanState replaces the state.
	SetPlanState(ctx context.Context, s PlanState) error
}
