package store

import (
	"context"
	"database/sql"
	"os"
	"regexp"
	"time"
)

// Hurry has writers wait for each other no longer than that.
func (db *DB) Hurry(queue time.Duration) { db.queue = queue }

// Exec runs a statement on one connection, the only one from then on, so that a
// test can put a database into a state that takes long to reach.
func (db *DB) Exec(ctx context.Context, statement string) error {
	db.sql.SetMaxOpenConns(1)
	_, err := db.sql.ExecContext(ctx, statement)
	return err
}

// Tables lists the tables whose rows belong to an account.
func (db *DB) Tables() ([]string, error) {
	var names []string
	for _, name := range migrationNames() {
		text, err := migrations.ReadFile(name)
		if err != nil {
			return nil, err
		}
		for _, match := range regexp.MustCompile(`CREATE TABLE (\w+) \(\n\s+account `).FindAllSubmatch(text, -1) {
			names = append(names, string(match[1]))
		}
	}
	return names, nil
}

// Count counts an account's rows in a table.
func (db *DB) Count(ctx context.Context, table, account string) (n int, err error) {
	err = db.sql.QueryRowContext(ctx, db.dialect.bind("SELECT count(*) FROM "+table+" WHERE account = ?"), account).Scan(&n)
	return n, err
}

// Latest is the version of the schema.
var Latest = latest

// OpenVersion makes a database as the followcal of an earlier version did.
func OpenVersion(ctx context.Context, o Options, version int64) (*DB, error) {
	db := &DB{options: o, dialect: &postgres, place: o.DSN}
	var err error
	if isAddress(o.DSN) {
		if db.sql, err = sql.Open(postgres.driver, o.DSN); err != nil {
			return nil, err
		}
	} else {
		if err := os.WriteFile(o.DSN, nil, 0o600); err != nil {
			return nil, err
		}
		if db, err = connectSQLite(o, o.DSN, "rw"); err != nil {
			return nil, err
		}
		if err := db.Exec(ctx, "PRAGMA application_id = 0x466f4361"); err != nil {
			return nil, err
		}
	}
	provider, err := db.migrations()
	if err != nil {
		return nil, err
	}
	_, err = provider.UpTo(ctx, version)
	return db, err
}

// Knowing runs f as a followcal that knows versions up to one.
func Knowing(version int64, f func()) {
	known := latest
	latest = version
	defer func() { latest = known }()
	f()
}

// Explain returns the plan of a query of an SQLite database.
func (db *DB) Explain(ctx context.Context, statement string, args ...any) (steps []string, err error) {
	rows, err := db.sql.QueryContext(ctx, "EXPLAIN QUERY PLAN "+statement, args...)
	if err != nil {
		return nil, err
	}
	return collect(rows, nil, func(rows *sql.Rows, step *string) error {
		var id, parent, unused int
		return rows.Scan(&id, &parent, &unused, step)
	})
}
