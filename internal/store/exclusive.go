package store

import (
	"context"
	"database/sql"
	"strings"
)

// exclusively runs f in a transaction that no other process enters for the same
// account and table, whose key is the account. The account is made when it has no
// row there yet.
//
// It is not what feeds show, and tells nobody. Nor does it wait for who writes the
// log on PostgreSQL: a lease must be renewed while a long import runs.
func (db *DB) exclusively(ctx context.Context, table, account string, f func(*sql.Tx) error) error {
	if err := checkName("account", account, maxAccount); err != nil {
		return err
	}
	return db.persist(ctx, func(tx *sql.Tx) error {
		there, err := db.dialect.lockRow(ctx, tx, table, account)
		if err != nil {
			return err
		}
		if !there {
			// Of two who begin with it, one waits here until the other has made the
			// row, which is then read.
			if _, err := db.lock(ctx, tx, account); err != nil {
				return err
			}
			if _, err := db.dialect.lockRow(ctx, tx, table, account); err != nil {
				return err
			}
		}
		return f(tx)
	})
}

// lockRow keeps others from a row whose key is an account until the transaction
// ends, and reports whether there is one. On SQLite the transaction itself does.
func (d *dialect) lockRow(ctx context.Context, tx *sql.Tx, table, account string) (bool, error) {
	text := "SELECT account FROM " + table + " WHERE account = ?"
	if d.shared {
		text += " FOR NO KEY UPDATE"
	}
	err := tx.QueryRowContext(ctx, d.bind(text), account).Scan(&account)
	if isNone(err) {
		return false, nil
	}
	return err == nil, err
}

// persist runs f in a transaction, and again when the database asks for that or
// its connection broke before the commit. A commit that got no answer is not
// tried again: nothing tells whether it happened.
func (db *DB) persist(ctx context.Context, f func(*sql.Tx) error) error {
	for try := 1; ; try++ {
		committing := false
		err := db.write(ctx, func(tx *sql.Tx) error {
			err := f(tx)
			committing = err == nil
			return err
		})
		if err == nil || committing || try == attempts || !worthAnother(err) {
			return db.faulted(err)
		}
	}
}

// sayable is a sentence that both databases take: others' words may be in it.
func sayable(sentence string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(sentence, "\x00", ""), "\ufffd")
}
