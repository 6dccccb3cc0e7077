package auth_test

import (
	"strings"
	"testing"
	"time"

	"followcal/auth"
	"followcal/internal/fault"
)

var noon = time.Date(2026, time.November, 22, 12, 0, 0, 123_456_789, time.FixedZone("", 3600))

func newFeed(t *testing.T, k auth.Key) *auth.Feed {
	t.Helper()
	f, err := auth.NewFeed(k, "ann", auth.DefaultFeedSettings(), noon)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestANewFeedIsOpenToItsToken(t *testing.T) {
	k := newKey(t)
	f := newFeed(t, k)
	if !k.Issued(f) || newKey(t).Issued(f) {
		t.Error("the key does not know its feed, or another does")
	}
	if s, ok := f.Standing(k.FeedToken(f.ID, 1).Hash(), noon); !ok || s != (auth.Standing{}) {
		t.Errorf("standing %+v, %v", s, ok)
	}
	for name, h := range map[string]auth.TokenHash{"the next": k.FeedToken(f.ID, 2).Hash(), "none": {}} {
		if _, ok := f.Standing(h, noon); ok {
			t.Errorf("%s token opens it", name)
		}
	}
	if want := time.Date(2026, time.November, 22, 11, 0, 0, 123_456_000, time.UTC); !f.Created.Equal(want) || f.Created.Location() != time.UTC {
		t.Errorf("made at %v, want %v", f.Created, want)
	}
	if newFeed(t, k).ID == f.ID {
		t.Error("two feeds have one id")
	}
}

func TestStandingAfterRotationAndRevocation(t *testing.T) {
	k := newKey(t)
	at := func(hours int) time.Time {
		return noon.UTC().Truncate(time.Microsecond).Add(time.Duration(hours) * time.Hour)
	}
	rotated := func(f *auth.Feed) { must(t, f.Rotate(k, at(1), 10*time.Hour)) }
	for name, tt := range map[string]struct {
		change     func(*auth.Feed)
		generation int
		hour       int
		want       auth.Standing
		unknown    bool
	}{
		"new token":               {rotated, 2, 2, auth.Standing{}, false},
		"old token, in grace":     {rotated, 1, 2, auth.Standing{Until: at(11)}, false},
		"old token, at the end":   {rotated, 1, 11, auth.Standing{Revoked: at(11)}, false},
		"rotated without grace":   {func(f *auth.Feed) { must(t, f.Rotate(k, at(1), 0)) }, 1, 1, auth.Standing{Revoked: at(1)}, false},
		"the one before that":     {func(f *auth.Feed) { rotated(f); rotated(f) }, 1, 2, auth.Standing{}, true},
		"revoked":                 {func(f *auth.Feed) { f.Revoke(at(3)) }, 1, 4, auth.Standing{Revoked: at(3)}, false},
		"revoked twice":           {func(f *auth.Feed) { f.Revoke(at(3)); f.Revoke(at(5)) }, 1, 6, auth.Standing{Revoked: at(3)}, false},
		"old token, revoked":      {func(f *auth.Feed) { rotated(f); f.Revoke(at(3)) }, 1, 4, auth.Standing{Revoked: at(3)}, false},
		"old token, ended before": {func(f *auth.Feed) { rotated(f); f.Revoke(at(20)) }, 1, 21, auth.Standing{Revoked: at(11)}, false},
	} {
		f := newFeed(t, k)
		tt.change(f)
		got, ok := f.Standing(k.FeedToken(f.ID, tt.generation).Hash(), at(tt.hour))
		if ok == tt.unknown || got != tt.want {
			t.Errorf("%s: %+v, %v, want %+v", name, got, ok, tt.want)
		}
		must(t, f.Validate())
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestRotationIsRefused(t *testing.T) {
	k := newKey(t)
	f := newFeed(t, k)
	wantFault(t, f.Rotate(k, noon, -1), fault.Invalid, "at most 90 days")
	wantFault(t, f.Rotate(k, noon, auth.LongestGrace+1), fault.Invalid, "at most 90 days")
	if f.Generation != 1 || !k.Issued(f) {
		t.Error("a refused rotation changed the feed")
	}
	f.Revoke(noon)
	wantFault(t, f.Rotate(k, noon, 0), fault.Denied, "create a new one")
}

func TestFeedsAreValidated(t *testing.T) {
	for says, spoil := range map[string]func(*auth.Feed){
		"not the id of a feed":      func(f *auth.Feed) { f.ID = "A/b" },
		"belongs to no account":     func(f *auth.Feed) { f.Account = "" },
		"has no token":              func(f *auth.Feed) { f.Token = auth.TokenHash{} },
		"feed \"a\" has no token":   func(f *auth.Feed) { f.ID, f.Generation = "a", 0 },
		"when it was made":          func(f *auth.Feed) { f.Created = time.Time{} },
		"before it was made":        func(f *auth.Feed) { f.Revoked = f.Created.Add(-1) },
		"half of a retired token":   func(f *auth.Feed) { f.Retired.Until = f.Created },
		"needs a name":              func(f *auth.Feed) { f.Name = " " },
		"1 to 100 printable":        func(f *auth.Feed) { f.Name = strings.Repeat("é", 101) },
		"\"a\\nb\" is none":         func(f *auth.Feed) { f.Name = "a\nb" },
		"not a level of privacy":    func(f *auth.Feed) { f.Privacy = "Full" },
		"cannot show -1 days":       func(f *auth.Feed) { f.PastDays = -1 },
		"cannot show 367 days":      func(f *auth.Feed) { f.PastDays = 367 },
		"not a colour":              func(f *auth.Feed) { f.Color = "a\rb" },
		"cannot choose 33 kinds":    func(f *auth.Feed) { f.Kinds = make([]string, 33) },
		"\"\" is not a kind":        func(f *auth.Feed) { f.Kinds = []string{""} },
		"\"b\" is not a kind of ev": func(f *auth.Feed) { f.Kinds = []string{"b", "b"} },
	} {
		f := newFeed(t, newKey(t))
		spoil(f)
		wantFault(t, f.Validate(), fault.Invalid, says)
	}
}
