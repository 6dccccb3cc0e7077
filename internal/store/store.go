// Package store keeps followcal's accounts in a database: one body of SQL for
// SQLite, a file of one's own, and PostgreSQL, which many processes share.
//
// It imports no driver. Whoever opens a store registers them: "sqlite" of
// modernc.org/sqlite, and "pgx" of github.com/jackc/pgx/v5/stdlib for addresses
// that begin with postgres://.
package store

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"strings"
	"sync/atomic"
	"time"

	"followcal/internal/fault"
	"followcal/internal/store/internal/query"
	"followcal/schedule/record"
)

//go:generate ../../.tools/sqlc generate

// Options says which database to open.
type Options struct {
	// DSN is the path of an SQLite file, which is made when there is none, or a
	// postgres:// address.
	DSN string
	// Now is read when an account is made.
	Now func() time.Time
	// Random gives the secrets of accounts; crypto/rand's.
	Random io.Reader
	// Await waits on a session of the driver for PostgreSQL's next notification
	// and returns what it says. Nil: changes of others are found by looking.
	Await func(ctx context.Context, session any) (payload string, err error)
}

// DB is an open store. It serves any number of goroutines.
type DB struct {
	options Options
	sql     *sql.DB
	dialect *dialect
	place   string        // what messages call the database: its path, or host and name
	writing chan struct{} // held by the writer of this process; nil when the database queues them
	queue   time.Duration // how long a writer waits for it
	watch   atomic.Pointer[Watch]
}

var _ record.Store = (*DB)(nil)

// Open opens the store, makes it when there is none, and brings an older one up
// to date. It is quick when there is nothing to do. Faults: as [record.Store],
// and Invalid when the file is not ours or of a newer version.
func Open(ctx context.Context, o Options) (*DB, error) {
	if o.DSN == "" || o.Now == nil || o.Random == nil {
		return nil, fault.New(fault.Internal, "a store is opened without address, clock or randomness")
	}
	if isAddress(o.DSN) {
		return openPostgres(ctx, o)
	}
	return openSQLite(ctx, o)
}

// isAddress tells a PostgreSQL address from a path.
func isAddress(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://")
}

// Close closes the store. On SQLite the last one to close brings what the
// write-ahead log holds into the file.
func (db *DB) Close() error { return db.faulted(db.sql.Close()) }

// View implements [record.Store].
func (db *DB) View(ctx context.Context, account string, f func(record.Reader) error) error {
	tx, err := db.begin(ctx, &sql.TxOptions{ReadOnly: true, Isolation: db.dialect.snapshot()})
	if err != nil {
		return db.faulted(err)
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	return db.faulted(f(db.reader(tx, account)))
}

func (db *DB) reader(tx *sql.Tx, account string) *reader {
	return &reader{Queries: query.New(tx), tx: tx, dialect: db.dialect, account: account}
}

// Record implements [record.Store].
func (db *DB) Record(ctx context.Context, account string, e record.Entry, f func(record.Writer) error) (record.Change, error) {
	if err := checkEntry(account, &e); err != nil {
		return record.Change{}, err
	}
	if err := db.enter(ctx); err != nil {
		return record.Change{}, err
	}
	defer db.leave()
	for try := 1; ; try++ {
		change, err := db.attempt(ctx, account, e, f)
		var lost lostCommit
		if errors.As(err, &lost) {
			done, again := db.settled(ctx, account, change)
			if done {
				db.tell(account, 0)
				return change, nil
			}
			if again != nil {
				return record.Change{}, fault.Wrap(fault.Unavailable, again, "the database %s went away while the change was recorded: see the history for whether it was", db.place)
			}
		}
		if err == nil || try == attempts || !worthAnother(err) {
			return change, db.faulted(err)
		}
	}
}

// longestQueue is how long a writer waits for the others of its process: longer
// than any of them takes. One that is begun within another would wait for ever.
const longestQueue = time.Minute

// enter waits until no other writer of this process is at work.
func (db *DB) enter(ctx context.Context) error {
	if db.writing == nil {
		return nil
	}
	limited, cancel := context.WithTimeout(ctx, db.queue)
	defer cancel()
	select {
	case db.writing <- struct{}{}:
		return nil
	case <-limited.Done():
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fault.New(fault.Conflict, "something else of this followcal has been writing to %s for %v; try again", db.place, db.queue)
	}
}

func (db *DB) leave() {
	if db.writing != nil {
		<-db.writing
	}
}

// begin begins a transaction, on another connection when one turns out to be
// broken.
func (db *DB) begin(ctx context.Context, o *sql.TxOptions) (tx *sql.Tx, err error) {
	for range attempts {
		if tx, err = db.sql.BeginTx(ctx, o); err == nil || !worthAnother(err) {
			break
		}
	}
	return tx, err
}

// attempt runs f in one transaction. Beside a [lostCommit] it returns the change
// that may have been recorded.
func (db *DB) attempt(ctx context.Context, account string, e record.Entry, f func(record.Writer) error) (record.Change, error) {
	tx, err := db.begin(ctx, nil)
	if err != nil {
		return record.Change{}, err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	number, err := db.lock(ctx, tx, account)
	if err != nil {
		return record.Change{}, err
	}
	w := newWriter(db.reader(tx, account), record.Change{Number: number + 1, Entry: e})
	if err := f(w); err != nil {
		return record.Change{}, err
	}
	change, err := w.finish(ctx)
	if err != nil || !w.wrote {
		return record.Change{}, err
	}
	mark, err := db.touch(ctx, tx, account)
	if err != nil {
		return record.Change{}, err
	}
	if err := tx.Commit(); err != nil {
		if change.Number > 0 && worthAnother(err) {
			return change, lostCommit{err}
		}
		return record.Change{}, err
	}
	db.tell(account, mark)
	if w.forgot {
		return change, db.shred(ctx)
	}
	return change, nil
}

// lock keeps other writers of the account out and returns the number of its
// last change. It makes the account when there is none.
func (db *DB) lock(ctx context.Context, tx *sql.Tx, account string) (last int64, err error) {
	err = tx.QueryRowContext(ctx, db.dialect.lockAccount, account).Scan(&last)
	if err == nil || !isNone(err) {
		return last, err
	}
	secret := make([]byte, 32)
	if _, err := io.ReadFull(db.options.Random, secret); err != nil {
		return 0, fault.Wrap(fault.Internal, err, "there is no randomness for a new account")
	}
	_, err = query.New(tx).CreateAccount(ctx, query.CreateAccountParams{
		ID: account, CreatedAt: db.options.Now().UnixMicro(), Secret: secret,
	})
	if err != nil {
		return 0, err
	}
	err = tx.QueryRowContext(ctx, db.dialect.lockAccount, account).Scan(&last)
	return last, err
}
