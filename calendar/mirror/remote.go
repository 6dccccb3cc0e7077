package mirror

import (
	"context"
	"time"

	"github.com/rickb777/date/v2"
)

// Entry is an event of a remote calendar, as far as a mirror reads and writes it.
// What else the remote keeps of it is the person's, and stays.
type Entry struct {
	ID      string // chosen by the mirror: 5 to 1024 of a-v and 0-9
	ETag    string // of the state that was read; empty: not read
	Deleted bool   // then nothing but ID is sure

	Summary     string
	Description string
	Location    string
	Source      string // the address that the event links to

	Day   date.Date // the first day of an all-day entry
	Days  int       // its length, at least 1
	Start time.Time // zoned; zero for an all-day entry
	End   time.Time // zoned like Start

	Busy      bool            // blocks time rather than reminds
	Reminders []time.Duration // before the start; the mirror's when inserted, the person's from then on
	Mark      Mark            // what the mirror wrote for itself; zero: the entry is not the mirror's
}

// Mark tells a mirror's own entries from others, and what it wrote from what
// somebody changed. The remote keeps it where people do not see it.
type Mark struct {
	UID  string // of the event
	Hash string // of the content that was written
}

// Listing is what a remote calendar holds, or what changed since a token.
type Listing struct {
	Entries []Entry
	Token   string // to ask for what changes from now on
	Full    bool   // everything that is not listed is not there
}

// Remote is a calendar service for one person.
//
// A fault wraps an [Answer] where the service gave one. Without one it is of kind
// Unavailable, and what was asked for may have happened or not. The service's
// limits are kept, and what passes by itself is tried again, before a call
// returns.
type Remote interface {
	Calendars
	Entries
}

// Calendars makes and removes the calendar that a mirror writes to.
type Calendars interface {
	// MakeCalendar makes a calendar and returns its id. It is never repeated by
	// itself: a service does not say which of two it made.
	MakeCalendar(ctx context.Context, c Calendar) (id string, err error)
	// Calendar returns the calendar with an id, Missing when there is none.
	Calendar(ctx context.Context, id string) (Calendar, error)
	// RemoveCalendar removes a calendar with all entries. One that is gone is no
	// fault.
	RemoveCalendar(ctx context.Context, id string) error
}

// Calendar is what a calendar says about itself.
type Calendar struct {
	Name        string
	Description string
	Zone        string // IANA
}

// Entries reads and writes the entries of one calendar.
type Entries interface {
	// List returns what changed since the token, or everything for an empty
	// one. TokenExpired asks for everything instead.
	List(ctx context.Context, calendar, token string) (Listing, error)
	// Get returns an entry, also a deleted one that the service remembers.
	// Missing: it does not know the id.
	Get(ctx context.Context, calendar, id string) (Entry, error)
	// Insert adds an entry and returns it as it is kept. Exists: the id was used
	// before, also when it was deleted since.
	Insert(ctx context.Context, calendar string, e *Entry) (Entry, error)
	// Update writes what a mirror owns of an entry, which is all of [Entry] but
	// Reminders, and restores a deleted one; the rest stays as the person has
	// it. Stale: it is not in the state with the ETag any more.
	Update(ctx context.Context, calendar string, e *Entry) (Entry, error)
	// Delete removes the entry in the state with the ETag. One that is deleted
	// is no fault. Stale: somebody changed it.
	Delete(ctx context.Context, calendar, id, etag string) error
}

// Watcher asks a service to call back when a calendar changes.
type Watcher interface {
	// Watch begins a channel, and returns it with what the service chose.
	Watch(ctx context.Context, calendar string, c Channel) (Channel, error)
	// Unwatch ends a channel. One that has ended is no fault.
	Unwatch(ctx context.Context, c Channel) error
}

// Channel is a subscription of changes.
type Channel struct {
	ID       string    // ours, unguessable
	Secret   string    // comes back with every call, to tell true ones
	Address  string    // https, called by the service
	Resource string    // the service's name of what is watched
	Expires  time.Time // UTC; zero: it is not known whether it began
}

// Answer is what a service said instead of doing what was asked, as far as a
// mirror acts on it. Match it with [errors.Is].
type Answer uint8

// The answers.
const (
	Exists       Answer = iota + 1 // the id was used before
	Stale                          // the entry changed since it was read
	Missing                        // there is no such entry or calendar
	TokenExpired                   // ask for everything
	Unauthorized                   // the grant has ended
	Exhausted                      // too much for today: pause for hours
	Refused                        // malformed or not allowed: never again the same way
)

// Error returns what the answer means.
func (a Answer) Error() string { return answers[a] }

var answers = [...]string{ //nolint:gosec // a token of a listing is no secret
	Exists:       "the id was used before",
	Stale:        "it changed meanwhile",
	Missing:      "it is not there",
	TokenExpired: "the sync token has expired",
	Unauthorized: "access has ended",
	Exhausted:    "the quota is used up",
	Refused:      "the request was refused",
}
