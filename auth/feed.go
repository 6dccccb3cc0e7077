package auth

import (
	"crypto/rand"
	"strings"
	"time"

	"followcal/internal/fault"
)

// Feed is one subscribable calendar of an account. Its times are UTC and whole
// microseconds.
type Feed struct {
	ID      string // not secret: it stands in logs
	Account string
	FeedSettings
	Generation int       // of the token, from 1
	Token      TokenHash // of the current token
	Created    time.Time
	Revoked    time.Time // since when no token opens it; zero: it is open
	Retired    Retired   // the token before the last rotation
}

// Retired is a token that still opens its feed for a while. The zero value is
// none.
type Retired struct {
	Token TokenHash
	Until time.Time
}

// LongestGrace bounds how long a token may open its feed after a rotation.
const LongestGrace = 90 * 24 * time.Hour

// NewFeed returns a feed of an account with a new id and its first token, or a
// fault of kind Invalid.
func NewFeed(k Key, account string, s FeedSettings, now time.Time) (*Feed, error) {
	id := strings.ToLower(rand.Text()[:idLength])
	f := &Feed{ID: id, Account: account, FeedSettings: s, Generation: 1, Created: exact(now)}
	f.Token = k.FeedToken(f.ID, f.Generation).Hash()
	return f, f.Validate()
}

// idLength gives ids of 60 bits: they need to be unlike each other, not secret.
const idLength = 12

// exact returns t as every store keeps it.
func exact(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// Rotate gives f a new token. The one before opens it for the grace period,
// which may be 0; the one before that, no longer. A revoked feed is a fault of
// kind Denied, a grace out of bounds Invalid.
func (f *Feed) Rotate(k Key, now time.Time, grace time.Duration) error {
	switch {
	case !f.Revoked.IsZero():
		return fault.New(fault.Denied, "the feed %q was revoked on %s; create a new one", f.Name, f.Revoked.Format(time.DateOnly))
	case grace < 0 || grace > LongestGrace:
		return fault.New(fault.Invalid, "the old address cannot stay valid for %s; at most %d days are allowed", grace, LongestGrace/(24*time.Hour))
	}
	f.Retired = Retired{Token: f.Token, Until: exact(now.Add(grace))}
	f.Generation++
	f.Token = k.FeedToken(f.ID, f.Generation).Hash()
	return nil
}

// Revoke ends every token of f at once. Revoking again changes nothing.
func (f *Feed) Revoke(now time.Time) {
	if f.Revoked.IsZero() {
		f.Revoked = exact(now)
	}
}

// Standing is what a token of a feed opens.
type Standing struct {
	Revoked time.Time // since when it opens nothing; zero: it opens the feed
	Until   time.Time // when that changes by itself; zero: never
}

// Standing returns what the token with a hash opens at an instant; ok is false
// for a token that is none of f's.
func (f *Feed) Standing(h TokenHash, now time.Time) (s Standing, ok bool) {
	switch {
	case h.IsZero():
		return Standing{}, false
	case h == f.Token:
		return Standing{Revoked: f.Revoked}, true
	case h != f.Retired.Token:
		return Standing{}, false
	}
	end := f.Retired.Until
	if !f.Revoked.IsZero() && f.Revoked.Before(end) {
		end = f.Revoked
	}
	if now.Before(end) {
		return Standing{Until: end}, true
	}
	return Standing{Revoked: end}, true
}

// Validate returns a fault of kind Invalid that says what to correct.
func (f *Feed) Validate() error {
	switch {
	case !isWord(f.ID):
		return fault.New(fault.Invalid, "%q is not the id of a feed; it is made of at most %d small letters, digits and hyphens", f.ID, longestWord)
	case f.Account == "":
		return fault.New(fault.Invalid, "the feed %q belongs to no account", f.ID)
	case f.Generation < 1 || f.Token.IsZero():
		return fault.New(fault.Invalid, "the feed %q has no token", f.ID)
	case f.Created.IsZero():
		return fault.New(fault.Invalid, "the feed %q does not say when it was made", f.ID)
	case !f.Revoked.IsZero() && f.Revoked.Before(f.Created):
		return fault.New(fault.Invalid, "the feed %q was revoked before it was made; check the clock", f.ID)
	case f.Retired.Token.IsZero() != f.Retired.Until.IsZero():
		return fault.New(fault.Invalid, "the feed %q has half of a retired token", f.ID)
	}
	return f.FeedSettings.Validate()
}
