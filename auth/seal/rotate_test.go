package seal_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"followcal/auth"
	"followcal/auth/authtest"
	"followcal/auth/seal"
	"followcal/internal/fault"
)

// later is after every process has stored what it sealed with old keys.
func later(t *testing.T, p seal.Place) time.Time {
	t.Helper()
	info, err := os.Stat(p.File)
	must(t, err)
	return info.ModTime().Add(seal.Overlap)
}

func accounts(many int) []string {
	all := make([]string, many)
	for i := range all {
		all[i] = fmt.Sprintf("account %03d", i)
	}
	return all
}

func TestARotationReachesARunningProcess(t *testing.T) {
	p, v := newPlace(t), new(authtest.Memory)
	running, command := keysOf(t, p, v), keysOf(t, p, v)
	old := sealed(t, running, "ann", "tokens", "old")
	must(t, command.Rotate())
	fresh := sealed(t, command, "ann", "tokens", "new")
	if command.Current(old) || !command.Current(fresh) {
		t.Error("the command still seals with the old key")
	}
	wantOpens(t, running, "ann", "tokens", fresh, "new") // an unknown key makes it look
	wantOpens(t, running, "ann", "tokens", old, "old")
	must(t, command.Rotate())
	if !command.Current(sealed(t, running, "ann", "tokens", "x")) {
		t.Error("a running process seals with an old key")
	}
	if info, err := os.Stat(p.File); err != nil || info.Mode() != 0o600 {
		t.Errorf("mode %v (%v), want 0600", info.Mode(), err)
	}
	wantOpens(t, keysOf(t, p, v), "ann", "tokens", old, "old")
}

func TestRotationsAtOnceLoseNoKey(t *testing.T) {
	p, v := newPlace(t), new(authtest.Memory)
	first := keysOf(t, p, v)
	var mu sync.Mutex
	all := [][]byte{sealed(t, first, "ann", "tokens", "x")}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			k, err := seal.Read(p)
			if err == nil {
				err = k.Rotate()
			}
			octets, err2 := k.Seal("ann", "tokens", []byte("x"))
			if err != nil || err2 != nil {
				t.Error(err, err2)
			}
			mu.Lock()
			defer mu.Unlock()
			all = append(all, octets)
		})
	}
	group.Wait()
	for _, octets := range all {
		wantOpens(t, first, "ann", "tokens", octets, "x")
	}
}

func TestEverythingIsSealedAnewWhileOthersGoOn(t *testing.T) {
	p, v := newPlace(t), new(authtest.Memory)
	running, command := keysOf(t, p, v), keysOf(t, p, v)
	all := accounts(250)
	fill(t, v, running, all...)
	must(t, v.UpdateGrant(t.Context(), "ended", func(*auth.Grant) error { return nil }))
	must(t, command.Rotate())
	fill(t, v, running, all[7]) // renewed meanwhile
	var told int
	did, err := command.Reseal(t.Context(), v, func(seal.Resealed) { told++ })
	if err != nil || did.Done != 249 || did.Kept != 1 || len(did.Failed) != 0 || told != 250 {
		t.Errorf("%+v, told %d times (%v)", did, told, err)
	}
	for _, account := range all {
		g, err := v.Grant(t.Context(), account)
		must(t, err)
		if !command.Current(g.Sealed) {
			t.Errorf("%s has an old key", account)
		}
		wantOpens(t, running, account, auth.GrantPurpose, g.Sealed, "secret of "+account)
	}
	did, err = command.Reseal(t.Context(), v, nil)
	if err != nil || did.Done != 0 || did.Kept != 250 {
		t.Errorf("again: %+v (%v)", did, err)
	}
}

func TestWhatNoKeyOpensStaysAndIsNamed(t *testing.T) {
	p, v := newPlace(t), new(authtest.Memory)
	k := keysOf(t, p, v)
	stranger := keysOf(t, newPlace(t), new(authtest.Memory))
	fill(t, v, k, "ann", "cid")
	fill(t, v, stranger, "bob")
	before, err := v.Grant(t.Context(), "bob")
	must(t, err)
	must(t, k.Rotate())
	did, err := k.Reseal(t.Context(), v, nil)
	if err != nil || did.Done != 2 || !slices.Equal(did.Failed, []string{"bob"}) {
		t.Errorf("%+v (%v)", did, err)
	}
	if after, err := v.Grant(t.Context(), "bob"); err != nil || !bytes.Equal(after.Sealed, before.Sealed) {
		t.Errorf("it was changed (%v)", err)
	}
	_, err = k.Retire(t.Context(), v, later(t, p))
	wantFault(t, err, fault.Conflict, `"bob" is still sealed`)
}

