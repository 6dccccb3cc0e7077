package google_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"followcal/auth"
	"followcal/auth/google"
	"followcal/auth/seal"
	"followcal/internal/fault"
)

func TestTokensAreRenewedBeforeTheyEnd(t *testing.T) {
	i := connected(t)
	i.clock.pass(58 * time.Minute)
	must(t, call(t, i.tokens))
	if i.renewals() != 0 {
		t.Error("they are renewed although they hold")
	}
	i.clock.pass(90 * time.Second)
	must(t, call(t, i.tokens))
	must(t, call(t, i.tokens))
	must(t, call(t, i.process(t)))
	if g := i.grant(t, "ann"); i.renewals() != 1 || g.Renewed != 1 || g.Holder != "" || !g.Held.IsZero() || !g.Connected.Equal(start) {
		t.Errorf("%d renewals, %+v", i.renewals(), g)
	}
}

// TestManyMakeOneRenewal lets all goroutines of two processes come before the
// answer does.
func TestManyMakeOneRenewal(t *testing.T) {
	i := connected(t)
	i.clock.pass(2 * time.Hour)
	const each = 50
	var group sync.WaitGroup
	var ready sync.WaitGroup
	ready.Add(2 * each)
	i.with(func() { i.during = ready.Wait })
	for range 2 {
		process := i.process(t)
		for range each {
			group.Go(func() {
				ready.Done()
				if err := call(t, process); err != nil {
					t.Error(err)
				}
			})
		}
	}
	group.Wait()
	if g := i.grant(t, "ann"); i.renewals() != 1 || g.Renewed != 1 || i.calls != 2*each {
		t.Errorf("%d renewals, stored %d, %d calls", i.renewals(), g.Renewed, i.calls)
	}
}

func TestARefusedTokenIsRenewedOnceForAll(t *testing.T) {
	i := connected(t)
	i.with(func() { clear(i.access) })
	var group sync.WaitGroup
	for _, process := range []*google.Tokens{i.tokens, i.process(t)} {
		client, err := process.HTTP("ann")
		must(t, err)
		for range 20 {
			group.Go(func() {
				if err := get(t, client, i.URL+"/calendar/v3"); err != nil {
					t.Error(err)
				}
			})
		}
	}
	group.Wait()
	if i.renewals() != 1 {
		t.Errorf("%d renewals", i.renewals())
	}
}

func TestARotatedTokenIsStoredBeforeTheNewOneIsUsed(t *testing.T) {
	i := connected(t)
	i.rotates = true
	i.clock.pass(2 * time.Hour)
	var fail atomic.Bool
	i.vault.Before = func(call string) error {
		if fail.Load() && call == "UpdateGrant" {
			return fault.New(fault.Invalid, "the disk is full")
		}
		return nil
	}
	i.with(func() { i.during = func() { fail.Store(true) } })
	err := call(t, i.tokens)
	wantFault(t, err, fault.Unavailable, "could not be stored, so they are not used")
	if i.calls != 0 {
		t.Error("a token that is stored nowhere was used")
	}
}

func TestStoringIsTriedAgain(t *testing.T) {
	i := connected(t)
	i.rotates = true
	i.clock.pass(2 * time.Hour)
	var failures atomic.Int32
	i.vault.Before = func(call string) error {
		if call == "UpdateGrant" && failures.Add(-1) >= 0 {
			return fault.New(fault.Conflict, "another process keeps writing")
		}
		return nil
	}
	i.with(func() { i.during = func() { failures.Store(4) } })
	must(t, call(t, i.tokens))
	i.with(func() { i.during = nil })
	i.clock.pass(2 * time.Hour)
	must(t, call(t, i.tokens)) // with the rotated one
	if g := i.grant(t, "ann"); g.Renewed != 2 {
		t.Errorf("%+v", g)
	}
}

// TestACrashBetweenStoringAndUsing has another process go on.
func TestACrashBetweenStoringAndUsing(t *testing.T) {
	i := connected(t)
	i.rotates = true
	i.clock.pass(2 * time.Hour)
	client, err := i.tokens.HTTP("ann")
	must(t, err)
	i.with(func() { // the token is rotated, and the answer lost
		i.fault = func(_ http.ResponseWriter, form url.Values) bool {
			delete(i.refresh, form.Get("refresh_token"))
			panic(http.ErrAbortHandler)
		}
	})
	if err := get(t, client, i.URL+"/calendar/v3"); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("err = %v", err)
	}
	i.with(func() { i.fault = nil })
	wantFault(t, call(t, i.process(t)), fault.Denied, "connect again") // Google rotated, and nobody got it
	must(t, i.connect(t, "ann"))
	i.clock.pass(2 * time.Hour)
	ctx, cancel := context.WithCancel(t.Context())
	i.with(func() { i.during = cancel }) // the one that asked is gone when the answer comes
	client, err = i.tokens.HTTP("ann")
	must(t, err)
	if got, err := load(ctx, client, http.MethodGet, i.URL+"/calendar/v3"); !errors.Is(err, context.Canceled) {
		t.Errorf("%+v (%v)", got, err)
	}
	i.with(func() { i.during = nil })
	must(t, call(t, i.process(t)))
	if n := i.grant(t, "ann").Renewed; n != 1 {
		t.Errorf("renewed %d times, want the answer that nobody waited for", n)
	}
}

