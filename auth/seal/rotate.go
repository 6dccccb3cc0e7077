package seal

import (
	"context"
	"errors"
	"time"

	"github.com/tink-crypto/tink-go/v2/keyset"

	"followcal/auth"
	"followcal/internal/fault"
)

// Rotate adds a key that seals from now on, here and in every process with the
// same file, and keeps the old ones for what they sealed. Keys that are not in a
// file are a fault of kind Usage; see [Place.NextText].
func (k *Keys) Rotate() error { return k.rewrite(grown) }

// rewrite changes the keyset as it is in its file, whoever changed it last.
func (k *Keys) rewrite(change func(*keyset.Handle) (*keyset.Handle, error)) error {
	if k.place.Text != "" {
		return fault.New(fault.Usage,
			"the keys are in %s, which followcal cannot change: print the next value with followcal keys next, restart every process with it, then run followcal keys rotate again to seal anew", variable)
	}
	unlock, err := lock(k.place.File)
	if err != nil {
		return err
	}
	defer unlock()
	ring, err := k.newest()
	if err != nil {
		return err
	}
	handle, err := change(ring.handle)
	if err != nil {
		return fault.Wrap(fault.Internal, err, "the keys in %s cannot be changed, and stay as they were", k.place)
	}
	text, err := k.place.format(handle)
	if err != nil {
		return err
	}
	if err := replace(k.place.File, text); err != nil {
		return err
	}
	_, err = k.newest()
	return err
}

// Resealed is what [Keys.Reseal] did.
type Resealed struct {
	Done   int      // sealed anew
	Kept   int      // sealed with the newest key before
	Failed []string // accounts whose secrets no key opens; they must connect again
}

// errKept leaves a grant as it is.
var errKept = errors.New("sealed with the newest key already")

// Reseal seals every grant with the newest key, one at a time, while others use
// and change them. Running it again goes on where it ended. Progress, which may
// be nil, is told after each grant. What cannot be opened stays as it is.
func (k *Keys) Reseal(ctx context.Context, v auth.Vault, progress func(Resealed)) (Resealed, error) {
	var all Resealed
	if _, err := k.newest(); err != nil {
		return all, err
	}
	err := each(ctx, v, func(g *auth.Grant) error {
		err := k.resealOne(ctx, v, g)
		switch {
		case err == nil:
			all.Done++
		case errors.Is(err, errKept):
			all.Kept++
		case fault.KindOf(err) == fault.Denied:
			all.Failed = append(all.Failed, g.Account)
		default:
			return err
		}
		if progress != nil {
			progress(all)
		}
		return nil
	})
	return all, err
}

func (k *Keys) resealOne(ctx context.Context, v auth.Vault, seen *auth.Grant) error {
	if k.Current(seen.Sealed) {
		return errKept
	}
	return v.UpdateGrant(ctx, seen.Account, func(g *auth.Grant) error {
		if len(g.Sealed) == 0 || k.Current(g.Sealed) {
			return errKept // somebody ended, dropped or renewed it meanwhile
		}
		secret, err := k.Open(g.Account, auth.GrantPurpose, g.Sealed)
		if err != nil {
			return err
		}
		g.Sealed, err = k.Seal(g.Account, auth.GrantPurpose, secret)
		return err
	})
}

// Overlap is how long old keys stay after a rotation: longer than any process
// takes from sealing a secret to storing it.
const Overlap = 10 * time.Minute

// Retire forgets all keys but the newest and returns how many. As long as
// something is sealed with one of them, or might still arrive, it is a fault of
// kind Conflict.
func (k *Keys) Retire(ctx context.Context, v auth.Vault, now time.Time) (int, error) {
	ring, err := k.newest()
	if err != nil {
		return 0, err
	}
	if old := len(ring.ids) - 1; old == 0 {
		return 0, nil
	}
	if k.place.Text == "" && now.Sub(ring.file.ModTime()) < Overlap {
		return 0, fault.New(fault.Conflict, "the keys were rotated less than %s ago, and a process may still be storing what it sealed before; forget the old ones later", Overlap)
	}
	err = each(ctx, v, func(g *auth.Grant) error {
		if k.Current(g.Sealed) {
			return nil
		}
		return fault.New(fault.Conflict, "the permission of the account %q is still sealed with an old key; run followcal keys rotate first", g.Account)
	})
	if err != nil {
		return 0, err
	}
	return len(ring.ids) - 1, k.rewrite(pruned)
}
