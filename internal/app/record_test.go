package app_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"followcal/internal/app"
	"followcal/schedule"
)

// clock is a Friday noon in New York, and an hour later with each tick.
type clock struct{ at time.Time }

func newClock() *clock { return &clock{time.Date(2026, time.November, 20, 17, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time { return c.at }
func (c *clock) tick()          { c.at = c.at.Add(time.Hour) }

// failing is what tests and rapid's checks fail with.
type failing interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// openRecord opens the record in a file of the folder on a system in New York.
func openRecord(t testing.TB, f failing, file string, c *clock) *app.Record {
	f.Helper()
	record, err := app.New().OpenRecord(t.Context(), app.OpenRequest{
		DB: file, By: "robin", Now: c.now, SystemZone: func() (string, error) { return "America/New_York", nil },
	})
	if err != nil {
		f.Fatal(err)
	}
	return record
}

func newRecord(t *testing.T) *app.Record {
	t.Helper()
	record := openRecord(t, t, filepath.Join(t.TempDir(), "log.db"), newClock())
	t.Cleanup(func() {
		if err := record.Close(); err != nil {
			t.Error(err)
		}
	})
	return record
}

// importText imports a log.
func importText(t testing.TB, f failing, record *app.Record, text string) {
	f.Helper()
	if _, err := record.Import(t.Context(), read(t, f, text), 0); err != nil {
		f.Fatalf("%v in\n%s", err, text)
	}
}

// read reads a log to be imported.
func read(t testing.TB, f failing, text string) *schedule.Log {
	f.Helper()
	in, err := app.New().Read(t.Context(), app.ReadRequest{
		Sources: []app.Source{{Name: "log", Reader: strings.NewReader(text)}}, Strict: true, Now: newClock().now,
	})
	if err != nil {
		f.Fatalf("%v in\n%s", err, text)
	}
	return in.Log
}

// converted is the record in followcal's own JSON or CSV.
func converted(t *testing.T, f failing, record *app.Record, to string) string {
	f.Helper()
	var out bytes.Buffer
	if _, err := record.Convert(t.Context(), &out, to); err != nil {
		f.Fatal(err)
	}
	return out.String()
}
