// Package authtest holds the conformance suites of auth's ports: what a store
// must do to be one.
package authtest

import (
	"errors"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"followcal/auth"
	"followcal/internal/fault"
)

// instant is when the suites' feeds are made: UTC with microseconds, which
// every store keeps.
var instant = time.Date(2026, time.November, 22, 12, 0, 0, 123_456_000, time.UTC)

// suite is one test's store with what it needs besides.
type suite struct {
	*testing.T
	auth.FeedStore
	key auth.Key
}

// FeedStore runs the suite against the stores that open returns, each empty.
// Where a store wants accounts to exist, open makes "ann" and "bob".
func FeedStore(t *testing.T, open func(*testing.T) auth.FeedStore) {
	for name, test := range map[string]func(suite){
		"a feed comes back as it was given": suite.comesBack,
		"tokens and ids are unique":         suite.unique,
		"feeds are listed in order":         suite.order,
		"a retired token finds its feed":    suite.retired,
		"an update changes one feed":        suite.update,
		"a refused update changes nothing":  suite.refused,
		"no update is lost":                 suite.concurrent,
		"the latest fetch is kept":          suite.fetches,
		"any feed will do":                  suite.anyFeed,
	} {
		t.Run(name, func(t *testing.T) {
			key, err := auth.CreateKey(t.TempDir() + "/key")
			if err != nil {
				t.Fatal(err)
			}
			test(suite{t, open(t), key})
		})
	}
}

// feed creates a feed that uses every field.
func (s suite) feed(account string, created time.Time) *auth.Feed {
	s.Helper()
	f, err := auth.NewFeed(s.key, account, auth.FeedSettings{
		Name: "Zoë's follow-ups, all", Privacy: auth.Titles, Alarms: true, Gzip: true,
		Kinds: []string{"interview", "application-follow-up"}, PastDays: 7, Color: "#2E8B57",
	}, created)
	if err != nil {
		s.Fatal(err)
	}
	s.must(s.CreateFeed(s.Context(), f))
	return f
}

func (s suite) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s suite) wantKind(err error, want fault.Kind) {
	s.Helper()
	if err == nil || fault.KindOf(err) != want {
		s.Errorf("err = %v, want a fault of kind %v", err, want)
	}
}

// same compares feeds; no kinds are no kinds, however they are kept.
func same(a, b *auth.Feed) bool {
	if len(a.Kinds) == 0 && len(b.Kinds) == 0 {
		a, b = new(*a), new(*b)
		a.Kinds, b.Kinds = nil, nil
	}
	return reflect.DeepEqual(a, b)
}

// wantFeed looks a feed up by a token and compares it.
func (s suite) wantFeed(h auth.TokenHash, want *auth.Feed) {
	s.Helper()
	got, err := s.FeedByToken(s.Context(), h)
	if err != nil || !same(&got, want) {
		s.Errorf("the token finds\n%+v (%v), want\n%+v", got, err, *want)
	}
}

func (s suite) comesBack() {
	f := s.feed("ann", instant)
	s.wantFeed(f.Token, f)
	plain, err := auth.NewFeed(s.key, "ann", auth.FeedSettings{Name: "x", Privacy: auth.Busy}, instant)
	s.must(err)
	s.must(s.CreateFeed(s.Context(), plain))
	s.wantFeed(plain.Token, plain)
	_, err = s.FeedByToken(s.Context(), s.key.FeedToken("nobody", 1).Hash())
	s.wantKind(err, fault.NotFound)
	_, err = s.FeedByToken(s.Context(), auth.TokenHash{})
	s.wantKind(err, fault.NotFound)
}

func (s suite) unique() {
	f := s.feed("ann", instant)
	sameID, err := auth.NewFeed(s.key, "bob", auth.DefaultFeedSettings(), instant)
	s.must(err)
	sameToken := *sameID
	sameID.ID, sameToken.Token = f.ID, f.Token
	s.wantKind(s.CreateFeed(s.Context(), sameID), fault.Conflict)
	s.wantKind(s.CreateFeed(s.Context(), &sameToken), fault.Conflict)
	s.wantFeed(f.Token, f)
	if all, err := s.Feeds(s.Context(), "bob"); err != nil || len(all) != 0 {
		s.Errorf("%d feeds were left behind (%v)", len(all), err)
	}
}

func (s suite) order() {
	late := s.feed("ann", instant.Add(time.Hour))
	same := []string{s.feed("ann", instant).ID, s.feed("ann", instant).ID}
	s.feed("bob", instant)
	slices.Sort(same)
	all, err := s.Feeds(s.Context(), "ann")
	s.must(err)
	var got []string
	for i := range all {
		got = append(got, all[i].ID)
	}
	if want := append(same, late.ID); !slices.Equal(got, want) {
		s.Errorf("feeds %v, want %v", got, want)
	}
	if none, err := s.Feeds(s.Context(), "nobody"); err != nil || len(none) != 0 {
		s.Errorf("an unknown account has %d feeds (%v)", len(none), err)
	}
}

