package store

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"strings"

	"followcal/internal/fault"
	"followcal/internal/store/internal/query"
	"followcal/schedule/record"
)

// limits keep a session from waiting for ever, in milliseconds unless said:
// for a row that somebody else writes, for an answer, for us. An address that
// says otherwise is heeded.
var limits = map[string]string{
	"lock_timeout":                        "5000",
	"statement_timeout":                   "60000",
	"idle_in_transaction_session_timeout": "300000",
	"connect_timeout":                     "5", // seconds
	"application_name":                    "followcal",
}

// most is how many connections one process opens.
const most = 16

// openPostgres opens a database that is there.
func openPostgres(ctx context.Context, o Options) (*DB, error) {
	at, err := url.Parse(o.DSN)
	if err != nil {
		// The error repeats the address, which may hold a password.
		return nil, fault.New(fault.Invalid, "the database's address is none: write it as postgres://user@host/name")
	}
	parameters := at.Query()
	for name, value := range limits {
		if !parameters.Has(name) {
			parameters.Set(name, value)
		}
	}
	place := placeOf(at)
	at.RawQuery = parameters.Encode()
	pool, err := sql.Open(postgres.driver, at.String())
	if err != nil {
		return nil, badAddress(place)
	}
	pool.SetMaxOpenConns(most)
	db := &DB{options: o, sql: pool, dialect: &postgres, place: place}
	if err := db.upToDate(ctx); err != nil {
		_ = pool.Close() // the first error says more
		return nil, db.unopened(err)
	}
	return db, nil
}

// unopened is the fault for an error of opening. One that is not the database's
// is about the address, which it repeats: it is dropped.
func (db *DB) unopened(err error) error {
	var f *fault.Fault
	if err = db.faulted(err); errors.As(err, &f) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return badAddress(db.place)
}

func badAddress(place string) error {
	return fault.New(fault.Invalid, "the address of the database %s is not right: write it as postgres://user@host/name", place)
}

// placeOf names a database in messages, without user and password.
func placeOf(at *url.URL) string {
	host := at.Host
	if host == "" {
		host = at.Query().Get("host")
	}
	return host + at.Path
}

// attempts is how often a change is tried. A server that was started again has
// broken every connection of the pool; the pool keeps two that it does not use.
const attempts = 4

// lostCommit is the error of a commit whose answer did not come.
type lostCommit struct{ error }

func (l lostCommit) Unwrap() error { return l.error }

// worthAnother reports whether a change may succeed when it is made anew: the
// database asked for that, or its connection broke before the commit.
func worthAnother(err error) bool {
	var byPostgres interface{ SQLState() string }
	if errors.As(err, &byPostgres) {
		switch state := byPostgres.SQLState(); state {
		case "40001", "40P01", "57P01", "57P02": // serialization, deadlock, two kinds of shutdown
			return true
		default:
			return strings.HasPrefix(state, "08") // the connection
		}
	}
	return isLost(err)
}

// settled finds out whether a change was recorded whose commit got no answer. It
// waits for the account's row, which the lost transaction holds until it ends.
func (db *DB) settled(ctx context.Context, account string, c record.Change) (bool, error) {
	tx, err := db.begin(ctx, nil)
	if err != nil {
		return false, err
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	var last int64
	err = tx.QueryRowContext(ctx, db.dialect.lockAccount, account).Scan(&last)
	if isNone(err) || (err == nil && last < c.Number) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	row, err := query.New(tx).Change(ctx, query.ChangeParams{Account: account, Number: c.Number})
	if isNone(err) {
		return false, nil
	}
	recorded := changeOf(row)
	return err == nil && recorded.At.Equal(c.At) && recorded.By == c.By && recorded.Verb == c.Verb && recorded.Undoes == c.Undoes, err
}
