package feed_test

import (
	"bytes"
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"followcal/calendar/feed"
	"followcal/calendar/ical/icaltest"
	"followcal/internal/fault"
)

// inTime runs a test whose time passes at once, from 1 January 2000.
func inTime(t *testing.T, test func(t *testing.T, r *rig), adjust ...func(*feed.Options)) {
	t.Helper()
	clock := func(o *feed.Options) { o.Now = time.Now } //nolint:forbidigo // the bubble's clock
	synctest.Test(t, func(t *testing.T) { test(t, newRig(t, append(adjust, clock)...)) })
}

func pass(d time.Duration) { <-time.After(d) }

func (r *rig) wantCalls(want int64) {
	r.Helper()
	if got := r.source.calls.Load(); got != want {
		r.Errorf("the source was asked %d times, want %d", got, want)
	}
}

func TestAnAnswerEndsAtItsTime(t *testing.T) {
	inTime(t, func(t *testing.T, r *rig) {
		midnight := r.clockNow().Add(time.Hour)
		f := r.set("f", calls(1)...)
		f.Until, f.Modified = midnight, midnight.Add(-2*time.Hour)
		r.put(f)
		old := r.get(r.path("f"))
		pass(time.Hour - time.Nanosecond)
		r.wantStatus(r.get(r.path("f"), "If-None-Match", old.header.Get("Etag")), http.StatusNotModified)
		r.wantCalls(1)
		next := r.set("f", calls(2)...)
		next.Modified = f.Modified // its source does not say that time changed it
		r.put(next)
		pass(time.Nanosecond)
		got := r.wantStatus(r.get(r.path("f"), "If-None-Match", old.header.Get("Etag")), http.StatusOK)
		r.wantCalls(2)
		if got.header.Get("Last-Modified") != "" {
			t.Error("within the second of a change, Last-Modified cannot tell it from the next")
		}
		pass(time.Second)
		r.wantStatus(r.get(r.path("f"), "If-Modified-Since", old.header.Get("Last-Modified")), http.StatusOK)
		if stamp := r.get(r.path("f")).header.Get("Last-Modified"); stamp != midnight.Add(time.Second).UTC().Format(http.TimeFormat) {
			t.Errorf("Last-Modified %s", stamp)
		}
		pass(1000 * time.Hour)
		r.get(r.path("f"))
		r.wantCalls(2)
	})
}

// clockNow is the bubble's time.
func (r *rig) clockNow() time.Time {
	return time.Now() //nolint:forbidigo // the bubble's clock
}

func TestARevokedFeedIsEmptyAndThenGone(t *testing.T) {
	inTime(t, func(t *testing.T, r *rig) {
		f := r.set("f", calls(3)...)
		f.Modified = r.clockNow().Add(-time.Hour)
		r.put(f)
		before := r.get(r.path("f"))
		pass(time.Minute)
		f.Revoked = r.clockNow()
		r.put(f)
		r.Invalidate("ann")
		pass(time.Minute)
		empty := r.wantStatus(r.get(r.path("f"), "If-None-Match", before.header.Get("Etag"), "If-Modified-Since", before.header.Get("Last-Modified")), http.StatusOK)
		body := empty.body
		icaltest.Verify(t, body)
		if bytes.Contains(body, []byte("VEVENT")) || !bytes.Contains(body, []byte("BEGIN:VTIMEZONE")) {
			t.Errorf("a revoked feed shows\n%s", body)
		}
		r.wantStatus(r.get(r.path("f"), "If-Modified-Since", before.header.Get("Last-Modified")), http.StatusOK)
		pass(30*24*time.Hour - 2*time.Minute)
		r.wantStatus(r.get(r.path("f"), "If-None-Match", empty.header.Get("Etag")), http.StatusNotModified)
		r.wantCalls(2)
		pass(time.Minute)
		r.wantStatus(r.get(r.path("f"), "If-None-Match", empty.header.Get("Etag")), http.StatusGone)
		r.wantStatus(r.get(r.path("f")), http.StatusGone)
		r.wantCalls(3)
	})
}

func TestAChangeShowsAtTheNextPoll(t *testing.T) {
	r := newRig(t)
	r.set("f", calls(1)...)
	other := r.set("other", calls(1)...)
	other.Account = "bob"
	r.put(other)
	tag := r.get(r.path("f")).header.Get("Etag")
	r.get(r.path("other"))
	r.set("f", calls(2)...)
	r.wantStatus(r.get(r.path("f"), "If-None-Match", tag), http.StatusNotModified)
	r.Invalidate("ann", "nobody")
	r.wantStatus(r.get(r.path("f"), "If-None-Match", tag), http.StatusOK)
	r.get(r.path("other"))
	r.wantCalls(3)
	r.InvalidateAll()
	r.get(r.path("f"))
	r.get(r.path("other"))
	r.wantCalls(5)
}

// TestAChangeDuringAReadingIsNotMissed changes the feed while the source is
// being asked: the answer that was read before must not be held.
func TestAChangeDuringAReadingIsNotMissed(t *testing.T) {
	r := newRig(t)
	r.set("f", calls(1)...)
	changes := 2
	r.source.hook = func() {
		if changes--; changes >= 0 {
			r.set("f", calls(4-changes)...)
			r.Invalidate("ann")
		}
	}
	if n := bytes.Count(r.get(r.path("f")).body, []byte("BEGIN:VEVENT")); n != 4 {
		t.Errorf("%d events, want the 4 of the last change", n)
	}
	r.wantCalls(3)
	r.get(r.path("f"))
	r.wantCalls(3)
}

