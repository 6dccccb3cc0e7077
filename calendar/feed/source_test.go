package feed_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rickb777/date/v2"
	"golang.org/x/time/rate"

	"followcal/auth"
	"followcal/calendar"
	"followcal/calendar/feed"
	"followcal/calendar/ical"
	"followcal/internal/fault"
	"followcal/internal/proxy"
)

var noon = time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC)

// source is a source in memory that counts what it is asked.
type source struct {
	mu    sync.Mutex
	feeds map[feed.Key]*feed.Feed
	fails error
	hook  func()
	calls atomic.Int64
}

func (s *source) Feed(_ context.Context, key feed.Key, _ time.Time) (*feed.Feed, error) {
	s.calls.Add(1)
	s.mu.Lock()
	f, ok, fails, hook := s.feeds[key], false, s.fails, s.hook
	if f != nil {
		f, ok = new(*f), true
	}
	s.mu.Unlock()
	if hook != nil {
		hook()
	}
	switch {
	case fails != nil:
		return nil, fails
	case !ok:
		return nil, fault.New(fault.NotFound, "there is no such feed")
	}
	return f, nil
}

// rig is a handler with what it stands on.
type rig struct {
	testing.TB
	*feed.Handler
	source *source
	key    auth.Key
	mu     sync.Mutex
	now    time.Time
	hashed atomic.Int64
}

// newRig returns a handler over an empty source, without limits; adjust may
// change its options.
func newRig(t testing.TB, adjust ...func(*feed.Options)) *rig {
	t.Helper()
	key, err := auth.CreateKey(t.TempDir() + "/key")
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{TB: t, source: &source{feeds: make(map[feed.Key]*feed.Feed)}, key: key, now: noon}
	o := feed.Options{Source: r.source, Identify: r.identify, Caller: proxy.Peer, Now: r.clock, Limits: feed.Limits{TokenRate: rate.Inf, AddressRate: rate.Inf}}
	for _, a := range adjust {
		a(&o)
	}
	if r.Handler, err = feed.New(o); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *rig) clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

func (r *rig) wait(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = r.now.Add(d)
}

func (r *rig) identify(text string) (feed.Key, bool) {
	token, ok := auth.ParseFeedToken(text)
	if !ok {
		return feed.Key{}, false
	}
	r.hashed.Add(1)
	return feed.Key(token.Hash()), true
}

// path returns the path of a feed by its id.
func (r *rig) path(id string) string { return "/feeds/" + r.key.FeedToken(id, 1).Reveal() + ".ics" }

// set puts a feed of the account "ann" into the source, without telling the
// handler.
func (r *rig) set(id string, events ...*calendar.Event) *feed.Feed {
	f := &feed.Feed{ID: id, Account: "ann", Calendar: header(r), Events: events, Modified: noon.Add(-time.Hour), Gzip: true}
	r.put(f)
	return f
}

func (r *rig) put(f *feed.Feed) {
	r.source.mu.Lock()
	defer r.source.mu.Unlock()
	r.source.feeds[feed.Key(r.key.FeedToken(f.ID, 1).Hash())] = new(*f)
}

func (r *rig) fail(err error) {
	r.source.mu.Lock()
	defer r.source.mu.Unlock()
	r.source.fails = err
}

// get asks for a path; lines are header lines as name and value in turns.
func (r *rig) get(path string, lines ...string) reply {
	return r.ask(http.MethodGet, path, lines...)
}

func (r *rig) ask(method, path string, lines ...string) reply {
	request := httptest.NewRequestWithContext(context.Background(), method, path, http.NoBody)
	for i := 0; i < len(lines); i += 2 {
		request.Header.Add(lines[i], lines[i+1])
	}
	w := httptest.NewRecorder()
	r.ServeHTTP(w, request)
	return reply{w.Code, w.Header(), w.Body.Bytes()}
}

// reply is what the handler answers.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// wantStatus fails the test for another status, and returns the reply.
func (r *rig) wantStatus(got reply, want int) reply {
	r.Helper()
	if got.status != want {
		r.Errorf("status %d, want %d", got.status, want)
	}
	return got
}

func header(t testing.TB) ical.Calendar {
	t.Helper()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	return ical.Calendar{Name: "Follow-ups", Zone: zone, Refresh: time.Hour}
}

// call is an all-day event, days after 22 November 2026.
func call(uid string, days int) *calendar.Event {
	return &calendar.Event{
		UID: uid, Category: "application-follow-up", Summary: "Call " + uid,
		Day: date.New(2026, time.November, 22) + date.Date(days), Stamped: noon, Modified: noon,
	}
}

// calls are n events on n days.
func calls(n int) []*calendar.Event {
	all := make([]*calendar.Event, n)
	for i := range all {
		all[i] = call(fmt.Sprintf("event-%04d", i), i)
	}
	return all
}
