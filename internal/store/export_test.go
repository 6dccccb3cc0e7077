package store

import (
	"context"
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
	text, err := migrations.ReadFile(migrationNames()[0])
	if err != nil {
		return nil, err
	}
	var names []string
	for _, match := range regexp.MustCompile(`CREATE TABLE (\w+) \(\n\s+account `).FindAllSubmatch(text, -1) {
		names = append(names, string(match[1]))
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
