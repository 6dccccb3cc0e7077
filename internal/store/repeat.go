package store

import (
	"context"
	"database/sql"

	"followcal/internal/store/internal/query"
)

// repeating prepares a query that a transaction asks for the second time:
// planning an entry asks the same of each day, and SQLite takes longer to
// understand that than to answer.
type repeating struct {
	*sql.Tx
	asked map[string]*sql.Stmt // nil: once
}

var _ query.DBTX = (*repeating)(nil)

// queries are those of a transaction. PostgreSQL's driver remembers what it
// prepared by itself.
func (d *dialect) queries(tx *sql.Tx) *query.Queries {
	if d.shared {
		return query.New(tx)
	}
	return query.New(&repeating{Tx: tx, asked: map[string]*sql.Stmt{}})
}

// QueryContext is that of the transaction, which ends what was prepared too.
func (r *repeating) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	prepared, again := r.asked[text]
	if !again {
		r.asked[text] = nil
		return r.Tx.QueryContext(ctx, text, args...)
	}
	if prepared == nil {
		var err error
		if prepared, err = r.PrepareContext(ctx, text); err != nil {
			return nil, err
		}
		r.asked[text] = prepared
	}
	return prepared.QueryContext(ctx, args...)
}
