package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"followcal/auth"
	"followcal/internal/fault"
	"followcal/internal/store/internal/query"
)

var _ auth.Vault = (*DB)(nil)

// Grant implements [auth.Vault].
func (db *DB) Grant(ctx context.Context, account string) (auth.Grant, error) {
	row, err := query.New(db.sql).Grant(ctx, account)
	if isNone(err) {
		return auth.Grant{}, fault.Wrap(fault.NotFound, err, "%s is not connected to Google: see followcal google connect", account)
	}
	if err != nil {
		return auth.Grant{}, db.faulted(err)
	}
	return grantOf(row)
}

// UpdateGrant implements [auth.Vault]. It makes the account when there is none.
func (db *DB) UpdateGrant(ctx context.Context, account string, change func(*auth.Grant) error) error {
	return db.exclusively(ctx, "grants", account, func(tx *sql.Tx) error {
		q := query.New(tx)
		g := auth.Grant{Account: account}
		row, err := q.Grant(ctx, account)
		if err == nil {
			g, err = grantOf(row)
		}
		if err != nil && !isNone(err) {
			return err
		}
		if err := change(&g); err != nil {
			return err
		}
		g.Account = account
		stored, err := grantRow(&g)
		if err != nil {
			return err
		}
		return q.PutGrant(ctx, query.PutGrantParams(stored))
	})
}

// DropGrant implements [auth.Vault]. When it says Conflict the grant is gone, and
// the file holds traces of it until somebody else stops reading: it is right to
// call it again.
func (db *DB) DropGrant(ctx context.Context, account string) error {
	err := db.write(ctx, func(tx *sql.Tx) error { return query.New(tx).DropGrant(ctx, account) })
	if err == nil {
		err = db.shred(ctx)
	}
	return db.faulted(err)
}

// Grants implements [auth.Vault].
func (db *DB) Grants(ctx context.Context, after string, limit int) ([]auth.Grant, error) {
	if limit <= 0 {
		return nil, nil
	}
	rows, err := query.New(db.sql).GrantsAfter(ctx, query.GrantsAfterParams{After: after, Most: int32(limit)})
	if err != nil {
		return nil, db.faulted(err)
	}
	all := make([]auth.Grant, len(rows))
	for i, row := range rows {
		if all[i], err = grantOf(row); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// grantRow is what is stored of a grant.
func grantRow(g *auth.Grant) (query.Grant, error) {
	scopes, err := json.Marshal(g.Scopes)
	row := query.Grant{
		Account: g.Account, Scopes: string(scopes), ConnectedAt: g.Connected.UnixMicro(), Renewed: int64(g.Renewed),
		EndedAt: g.Ended.UnixMicro(), Reason: sayable(g.Reason), Holder: g.Holder, HeldUntil: g.Held.UnixMicro(),
	}
	if len(g.Sealed) > 0 {
		row.Sealed = g.Sealed
	}
	return row, err
}

// grantOf is the grant of a row.
func grantOf(row query.Grant) (auth.Grant, error) {
	g := auth.Grant{
		Account: row.Account, Connected: instantOf(row.ConnectedAt), Renewed: int(row.Renewed),
		Ended: instantOf(row.EndedAt), Reason: row.Reason, Holder: row.Holder, Held: instantOf(row.HeldUntil),
	}
	if len(row.Sealed) > 0 {
		g.Sealed = row.Sealed
	}
	return g, damaged(json.Unmarshal([]byte(row.Scopes), &g.Scopes))
}
