package app

import (
	"context"

	"followcal/auth/seal"
	"followcal/internal/config"
	"followcal/internal/fault"
)

// Rotation is what a rotation of the keys did that seal permissions.
type Rotation struct {
	Added  bool     `json:"key_added"`        // a new key seals from now on
	Sealed int      `json:"sealed_anew"`      // permissions
	Kept   int      `json:"kept"`             // that were sealed with the newest key before
	Failed []string `json:"failed,omitempty"` // accounts that must connect again
}

// RotateKeys adds a key, where the keys are in a file, and seals everything anew
// with the newest one, while others go on. Progress, which may be nil, is told
// how many permissions were looked at.
func (r *Record) RotateKeys(ctx context.Context, s *config.Serve, progress func(looked int)) (Rotation, error) {
	keys, err := r.keys(ctx, s)
	if err != nil {
		return Rotation{}, err
	}
	var done Rotation
	if s.Keys == "" {
		if err := keys.Rotate(); err != nil {
			return done, err
		}
		done.Added = true
	}
	sealed, err := keys.Reseal(ctx, r.db, func(all seal.Resealed) {
		if progress != nil {
			progress(all.Done + all.Kept + len(all.Failed))
		}
	})
	done.Sealed, done.Kept, done.Failed = sealed.Done, sealed.Kept, sealed.Failed
	return done, err
}

// RetireKeys forgets all keys but the newest, and returns how many. It refuses
// while something needs one of them.
func (r *Record) RetireKeys(ctx context.Context, s *config.Serve) (int, error) {
	keys, err := r.keys(ctx, s)
	if err != nil {
		return 0, err
	}
	return keys.Retire(ctx, r.db, r.Now())
}

// keys are those that seal permissions.
func (r *Record) keys(ctx context.Context, s *config.Serve) (*seal.Keys, error) {
	place, err := sealPlace(s)
	if err != nil {
		return nil, err
	}
	return seal.KeysOf(ctx, place, r.db)
}

// NextKeys returns the value that FOLLOWCAL_KEYS has next: the keys that it has
// now with a new one, or the first ones.
func (a *App) NextKeys(s *config.Serve) (string, error) {
	place := seal.Place{Text: s.Keys}
	if s.KMS != "" {
		place.KMS = &seal.KMS{URI: s.KMS, Token: s.KMSToken}
	}
	if s.Keys == "" {
		return place.NewText()
	}
	text, err := place.NextText()
	if err != nil && fault.KindOf(err) == fault.Invalid {
		return "", fault.Wrap(fault.Usage, err, "%v", err)
	}
	return text, err
}