// TestASlowReadingDoesNotReplaceANewerOne has a reading end after one that began
// later, when the source has gone away.
func TestASlowReadingDoesNotReplaceANewerOne(t *testing.T) {
	inTime(t, func(t *testing.T, r *rig) {
		r.set("f", calls(1)...)
		slow := true
		r.source.hook = func() {
			if slow {
				slow = false
				pass(time.Second)
			}
		}
		first := make(chan reply)
		go func() { first <- r.get(r.path("f")) }()
		synctest.Wait()
		r.set("f", calls(2)...)
		r.Invalidate("ann")
		// Whose the feed is is not known yet, so this joins the first reading.
		go func() { first <- r.get(r.path("f")) }()
		for range 2 {
			if n := bytes.Count((<-first).body, []byte("BEGIN:VEVENT")); n != 2 {
				t.Errorf("%d events, want 2", n)
			}
		}
		slow = true
		r.set("f", calls(3)...)
		r.Invalidate("ann")
		go func() { first <- r.get(r.path("f")) }()
		synctest.Wait()
		r.set("f", calls(4)...)
		r.Invalidate("ann")
		r.get(r.path("f"))
		r.fail(fault.New(fault.Unavailable, "the database is away"))
		<-first
		if n := bytes.Count(r.get(r.path("f")).body, []byte("BEGIN:VEVENT")); n != 4 {
			t.Errorf("%d events, want the 4 of the later reading", n)
		}
	})
}

func TestAFeedThatKeepsChangingIsAnsweredAllTheSame(t *testing.T) {
	r := newRig(t)
	r.set("f", calls(1)...)
	r.source.hook = func() { r.InvalidateAll() }
	r.wantStatus(r.get(r.path("f")), http.StatusOK)
	first := r.source.calls.Load()
	r.wantStatus(r.get(r.path("f")), http.StatusOK)
	if r.source.calls.Load() == first {
		t.Error("what was changed meanwhile is held as if it were true")
	}
}

func TestTheLastGoodFeedStandsInForAnHour(t *testing.T) {
	inTime(t, func(_ *testing.T, r *rig) {
		r.set("f", calls(1)...)
		tag := r.get(r.path("f")).header.Get("Etag")
		pass(100 * time.Hour) // it has been true all the time
		r.fail(fault.New(fault.Unavailable, "the database is away"))
		r.Invalidate("ann")
		r.wantStatus(r.get(r.path("f")), http.StatusOK)
		r.wantStatus(r.get(r.path("f"), "If-None-Match", tag), http.StatusNotModified)
		r.wantCalls(2)
		pass(5 * time.Second)
		r.get(r.path("f"))
		r.wantCalls(3)
		pass(time.Hour - 5*time.Second)
		r.wantStatus(r.get(r.path("f")), http.StatusOK)
		pass(6 * time.Second)
		r.wantStatus(r.get(r.path("f")), http.StatusServiceUnavailable)
		r.fail(nil)
		r.wantStatus(r.get(r.path("f"), "If-None-Match", tag), http.StatusNotModified)
		pass(time.Minute)
		r.fail(fault.New(fault.NotFound, "the feed is forgotten"))
		r.Invalidate("ann")
		r.wantStatus(r.get(r.path("f")), http.StatusNotFound)
		r.fail(fault.New(fault.Unavailable, "the database is away"))
		r.wantStatus(r.get(r.path("f")), http.StatusServiceUnavailable)
	})
}

func TestAFeedThatEndedStandsInForAnHourToo(t *testing.T) {
	inTime(t, func(_ *testing.T, r *rig) {
		f := r.set("f", calls(1)...)
		f.Until = r.clockNow().Add(time.Hour)
		r.put(f)
		r.get(r.path("f"))
		r.fail(fault.New(fault.Unavailable, "the database is away"))
		pass(time.Hour)
		r.wantStatus(r.get(r.path("f")), http.StatusOK)
		r.wantStatus(r.get(r.path("f")), http.StatusOK)
		r.wantCalls(2)
		pass(time.Hour)
		r.wantStatus(r.get(r.path("f")), http.StatusOK)
		pass(5 * time.Second)
		r.wantStatus(r.get(r.path("f")), http.StatusServiceUnavailable)
	})
}

func TestThoseWhoWaitShareOneReading(t *testing.T) {
	inTime(t, func(t *testing.T, r *rig) {
		r.set("f", calls(1)...)
		r.source.hook = func() { pass(time.Second) }
		status := make(chan int, 50)
		for range cap(status) {
			go func() { status <- r.get(r.path("f")).status }()
		}
		for range cap(status) {
			if got := <-status; got != http.StatusOK {
				t.Errorf("status %d", got)
			}
		}
		r.wantCalls(1)
	})
}

func TestAClientThatLeavesDoesNotEndTheReading(t *testing.T) {
	inTime(t, func(t *testing.T, r *rig) {
		r.set("f", calls(1)...)
		r.source.hook = func() { pass(time.Second) }
		ctx, leave := context.WithCancel(t.Context())
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, r.path("f"), http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		go func() { pass(time.Millisecond); leave() }()
		r.ServeHTTP(discard{}, request)
		pass(2 * time.Second)
		r.wantStatus(r.get(r.path("f")), http.StatusOK)
		r.wantCalls(1)
	})
}

// discard is a client that reads nothing.
type discard struct{}

func (discard) Header() http.Header              { return make(http.Header) }
func (discard) Write(octets []byte) (int, error) { return len(octets), nil }
func (discard) WriteHeader(int)                  {}
