// Package feed serves calendars to those who subscribe: a token in a URL is
// turned into the octets of a calendar, with everything that HTTP offers to
// make asking again cheap. Who a token belongs to and what the calendar shows
// is its [Source]'s affair.
//
// A calendar is rendered when somebody asks for it and nothing that is held is
// still true, and then kept, plain and compressed, until its account is
// invalidated or its time is over. What is kept is found by a hash of the
// token, and every request hashes its token once; nothing else is hashed,
// rendered, compressed or looked up for an answer that is held.
package feed

import (
	"context"
	"crypto/sha256"
	"time"

	"followcal/calendar"
	"followcal/calendar/ical"
)

// Key is the hash of a token, by which feeds are found. Whoever sends tokens
// cannot choose it, so the time that a look-up takes tells nothing about them.
type Key [sha256.Size]byte

// Feed is what a token opens, as it is now.
type Feed struct {
	ID      string // not secret: it stands in logs
	Account string // what [Handler.Invalidate] names
	// Calendar is what the calendar says about itself, Events what it shows in
	// their order, cancelled ones included. The handler neither changes nor
	// keeps them.
	Calendar ical.Calendar
	Events   []*calendar.Event
	// Modified is when what is shown last changed: an event came, changed or
	// left, be it by time alone, or a setting did. Zero is not known, and gives
	// no Last-Modified.
	Modified time.Time
	// Until is when this stops being true without anybody changing anything,
	// such as the account's next midnight. Zero is never.
	Until time.Time
	// Revoked is since when the token opens nothing; zero for one that does.
	// Only ID, Account and Calendar matter then.
	Revoked time.Time
	// Gzip says that the answer may be compressed: some readers announce that
	// they understand it, and do not.
	Gzip bool
}

// Source knows the feeds.
type Source interface {
	// Feed returns what the token with that hash opens at an instant. A token
	// that nobody has is a fault of kind NotFound, found out in the same way and
	// with the same work as one that somebody has. Any other fault says that it
	// cannot be known now. It may be called by many at once, and what it returns
	// is true at the time of the call: a change that [Handler.Invalidate] was
	// told of before the call is in it.
	Feed(ctx context.Context, key Key, now time.Time) (*Feed, error)
}

// Fetch says that a family of clients has got an answer about a feed.
type Fetch struct {
	Feed   string // its id
	Family Family
	At     time.Time
}

// Recorder keeps fetches, so that an owner can be told which programs still
// ask.
type Recorder interface {
	// RecordFetches keeps them. It is called by one goroutine at a time, and
	// what it fails to keep is lost: the next fetches tell the same.
	RecordFetches(ctx context.Context, all []Fetch) error
}
