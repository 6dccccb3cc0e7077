// Package auth says who may do what. Here are the capabilities that open one
// feed each: how they are derived from a secret that no database holds, by
// which hash a store knows them, and what a feed's owner may do with them.
package auth

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"

	"followcal/internal/fault"
)

// FeedToken is a capability: whoever holds it reads one feed (see
// https://www.w3.org/2001/tag/doc/capability-urls/). It prints as a
// placeholder, so that none gets into a log by accident.
type FeedToken struct{ text string }

// A token is 160 unguessable bits, written in 32 characters that survive
// being read aloud, copied without regard to case and marked by a double click.
const (
	tokenOctets = 20
	tokenLength = 32
)

// alphabet is base32's (RFC 4648 section 6) in lower case.
const alphabet = "abcdefghijklmnopqrstuvwxyz234567"

var tokenEncoding = base32.NewEncoding(alphabet).WithPadding(base32.NoPadding)

// ParseFeedToken returns the token that text is. It accepts one spelling for
// each token and looks at nothing but the form, which is all that can be known
// without the store.
func ParseFeedToken(text string) (FeedToken, bool) {
	if len(text) != tokenLength {
		return FeedToken{}, false
	}
	for i := range len(text) {
		if c := text[i]; (c < 'a' || c > 'z') && (c < '2' || c > '7') {
			return FeedToken{}, false
		}
	}
	return FeedToken{text}, true
}

// Reveal returns the token's text, for an address that is shown to its owner.
func (t FeedToken) Reveal() string { return t.text }

// String returns a placeholder.
func (t FeedToken) String() string { return "(feed token)" }

// GoString returns a placeholder.
func (t FeedToken) GoString() string { return t.String() }

// Hash returns what a store keeps of t and finds its feed by.
func (t FeedToken) Hash() TokenHash { return sha256.Sum256([]byte(t.text)) }

// TokenHash is the SHA-256 of a token's text. It does not open the feed, and
// the token cannot be had from it. The zero value stands for no token.
type TokenHash [sha256.Size]byte

// String returns h in lower-case hexadecimal.
func (h TokenHash) String() string { return hex.EncodeToString(h[:]) }

// IsZero reports whether h stands for no token.
func (h TokenHash) IsZero() bool { return h == TokenHash{} }

// ParseTokenHash reads what [TokenHash.String] writes. Anything else is a fault
// of kind Invalid.
func ParseTokenHash(text string) (TokenHash, error) {
	octets, err := hex.DecodeString(text)
	if err != nil || len(octets) != len(TokenHash{}) {
		return TokenHash{}, fault.Wrap(fault.Invalid, err, "%q is not the hash of a feed token; the database is damaged, restore a backup", text)
	}
	return TokenHash(octets), nil
}
