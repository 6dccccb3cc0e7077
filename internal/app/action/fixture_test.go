package action_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rickb777/date/v2"
	_ "modernc.org/sqlite"

	"followcal/auth"
	"followcal/internal/app/action"
	"followcal/internal/app/journal"
	"followcal/internal/store"
	"followcal/internal/web"
	"followcal/schedule"
	"followcal/schedule/entry"
	"followcal/schedule/record"
	"followcal/schedule/workday"
)

// home is a candidate with a record in SQLite, a feed, and the site that their
// calendar's links lead to.
type home struct {
	*journal.Journal
	now    time.Time
	key    auth.Key
	feed   *auth.Feed
	pages  *action.Pages
	log    strings.Builder
	server *httptest.Server
	asked  atomic.Int64 // how often feeds were read
}

// Feeds is the candidate's one feed.
func (h *home) Feeds(_ context.Context, account string) ([]auth.Feed, error) {
	h.asked.Add(1)
	if account != h.feed.Account {
		return nil, nil
	}
	return []auth.Feed{*h.feed}, nil
}

func (h *home) clock() time.Time { return h.now }

// newHome is on Friday 20 November 2026, 10:00 in New York.
func newHome(t *testing.T) *home {
	t.Helper()
	h := &home{now: time.Date(2026, time.November, 20, 15, 0, 0, 0, time.UTC)}
	folder := t.TempDir()
	db, err := store.Open(t.Context(), store.Options{DSN: filepath.Join(folder, "record.db"), Now: h.clock, Random: zeroes{}})
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	h.key, err = auth.CreateKey(filepath.Join(folder, "key"))
	must(t, err)
	h.feed, err = auth.NewFeed(h.key, "local", auth.DefaultFeedSettings(), h.now)
	must(t, err)
	h.Journal = &journal.Journal{
		Store: db, Account: "local", By: "robin", Days: workday.Region, Now: h.clock,
		SystemZone: func() (string, error) { return "America/New_York", nil },
	}
	h.pages = &action.Pages{Key: h.key, Feeds: h, Journal: h.Journal, Now: h.clock}
	site, err := web.New(web.Options{Ready: ready{}, Now: h.clock, Log: slog.New(slog.NewTextHandler(&h.log, nil)), Events: h.pages})
	must(t, err)
	h.server = httptest.NewServer(site)
	t.Cleanup(h.server.Close)
	h.server.Client().CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return h
}

type ready struct{}

func (ready) Ready(context.Context) error { return nil }

type zeroes struct{}

func (zeroes) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// applied logs an application of Friday 13 November, with a contact.
func (h *home) applied(t *testing.T, id, employer, role string) {
	t.Helper()
	_, err := h.Add(t.Context(), func(here entry.Here) (schedule.Application, []string, error) {
		a, warnings, err := entry.New(id, entry.Change{
			Employer: entry.Set(employer), Role: entry.Set(role), AppliedOn: entry.Set(date.New(2026, time.November, 13)),
			Region: entry.Set("US-NY"),
		}, here)
		a.Contacts = []schedule.Contact{{Name: "Dana of " + employer, Phone: "+1 212 555 0100", Email: "dana@" + strings.ToLower(employer[:4]) + ".example"}}
		return a, warnings, err
	})
	must(t, err)
}

// follow is the first open follow-up about an application.
func (h *home) follow(t *testing.T, id string) journal.Item {
	t.Helper()
	shown, err := h.Agenda(t.Context(), journal.AgendaRequest{Days: 60})
	must(t, err)
	for _, i := range slices.Concat(shown.Today.Items, shown.Next.Items, shown.Then.Items) {
		if i.Application == id {
			return i
		}
	}
	t.Fatalf("nothing is planned for %s", id)
	return journal.Item{}
}

// link is what the feed shows as the address of an event, and its signed text.
func (h *home) link(t *testing.T, e record.Event) (address, text string) {
	t.Helper()
	base, err := url.Parse(h.server.URL)
	must(t, err)
	address = action.Links{Key: h.key, Base: base}.Link("local", *h.feed, e)
	_, text, ok := strings.Cut(address, action.Path)
	if !ok {
		t.Fatalf("%q is no link", address)
	}
	return address, text
}

// last is the last change of the record.
func (h *home) last(t *testing.T) journal.Change {
	t.Helper()
	history, err := h.History(t.Context(), journal.HistoryRequest{Limit: 1})
	must(t, err)
	return history.Changes[0]
}