func TestOldKeysAreForgottenWhenNothingNeedsThem(t *testing.T) {
	p, v := newPlace(t), new(authtest.Memory)
	k := keysOf(t, p, v)
	fill(t, v, k, "ann")
	if n, err := k.Retire(t.Context(), v, later(t, p)); n != 0 || err != nil {
		t.Errorf("%d keys (%v), and there is only one", n, err)
	}
	old := sealed(t, k, "ann", "tokens", "old")
	must(t, k.Rotate())
	_, err := k.Retire(t.Context(), v, later(t, p))
	wantFault(t, err, fault.Conflict, "followcal keys rotate")
	_, err = k.Reseal(t.Context(), v, nil)
	must(t, err)
	_, err = k.Retire(t.Context(), v, later(t, p).Add(-time.Second))
	wantFault(t, err, fault.Conflict, "less than 10m0s ago")
	if n, err := k.Retire(t.Context(), v, later(t, p)); n != 1 || err != nil {
		t.Errorf("%d keys (%v), want 1", n, err)
	}
	_, err = k.Open("ann", "tokens", old)
	wantFault(t, err, fault.Denied, "has not the key", p.File)
	g, err := v.Grant(t.Context(), "ann")
	must(t, err)
	wantOpens(t, keysOf(t, p, v), "ann", auth.GrantPurpose, g.Sealed, "secret of ann")
}

func TestAVaultThatFailsEndsResealingAndLosesNothing(t *testing.T) {
	p, v := newPlace(t), new(authtest.Memory)
	k := keysOf(t, p, v)
	all := accounts(20)
	fill(t, v, k, all...)
	must(t, k.Rotate())
	calls := 0
	v.Before = func(string) error {
		if calls++; calls == 12 {
			return fault.New(fault.Unavailable, "away")
		}
		return nil
	}
	did, err := k.Reseal(t.Context(), v, nil)
	wantFault(t, err, fault.Unavailable, "away")
	again, err := k.Reseal(t.Context(), v, nil)
	if err != nil || did.Done+again.Done != len(all) {
		t.Errorf("%+v, then %+v (%v)", did, again, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	v.Before = func(string) error { return ctx.Err() }
	if _, err := k.Reseal(ctx, v, nil); err == nil {
		t.Error("it went on after its end")
	}
}

func TestAFileThatIsGoneOrSpoiltWhileRunningIsSaid(t *testing.T) {
	p, v := newPlace(t), new(authtest.Memory)
	k := keysOf(t, p, v)
	octets := sealed(t, k, "ann", "tokens", "x")
	must(t, os.Remove(p.File))
	wantOpens(t, k, "ann", "tokens", octets, "x") // what is known goes on
	_, err := k.Seal("ann", "tokens", nil)
	wantFault(t, err, fault.NotFound, p.File)
	wantFault(t, k.Rotate(), fault.NotFound, p.File)
	must(t, os.WriteFile(p.File, []byte("half"), 0o600))
	_, err = k.Seal("ann", "tokens", nil)
	wantFault(t, err, fault.Invalid, p.File)
}

func TestKeysInAVariable(t *testing.T) {
	text, err := seal.Place{}.NewText()
	must(t, err)
	p, v := seal.Place{Text: text}, new(authtest.Memory)
	k := keysOf(t, p, v)
	fill(t, v, k, "ann")
	wantFault(t, k.Rotate(), fault.Usage, "FOLLOWCAL_KEYS", "followcal keys next")
	if strings.ContainsAny(text, " \n\t{") {
		t.Errorf("%q does not fit into a variable", text)
	}
	next, err := p.NextText()
	must(t, err)
	k = keysOf(t, seal.Place{Text: next}, v)
	did, err := k.Reseal(t.Context(), v, nil)
	if err != nil || did.Done != 1 {
		t.Errorf("%+v (%v)", did, err)
	}
	_, err = seal.KeysOf(t.Context(), p, v)
	wantFault(t, err, fault.Denied, "FOLLOWCAL_KEYS has not the key")
	for _, wrong := range []string{"x", "{", text[:80], `{"primaryKeyId":1,"key":[]}`} {
		_, err = seal.KeysOf(t.Context(), seal.Place{Text: wrong}, v)
		wantFault(t, err, fault.Invalid, "FOLLOWCAL_KEYS holds no whole keyset")
		if len(wrong) > 9 && strings.Contains(fmt.Sprintf("%+v", err), wrong) {
			t.Error("the fault repeats the keys")
		}
	}
}
