package auth

import (
	"context"
	"time"
)

// Grant is an account's permission at Google, as it is stored: what would open
// anything is sealed. Its times are UTC and whole microseconds.
type Grant struct {
	Account   string
	Sealed    []byte // the tokens; empty once it has ended
	Scopes    []string
	Connected time.Time
	Renewed   int       // how often its tokens were replaced
	Ended     time.Time // zero: it holds
	Reason    string    // why it ended, and what to do: a sentence
	Holder    string    // who asks for new tokens; empty: nobody
	Held      time.Time // until when
}

// GrantPurpose is what [Grant.Sealed] is sealed for, at its account. It is part of
// all that was ever sealed, and never changes.
const GrantPurpose = "followcal grant 1"

// Vault keeps grants. It gives back what it was given.
//
// Faults: NotFound for an account without a grant, Conflict when another process
// kept writing for too long, Unavailable when the database cannot be reached.
// After a fault nothing of the call has happened.
type Vault interface {
	// Grant returns an account's grant, also one that has ended.
	Grant(ctx context.Context, account string) (Grant, error)
	// UpdateGrant reads a grant, has change alter it, and writes it, in one
	// transaction; it is on disk when the call returns. Where there is none,
	// change gets a new one. change may run again, must leave Account alone and
	// call nobody, and its error ends the call and is returned as it is.
	UpdateGrant(ctx context.Context, account string, change func(*Grant) error) error
	// DropGrant forgets a grant beyond recovery. None is no fault.
	DropGrant(ctx context.Context, account string) error
	// Grants returns grants of all accounts after one, by account, at most limit.
	Grants(ctx context.Context, after string, limit int) ([]Grant, error)
}

// Sealer seals secrets for storage. What was sealed for one account and purpose
// opens for no other.
type Sealer interface {
	// Seal returns what only the keys can open.
	Seal(account, purpose string, secret []byte) ([]byte, error)
	// Open returns what was sealed. A fault of kind Denied says that the keys are
	// not those it was sealed with, or that it was tampered with.
	Open(account, purpose string, sealed []byte) ([]byte, error)
	// Current reports whether it was sealed with the key that seals now.
	Current(sealed []byte) bool
}
