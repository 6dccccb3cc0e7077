package store

import "context"

// Exec runs a statement on one connection, the only one from then on, so that a
// test can put a database into a state that takes long to reach.
func (db *DB) Exec(ctx context.Context, statement string) error {
	db.sql.SetMaxOpenConns(1)
	_, err := db.sql.ExecContext(ctx, statement)
	return err
}

// Latest is the version of the schema.
var Latest = latest
