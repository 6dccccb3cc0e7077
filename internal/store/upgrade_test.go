package store_test

import (
	"errors"
	"path/filepath"
	"sync"
	"testing"

	"followcal/calendar/mirror"
	"followcal/internal/fault"
	"followcal/internal/store"
	"followcal/schedule/record"
)

// both runs a test on an empty database of each kind.
func both(t *testing.T, test func(t *testing.T, dsn string)) {
	t.Helper()
	t.Run("SQLite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "log.db")) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, newDatabase(t)) })
}

// early fills a database of version 1, as one that was used before there were
// mirrors.
func early(t *testing.T, dsn string) {
	t.Helper()
	db, err := store.OpenVersion(t.Context(), options(dsn), 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range []string{"Clerk", "Cook"} {
		_, err := db.Record(t.Context(), "owner", entry(record.Edit), func(w record.Writer) error { return everything(t, w, role) })
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Lane(t.Context(), "owner"); err == nil || fault.KindOf(err) == fault.NotFound {
		t.Fatalf("there are mirrors before version 2: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestADatabaseOfTheFirstVersionIsBroughtUpToDate(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		early(t, dsn)
		db := open(t, dsn)
		h, err := db.Check(t.Context())
		if err != nil || h.Version != store.Latest || h.Accounts != 1 {
			t.Errorf("%+v, %v", h, err)
		}
		changes := 0
		err = db.View(t.Context(), "owner", func(r record.Reader) error {
			all, err := r.Applications(t.Context(), []string{"a"})
			if err != nil || len(all) != 1 || all[0].Role != "Cook" {
				t.Errorf("%+v is there: %v", all, err)
			}
			for _, err := range r.Changes(t.Context()) {
				if err != nil {
					return err
				}
				changes++
			}
			return err
		})
		if err != nil || changes != 2 {
			t.Errorf("%d changes are there: %v", changes, err)
		}
		hold(t, db, "owner", "me")
		commit(t, db, "owner", &mirror.Step{Put: []mirror.Row{mirrorRow("u", "k")}})
	})
}

func TestProcessesThatStartTogetherBringItUpToDate(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		early(t, dsn)
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				db, err := store.Open(t.Context(), options(dsn))
				if err != nil {
					t.Errorf("%v: %v", err, errors.Unwrap(err))
					return
				}
				defer db.Close()
				if _, err := db.Lane(t.Context(), "owner"); fault.KindOf(err) != fault.NotFound {
					t.Error(err)
				}
			})
		}
		all.Wait()
	})
}

func TestAnEarlierFollowcalRefusesALaterDatabase(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		open(t, dsn)
		store.Knowing(1, func() {
			_, err := store.Open(t.Context(), options(dsn))
			says(t, err, fault.Invalid, "version 2", "up to 1", "upgrade followcal")
		})
	})
}
