// Package seal keeps secrets unreadable in a database: it seals them with a
// keyset of tink (AES-256-GCM) that lies elsewhere, and looks after that keyset.
package seal

import (
	"encoding/binary"
	"sync"

	"followcal/internal/fault"
)

// Keys seals and opens with the keyset of a place. It may be used by many
// goroutines at once, prints as a placeholder, and takes note when another
// process rotates the keyset. It is an auth.Sealer.
type Keys struct {
	place Place
	mu    sync.RWMutex
	ring  *ring // replaced as a whole
}

// String returns a placeholder.
func (k *Keys) String() string { return "(keys)" }

// GoString returns a placeholder.
func (k *Keys) GoString() string { return k.String() }

// Seal returns what only the keyset opens, and only for that account and
// purpose. It uses the newest keyset: a secret that is sealed while the keys are
// rotated never ends up under a key that is about to be dropped.
func (k *Keys) Seal(account, purpose string, secret []byte) ([]byte, error) {
	ring, err := k.newest()
	if err != nil {
		return nil, err
	}
	sealed, err := ring.aead.Encrypt(secret, bound(account, purpose))
	if err != nil {
		return nil, fault.Wrap(fault.Internal, err, "a secret cannot be sealed")
	}
	return sealed, nil
}

// Open returns what was sealed. With a key that is not in the keyset, also after
// looking for a newer one, it is a fault of kind Denied that says where the right
// one belongs; so is what was changed or belongs to another account or purpose.
func (k *Keys) Open(account, purpose string, sealed []byte) ([]byte, error) {
	ring, err := k.knowing(sealed)
	if err != nil {
		return nil, err
	}
	secret, err := ring.aead.Decrypt(sealed, bound(account, purpose))
	if err != nil {
		return nil, fault.Wrap(fault.Denied, err,
			"what is sealed for the account %q was damaged or belongs elsewhere: restore the database from a backup, or connect the account again", account)
	}
	return secret, nil
}

// Current reports whether it was sealed with the key that seals now, as far as
// this process knows.
func (k *Keys) Current(sealed []byte) bool {
	id, ok := keyID(sealed)
	return ok && id == k.held().primary
}

// knowing returns a keyset with the key of what is sealed.
func (k *Keys) knowing(sealed []byte) (*ring, error) {
	id, ok := keyID(sealed)
	if !ok {
		return nil, fault.New(fault.Denied, "what is stored is not sealed: the database is damaged, restore a backup")
	}
	if ring := k.held(); ring.has(id) {
		return ring, nil
	}
	ring, err := k.newest()
	if err != nil {
		return nil, err
	}
	if !ring.has(id) {
		return nil, k.place.lacks(id)
	}
	return ring, nil
}

func (k *Keys) held() *ring {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.ring
}

// newest returns the keyset, read again when its file is another one by now.
// Unwrapping costs a call to the key service only then.
func (k *Keys) newest() (*ring, error) {
	held := k.held()
	unchanged, err := k.place.unchanged(held)
	if err != nil || unchanged {
		return held, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if unchanged, err := k.place.unchanged(k.ring); err != nil || unchanged {
		return k.ring, err // somebody else read it meanwhile
	}
	ring, err := k.place.read()
	if err != nil {
		return nil, err
	}
	k.ring = ring
	return ring, nil
}

// headPurpose keeps what is sealed here apart from any other use of the keyset.
const headPurpose = "followcal sealed 1"

// bound is the associated data: each part after its length, so that no two
// pairs of account and purpose run together.
func bound(account, purpose string) []byte {
	data := make([]byte, 0, len(headPurpose)+len(account)+len(purpose)+3*8)
	for _, part := range []string{headPurpose, account, purpose} {
		data = binary.BigEndian.AppendUint64(data, uint64(len(part)))
		data = append(data, part...)
	}
	return data
}

// What tink seals begins with an octet for the form and four for the key
// (https://developers.google.com/tink/wire-format).
const (
	tinkForm   = 1
	tinkPrefix = 5
)

// keyID returns which key sealed it; ok is false for what is no such thing.
func keyID(sealed []byte) (id uint32, ok bool) {
	if len(sealed) < tinkPrefix || sealed[0] != tinkForm {
		return 0, false
	}
	return binary.BigEndian.Uint32(sealed[1:tinkPrefix]), true
}
