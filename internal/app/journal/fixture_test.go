package journal_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/rickb777/date/v2"
	_ "modernc.org/sqlite"

	"followcal/internal/app/journal"
	"followcal/internal/store"
	"followcal/schedule"
	"followcal/schedule/entry"
	"followcal/schedule/workday"
)

// desk is a candidate with a record of their own and a clock that can be set.
type desk struct {
	*journal.Journal
	now    time.Time
	folder string // of the database
}

// newDesk opens an empty record on Friday 20 November 2026, 10:00 in New York.
func newDesk(t testing.TB) *desk {
	t.Helper()
	d := &desk{now: time.Date(2026, time.November, 20, 15, 0, 0, 0, time.UTC), folder: t.TempDir()}
	db, err := store.Open(t.Context(), store.Options{DSN: filepath.Join(d.folder, "record.db"), Now: d.clock, Random: zeroes{}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	d.Journal = &journal.Journal{
		Store: db, Account: "local", By: "robin", Days: workday.Region, Now: d.clock,
		SystemZone: func() (string, error) { return "America/New_York", nil },
	}
	return d
}

func (d *desk) clock() time.Time { return d.now }

// on sets the clock to 10:00 in New York on a day.
func (d *desk) on(day date.Date) {
	year, month, dom := day.Date()
	d.now = time.Date(year, month, dom, 15, 0, 0, 0, time.UTC)
}

// applied logs an application to an employer in New York, sent on a day.
func (d *desk) applied(t testing.TB, id, employer, role string, on date.Date) journal.Receipt {
	t.Helper()
	receipt, err := d.Add(t.Context(), func(here entry.Here) (schedule.Application, []string, error) {
		return entry.New(id, entry.Change{
			Employer: entry.Set(employer), Role: entry.Set(role), AppliedOn: entry.Set(on), Region: entry.Set("US-NY"),
		}, here)
	})
	if err != nil {
		t.Fatal(err)
	}
	return receipt
}

// agenda is what there is to do within 60 days.
func (d *desk) agenda(t testing.TB) journal.Agenda {
	t.Helper()
	agenda, err := d.Agenda(t.Context(), journal.AgendaRequest{Days: 60})
	if err != nil {
		t.Fatal(err)
	}
	return agenda
}

// zeroes is randomness for tests.
type zeroes struct{}

func (zeroes) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
