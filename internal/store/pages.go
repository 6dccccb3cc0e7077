package store

import (
	"context"
	"database/sql"
	"slices"
)

// selectIn runs a query for each page of ids, which it ends in.
func selectIn[T, K any](ctx context.Context, r *reader, query string, fixed []any, ids []K, scan func(*sql.Rows, *T) error) ([]T, error) {
	var found []T
	for ids := range slices.Chunk(ids, page) {
		args := slices.Clone(fixed)
		for _, id := range ids {
			args = append(args, id)
		}
		rows, err := r.tx.QueryContext(ctx, r.dialect.bind(query+list(len(ids))), args...)
		if err != nil {
			return nil, err
		}
		found, err = collect(rows, found, scan)
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// collect appends all rows to found.
func collect[T any](rows *sql.Rows, found []T, scan func(*sql.Rows, *T) error) ([]T, error) {
	defer func() { _ = rows.Close() }() // rows.Err says what went wrong
	for rows.Next() {
		var one T
		if err := scan(rows, &one); err != nil {
			return nil, err
		}
		found = append(found, one)
	}
	return found, rows.Err()
}
