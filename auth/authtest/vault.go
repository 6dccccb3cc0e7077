package authtest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"followcal/auth"
	"followcal/internal/fault"
)

// vault is one test's vault.
type vault struct {
	*testing.T
	auth.Vault
}

// Vault runs the suite against the vaults that open returns, each empty. Where a
// store wants accounts to exist, open makes "ann", "bob", "cid" and "dee".
func Vault(t *testing.T, open func(*testing.T) auth.Vault) {
	for name, test := range map[string]func(vault){
		"a grant comes back as it was given": vault.comesBack,
		"what is not there":                  vault.missing,
		"a change begins with what is there": vault.change,
		"a refused change changes nothing":   vault.refused,
		"a dropped grant is gone":            vault.drop,
		"grants are read page by page":       vault.pages,
		"no change is lost":                  vault.concurrent,
		"one of many gets a lease":           vault.lease,
		"what was read is a copy":            vault.copies,
	} {
		t.Run(name, func(t *testing.T) { test(vault{t, open(t)}) })
	}
}

// whole uses every field.
func whole(account string) auth.Grant {
	return auth.Grant{
		Account: account, Sealed: []byte{1, 0, 0xff, '\'', '\n', 0x80}, Scopes: []string{"https://scope.example/b", "a"},
		Connected: instant, Renewed: 3, Ended: instant.Add(time.Hour), Reason: "Zoë's “permission” ended; connect again",
		Holder: "process 1", Held: instant.Add(time.Minute),
	}
}

func (v vault) must(err error) {
	v.Helper()
	if err != nil {
		v.Fatal(err)
	}
}

// put stores a grant whatever was there.
func (v vault) put(g auth.Grant) {
	v.Helper()
	v.must(v.UpdateGrant(v.Context(), g.Account, func(to *auth.Grant) error {
		*to = g
		return nil
	}))
}

// normal makes nothing and an empty list alike.
func normal(g auth.Grant) auth.Grant {
	if len(g.Sealed) == 0 {
		g.Sealed = nil
	}
	if len(g.Scopes) == 0 {
		g.Scopes = nil
	}
	return g
}

func (v vault) want(g auth.Grant) {
	v.Helper()
	got, err := v.Grant(v.Context(), g.Account)
	if err != nil || !reflect.DeepEqual(normal(got), normal(g)) {
		v.Errorf("the vault has\n%+v (%v), want\n%+v", got, err, g)
	}
}

func (v vault) wantNone(account string) {
	v.Helper()
	if g, err := v.Grant(v.Context(), account); err == nil || fault.KindOf(err) != fault.NotFound {
		v.Errorf("%s has the grant %+v (%v), want a fault of kind NotFound", account, g, err)
	}
}

func (v vault) comesBack() {
	v.put(whole("ann"))
	v.want(whole("ann"))
	plain := auth.Grant{Account: "ann", Connected: instant}
	v.put(plain)
	v.want(plain)
	v.put(auth.Grant{Account: "bob"})
	v.want(auth.Grant{Account: "bob"})
	v.want(plain)
}

func (v vault) missing() {
	v.wantNone("ann")
	v.must(v.DropGrant(v.Context(), "ann"))
	if all, err := v.Grants(v.Context(), "", 10); err != nil || len(all) != 0 {
		v.Errorf("an empty vault has %d grants (%v)", len(all), err)
	}
}

func (v vault) change() {
	var seen []auth.Grant
	add := func(g *auth.Grant) error {
		seen = append(seen, *g)
		g.Renewed++
		g.Connected = instant
		return nil
	}
	v.must(v.UpdateGrant(v.Context(), "ann", add))
	v.must(v.UpdateGrant(v.Context(), "ann", add))
	if first, last := seen[0], seen[len(seen)-1]; !reflect.DeepEqual(normal(first), auth.Grant{Account: "ann"}) || last.Renewed != 1 || !last.Connected.Equal(instant) {
		v.Errorf("the changes begin with %+v and %+v", first, last)
	}
	v.want(auth.Grant{Account: "ann", Renewed: 2, Connected: instant})
}

