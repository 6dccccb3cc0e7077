// Package mirror keeps a remote calendar equal to the events that are wanted
// there, and reports what a person did to them. Desired events, what was last
// written, and what the remote shows are three states; their difference is a
// plan of changes that each say themselves in a sentence; applying it survives a
// crash after every call.
package mirror

import (
	"context"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar"
)

// Event is an event that is wanted at the remote.
type Event struct {
	calendar.Event        // its UID never changes; Sequence and times of change are not mirrored
	Ref            string // what the source calls it
}

// Desired is what is wanted at the remote.
type Desired struct {
	Events   []Event        // by UID
	Zone     *time.Location // IANA; where the person is
	Revision string         // changes with them; never empty
	From     date.Date      // events before it are not told of, and stay as they are
}

// Source knows what is wanted, and takes what a person did.
type Source interface {
	// Revision returns the revision of an account's desired events, cheaply.
	Revision(ctx context.Context, account string) (string, error)
	// Desired returns what is wanted now.
	Desired(ctx context.Context, account string, s Settings) (Desired, error)
	// Take logs what a person did, and says for each finding what came of it.
	// What was logged already is not logged again.
	Take(ctx context.Context, account string, all []Finding) ([]Outcome, error)
}

// Finding is what a person did to an entry.
type Finding struct {
	Kind FindingKind
	UID  string
	Ref  string  // what the source calls the event
	From Content // as it was written
	To   Content // as it is; zero when deleted
	Day  date.Date
}

// FindingKind is what a person did.
type FindingKind string

// The kinds of findings.
const (
	Moved   FindingKind = "moved"   // to another day: Finding.Day
	Deleted FindingKind = "deleted" // it never comes back
	Ticked  FindingKind = "ticked"  // the title says that it is done
)

// Outcome is what came of a finding.
type Outcome struct {
	Sentence string
	// Refused: the log cannot take it, such as another day for a deadline. The
	// entry stays where the person put it.
	Refused bool
}

// ChangeKind is what a change does to the remote.
type ChangeKind string

// The kinds of changes.
const (
	Insert ChangeKind = "insert"
	Update ChangeKind = "update"
	Delete ChangeKind = "delete"
)
