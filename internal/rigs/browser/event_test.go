// Package browser_test uses the pages as people do, in a browser.
package browser_test

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/auth"
	"followcal/internal/app"
	"followcal/internal/app/action"
	"followcal/internal/app/journal"
	"followcal/internal/web"
	"followcal/schedule"
	"followcal/schedule/entry"
)

// feeds is the only feed there is.
type feeds struct{ auth.Feed }

func (f feeds) Feeds(context.Context, string) ([]auth.Feed, error) { return []auth.Feed{f.Feed}, nil }

// noon is on the day of the follow-up that the tests use.
var noon = time.Date(2026, time.November, 23, 17, 0, 0, 0, time.UTC)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// openRecord opens a record with two applications to one employer, whose
// follow-ups are one call.
func openRecord(t *testing.T, folder string) *app.Record {
	t.Helper()
	record, err := app.New().OpenRecord(t.Context(), app.OpenRequest{
		DB: filepath.Join(folder, "record.db"), By: "robin", Now: func() time.Time { return noon },
		SystemZone: func() (string, error) { return "America/New_York", nil },
	})
	must(t, err)
	t.Cleanup(func() { must(t, record.Close()) })
	for id, role := range map[string]string{"a": "Senior Site Reliability Engineer", "b": "Platform Engineer"} {
		_, err := record.Add(t.Context(), func(here entry.Here) (schedule.Application, []string, error) {
			a, warnings, err := entry.New(id, entry.Change{
				Employer: entry.Set("Acme"), Role: entry.Set(role), AppliedOn: entry.Set(date.New(2026, time.November, 13)),
				Region: entry.Set("US-NY"),
			}, here)
			a.Contacts = []schedule.Contact{{Name: "Dana Whitfield", Phone: "+1 212 555 0100", Email: "dana.whitfield@acme.example"}}
			return a, warnings, err
		})
		must(t, err)
	}
	return record
}

// serve returns the address of the page of the event.
func serve(t *testing.T, record *app.Record, folder string, e *journal.Item) string {
	t.Helper()
	key, err := auth.CreateKey(filepath.Join(folder, "key"))
	must(t, err)
	feed, err := auth.NewFeed(key, "local", auth.DefaultFeedSettings(), noon)
	must(t, err)
	var seconds atomic.Int64 // people take their time, and this test does not
	clock := func() time.Time { return noon.Add(time.Duration(seconds.Add(1)) * time.Second) }
	site, err := web.New(web.Options{
		Ready: record, Now: clock, Log: slog.New(slog.DiscardHandler),
		Events: record.EventPages(key, feeds{*feed}),
	})
	must(t, err)
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	base, err := url.Parse(server.URL)
	must(t, err)
	return action.Links{Key: key, Base: base}.Link("local", *feed, e.Event)
}

// TestTheEventIsDoneWithAThumb takes pictures into the folder that
// FOLLOWCAL_PICTURES names, if it does.
func TestTheEventIsDoneWithAThumb(t *testing.T) {
	folder := t.TempDir()
	record := openRecord(t, folder)
	agenda, err := record.Agenda(t.Context(), journal.AgendaRequest{Days: 10})
	must(t, err)
	e := agenda.Today.Items[0]
	args := []string{"event.mjs", serve(t, record, folder, &e)}
	if pictures := os.Getenv("FOLLOWCAL_PICTURES"); pictures != "" {
		args = append(args, pictures)
	}
	node := exec.CommandContext(t.Context(), "node", args...)
	node.Env = append(os.Environ(), "TMPDIR="+folder)
	if said, err := node.CombinedOutput(); err != nil {
		t.Fatalf("%v (make rigs installs what this needs):\n%s", err, said)
	}
	why, err := record.Why(t.Context(), e.UID)
	must(t, err)
	if why.State != schedule.StateDone {
		t.Errorf("the event is %s", why.State)
	}
	history, err := record.History(t.Context(), journal.HistoryRequest{})
	must(t, err)
	if last := history.Changes[0]; len(history.Changes) != 3 || last.By != "calendar link of feed Follow-ups" {
		t.Errorf("%d changes, the last by %q", len(history.Changes), last.By)
	}
}
