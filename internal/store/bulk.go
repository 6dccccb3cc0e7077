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
	columns int
	args    []any
	full    *sql.Stmt // inserts a page of rows
}

// bulk returns an inserter of rows with the columns into a table.
func (w *writer) bulk(table, columns, tail string) *bulk {
	return &bulk{
		w:       w,
		head:    "INSERT INTO " + table + " (account, " + columns + ") VALUES ",
		tail:    tail,
		columns: strings.Count(columns, ",") + 2,
	}
}

// add inserts a row, at the latest when the bulk ends.
func (b *bulk) add(ctx context.Context, values ...any) error {
	b.args = append(append(b.args, b.w.account), values...)
	if len(b.args) < page*b.columns {
		return nil
	}
	if b.full == nil {
		var err error
		if b.full, err = b.w.tx.PrepareContext(ctx, b.text(page)); err != nil {
			return err
		}
	}
	_, err := b.full.ExecContext(ctx, b.args...)
	b.args = b.args[:0]
	return err
}

// end inserts what is left.
func (b *bulk) end(ctx context.Context) error {
	if b.full != nil {
		defer func() { _ = b.full.Close() }() // it was only executed
	}
	if len(b.args) == 0 {
		return nil
	}
	_, err := b.w.tx.ExecContext(ctx, b.text(len(b.args)/b.columns), b.args...)
	return err
}

func (b *bulk) text(rows int) string {
	one := list(b.columns)
	return b.w.dialect.bind(b.head + one + strings.Repeat(","+one, rows-1) + b.tail)
}
