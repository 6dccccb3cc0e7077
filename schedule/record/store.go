package record

import (
	"context"
	"iter"

	"followcal/schedule"
)

// Store keeps the logs of accounts. Every call names the account whose log it
// is about, and reaches nothing of any other.
//
// Faults: Unavailable when the database cannot be reached, is read-only or
// full, with what to do; Conflict when another process kept writing for too
// long, so that trying again is right; Invalid when the database is damaged.
// After a fault nothing of the call has happened.
type Store interface {
	// View runs f on one consistent state of the account's log.
	View(ctx context.Context, account string, f func(Reader) error) error
	// Record runs f and commits what it wrote as one change, or nothing when f
	// fails. When f wrote no fact, no change is recorded and its number is 0. It
	// returns when everything is safe on disk. f must keep nothing of the Writer,
	// and is run again when the database asks for that. A Record within f would
	// wait for the one around it: it ends in a Conflict.
	Record(ctx context.Context, account string, e Entry, f func(Writer) error) (Change, error)
}

// Reader reads one state of an account's log.
type Reader interface {
	Facts
	History
	// Plan is what the last plan left.
	Plan() Plan
}

// Facts reads what was logged.
type Facts interface {
	// Settings returns the zero value while nothing was set.
	Settings(ctx context.Context) (Settings, error)
	// Applications returns those of the ids that exist, ordered by id.
	Applications(ctx context.Context, ids []string) ([]schedule.Application, error)
	// All yields every application in the order of ids. It stops at the first error.
	All(ctx context.Context) iter.Seq2[schedule.Application, error]
	// IDs yields the ids of all applications in their order; it is quick.
	IDs(ctx context.Context) iter.Seq2[string, error]
	// Traits yields what tells each application apart, in the order of ids; it
	// is quick.
	Traits(ctx context.Context) iter.Seq2[Trait, error]
	// Decisions returns the decisions that concern one of the applications, by
	// event; an empty id stands for those that name none. Without any ids it
	// returns all of them.
	Decisions(ctx context.Context, applications ...string) ([]schedule.Decision, error)
	// Named returns the applications whose id, or whose employer or role folded
	// with [schedule.Fold], begins with the prefix: those that are equal to it
	// first, then by date of application, the latest first; at most limit.
	Named(ctx context.Context, prefix string, limit int) ([]Named, error)
}

// History reads what was before.
type History interface {
	// Changes yields the account's changes, the latest first.
	Changes(ctx context.Context) iter.Seq2[Change, error]
	// Revised yields what one change did, in the order of ids.
	Revised(ctx context.Context, change int64) iter.Seq2[Revision, error]
	// Revisions yields every change of one application and of the decisions
	// that concern it, the oldest first.
	Revisions(ctx context.Context, application string) iter.Seq2[Revision, error]
	// Histories returns every change of those of the applications that exist, by
	// id, each the oldest first; what decisions changed is left out. It is much
	// quicker for many than Revisions of each.
	Histories(ctx context.Context, applications []string) (map[string][]Revision, error)
}

// Writer changes an account's log within one change. What it writes, it reads
// back.
type Writer interface {
	Reader
	PlanWriter
	// Put adds applications, or replaces those with their ids. Writing what is
	// there already is no change. Many at once are much faster than one by one.
	Put(ctx context.Context, all ...*schedule.Application) error
	// Remove removes applications; their history stays.
	Remove(ctx context.Context, ids ...string) error
	// PutDecision adds a decision, or replaces the one about its event.
	PutDecision(ctx context.Context, d *schedule.Decision) error
	// RemoveDecision removes the decision about an event, if there is one.
	RemoveDecision(ctx context.Context, event string) error
	// PutSettings replaces the settings.
	PutSettings(ctx context.Context, s *Settings) error
	// Forget removes applications with their whole history, decisions and
	// planned events beyond recovery: also from free pages, the write-ahead log
	// and the texts of other changes. What remains is that something was
	// forgotten.
	Forget(ctx context.Context, ids ...string) error
	// Rewrite runs f on every application and on every earlier state of each,
	// and keeps what f makes of those for which it reports true, in place of what
	// was there: as if it had never been otherwise, beyond recovery as with
	// Forget. f must leave the id alone, and depend on its argument only. It
	// returns the ids of the applications of which any state was rewritten.
	Rewrite(ctx context.Context, f func(*schedule.Application) bool) (rewritten []string, err error)
}
