package app

import (
	"context"
	"crypto/rand"

	"followcal/internal/store"
)

// Backup writes a copy of the whole record with its history to path, while it is
// in use.
func (r *Record) Backup(ctx context.Context, path string) error { return r.db.Backup(ctx, path) }

// RestoreRecord puts a backup in the place of the record, and returns where what
// was there is kept; empty when there was nothing. The backup is checked before
// anything is replaced.
func (a *App) RestoreRecord(ctx context.Context, r OpenRequest, backup string) (kept string, err error) {
	return store.Restore(ctx, store.Options{DSN: r.DB, Now: r.Now, Random: rand.Reader}, backup)
}
