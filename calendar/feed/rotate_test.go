package feed_test

import (
	"bytes"
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"followcal/auth"
	"followcal/calendar/feed"
	"followcal/internal/fault"
)

// adapter is the source that joins auth's feeds with what they show. It has one
// feed.
type adapter struct {
	mu    sync.Mutex
	feed  *auth.Feed
	shows feed.Feed
}

func (a *adapter) Feed(_ context.Context, key feed.Key, now time.Time) (*feed.Feed, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	standing, ok := a.feed.Standing(auth.TokenHash(key), now)
	if !ok {
		return nil, fault.New(fault.NotFound, "there is no such feed")
	}
	shown := a.shows
	shown.ID, shown.Account, shown.Gzip = a.feed.ID, a.feed.Account, a.feed.Gzip
	shown.Revoked, shown.Until = standing.Revoked, standing.Until
	return &shown, nil
}

func (a *adapter) change(r *rig, f func(*auth.Feed) error) {
	r.Helper()
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := f(a.feed); err != nil {
		r.Fatal(err)
	}
}

// TestTokensOverALifetime rotates a feed and revokes it, and polls with both of
// its tokens.
func TestTokensOverALifetime(t *testing.T) {
	const day = 24 * time.Hour
	a := new(adapter)
	inTime(t, func(t *testing.T, r *rig) {
		var err error
		if a.feed, err = auth.NewFeed(r.key, "ann", auth.DefaultFeedSettings(), r.clockNow()); err != nil {
			t.Fatal(err)
		}
		a.shows = feed.Feed{Calendar: header(t), Events: calls(2), Modified: r.clockNow()}
		path := func(generation int) string {
			return "/feeds/" + r.key.FeedToken(a.feed.ID, generation).Reveal() + ".ics"
		}
		expect := func(when string, generation, status, events int) {
			t.Helper()
			got := r.get(path(generation))
			if n := bytes.Count(got.body, []byte("BEGIN:VEVENT")); got.status != status || n != events {
				t.Errorf("%s, token %d: status %d with %d events, want %d with %d", when, generation, got.status, n, status, events)
			}
		}
		expect("new", 1, http.StatusOK, 2)
		expect("new", 2, http.StatusNotFound, 0)
		a.change(r, func(f *auth.Feed) error { return f.Rotate(r.key, r.clockNow(), 7*day) })
		r.Invalidate("ann")
		expect("rotated", 1, http.StatusOK, 2)
		expect("rotated", 2, http.StatusOK, 2)
		pass(7 * day)
		expect("after the grace", 1, http.StatusOK, 0)
		expect("after the grace", 2, http.StatusOK, 2)
		pass(30 * day)
		expect("long after", 1, http.StatusGone, 0)
		expect("long after", 2, http.StatusOK, 2)
		a.change(r, func(f *auth.Feed) error { f.Revoke(r.clockNow()); return nil })
		r.Invalidate("ann")
		expect("revoked", 2, http.StatusOK, 0)
		pass(30 * day)
		expect("revoked long ago", 2, http.StatusGone, 0)
		expect("revoked long ago", 1, http.StatusGone, 0)
	}, func(o *feed.Options) { o.Source = a })
}
