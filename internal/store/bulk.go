package store

import (
	"context"
	"database/sql"
	"strings"
)

// bulk inserts rows many at a time.
type bulk struct {
	w       *writer
	head    string // INSERT INTO … VALUES
	tail    string // ON CONFLICT …
	columns int    // beside the account
	args    []any  // the account, then the rows
	full    *sql.Stmt
}

// bulk returns an inserter of rows with the columns into a table.
func (w *writer) bulk(table, columns, tail string) *bulk {
	return &bulk{
		w:       w,
		head:    "INSERT INTO " + table + " (account, " + columns + ") VALUES ",
		tail:    tail,
		columns: strings.Count(columns, ",") + 1,
		args:    []any{w.account},
	}
}

// add inserts a row, at the latest when the bulk ends.
func (b *bulk) add(ctx context.Context, values ...any) error {
	b.args = append(b.args, values...)
	if b.rows() < page {
		return nil
	}
	if b.full == nil {
		var err error
		if b.full, err = b.w.tx.PrepareContext(ctx, b.text(page)); err != nil {
			return err
		}
	}
	_, err := b.full.ExecContext(ctx, b.args...)
	b.args = b.args[:1]
	return err
}

// end inserts what is left.
func (b *bulk) end(ctx context.Context) error {
	if b.full != nil {
		defer func() { _ = b.full.Close() }() // it was only executed
	}
	if b.rows() == 0 {
		return nil
	}
	_, err := b.w.tx.ExecContext(ctx, b.text(b.rows()), b.args...)
	return err
}

// rows is how many wait to be inserted.
func (b *bulk) rows() int { return (len(b.args) - 1) / b.columns }

// text inserts so many rows of one account, which is one parameter.
func (b *bulk) text(rows int) string {
	account := b.w.dialect.first
	one := "(" + account + strings.Repeat(",?", b.columns) + ")"
	return b.w.dialect.bindAfter(1, b.head+one+strings.Repeat(","+one, rows-1)+b.tail)
}
