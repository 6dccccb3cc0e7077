package store_test

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"github.com/rickb777/date/v2"

	"followcal/auth"
	"followcal/calendar/mirror"
	"followcal/internal/store"
	"followcal/schedule"
	"followcal/schedule/record"
)

// TestAnAccountTakesEverythingWithIt fills every table for two accounts and
// deletes one.
func TestAnAccountTakesEverythingWithIt(t *testing.T) {
	for name, dsn := range map[string]string{"SQLite": filepath.Join(t.TempDir(), "log.db"), "PostgreSQL": newDatabase(t)} {
		t.Run(name, func(t *testing.T) {
			db := open(t, dsn)
			for _, account := range []string{"one", "two"} {
				feed(t, db, account)
				connect(t, db, account)
				for _, role := range []string{"Clerk", "Cook"} {
					_, err := db.Record(t.Context(), account, entry(record.Edit), func(w record.Writer) error { return everything(t, w, role) })
					if err != nil {
						t.Fatal(err)
					}
				}
			}
			tables, err := db.Tables()
			if err != nil || len(tables) != 17 {
				t.Fatalf("there are %d tables: %v", len(tables), err)
			}
			if err := db.Exec(t.Context(), "DELETE FROM accounts WHERE id = 'one'"); err != nil {
				t.Fatal(err)
			}
			for _, table := range tables {
				one, err := db.Count(t.Context(), table, "one")
				two, err2 := db.Count(t.Context(), table, "two")
				if one != 0 || two == 0 || err != nil || err2 != nil {
					t.Errorf("%s has %d rows of the account that was deleted, %d of the other: %v, %v", table, one, two, err, err2)
				}
			}
		})
	}
}

// feed makes a feed that was fetched.
func feed(t *testing.T, db *store.DB, account string) *auth.Feed {
	t.Helper()
	key, err := auth.CreateKey(filepath.Join(t.TempDir(), "key"))
	if err != nil {
		t.Fatal(err)
	}
	f, err := auth.NewFeed(key, account, auth.DefaultFeedSettings(), options("").Now())
	if err != nil {
		t.Fatal(err)
	}
	err = errors.Join(db.CreateFeed(t.Context(), f), db.RecordFetches(t.Context(), []auth.Fetch{{Feed: f.ID, Family: "Apple", At: f.Created}}))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// connect gives an account a grant, and a lane that wrote something.
func connect(t *testing.T, db *store.DB, account string) {
	t.Helper()
	err := db.UpdateGrant(t.Context(), account, func(g *auth.Grant) error { g.Sealed = []byte("sealed"); return nil })
	if err != nil {
		t.Fatal(err)
	}
	hold(t, db, account, "me")
	commit(t, db, account, &mirror.Step{Put: []mirror.Row{mirrorRow("k", "k")}, Wrote: []mirror.Written{{UID: "k", Kind: mirror.Insert}}})
}

// everything writes to every table.
func everything(t *testing.T, w record.Writer, role string) error {
	t.Helper()
	due := date.New(2026, 12, 1)
	event := &record.Event{UID: "k", Application: "a", Applications: []string{"a", "b"}, Due: due}
	return errors.Join(
		w.Put(t.Context(), &schedule.Application{ID: "a", Role: role}),
		w.PutDecision(t.Context(), &schedule.Decision{Event: "k", Kind: schedule.Done}),
		w.Replace(t.Context(), nil, slices.Values([]*record.Event{event}), &schedule.Footprint{
			Contenders:   []schedule.Contender{{Day: due, Application: "a", UID: "k"}},
			Outlooks:     []schedule.Outlook{{Application: "a", Keys: []string{"employer:x"}}},
			Appointments: []schedule.Appointment{{UID: "k", Application: "a", Due: due}},
		}, []record.Lack{{Application: "a", Kind: record.LacksNumber, What: "a number"}}),
	)
}
