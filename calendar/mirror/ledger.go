package mirror

import (
	"context"
	"time"
)

// Ledger keeps what mirrors know, one lane for each account. It gives back what
// it was given, times in UTC and whole microseconds.
//
// Faults: NotFound for an account without a lane; Conflict when another process
// kept writing for too long, or has the lane; Unavailable when the database
// cannot be reached. After a fault nothing of the call has happened.
type Ledger interface {
	// Lane returns an account's lane.
	Lane(ctx context.Context, account string) (Lane, error)
	// UpdateLane reads a lane, has change alter it, and writes it, in one
	// transaction. Where there is none, change gets a new one. Its error ends
	// the call and is returned as it is. change may run again.
	UpdateLane(ctx context.Context, account string, change func(*Lane) error) error
	// DropLane forgets a lane with all that belongs to it. None is no fault.
	DropLane(ctx context.Context, account string) error
	// Rows returns what the lane wrote, by UID in the order of octets.
	Rows(ctx context.Context, account string) ([]Row, error)
	// Commit writes what a step brought, in one transaction, when holder still
	// has the lane at the step's instant: that is before Held.
	Commit(ctx context.Context, account, holder string, s Step) error
	// LastPush returns what the last push wrote, in its order.
	LastPush(ctx context.Context, account string) ([]Written, error)
}

// Schedule says which lanes are to run when.
type Schedule interface {
	// Due returns accounts whose lanes are to run at an instant, the longest
	// waiting first and then by account, at most limit: Next has come and no pause
	// lasts longer. Who holds a lane does not matter.
	Due(ctx context.Context, now time.Time, limit int) ([]string, error)
	// ByChannel returns the account whose lane has the channel, a fault of kind
	// NotFound when none has.
	ByChannel(ctx context.Context, id string) (account string, err error)
}

// Lane is one account's mirror: where it writes, how far it read, and how it is.
type Lane struct {
	Account  string
	Settings Settings
	Calendar string    // the remote's id; empty: none is made
	Making   time.Time // since when one is being made and it is not known whether it was; zero: it is known
	Token    string    // of the last listing; empty: everything is to be read
	Revision string    // of the desired events that were pushed last
	Synced   time.Time // when it last ran to its end; zero: never
	Next     time.Time // when it is to run again; zero: not by itself
	Failures int       // runs that failed since the last one that did not

	Paused  time.Time // until when nothing is read or written; [Forever] for until it is resumed; zero: it runs
	Trouble Trouble
	Holder  string    // who runs it; empty: nobody
	Held    time.Time // until when
	Channel Channel
}

// Forever is the end of a pause that somebody is to end.
var Forever = time.Date(9999, time.January, 1, 0, 0, 0, 0, time.UTC)

// Settings is what an account wants mirrored, and how.
type Settings struct {
	Name    string   `json:"name"`              // of the calendar
	Privacy string   `json:"privacy"`           // as outlets name it
	Kinds   []string `json:"kinds,omitempty"`   // of events; none: all
	AllDay  bool     `json:"all_day,omitempty"` // without a time of day, and so without a reminder on the day
	Silent  bool     `json:"silent,omitempty"`  // without reminders
}

// Trouble is why a lane does not run as it should.
type Trouble struct {
	Kind     TroubleKind
	Sentence string    // what is wrong and what to do
	Since    time.Time // UTC
}

// Waits reports whether the trouble waits for the person, who is to be told
// wherever they look.
func (t Trouble) Waits() bool {
	switch t.Kind {
	case Disconnected, CalendarGone, Undecided, Guarded:
		return true
	case Quota, Failing, Rejected:
	}
	return false
}

// TroubleKind is what a lane's trouble needs.
type TroubleKind string

// The kinds of trouble. The empty kind is none.
const (
	Disconnected TroubleKind = "disconnected" // the account is to be connected again
	CalendarGone TroubleKind = "calendar gone"
	Undecided    TroubleKind = "undecided" // it is not known whether a calendar was made
	Guarded      TroubleKind = "guarded"   // it would delete too much: somebody is to look
	Quota        TroubleKind = "quota"     // it waits for the service's quota
	Failing      TroubleKind = "failing"   // it tries again by itself
	Rejected     TroubleKind = "rejected"  // the service refuses an entry
)

// Row is what a lane knows of one event at the remote.
type Row struct {
	UID        string // of the event
	Ref        string // what the source calls it
	ID         string // of the entry, [EntryID] of UID and Generation
	Generation int    // from 0; grows when an id cannot be used any more
	Phase      Phase
	Intent     Content // what is being written, or was refused; zero unless Phase is Writing or Barred
	Written    Content // what was last written
	Seen       Seen    // what the remote last showed
}

// Phase is where a row is. It is saved before a call and after it, so that a
// crash between leaves what was intended.
type Phase string

// The phases.
const (
	Writing  Phase = "writing"  // whether Intent arrived is not known
	Deleting Phase = "deleting" // whether it was deleted is not known
	Settled  Phase = "settled"  // the remote has Written
	Released Phase = "released" // the person has it: deleted, or ticked off; nothing is written any more
	Barred   Phase = "barred"   // the remote refused Intent, a delete where it is zero, and has Written; another content is tried
	Gone     Phase = "gone"     // there is no entry; should the event be wanted again, ID was not used yet
)

// Step is what is to be saved at once. No UID is both put and removed.
type Step struct {
	At       time.Time // by the runner's clock
	Put      []Row
	Remove   []string  // UIDs
	Token    *string   // nil: as before
	Revision *string   // nil: as before
	Begin    bool      // a new push begins: what the last one wrote is forgotten
	Wrote    []Written // is added to the push
}

// Written is one change that a push made, to be able to take it back.
type Written struct {
	UID    string
	Kind   ChangeKind
	Before Content // zero for an insert
	After  Content // zero for a delete
}