func (s suite) retired() {
	f := s.feed("ann", instant)
	first := f.Token
	rotate := func(f *auth.Feed) error { return f.Rotate(s.key, instant.Add(time.Minute), time.Hour) }
	s.must(rotate(f))
	s.must(s.UpdateFeed(s.Context(), "ann", f.ID, rotate))
	s.wantFeed(first, f)
	s.wantFeed(f.Token, f)
	s.must(s.UpdateFeed(s.Context(), "ann", f.ID, rotate))
	_, err := s.FeedByToken(s.Context(), first)
	s.wantKind(err, fault.NotFound)
}

func (s suite) update() {
	f, other := s.feed("ann", instant), s.feed("ann", instant)
	change := func(f *auth.Feed) error {
		f.FeedSettings = auth.FeedSettings{Name: "new", Privacy: auth.Busy}
		f.Revoke(instant.Add(time.Minute))
		return nil
	}
	s.must(s.UpdateFeed(s.Context(), "ann", f.ID, change))
	s.must(change(f))
	s.wantFeed(f.Token, f)
	s.wantFeed(other.Token, other)
}

func (s suite) refused() {
	f := s.feed("ann", instant)
	refusal := errors.New("no")
	err := s.UpdateFeed(s.Context(), "ann", f.ID, func(f *auth.Feed) error {
		f.Name = "half done"
		return refusal
	})
	if !errors.Is(err, refusal) {
		s.Errorf("err = %v, want what the change returned", err)
	}
	unreachable := func(*auth.Feed) error {
		s.Error("a feed was found that is not there")
		return nil
	}
	s.wantKind(s.UpdateFeed(s.Context(), "bob", f.ID, unreachable), fault.NotFound)
	s.wantKind(s.UpdateFeed(s.Context(), "ann", "nothing", unreachable), fault.NotFound)
	s.wantFeed(f.Token, f)
}

// concurrent counts updates that went through; a store may refuse some with
// Conflict.
func (s suite) concurrent() {
	f := s.feed("ann", instant)
	var group sync.WaitGroup
	done := make(chan error, 16)
	for range cap(done) {
		group.Go(func() {
			done <- s.UpdateFeed(s.Context(), "ann", f.ID, func(f *auth.Feed) error {
				return f.Rotate(s.key, instant, time.Hour)
			})
		})
	}
	group.Wait()
	close(done)
	want := f.Generation
	for err := range done {
		switch {
		case err == nil:
			want++
		case fault.KindOf(err) != fault.Conflict:
			s.Error(err)
		}
	}
	s.wantFeed(s.key.FeedToken(f.ID, want).Hash(), s.current(f.ID))
}

// current returns ann's feed as it is listed.
func (s suite) current(id string) *auth.Feed {
	s.Helper()
	all, err := s.Feeds(s.Context(), "ann")
	s.must(err)
	for i := range all {
		if all[i].ID == id {
			return &all[i]
		}
	}
	s.Fatalf("the feed %s is not listed", id)
	return nil
}

func (s suite) fetches() {
	f, bobs := s.feed("ann", instant), s.feed("bob", instant)
	at := func(minutes int) time.Time { return instant.Add(time.Duration(minutes) * time.Minute) }
	record := func(all ...auth.Fetch) { s.Helper(); s.must(s.RecordFetches(s.Context(), all)) }
	record()
	record(auth.Fetch{Feed: f.ID, Family: "Google", At: at(1)}, auth.Fetch{Feed: "nothing", Family: "Google", At: at(1)})
	record(auth.Fetch{Feed: f.ID, Family: "Google", At: at(5)}, auth.Fetch{Feed: f.ID, Family: "Apple", At: at(2)},
		auth.Fetch{Feed: f.ID, Family: "Google", At: at(4)})
	record(auth.Fetch{Feed: f.ID, Family: "Google", At: at(3)}, auth.Fetch{Feed: bobs.ID, Family: "Apple", At: at(9)})
	s.wantFetches("ann", auth.Fetch{Feed: f.ID, Family: "Apple", At: at(2)}, auth.Fetch{Feed: f.ID, Family: "Google", At: at(5)})
	s.wantFetches("bob", auth.Fetch{Feed: bobs.ID, Family: "Apple", At: at(9)})
	s.wantFetches("nobody")
}

func (s suite) wantFetches(account string, want ...auth.Fetch) {
	s.Helper()
	if got, err := s.Fetches(s.Context(), account); err != nil || !slices.Equal(got, want) {
		s.Errorf("the fetches of %s are %v (%v), want %v", account, got, err, want)
	}
}

func (s suite) anyFeed() {
	_, err := s.AnyFeed(s.Context())
	s.wantKind(err, fault.NotFound)
	f := s.feed("ann", instant)
	f.Revoke(instant.Add(time.Minute))
	s.must(s.UpdateFeed(s.Context(), "ann", f.ID, func(f *auth.Feed) error { f.Revoke(instant.Add(time.Minute)); return nil }))
	if got, err := s.AnyFeed(s.Context()); err != nil || !same(&got, f) {
		s.Errorf("got %+v (%v), want the one feed, although it is revoked", got, err)
	}
}
