package google

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"followcal/auth"
	"followcal/internal/fault"
)

// How renewals of several processes keep out of each other's way. A lease
// outlasts the longest call and the storing of its answer, so that it passes to
// another only from a process that died.
const (
	lease      = 2 * longestCall
	patience   = lease + longestCall // of who waits
	firstPause = 20 * time.Millisecond
	longPause  = time.Second
	saveTries  = 8
)

// Reasons of ours to leave a grant alone; they never leave this package.
var (
	errTaken   = errors.New("another process asks for tokens")
	errChanged = errors.New("the grant is another one by now")
	errLost    = errors.New("the lease is somebody else's by now")
)

// take takes the lease of the grant as it was seen.
func (t *Tokens) take(ctx context.Context, seen *auth.Grant, holder string) error {
	return t.vault.UpdateGrant(ctx, seen.Account, func(g *auth.Grant) error {
		now := t.client.Now()
		switch {
		case g.Renewed != seen.Renewed || !g.Connected.Equal(seen.Connected) || !g.Ended.Equal(seen.Ended):
			return errChanged
		case g.Holder != "" && now.Before(g.Held):
			return errTaken
		}
		g.Holder, g.Held = holder, exact(now.Add(lease))
		return nil
	})
}

// settle changes a grant and gives its lease back, as long as the lease is ours:
// who connected again or took over an old lease meanwhile knows better. Storing
// is tried several times, because Google does not repeat its answer.
func (t *Tokens) settle(ctx context.Context, account, holder string, change func(*auth.Grant) error) error {
	for tries, pause := 1, firstPause; ; tries, pause = tries+1, min(2*pause, longPause) {
		err := t.vault.UpdateGrant(ctx, account, func(g *auth.Grant) error {
			if g.Holder != holder {
				return errLost
			}
			g.Holder, g.Held = "", time.Time{}
			return change(g)
		})
		again := err != nil && (fault.KindOf(err) == fault.Conflict || fault.KindOf(err) == fault.Unavailable)
		if !again || tries == saveTries || wait(ctx, pause) != nil {
			return err
		}
	}
}

// wait lets others go on; two that wait do not come back at once.
func wait(ctx context.Context, pause time.Duration) error {
	var octet [1]byte
	_, _ = rand.Read(octet[:]) // it never fails
	timer := time.NewTimer(pause/2 + pause*time.Duration(octet[0])/512)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