func TestALeasePassesOnFromAProcessThatDied(t *testing.T) {
	i := connected(t)
	i.clock.pass(2 * time.Hour)
	must(t, i.vault.UpdateGrant(t.Context(), "ann", func(g *auth.Grant) error {
		g.Holder, g.Held = "one that died", i.clock.Now().Add(time.Minute)
		return nil
	}))
	var looks atomic.Int32
	i.vault.Before = func(call string) error {
		if call == "UpdateGrant" && looks.Add(1) == 3 {
			i.clock.pass(time.Minute)
		}
		return nil
	}
	must(t, call(t, i.tokens))
	if g := i.grant(t, "ann"); looks.Load() < 4 || g.Holder != "" || g.Renewed != 1 {
		t.Errorf("after %d looks: %+v", looks.Load(), g)
	}
}

// stuck is a vault whose lease another process never gives back.
type stuck struct{ auth.Vault }

func (stuck) UpdateGrant(context.Context, string, func(*auth.Grant) error) error {
	return fault.New(fault.Conflict, "another process keeps writing")
}

func TestNobodyWaitsForEverForAnother(t *testing.T) {
	i := connected(t)
	i.clock.pass(2 * time.Hour)
	synctest.Test(t, func(t *testing.T) {
		tokens, err := google.NewTokens(i.client(), stuck{i.vault}, i.sealer)
		must(t, err)
		begin := time.Now() //nolint:forbidigo // the bubble's clock
		err = call(t, tokens)
		if took := time.Since(begin); err == nil || took != i.client().HTTP.Timeout { //nolint:forbidigo // the bubble's clock
			t.Errorf("it took %s (%v)", took, err)
		}
		<-time.After(2 * time.Minute) // and what it began ends, or the bubble says so
	})
	if i.renewals() != 0 {
		t.Error("Google was asked without the lease")
	}
}

func TestWhoConnectsAgainMeanwhileIsNotOverwritten(t *testing.T) {
	i := connected(t)
	i.clock.pass(2 * time.Hour)
	var begun atomic.Bool
	i.with(func() {
		i.during = func() {
			if !begun.Swap(true) { // connecting asks for tokens as well
				must(t, i.connect(t, "ann"))
			}
		}
	})
	must(t, call(t, i.tokens)) // with the new permission
	if g := i.grant(t, "ann"); i.renewals() != 1 || g.Renewed != 0 || !g.Connected.Equal(i.clock.Now()) {
		t.Errorf("%+v", g)
	}
}

func TestADroppedGrantDoesNotComeBack(t *testing.T) {
	i := connected(t)
	i.clock.pass(2 * time.Hour)
	i.with(func() { i.during = func() { must(t, i.vault.DropGrant(t.Context(), "ann")) } })
	wantFault(t, call(t, i.tokens), fault.Denied, "not connected")
	if _, err := i.vault.Grant(t.Context(), "ann"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("it is back (%v)", err)
	}
	wantFault(t, call(t, i.tokens), fault.Denied, "not connected")
}

func TestWhyAPermissionEnded(t *testing.T) {
	const day = 24 * time.Hour
	for age, says := range map[time.Duration]string{
		2 * time.Hour:       "revoked in the Google account",
		6 * day:             "not used for six months",
		7*day - time.Hour:   "External and in Testing",
		7*day + time.Minute: "docs/google.md",
		8 * day:             "External and in Testing",
		9 * day:             "more than 100 newer ones",
		200 * day:           "given on 2026-11-23",
	} {
		i := connected(t)
		i.with(func() { clear(i.refresh) })
		i.clock.pass(age)
		err := call(t, i.tokens)
		wantFault(t, err, fault.Denied, says, "followcal google connect", "2026-11-23")
		g := i.grant(t, "ann")
		if len(g.Sealed) != 0 || !g.Ended.Equal(i.clock.Now()) || !strings.Contains(g.Reason, says) || g.Holder != "" {
			t.Errorf("%+v", g)
		}
		wantFault(t, call(t, i.process(t)), fault.Denied, g.Reason)
		if i.renewals() != 1 {
			t.Errorf("%d renewals of what has ended", i.renewals())
		}
	}
}

