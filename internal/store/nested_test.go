package store_test

import (
	"path/filepath"
	"testing"
	"time"

	"followcal/internal/fault"
	"followcal/internal/store"
	"followcal/schedule"
	"followcal/schedule/record"
)

// A change within a change would wait for itself: it is refused, and the one
// around it goes on.
func TestAChangeWithinAChangeIsRefused(t *testing.T) {
	lite := open(t, filepath.Join(t.TempDir(), "log.db"))
	lite.Hurry(20 * time.Millisecond)
	for name, db := range map[string]*store.DB{"SQLite": lite, "PostgreSQL": open(t, newDatabase(t)+"&lock_timeout=20")} {
		t.Run(name, func(t *testing.T) {
			mustAdd(t, db, "first")
			var within error
			c, err := db.Record(t.Context(), "owner", entry(record.Add), func(w record.Writer) error {
				_, within = add(t, db, schedule.Application{ID: "within"})
				return w.Put(t.Context(), &schedule.Application{ID: "around"})
			})
			if err != nil || c.Number != 2 {
				t.Errorf("the change around it is %+v, %v", c, err)
			}
			if fault.KindOf(within) != fault.Conflict {
				t.Errorf("the change within says %v, want a conflict", within)
			}
			mustAdd(t, db, "after")
			if got := ids(t, db); len(got) != 3 {
				t.Errorf("%q are there", got)
			}
		})
	}
}
