package google

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"golang.org/x/oauth2"

	"followcal/auth"
	"followcal/internal/fault"
)

// current returns tokens that can be used, other than a refused one, and whether
// they were renewed just now. Renewing goes on when ctx ends, because an answer
// of Google that nobody keeps may be the last.
func (t *Tokens) current(ctx context.Context, account, refused string) (all tokens, fresh bool, err error) {
	g, err := t.vault.Grant(ctx, account)
	if err != nil {
		return tokens{}, false, notConnected(err)
	}
	all, err = t.open(&g)
	if err != nil || all.serves(t.client.Now(), refused) {
		return all, false, err
	}
	flight := t.flights.DoChan(account, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
		defer cancel()
		return t.renewOrWait(ctx, account, all.Access)
	})
	select {
	case <-ctx.Done():
		return tokens{}, false, fault.Wrap(fault.Unavailable, context.Cause(ctx), "the wait for Google's tokens was broken off")
	case result := <-flight:
		renewed, _ := result.Val.(tokens)
		return renewed, true, result.Err
	}
}

func notConnected(err error) error {
	if fault.KindOf(err) != fault.NotFound {
		return err
	}
	return fault.Wrap(fault.Denied, err, "Google Calendar is not connected; connect it with followcal google connect")
}

// renewOrWait renews the tokens, or waits for who does. Tokens other than the
// old ones that turn up meanwhile are taken.
func (t *Tokens) renewOrWait(ctx context.Context, account, old string) (tokens, error) {
	for pause := firstPause; ; pause = min(2*pause, longPause) {
		g, err := t.vault.Grant(ctx, account)
		if err != nil {
			return tokens{}, notConnected(err)
		}
		all, err := t.open(&g)
		if err != nil || all.serves(t.client.Now(), old) {
			return all, err
		}
		made, err := t.tryRenewing(ctx, &g, &all)
		if !errors.Is(err, errTaken) && !errors.Is(err, errChanged) && !errors.Is(err, errLost) && fault.KindOf(err) != fault.Conflict {
			return made, err
		}
		if err := wait(ctx, pause); err != nil {
			return tokens{}, fault.Wrap(fault.Unavailable, err, "another process has been asking Google for tokens for too long; it is tried again later")
		}
	}
}

// tryRenewing asks for no answer that could not be sealed.
func (t *Tokens) tryRenewing(ctx context.Context, g *auth.Grant, old *tokens) (tokens, error) {
	if _, err := t.seal(g.Account, old); err != nil {
		return tokens{}, err
	}
	holder := rand.Text()
	if err := t.take(ctx, g, holder); err != nil {
		return tokens{}, err
	}
	return t.renew(ctx, g.Account, holder, old)
}

// renew asks Google, and stores the answer before anybody uses it.
func (t *Tokens) renew(ctx context.Context, account, holder string, old *tokens) (tokens, error) {
	now := t.client.Now()
	calling := context.WithValue(ctx, oauth2.HTTPClient, t.client.direct())
	got, err := t.client.config("").TokenSource(calling, &oauth2.Token{RefreshToken: old.Refresh}).Token()
	if err != nil {
		return tokens{}, t.refused(ctx, account, holder, err)
	}
	made := tokensOf(got, now) // with the old refresh token where the answer has none
	sealed, err := t.seal(account, &made)
	if err != nil {
		return tokens{}, err
	}
	err = t.settle(ctx, account, holder, func(g *auth.Grant) error {
		g.Sealed = sealed
		g.Renewed++
		return nil
	})
	if err != nil && !errors.Is(err, errLost) {
		return tokens{}, fault.Wrap(fault.Unavailable, err, "Google's new tokens could not be stored, so they are not used; look after the database")
	}
	return made, err
}

// refused handles what came instead of tokens. Only invalid_grant ends a grant.
func (t *Tokens) refused(ctx context.Context, account, holder string, answer error) error {
	if !isInvalidGrant(answer) {
		released := t.settle(ctx, account, holder, func(*auth.Grant) error { return nil })
		f := tokenFault(answer)
		f.Cause = errors.Join(f.Cause, released) // else the lease ends by itself
		return f
	}
	var reason string
	err := t.settle(ctx, account, holder, func(g *auth.Grant) error {
		reason = why(g.Connected, t.client.Now())
		end(g, t.client.Now(), reason)
		return nil
	})
	switch {
	case errors.Is(err, errLost):
		return err
	case err != nil:
		return fault.Wrap(fault.Unavailable, err, "Google ended the permission, and that could not be stored; look after the database")
	}
	return fault.Wrap(fault.Denied, quiet(answer), "%s", reason)
}

// end ends a grant and forgets its tokens.
func end(g *auth.Grant, now time.Time, reason string) {
	g.Sealed, g.Ended, g.Reason = nil, exact(now), reason
	g.Holder, g.Held = "", time.Time{}
}
