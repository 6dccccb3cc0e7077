package store

import (
	"context"
	"os"

	"followcal/internal/fault"
	"followcal/internal/store/internal/query"
)

// Health is what [DB.Check] found.
type Health struct {
	Place    string // the path, or the host and name
	Kind     string // SQLite or PostgreSQL
	Version  int64  // of the schema
	Accounts int64
	Bytes    int64 // on disk
}

// Check reads the database and reports how it is; a fault says what is wrong
// with it. On SQLite all pages are looked at, which takes a second for each
// 500 MB or so.
func (db *DB) Check(ctx context.Context) (Health, error) {
	h := Health{Place: db.place, Kind: "SQLite"}
	var err error
	if db.dialect.shared {
		h.Kind = "PostgreSQL"
		err = db.sql.QueryRowContext(ctx, "SELECT pg_database_size(current_database())").Scan(&h.Bytes)
	} else {
		err = db.integrity(ctx, "quick_check")
		if info, stat := os.Stat(db.place); stat == nil {
			h.Bytes = info.Size()
		}
	}
	if err == nil {
		h.Version, err = db.version(ctx)
	}
	if err == nil {
		h.Accounts, err = query.New(db.sql).CountAccounts(ctx)
	}
	return h, db.faulted(err)
}

// newer is the fault for a database of a later followcal.
func (db *DB) newer(version int64) error {
	return fault.New(fault.Invalid, "%s is of version %d and this followcal knows versions up to %d: upgrade followcal", db.place, version, latest)
}
