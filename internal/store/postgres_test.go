package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"followcal/internal/fault"
	"followcal/internal/rigs/postgres"
	"followcal/internal/store"
	"followcal/schedule"
	"followcal/schedule/record"
)

// killSessions ends all sessions of a database but the caller's own.
func killSessions(t testing.TB, address string) {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = db.ExecContext(t.Context(), `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()`)
	if err != nil {
		t.Fatal(err)
	}
}

func TestALostSessionIsReplaced(t *testing.T) {
	address := newDatabase(t)
	db := open(t, address)
	mustAdd(t, db, "a")
	killSessions(t, address)
	if got := ids(t, db); len(got) != 1 {
		t.Errorf("%q are there", got)
	}
	killSessions(t, address)
	if c, err := add(t, db, schedule.Application{ID: "b"}); err != nil || c.Number != 2 {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestAChangeWhoseSessionIsLostInTheMiddleIsMadeAnew(t *testing.T) {
	address := newDatabase(t)
	db := open(t, address)
	tries := 0
	c, err := db.Record(t.Context(), "owner", entry(record.Add), func(w record.Writer) error {
		tries++
		if err := w.Put(t.Context(), &schedule.Application{ID: fmt.Sprint("try ", tries)}); err != nil {
			return err
		}
		if tries == 1 {
			killSessions(t, address)
		}
		return w.PutSettings(t.Context(), &record.Settings{Name: "R"})
	})
	if err != nil || c.Number != 1 || tries != 2 {
		t.Errorf("after %d tries: %+v, %v", tries, c, err)
	}
	if got := ids(t, db); len(got) != 1 || got[0] != "try 2" {
		t.Errorf("%q are there", got)
	}
}

func TestAChangeThatIsLostEachTimeFailsCleanly(t *testing.T) {
	address := newDatabase(t)
	db := open(t, address)
	_, err := db.Record(t.Context(), "owner", entry(record.Add), func(w record.Writer) error {
		if err := w.Put(t.Context(), &schedule.Application{ID: "a"}); err != nil {
			return err
		}
		killSessions(t, address)
		return nil
	})
	says(t, err, fault.Unavailable, "went away")
	if got := ids(t, db); len(got) > 0 {
		t.Errorf("%q are there", got)
	}
}

func TestAServerThatStopsAndStartsAgain(t *testing.T) {
	own, err := postgres.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := own.Remove(context.Background()); err != nil {
			t.Error(err)
		}
	})
	address, err := own.Database(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	db := open(t, address)
	mustAdd(t, db, "a")
	if err := own.Down(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err = add(t, db, schedule.Application{ID: "b"})
	says(t, err, fault.Unavailable, "try again")
	err = db.View(t.Context(), "owner", func(record.Reader) error { return nil })
	says(t, err, fault.Unavailable)
	_, err = store.Open(t.Context(), options(address))
	says(t, err, fault.Unavailable)
	if err := own.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	if c, err := add(t, db, schedule.Application{ID: "c"}); err != nil || c.Number != 2 {
		t.Errorf("%+v, %v", c, err)
	}
	if got := ids(t, db); len(got) != 2 {
		t.Errorf("%q are there", got)
	}
}

func TestACommitWithoutAnAnswerIsLookedUp(t *testing.T) {
	for name, reaches := range map[string]bool{"it reached the server": true, "it did not": false} {
		t.Run(name, func(t *testing.T) {
			db := openBehind(t, newDatabase(t), reaches)
			tries := 0
			c, err := db.Record(t.Context(), "owner", entry(record.Add), func(w record.Writer) error {
				tries++
				return w.Put(t.Context(), &schedule.Application{ID: fmt.Sprint("try ", tries)})
			})
			if err != nil || c.Number != 1 {
				t.Errorf("%+v, %v (%v)", c, err, errors.Unwrap(err))
			}
			if want := map[bool]int{true: 1, false: 2}[reaches]; tries != want {
				t.Errorf("it was tried %d times, not %d", tries, want)
			}
			if got := ids(t, db); len(got) != 1 || got[0] != fmt.Sprint("try ", tries) {
				t.Errorf("%q are there", got)
			}
		})
	}
}

func TestReplicasThatStartTogetherMigrateOnce(t *testing.T) {
	address := newDatabase(t)
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			db, err := store.Open(t.Context(), options(address))
			if err != nil {
				t.Errorf("%v: %v", err, errors.Unwrap(err))
				return
			}
			defer db.Close()
			if _, err := add(t, db, schedule.Application{ID: fmt.Sprint(i)}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := ids(t, open(t, address)); len(got) != 4 {
		t.Errorf("%q are there", got)
	}
}

func TestAnotherWriterOfTheAccountIsWaitedForAndNamed(t *testing.T) {
	address := newDatabase(t)
	db, hasty := open(t, address), open(t, address+"&lock_timeout=50")
	mustAdd(t, db, "a")
	_, err := db.Record(t.Context(), "owner", entry(record.Add), func(record.Writer) error {
		_, err := add(t, hasty, schedule.Application{ID: "b"})
		says(t, err, fault.Conflict, "try again")
		_, err = hasty.Record(t.Context(), "another", entry(record.Add), func(w record.Writer) error {
			return w.Put(t.Context(), &schedule.Application{ID: "c"})
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPostgreSQLsFaultsAreSaid(t *testing.T) {
	address := newDatabase(t)
	with := func(from, to string) string { return strings.Replace(address, from, to, 1) }
	for _, c := range []struct{ dsn, words string }{
		{with("/postgres?", "/none?"), "make it with createdb"},
		{with("followcal@", "nobody:s3cret@"), "check name, password and rights"},
		{"postgres://u:s3cret@127.0.0.1:1/x?connect_timeout=2", "cannot be reached"},
		{"postgres://u:s3cret@[::/x", "postgres://user@host/name"},
		{"postgres://u:s3cret@h/x?connect_timeout=s3cret", "postgres://user@host/name"},
	} {
		_, err := store.Open(t.Context(), options(c.dsn))
		if err == nil {
			t.Errorf("%s opens", c.dsn)
			continue
		}
		for e := err; e != nil; e = errors.Unwrap(e) {
			if strings.Contains(e.Error(), "s3cret") {
				t.Errorf("the password is said: %v", e)
			}
		}
		if !strings.Contains(err.Error(), c.words) {
			t.Errorf("%s: %v (%v)", c.dsn, err, errors.Unwrap(err))
		}
	}
	db := open(t, address)
	says(t, db.Backup(t.Context(), "x"), fault.Usage, "pg_dump")
	_, err := store.Restore(t.Context(), options(address), "x")
	says(t, err, fault.Usage, "pg_restore")
	h, err := db.Check(t.Context())
	if err != nil || h.Kind != "PostgreSQL" || h.Version != store.Latest || h.Bytes == 0 {
		t.Errorf("%+v, %v", h, err)
	}
	read := open(t, address+"&default_transaction_read_only=on")
	_, err = add(t, read, schedule.Application{ID: "a"})
	says(t, err, fault.Unavailable, "can only be read")
	newer := open(t, address)
	if err := newer.Exec(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, TRUE)"); err != nil {
		t.Fatal(err)
	}
	_, err = store.Open(t.Context(), options(address))
	says(t, err, fault.Invalid, "upgrade followcal")
}
