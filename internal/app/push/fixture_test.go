package push_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/rickb777/date/v2"
	_ "modernc.org/sqlite"

	"followcal/calendar/mirror"
	"followcal/internal/app/journal"
	"followcal/internal/app/push"
	"followcal/internal/store"
	"followcal/schedule"
	"followcal/schedule/entry"
	"followcal/schedule/workday"
)

// home is a candidate with a record in SQLite whose plan is wanted at Google.
type home struct {
	*journal.Journal
	now    time.Time
	db     *store.DB
	source *push.Source
}

const account = "local"

// newHome is on Friday 20 November 2026, 10:00 in New York.
func newHome(t *testing.T) *home {
	t.Helper()
	h := &home{now: time.Date(2026, time.November, 20, 15, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return h.now }
	var err error
	h.db, err = store.Open(t.Context(), store.Options{DSN: filepath.Join(t.TempDir(), "record.db"), Now: clock, Random: zeroes{}})
	must(t, err)
	t.Cleanup(func() { must(t, h.db.Close()) })
	h.Journal = &journal.Journal{
		Store: h.db, Account: account, By: "robin", Days: workday.Region, Now: clock,
		SystemZone: func() (string, error) { return "America/New_York", nil },
	}
	h.source = &push.Source{Journal: *h.Journal, Secrets: h.db, Touches: h.db}
	return h
}

type zeroes struct{}

func (zeroes) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// applied logs an application of Friday 13 November, with a contact.
func (h *home) applied(t *testing.T, id, employer string) {
	t.Helper()
	_, err := h.Add(t.Context(), func(here entry.Here) (schedule.Application, []string, error) {
		a, warnings, err := entry.New(id, entry.Change{
			Employer: entry.Set(employer), Role: entry.Set("Engineer"), AppliedOn: entry.Set(date.New(2026, time.November, 13)),
			Region: entry.Set("US-NY"),
		}, here)
		a.Contacts = []schedule.Contact{{Name: "Dana of " + employer, Phone: "+1 212 555 0100"}}
		return a, warnings, err
	})
	must(t, err)
}

// log logs something about an application.
func (h *home) log(t *testing.T, id string, f journal.Entry) {
	t.Helper()
	_, err := h.Log(t.Context(), journal.Edit, id, f)
	must(t, err)
}

// wanted is what is wanted at Google now.
func (h *home) wanted(t *testing.T, s mirror.Settings) mirror.Desired {
	t.Helper()
	d, err := h.source.Desired(t.Context(), account, s)
	must(t, err)
	return d
}

var full = mirror.Settings{Privacy: "full"}

// first is the first wanted event of a kind.
func (h *home) first(t *testing.T, kind schedule.Kind) mirror.Event {
	t.Helper()
	events := h.wanted(t, full).Events
	i := slices.IndexFunc(events, func(e mirror.Event) bool { return e.Category == string(kind) })
	if i < 0 {
		t.Fatalf("nothing of kind %s is wanted", kind)
	}
	return events[i]
}

// take logs what a person did to an event, and returns what came of it.
func (h *home) take(t *testing.T, f mirror.Finding) mirror.Outcome {
	t.Helper()
	outcomes, err := h.source.Take(t.Context(), account, []mirror.Finding{f})
	must(t, err)
	if len(outcomes) != 1 || outcomes[0].Sentence == "" {
		t.Fatalf("came of it: %+v", outcomes)
	}
	return outcomes[0]
}

// last is the last change of the record.
func (h *home) last(t *testing.T) journal.Change {
	t.Helper()
	history, err := h.History(t.Context(), journal.HistoryRequest{Limit: 1})
	must(t, err)
	return history.Changes[0]
}

// state is how an event stands.
func (h *home) state(t *testing.T, ref string) journal.Sight {
	t.Helper()
	s, err := h.Sight(t.Context(), ref)
	must(t, err)
	return s
}
