package auth_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"followcal/auth"
	"followcal/internal/fault"
)

// wantFault fails the test unless err is of that kind and says that.
func wantFault(t *testing.T, err error, kind fault.Kind, says string) {
	t.Helper()
	if err == nil || fault.KindOf(err) != kind || !strings.Contains(err.Error(), says) {
		t.Errorf("err = %v, want one of kind %v that says %q", err, kind, says)
	}
}

func TestAKeyFileIsReadBackAndOnlyItsOwnersToRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "followcal.key")
	k, err := auth.CreateKey(path)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
		t.Errorf("mode %v (%v), want 0600", info.Mode(), err)
	}
	if got, err := auth.ReadKey(path); err != nil || got != k {
		t.Errorf("another key is read (%v)", err)
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
		t.Errorf("%d files are left (%v), want 1", len(entries), err)
	}
	_, err = auth.CreateKey(path)
	wantFault(t, err, fault.Conflict, "exists already")
	if got, err := auth.ReadKey(path); err != nil || got != k {
		t.Errorf("the key was replaced (%v)", err)
	}
}

func TestAKeyThatIsNotOneIsRefused(t *testing.T) {
	folder := t.TempDir()
	whole := filepath.Join(folder, "whole")
	if _, err := auth.CreateKey(whole); err != nil {
		t.Fatal(err)
	}
	octets, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		octets string
		mode   os.FileMode
		kind   fault.Kind
		says   string
	}{
		"readable by the group": {string(octets), 0o640, fault.Denied, "chmod 600"},
		"readable by all":       {string(octets), 0o604, fault.Denied, "mode 0604"},
		"empty":                 {"", 0o600, fault.Invalid, "not a whole"},
		"cut short":             {string(octets[:40]), 0o600, fault.Invalid, "not a whole"},
		"without its head":      {strings.Repeat("A", 43), 0o600, fault.Invalid, "not a whole"},
		"too long":              {string(octets) + "more", 0o600, fault.Invalid, "not a whole"},
		"huge":                  {strings.Repeat("x", 1<<20), 0o600, fault.Invalid, "not a whole"},
	} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(tt.octets), tt.mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, tt.mode); err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) {
			_, err := auth.ReadKey(path)
			wantFault(t, err, tt.kind, tt.says)
			wantFault(t, err, tt.kind, path)
		})
	}
	_, err = auth.ReadKey(folder)
	wantFault(t, err, fault.Invalid, "not a whole")
	_, err = auth.CreateKey(filepath.Join(folder, "missing", "key"))
	wantFault(t, err, fault.Unavailable, "check that its folder exists")
}

// oneFeed is a store that has one feed, none, or a fault.
type oneFeed struct {
	auth.FeedStore
	feed *auth.Feed
	err  error
}

func (s oneFeed) AnyFeed(context.Context) (auth.Feed, error) {
	switch {
	case s.err != nil:
		return auth.Feed{}, s.err
	case s.feed == nil:
		return auth.Feed{}, fault.New(fault.NotFound, "there is no feed")
	}
	return *s.feed, nil
}

func TestTheKeyOfAStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	k, err := auth.KeyOf(t.Context(), path, oneFeed{})
	if err != nil {
		t.Fatalf("an empty store gets no key: %v", err)
	}
	f, err := auth.NewFeed(k, "ann", auth.DefaultFeedSettings(), time.Unix(1e9, 0))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Rotate(k, time.Unix(1e9, 0), 0); err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]auth.FeedStore{"with a feed": oneFeed{feed: f}, "without": oneFeed{}} {
		if got, err := auth.KeyOf(t.Context(), path, s); err != nil || got != k {
			t.Errorf("started again %s: another key (%v)", name, err)
		}
	}
	missing, wrong := filepath.Join(t.TempDir(), "key"), filepath.Join(t.TempDir(), "key")
	if _, err := auth.CreateKey(wrong); err != nil {
		t.Fatal(err)
	}
	_, err = auth.KeyOf(t.Context(), missing, oneFeed{feed: f})
	wantFault(t, err, fault.Denied, "restore it from a backup")
	if _, err := os.Stat(missing); !os.IsNotExist(err) {
		t.Errorf("a new key was made (%v)", err)
	}
	_, err = auth.KeyOf(t.Context(), wrong, oneFeed{feed: f})
	wantFault(t, err, fault.Denied, "is not the one")
	_, err = auth.KeyOf(t.Context(), missing, oneFeed{err: fault.New(fault.Unavailable, "the database is away")})
	wantFault(t, err, fault.Unavailable, "away")
}

func TestProcessesThatStartAtOnceShareAKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	keys := make(chan auth.Key, 8)
	var group sync.WaitGroup
	for range cap(keys) {
		group.Go(func() {
			k, err := auth.KeyOf(t.Context(), path, oneFeed{})
			if err != nil {
				t.Error(err)
			}
			keys <- k
		})
	}
	group.Wait()
	first := <-keys
	for len(keys) > 0 {
		if <-keys != first {
			t.Error("two processes have different keys")
		}
	}
}
