package auth

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
)

// Key is the secret of an installation: 256 random bits from its key file.
// Tokens are derived from it, so that their owner can be shown them again
// although the database holds only hashes. It prints as a placeholder.
type Key struct{ secret [sha256.Size]byte }

// newKey returns a key that nobody can guess.
func newKey() Key {
	var k Key
	_, _ = rand.Read(k.secret[:]) // it never fails: crypto/rand ends the process first
	return k
}

// String returns a placeholder.
func (k Key) String() string { return "(secret key)" }

// GoString returns a placeholder.
func (k Key) GoString() string { return k.String() }

// feedPurpose keeps tokens apart from everything else that a key is used for.
// It is part of every address that was ever handed out and never changes.
const feedPurpose = "followcal feed token 1"

// MAC returns the HMAC-SHA-256 of the parts for one purpose. Other purposes or
// parts give an unrelated value, however the octets would run together.
func (k Key) MAC(purpose string, parts ...string) [sha256.Size]byte {
	mac := hmac.New(sha256.New, k.secret[:])
	var length [8]byte
	for _, part := range append([]string{purpose}, parts...) {
		binary.BigEndian.PutUint64(length[:], uint64(len(part)))
		mac.Write(length[:])
		mac.Write([]byte(part))
	}
	return [sha256.Size]byte(mac.Sum(nil))
}

// FeedToken returns the token of the feed with that id in a generation. The
// same id and generation always give the same token.
func (k Key) FeedToken(id string, generation int) FeedToken {
	var number [8]byte
	binary.BigEndian.PutUint64(number[:], uint64(generation))
	mac := k.MAC(feedPurpose, id, string(number[:]))
	return FeedToken{tokenEncoding.EncodeToString(mac[:tokenOctets])}
}

// Issued reports whether the feed's current token came from k. It is how a
// wrong key file is told from the right one.
func (k Key) Issued(f *Feed) bool {
	hash := k.FeedToken(f.ID, f.Generation).Hash()
	return subtle.ConstantTimeCompare(hash[:], f.Token[:]) == 1
}
