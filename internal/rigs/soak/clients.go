package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// publicURL is where the feeds would be for others.
const publicURL = "https://cal.example.org"

// counts is what happened.
type counts struct {
	changes, refused, rotations, kills, fresh, same, unknown, cut atomic.Int64
}

// String implements [fmt.Stringer].
func (c *counts) String() string {
	return fmt.Sprintf("%d changes (%d refused), %d rotations, %d kills, %d polls answered with a calendar, %d with 304, %d with 404, %d not at all because serve was dead",
		c.changes.Load(), c.refused.Load(), c.rotations.Load(), c.kills.Load(), c.fresh.Load(), c.same.Load(), c.unknown.Load(), c.cut.Load())
}

// clients are the addresses that programs poll.
type clients struct {
	mu   sync.Mutex
	urls []*subscription
	next int
}

// subscription is an address, and the entity tag that its program has.
type subscription struct{ name, path, tag string }

func (c *clients) add(s *subscription) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.urls = append(c.urls, s)
}

// current returns the last address of each feed, by its name.
func (c *clients) current() map[string]*subscription {
	c.mu.Lock()
	defer c.mu.Unlock()
	last := make(map[string]*subscription)
	for _, s := range c.urls {
		last[s.name] = s
	}
	return last
}

// following returns the next address to poll, and whether it is its feed's last:
// the one before still opens the feed, and those before that may be unknown.
func (c *clients) following() (s *subscription, last bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	const latest = 10
	urls := c.urls[max(0, len(c.urls)-latest):]
	c.next = (c.next + 1) % len(urls)
	s = urls[c.next]
	newer := func(other *subscription) bool { return other.name == s.name }
	return s, !slices.ContainsFunc(urls[c.next+1:], newer)
}

// create makes a feed that is named after its privacy.
func (t *tub) create(ctx context.Context, privacy string) error {
	said, err := t.run(ctx, "feed", "create", "--name", privacy+" feed", "--privacy", privacy, "--public-url", publicURL)
	return t.subscribe(said, privacy+" feed", err)
}

// subscribe adds the address that a command printed.
func (t *tub) subscribe(said []byte, name string, err error) error {
	if err != nil {
		return err
	}
	if address, _, ok := strings.Cut(string(said), "\n"); ok {
		t.clients.add(&subscription{name: name, path: strings.TrimPrefix(address, publicURL)})
	}
	return nil
}

// rotate gives a feed another address.
func (t *tub) rotate(ctx context.Context) error {
	name := []string{"full feed", "titles feed", "busy feed"}[rand.IntN(3)]
	said, err := t.run(ctx, "feed", "rotate", name, "--grace", fmt.Sprint(rand.IntN(2)), "--public-url", publicURL)
	t.counts.rotations.Add(1)
	if err := t.subscribe(said, name, err); err != nil {
		return err
	}
	return wait(ctx, 700*time.Millisecond)
}

// change logs something.
func (t *tub) change(ctx context.Context) error {
	args := []string{"add", "--employer", fmt.Sprintf("Employer %d", rand.IntN(1e9)), "--role", "Cook", "--region", "US-NY"}
	if rand.IntN(3) > 0 {
		var err error
		if args, err = t.decision(ctx); err != nil {
			return err
		}
	}
	_, err := t.run(ctx, args...)
	t.counts.changes.Add(1)
	return err
}

// decision chooses what becomes of a planned event.
func (t *tub) decision(ctx context.Context) ([]string, error) {
	said, err := t.run(ctx, "agenda", "--days", "60", "--json")
	if err != nil {
		return nil, err
	}
	var agenda struct {
		Today, Next, Then struct{ Events []struct{ UID string } }
	}
	if err := json.Unmarshal(said, &agenda); err != nil {
		return nil, err
	}
	events := slices.Concat(agenda.Today.Events, agenda.Next.Events, agenda.Then.Events)
	if len(events) == 0 {
		return []string{"undo", "--yes"}, nil
	}
	uid := events[rand.IntN(len(events))].UID
	return [][]string{
		{"snooze", uid, "--days", "2"}, {"done", uid}, {"dismiss", uid}, {"undo", "--yes"},
	}[rand.IntN(4)], nil
}

// kill kills the server, and starts it again a moment later.
func (t *tub) kill(ctx context.Context) error {
	if err := wait(ctx, time.Duration(200+rand.IntN(1500))*time.Millisecond); err != nil {
		return nil //nolint:nilerr // the time is over
	}
	t.server.kill()
	t.counts.kills.Add(1)
	return t.server.start(context.WithoutCancel(ctx))
}

// patient is a client that opens no connection for each poll.
var patient = &http.Client{Timeout: 30 * time.Second}

// poll polls one address as a program does. It gets a whole calendar, or is told
// that it has it.
func (t *tub) poll(ctx context.Context) error {
	s, last := t.clients.following()
	a, err := get(ctx, patient, "http://"+t.server.addr+s.path, s.tag)
	switch {
	case err != nil && ctx.Err() == nil && !t.server.down.Load():
		// It may have been killed while it answered, and live again.
		if _, again := get(ctx, patient, "http://"+t.server.addr+s.path, ""); again != nil && ctx.Err() == nil && !t.server.down.Load() {
			return fmt.Errorf("serve lives and does not answer: %w; then %w", err, again)
		}
		t.counts.cut.Add(1)
	case err != nil:
		t.counts.cut.Add(1)
	case a.status == http.StatusNotModified && s.tag != "":
		t.counts.same.Add(1)
	case a.status == http.StatusOK && isWhole(a.body):
		t.counts.fresh.Add(1)
		s.tag = a.tag
	case a.status == http.StatusNotFound && !last:
		t.counts.unknown.Add(1)
	default:
		return fmt.Errorf("%s is answered %d with %d octets: %.200s", s.name, a.status, len(a.body), a.body)
	}
	return wait(ctx, 60*time.Millisecond)
}

// isWhole reports whether octets begin and end as a calendar does.
func isWhole(body []byte) bool {
	return bytes.HasPrefix(body, []byte("BEGIN:VCALENDAR\r\n")) && bytes.HasSuffix(body, []byte("END:VCALENDAR\r\n"))
}

type answer struct {
	status int
	tag    string
	body   []byte
}

// get asks with an entity tag, unless it is empty.
func get(ctx context.Context, client *http.Client, url, tag string) (answer, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return answer{}, err
	}
	if tag != "" {
		request.Header.Set("If-None-Match", tag)
	}
	response, err := client.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = response.Body.Close() }() // it was only read
	body, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header.Get("Etag"), body}, err
}

// wait waits, or returns why it does not.
func wait(ctx context.Context, long time.Duration) error {
	select {
	case <-time.After(long):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
