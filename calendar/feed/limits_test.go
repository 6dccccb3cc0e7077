package feed_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"testing"
	"time"

	"followcal/calendar/feed"
)

func limited(o *feed.Options) { o.Limits = feed.Limits{} }

func TestPollingEveryMinuteMeetsNoLimit(t *testing.T) {
	r := newRig(t, limited)
	r.set("f", calls(1)...)
	const programs = 100 // that share one address and one feed
	for range 60 {
		for range programs {
			if got := r.get(r.path("f")); got.status != http.StatusOK {
				t.Fatalf("status %d", got.status)
			}
		}
		r.wait(time.Minute)
	}
}

func TestManyFeedsBehindOneAddressMeetNoLimit(t *testing.T) {
	r := newRig(t, limited, func(o *feed.Options) { o.Limits.AddressBurst = 50 })
	ids := make([]string, 50)
	for i := range ids {
		ids[i] = strconv.Itoa(i)
		r.set(ids[i], calls(1)...)
	}
	for range 60 {
		for _, id := range ids {
			if got := r.get(r.path(id)); got.status != http.StatusOK {
				t.Fatalf("status %d", got.status)
			}
		}
		r.wait(time.Minute)
	}
}

// askUntilLimited asks until it is told to wait, and returns after how many
// answers and for how long.
func askUntilLimited(r *rig, path string) (answers int, wait time.Duration) {
	for range 10_000 {
		got := r.get(path)
		if got.status == http.StatusTooManyRequests {
			seconds, _ := strconv.Atoi(got.header.Get("Retry-After"))
			return answers, time.Duration(seconds) * time.Second
		}
		answers++
	}
	return answers, 0
}

func TestWhoAsksTooOftenWaitsAsTold(t *testing.T) {
	for name, tt := range map[string]struct {
		id      string // "" for a malformed token
		answers int
		status  int
	}{
		"a feed":            {"f", 120, http.StatusOK},
		"an unknown token":  {"nobody", 400, http.StatusNotFound},
		"a malformed token": {"", 400, http.StatusNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, limited)
			r.set("f", calls(1)...)
			path := "/feeds/x.ics"
			if tt.id != "" {
				path = r.path(tt.id)
			}
			answers, wait := askUntilLimited(r, path)
			if answers != tt.answers || wait < time.Second || wait > time.Minute {
				t.Fatalf("%d answers, then wait %s", answers, wait)
			}
			r.wait(wait)
			r.wantStatus(r.get(path), tt.status)
		})
	}
}

func TestAGuesserDoesNotStopThoseWhoPoll(t *testing.T) {
	r := newRig(t, limited)
	r.set("f", calls(1)...)
	r.get(r.path("f"))
	askUntilLimited(r, r.path("guess"))
	r.wantStatus(r.get(r.path("guess")), http.StatusTooManyRequests)
	r.wantStatus(r.get(r.path("f")), http.StatusOK)
}

// TestCallersShareNoBucket exhausts one caller's bucket and looks whether another
// one shares it.
func TestCallersShareNoBucket(t *testing.T) {
	r := newRig(t, limited, func(o *feed.Options) { o.Limits.AddressBurst = 1 })
	ask := func(remote string) int {
		request := httptest.NewRequestWithContext(context.Background(), http.MethodGet, "/feeds/x.ics", http.NoBody)
		request.RemoteAddr = remote
		w := httptest.NewRecorder()
		r.ServeHTTP(w, request)
		return w.Code
	}
	for _, tt := range []struct {
		remote string
		want   int
	}{
		{"192.0.2.1:1", http.StatusNotFound},
		{"192.0.2.1:2", http.StatusTooManyRequests},
		{"192.0.2.2:1", http.StatusNotFound},
		{"@", http.StatusNotFound},
		{"@", http.StatusTooManyRequests},
	} {
		if got := ask(tt.remote); got != tt.want {
			t.Errorf("%s is answered %d, want %d", tt.remote, got, tt.want)
		}
	}
}

func TestForgottenBucketsAreFullAgain(t *testing.T) {
	r := newRig(t, limited, func(o *feed.Options) { o.Limits.AddressBurst, o.Limits.Tracked = 1, 64 })
	ask := func(i int) int {
		request := httptest.NewRequestWithContext(context.Background(), http.MethodGet, "/feeds/x.ics", http.NoBody)
		request.RemoteAddr = netip.AddrPortFrom(netip.AddrFrom4([4]byte{192, 0, byte(i >> 8), byte(i)}), 1).String()
		w := httptest.NewRecorder()
		r.ServeHTTP(w, request)
		return w.Code
	}
	ask(0)
	if got := ask(0); got != http.StatusTooManyRequests {
		t.Fatalf("status %d", got)
	}
	for i := range 64 {
		ask(i + 1)
	}
	if got := ask(0); got != http.StatusNotFound {
		t.Errorf("after 64 others the first address is still remembered: status %d", got)
	}
}
