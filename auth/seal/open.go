package seal

import (
	"context"

	"followcal/auth"
	"followcal/internal/fault"
)

// Read returns the keys of a place. Faults: NotFound for a missing file, Denied
// for one that others may read and where the key service refuses, Invalid for
// what is no keyset, Unavailable for what cannot be read now.
func Read(p Place) (*Keys, error) {
	ring, err := p.read()
	if err != nil {
		return nil, err
	}
	return &Keys{place: p, ring: ring}, nil
}

// KeysOf returns the keys of a vault. For a vault without anything sealed, a
// missing file is made. Otherwise a missing file, or one without the key that
// sealed what is there, is a fault of kind Denied: a new one would make every
// permission unreadable, and nobody would know why.
func KeysOf(ctx context.Context, p Place, v auth.Vault) (*Keys, error) {
	sealed, err := anySealed(ctx, v)
	if err != nil {
		return nil, err
	}
	if sealed == nil {
		return readOrCreate(p)
	}
	k, err := Read(p)
	switch {
	case err != nil && fault.KindOf(err) == fault.NotFound:
		return nil, fault.Wrap(fault.Denied, err,
			"the file %s with the keys of the database is missing, and there are permissions that are sealed with it; restore it from a backup, or name the right one", p)
	case err != nil:
		return nil, err
	}
	if _, err := k.knowing(sealed); err != nil {
		return nil, err
	}
	return k, nil
}

// readOrCreate reads the keyset, or makes it. Of two processes that start at
// once, one makes it and the other reads that.
func readOrCreate(p Place) (*Keys, error) {
	k, err := Read(p)
	if err == nil || fault.KindOf(err) != fault.NotFound {
		return k, err
	}
	handle, err := fresh()
	if err != nil {
		return nil, fault.Wrap(fault.Internal, err, "a new key cannot be made")
	}
	text, err := p.format(handle)
	if err != nil {
		return nil, err
	}
	if err := create(p.File, text); err != nil && fault.KindOf(err) != fault.Conflict {
		return nil, err
	}
	return Read(p)
}

// page is how many grants are read at once.
const page = 100

// anySealed returns something that is sealed, nil when nothing is.
func anySealed(ctx context.Context, v auth.Vault) ([]byte, error) {
	var found []byte
	err := each(ctx, v, func(g *auth.Grant) error {
		found = g.Sealed
		return errEnough
	})
	return found, err
}

// errEnough ends a walk early.
var errEnough = fault.New(fault.Internal, "enough")

// each calls visit for every grant with something sealed.
func each(ctx context.Context, v auth.Vault, visit func(*auth.Grant) error) error {
	for after := ""; ; {
		grants, err := v.Grants(ctx, after, page)
		if err != nil {
			return err
		}
		for i := range grants {
			if len(grants[i].Sealed) == 0 {
				continue
			}
			switch err := visit(&grants[i]); {
			case err == errEnough:
				return nil
			case err != nil:
				return err
			}
		}
		if len(grants) < page {
			return nil
		}
		after = grants[len(grants)-1].Account
	}
}
