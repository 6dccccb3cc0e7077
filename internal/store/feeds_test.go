package store_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5/stdlib"

	"followcal/auth"
	"followcal/auth/authtest"
	"followcal/internal/fault"
	"followcal/internal/store"
	"followcal/schedule"
	"followcal/schedule/record"
)

func TestSQLiteKeepsFeeds(t *testing.T) {
	authtest.FeedStore(t, func(t *testing.T) auth.FeedStore {
		t.Helper()
		return open(t, filepath.Join(t.TempDir(), "log.db"))
	})
}

func TestPostgreSQLKeepsFeeds(t *testing.T) {
	authtest.FeedStore(t, func(t *testing.T) auth.FeedStore {
		t.Helper()
		return open(t, newDatabase(t))
	})
}

func TestAnAccountHasASecretOfItsOwn(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "log.db"))
	if _, err := db.Secret(t.Context(), "ann"); err == nil || fault.KindOf(err) != fault.NotFound {
		t.Errorf("err = %v", err)
	}
	feed(t, db, "ann")
	feed(t, db, "bob")
	ann, err := db.Secret(t.Context(), "ann")
	bob, err2 := db.Secret(t.Context(), "bob")
	if err != nil || err2 != nil || len(ann) != 32 || bytes.Equal(ann, bob) {
		t.Errorf("%d octets, equal %v: %v, %v", len(ann), bytes.Equal(ann, bob), err, err2)
	}
}

// await waits for a notification as the composition root does.
func await(ctx context.Context, session any) (string, error) {
	n, err := session.(*stdlib.Conn).Conn().WaitForNotification(ctx)
	if err != nil {
		return "", err
	}
	return n.Payload, nil
}

// watch returns what a watch on a store tells.
func watch(t *testing.T, db *store.DB) <-chan string {
	t.Helper()
	told := make(chan string, 64)
	w, err := db.Watch(t.Context(), store.Listener{Changed: func(accounts ...string) {
		for _, a := range accounts {
			told <- a
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); w.Run(ctx) }()
	t.Cleanup(func() { stop(); <-ended })
	return told
}

// TestChangesAreTold changes accounts through the watched store and through
// another one, which stands for another process.
func TestChangesAreTold(t *testing.T) {
	for name, tt := range map[string]struct {
		dsn   string
		await func(context.Context, any) (string, error)
	}{
		"SQLite":                 {filepath.Join(t.TempDir(), "log.db"), nil},
		"PostgreSQL":             {newDatabase(t), await},
		"PostgreSQL, by looking": {newDatabase(t), nil},
	} {
		t.Run(name, func(t *testing.T) {
			o := options(tt.dsn)
			o.Await = tt.await
			db, err := store.Open(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { db.Close() })
			other := open(t, tt.dsn)
			f := feed(t, other, "early")
			told := watch(t, db)
			change := func(by *store.DB, account string) {
				t.Helper()
				_, err := by.Record(t.Context(), account, entry(record.Add), func(w record.Writer) error {
					return w.Put(t.Context(), &schedule.Application{ID: account})
				})
				if err != nil {
					t.Fatal(err)
				}
			}
			change(db, "own")
			select {
			case got := <-told:
				if got != "own" {
					t.Errorf("told of %q", got)
				}
			default:
				t.Error("a change of this process is not told at once")
			}
			change(other, "others")
			for got := range told {
				if got == "others" {
					break
				}
				if got != "early" && got != "own" { // PostgreSQL may tell of it before the store has noted that it did
					t.Errorf("told of %q", got)
				}
			}
			err = errors.Join(
				db.RecordFetches(t.Context(), []auth.Fetch{{Feed: f.ID, Family: "Google", At: f.Created}}),
				other.UpdateFeed(t.Context(), "early", f.ID, func(f *auth.Feed) error { f.Revoke(f.Created); return nil }),
			)
			if err != nil {
				t.Fatal(err)
			}
			for got := range told {
				if got == "early" {
					break
				}
				if got != "others" && got != "own" { // looking may find what was notified
					t.Errorf("told of %q", got)
				}
			}
		})
	}
}
