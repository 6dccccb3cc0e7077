package app

import (
	"context"
	"crypto/rand"
	"os"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver for files

	"followcal/internal/app/journal"
	"followcal/internal/fault"
	"followcal/internal/store"
	"followcal/schedule/record"
)

// OpenRequest asks for the record in a database.
type OpenRequest struct {
	DB         string // a path, or a postgres:// address
	Present    bool   // make none where there is none: a fault of kind NotFound
	By         string // who acts, for the history
	Now        func() time.Time
	SystemZone func() (string, error)
	// Progress is told what takes long, before it begins; nil: nobody listens.
	Progress func(what string, applications int)
}

// Record is an open record. Close it when done.
type Record struct {
	journal.Journal
	app *App
	db  *store.DB
}

// localOwner is the account of who owns the database, and runs the command.
const localOwner = "local"

// OpenRecord opens the database, and makes one where there is none. Faults are
// those of [store.Open].
func (a *App) OpenRecord(ctx context.Context, r OpenRequest) (*Record, error) {
	if r.Present && !strings.Contains(r.DB, "://") {
		if _, err := os.Stat(r.DB); err != nil {
			return nil, fault.Wrap(fault.NotFound, err, "there is no record yet: log something first, such as with followcal add")
		}
	}
	db, err := store.Open(ctx, store.Options{DSN: r.DB, Now: r.Now, Random: rand.Reader, Await: await})
	if err != nil {
		return nil, err
	}
	return &Record{
		Journal: journal.Journal{
			Store: db, Account: localOwner, By: r.By, Days: a.days, Now: r.Now, SystemZone: r.SystemZone, Progress: r.Progress,
		},
		app: a,
		db:  db,
	}, nil
}

// Ready returns nil when the database answers.
func (r *Record) Ready(ctx context.Context) error {
	return r.db.View(ctx, localOwner, func(reader record.Reader) error {
		_, err := reader.Settings(ctx)
		return err
	})
}

// Close closes the database.
func (r *Record) Close() error { return r.db.Close() }
