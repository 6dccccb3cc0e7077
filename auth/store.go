package auth

import (
	"context"
	"time"
)

// FeedStore keeps feeds and when they were fetched. A store gives back what it
// was given, times to the microsecond in UTC.
//
// Faults: NotFound for a feed that does not exist, Conflict when another
// process kept writing for too long, so that trying again is right,
// Unavailable when the database cannot be reached. After a fault nothing of the
// call has happened.
type FeedStore interface {
	// CreateFeed adds a valid feed. One with its id, or with one of its tokens,
	// is a fault of kind Conflict.
	CreateFeed(ctx context.Context, f *Feed) error
	// Feeds returns the account's feeds, revoked ones included, by creation and
	// id. None is no fault.
	Feeds(ctx context.Context, account string) ([]Feed, error)
	// FeedByToken returns the feed whose current or retired token has the hash;
	// whether it still opens the feed is for [Feed.Standing] to say. It is one
	// look-up by an index that holds both, and takes the same way for a hash
	// that nobody has.
	FeedByToken(ctx context.Context, h TokenHash) (Feed, error)
	// UpdateFeed reads one feed of the account, has change alter it, and writes
	// it, in one transaction; nobody's change in between is lost. change may run
	// again, must leave ID, Account and Created alone, and its error ends the
	// call and is returned as it is.
	UpdateFeed(ctx context.Context, account, id string, change func(*Feed) error) error
	// RecordFetches keeps, for each feed and family, the latest fetch. Fetches
	// of feeds that do not exist, and earlier ones than what is known, are
	// dropped.
	RecordFetches(ctx context.Context, all []Fetch) error
	// Fetches returns what is kept for the account's feeds, by feed and family.
	Fetches(ctx context.Context, account string) ([]Fetch, error)
	// AnyFeed returns some feed of any account, NotFound when there is none. It
	// is asked once at the start, to check the key.
	AnyFeed(ctx context.Context) (Feed, error)
}

// Fetch says that a family of clients fetched a feed.
type Fetch struct {
	Feed   string // its id
	Family string // such as Google or Thunderbird
	At     time.Time
}
