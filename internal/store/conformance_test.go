package store_test

import (
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	"followcal/internal/store"
	"followcal/schedule/record"
	"followcal/schedule/record/recordtest"
)

func options(dsn string) store.Options {
	return store.Options{DSN: dsn, Now: func() time.Time { return time.Unix(1_795_000_000, 0) }, Random: rand.Reader}
}

func open(t *testing.T, dsn string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), options(dsn))
	if err != nil {
		t.Fatalf("the store does not open: %v", err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func TestSQLiteIsAStore(t *testing.T) {
	recordtest.Run(t, func(t *testing.T) record.Store {
		t.Helper()
		return open(t, filepath.Join(t.TempDir(), "log.db"))
	})
}
