package store

import (
	"context"

	"followcal/internal/fault"
)

// shred makes what was forgotten unreadable where deleting leaves it.
//
// On SQLite deleted content is overwritten in the file (secure_delete); here the
// write-ahead log, which holds older states, is brought into the file and
// emptied. PostgreSQL frees the space of deleted rows for others at its next
// vacuum, which is asked for here; until somebody writes there, bytes remain.
func (db *DB) shred(ctx context.Context) error {
	if db.dialect.shared {
		_, _ = db.sql.ExecContext(ctx, `VACUUM applications, revisions, changes, decisions, concerns,
events, shared_events, contenders, outlooks, outlook_keys, appointments, lacks, grants, lanes, mirrored, pushed`) // it comes by itself later
		return nil
	}
	var busy, frames, done int
	err := db.sql.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &done)
	if err != nil {
		return err
	}
	if busy != 0 {
		return fault.New(fault.Conflict, "it is forgotten, but another followcal still reads an older state of %s; end it, and start followcal once more", db.place)
	}
	return nil
}