func TestWhatOnlyPassesEndsNothing(t *testing.T) {
	for name, tt := range map[string]struct {
		fault func(http.ResponseWriter, url.Values) bool
		kind  fault.Kind
		says  string
	}{
		"out of order":      {func(w http.ResponseWriter, _ url.Values) bool { refuse(w, 503, "server_error"); return true }, fault.Unavailable, "status 503"},
		"too many":          {func(w http.ResponseWriter, _ url.Values) bool { refuse(w, 429, "rate_limit"); return true }, fault.Unavailable, "status 429"},
		"another client":    {func(w http.ResponseWriter, _ url.Values) bool { refuse(w, 401, "invalid_client"); return true }, fault.Denied, "FOLLOWCAL_GOOGLE_CLIENT_SECRET"},
		"a deleted client":  {func(w http.ResponseWriter, _ url.Values) bool { refuse(w, 401, "deleted_client"); return true }, fault.Denied, "deleted_client"},
		"a page":            {func(w http.ResponseWriter, _ url.Values) bool { _, _ = w.Write([]byte("planted-page")); return true }, fault.Unavailable, "cannot be read"},
		"an answer cut off": {func(http.ResponseWriter, url.Values) bool { panic(http.ErrAbortHandler) }, fault.Unavailable, "unexpected EOF"},
		"half an answer": {func(w http.ResponseWriter, _ url.Values) bool {
			send(w, map[string]any{"refresh_token": "planted"})
			return true
		}, fault.Unavailable, "cannot be read"},
		"a way to elsewhere": {func(w http.ResponseWriter, _ url.Values) bool {
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(http.StatusTemporaryRedirect)
			return true
		}, fault.Unavailable, "status 307"},
	} {
		t.Run(name, func(t *testing.T) {
			i := connected(t)
			before := i.grant(t, "ann")
			i.clock.pass(2 * time.Hour)
			i.with(func() { i.fault = tt.fault })
			wantFault(t, call(t, i.tokens), tt.kind, tt.says)
			if g := i.grant(t, "ann"); !bytes.Equal(g.Sealed, before.Sealed) || g.Holder != "" || !g.Ended.IsZero() {
				t.Errorf("%+v", g)
			}
			i.with(func() { i.fault = nil })
			must(t, call(t, i.tokens))
		})
	}
}

func TestAnAPIThatRefusesNewTokensEndsThePermission(t *testing.T) {
	i := connected(t)
	i.with(func() {
		i.fault = func(w http.ResponseWriter, _ url.Values) bool { // tokens that the API does not take
			i.number++
			send(w, map[string]any{"access_token": i.new("access"), "expires_in": 3599})
			return true
		}
		clear(i.access)
	})
	wantFault(t, call(t, i.tokens), fault.Denied, "also with new tokens", "connect again")
	g := i.grant(t, "ann")
	if i.renewals() != 1 || i.calls != 2 || g.Ended.IsZero() || len(g.Sealed) != 0 {
		t.Errorf("%d renewals, %d calls, %+v", i.renewals(), i.calls, g)
	}
	wantFault(t, call(t, i.tokens), fault.Denied, "also with new tokens")
	if i.calls != 2 {
		t.Error("it is tried again")
	}
}

func TestOtherKeysEndNothing(t *testing.T) {
	i, other := connected(t), newInstall(t)
	tokens, err := google.NewTokens(i.client(), i.vault, other.sealer)
	must(t, err)
	wantFault(t, call(t, tokens), fault.Denied, "has not the key")
	must(t, call(t, i.tokens))
}

// TestKeysRotateWhileTokensAreRenewed has a command seal everything anew, again
// and again, while two servers renew and use what is sealed.
func TestKeysRotateWhileTokensAreRenewed(t *testing.T) {
	i := newInstall(t)
	i.rotates = true
	must(t, i.connect(t, "ann"))
	i.with(func() { i.life = 60 }) // every call renews
	i.clock.pass(2 * time.Hour)
	place := seal.Place{File: i.keys}
	var stop atomic.Bool
	var group sync.WaitGroup
	for range 2 {
		keys, err := seal.KeysOf(t.Context(), place, i.vault)
		must(t, err)
		server, err := google.NewTokens(i.client(), i.vault, keys)
		must(t, err)
		group.Go(func() {
			for !stop.Load() {
				if err := call(t, server); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	command, err := seal.KeysOf(t.Context(), place, i.vault)
	must(t, err)
	for range 20 {
		must(t, command.Rotate())
		did, err := command.Reseal(t.Context(), i.vault, nil)
		if err != nil || len(did.Failed) != 0 {
			t.Errorf("%+v (%v)", did, err)
		}
	}
	stop.Store(true)
	group.Wait()
	_, err = command.Reseal(t.Context(), i.vault, nil) // what was on its way
	must(t, err)
	if g := i.grant(t, "ann"); !command.Current(g.Sealed) || i.renewals() != g.Renewed || g.Renewed == 0 {
		t.Errorf("current: %v, %d renewals, %d stored", command.Current(g.Sealed), i.renewals(), g.Renewed)
	}
}
