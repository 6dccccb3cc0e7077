package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"followcal/calendar/mirror"
	"followcal/internal/fault"
	"followcal/internal/store"
)

// batch is how many rows a step of a push has.
const batch = 100

// TestAStepSurvivesAKillWholeOrNotAtAll kills a process that commits steps, at
// random moments, and reads what it left. The next process takes the lane over.
func TestAStepSurvivesAKillWholeOrNotAtAll(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	acknowledged := int64(0)
	const rounds = 24
	for round := range rounds {
		acknowledged = max(acknowledged, killHelper(t, "mirror", path, round))
		db, err := store.Open(t.Context(), options(path))
		if err != nil {
			t.Fatalf("after round %d: %v", round, err)
		}
		committed := wholeStep(t, db)
		if committed < acknowledged || committed > acknowledged+1 {
			t.Fatalf("after round %d there are %d steps of %d that were acknowledged", round, committed, acknowledged)
		}
		acknowledged = committed
		if _, err := db.Check(t.Context()); err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if acknowledged < rounds*2/3 { // in every third the kill does not wait for a step
		t.Errorf("only %d steps were committed in all rounds: nothing was tried", acknowledged)
	}
}

// wholeStep returns the number of the last step, and makes sure that nothing is
// there of another.
func wholeStep(t *testing.T, db *store.DB) int64 {
	t.Helper()
	l, err := db.Lane(t.Context(), "owner")
	if fault.KindOf(err) == fault.NotFound || (err == nil && l.Token == "") {
		return 0
	}
	rows, err2 := db.Rows(t.Context(), "owner")
	push, err3 := db.LastPush(t.Context(), "owner")
	n, err4 := strconv.ParseInt(l.Token, 10, 64)
	if err := errors.Join(err, err2, err3, err4); err != nil {
		t.Fatal(err)
	}
	if len(rows) != batch || len(push) != batch || l.Revision != l.Token {
		t.Errorf("after step %d there are %d rows and %d changes, the revision is %s", n, len(rows), len(push), l.Revision)
	}
	for i := range rows {
		if rows[i].Generation != int(n) || rows[i].ID != entryID(i, n) || rows[i].Written.Summary != l.Token {
			t.Errorf("after step %d there is %+v", n, rows[i])
		}
		if push[i].UID != rows[i].UID || push[i].After.Summary != l.Token {
			t.Errorf("after step %d there is %+v", n, push[i])
		}
	}
	return n
}

func entryID(i int, n int64) string { return fmt.Sprintf("entry%03dgeneration%d", i, n) }

// commitForEver takes the lane over and commits one step after the other, each of
// which replaces everything, and acknowledges each with a line.
func commitForEver(path string) {
	ctx := context.Background()
	db, err := store.Open(ctx, options(path))
	if err != nil {
		fmt.Println("fault", err)
		return
	}
	n := int64(0)
	err = db.UpdateLane(ctx, "owner", func(l *mirror.Lane) error {
		l.Holder, l.Held = "me", instant.Add(time.Hour)
		n, _ = strconv.ParseInt(l.Token, 10, 64) // empty: it is the first
		return nil
	})
	for err == nil {
		n++
		token := strconv.FormatInt(n, 10)
		step := mirror.Step{At: instant, Token: &token, Revision: &token, Begin: true}
		for i := range batch {
			c := content(token, "for ever")
			uid := fmt.Sprintf("u%03d-%d", i, n%2)
			step.Put = append(step.Put, mirror.Row{UID: uid, ID: entryID(i, n), Generation: int(n), Phase: mirror.Settled, Written: c})
			step.Remove = append(step.Remove, fmt.Sprintf("u%03d-%d", i, (n+1)%2))
			step.Wrote = append(step.Wrote, mirror.Written{UID: uid, Kind: mirror.Update, After: c})
		}
		if err = db.Commit(ctx, "owner", "me", step); err == nil {
			fmt.Println("recorded", n)
		}
	}
	fmt.Println("fault", err)
}