func (v vault) refused() {
	v.put(whole("ann"))
	refusal := errors.New("no")
	for _, account := range []string{"ann", "bob"} {
		err := v.UpdateGrant(v.Context(), account, func(g *auth.Grant) error {
			g.Sealed, g.Reason, g.Renewed = []byte("half done"), "half done", 99
			return refusal
		})
		if !errors.Is(err, refusal) {
			v.Errorf("err = %v, want what the change returned", err)
		}
	}
	v.want(whole("ann"))
	v.wantNone("bob")
}

func (v vault) drop() {
	v.put(whole("ann"))
	v.put(whole("bob"))
	v.must(v.DropGrant(v.Context(), "ann"))
	v.wantNone("ann")
	v.want(whole("bob"))
	v.put(auth.Grant{Account: "ann", Renewed: 1})
	v.want(auth.Grant{Account: "ann", Renewed: 1})
}

func (v vault) pages() {
	accounts := []string{"ann", "bob", "cid", "dee"}
	for _, account := range []string{"cid", "ann", "dee", "bob"} {
		v.put(whole(account))
	}
	for _, tt := range []struct {
		after string
		limit int
		want  []string
	}{
		{"", 10, accounts},
		{"", 4, accounts},
		{"", 2, accounts[:2]},
		{"bob", 1, accounts[2:3]},
		{"bobby", 10, accounts[2:]}, // one that is not there
		{"dee", 10, nil},
	} {
		all, err := v.Grants(v.Context(), tt.after, tt.limit)
		var got []string
		for i := range all {
			got = append(got, all[i].Account)
			if !reflect.DeepEqual(all[i], whole(all[i].Account)) {
				v.Errorf("listed as %+v", all[i])
			}
		}
		if err != nil || !slices.Equal(got, tt.want) {
			v.Errorf("after %q at most %d: %v (%v), want %v", tt.after, tt.limit, got, err, tt.want)
		}
	}
}

// together runs what many do at once and returns how often it went through; a
// vault may refuse some with Conflict, and the change with refusal.
func (v vault) together(many int, refusal error, change func(i int, g *auth.Grant) error) int {
	v.Helper()
	var group sync.WaitGroup
	results := make(chan error, many)
	for i := range many {
		group.Go(func() {
			results <- v.UpdateGrant(v.Context(), "ann", func(g *auth.Grant) error { return change(i, g) })
		})
	}
	group.Wait()
	close(results)
	done := 0
	for err := range results {
		switch {
		case err == nil:
			done++
		case fault.KindOf(err) != fault.Conflict && !errors.Is(err, refusal):
			v.Error(err)
		}
	}
	return done
}

func (v vault) concurrent() {
	done := v.together(16, errors.ErrUnsupported, func(_ int, g *auth.Grant) error {
		g.Renewed++
		return nil
	})
	v.want(auth.Grant{Account: "ann", Renewed: done})
}

func (v vault) lease() {
	v.put(auth.Grant{Account: "ann", Connected: instant})
	taken := errors.New("somebody has it")
	done := v.together(16, taken, func(i int, g *auth.Grant) error {
		if g.Holder != "" {
			return taken
		}
		g.Holder, g.Held = fmt.Sprintf("process %d", i), instant
		return nil
	})
	if g, err := v.Grant(v.Context(), "ann"); err != nil || done != 1 || g.Holder == "" {
		v.Errorf("%d got the lease, %q has it (%v); want one", done, g.Holder, err)
	}
}

func (v vault) copies() {
	given := whole("ann")
	v.put(given)
	given.Sealed[0], given.Scopes[0] = 'x', "x"
	v.want(whole("ann"))
	got, err := v.Grant(v.Context(), "ann")
	v.must(err)
	got.Sealed[0], got.Scopes[0] = 'x', "x"
	v.want(whole("ann"))
}
