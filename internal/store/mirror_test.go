package store_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar/mirror"
	"followcal/calendar/mirror/mirrortest"
	"followcal/internal/fault"
	"followcal/internal/store"
	"followcal/schedule"
	"followcal/schedule/record"
)

func TestSQLiteKeepsMirrors(t *testing.T) {
	mirrortest.Ledger(t, func(t *testing.T) mirrortest.Store {
		t.Helper()
		return open(t, filepath.Join(t.TempDir(), "log.db"))
	})
}

func TestPostgreSQLKeepsMirrors(t *testing.T) {
	mirrortest.Ledger(t, func(t *testing.T) mirrortest.Store {
		t.Helper()
		return open(t, newDatabase(t))
	})
}

// instant is when lanes run in these tests.
var instant = options("").Now().UTC()

// mirrorRow is a settled row of an event.
func mirrorRow(uid, ref string) mirror.Row {
	c := content("Call Acme", "Ask for Dana.")
	return mirror.Row{
		UID: uid, Ref: ref, ID: "id" + uid, Phase: mirror.Settled, Written: c,
		Seen: mirror.Seen{ETag: `"1"`, Hash: "0123456789abcdef0123456789abcdef"},
	}
}

func content(summary, description string) mirror.Content {
	return mirror.Content{
		Summary: summary, Description: description, Day: date.New(2026, 12, 1), Days: 1, Reminders: []time.Duration{0},
		Source: "https://jobs.example/", Location: "Berlin",
	}
}

// hold gives the account's lane to somebody for an hour.
func hold(t testing.TB, db *store.DB, account, holder string) {
	t.Helper()
	err := db.UpdateLane(t.Context(), account, func(l *mirror.Lane) error {
		l.Holder, l.Held = holder, instant.Add(time.Hour)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// commit saves a step of "me".
func commit(t testing.TB, db *store.DB, account string, s *mirror.Step) {
	t.Helper()
	s.At = instant
	if err := db.Commit(t.Context(), account, "me", *s); err != nil {
		t.Fatal(err)
	}
}

// errTaken is what somebody says who comes too late for a lane.
var errTaken = errors.New("taken")

// take takes a lane whose lease has ended by the clock of who wants it.
func take(t testing.TB, db *store.DB, holder string, now time.Time) error {
	t.Helper()
	return db.UpdateLane(t.Context(), "owner", func(l *mirror.Lane) error {
		if l.Holder != "" && l.Held.After(now) {
			return errTaken
		}
		l.Holder, l.Held = holder, now.Add(time.Minute)
		return nil
	})
}

// TestOneOfManyGetsALane has processes fight for a lane, round after round: one
// wins, it alone can write, and it cannot any more when the next one has the lane.
func TestOneOfManyGetsALane(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		const rivals = 6
		var all [rivals]*store.DB
		for i := range all {
			all[i] = open(t, dsn)
		}
		for round := range 10 {
			now := instant.Add(time.Duration(round) * time.Minute)
			takers := atOnce(all[:], func(db *store.DB, name string) error { return take(t, db, name, now) }, errTaken)
			step := mirror.Step{At: now, Begin: true, Wrote: []mirror.Written{{UID: fmt.Sprint(round), Kind: mirror.Delete}}}
			writers := atOnce(all[:], func(db *store.DB, name string) error {
				err := db.Commit(t.Context(), "owner", name, step)
				if fault.KindOf(err) == fault.Conflict {
					err = errTaken
				}
				return err
			}, errTaken)
			if len(takers) != 1 || !slices.Equal(takers, writers) {
				t.Fatalf("in round %d %q get the lane, %q write", round, takers, writers)
			}
			if push, err := all[0].LastPush(t.Context(), "owner"); err != nil || len(push) != 1 || push[0].UID != fmt.Sprint(round) {
				t.Fatalf("in round %d %+v is written: %v", round, push, err)
			}
		}
	})
}

// atOnce runs f as each of several processes at the same time, and names those
// for which it did not return the expected error; others are named with theirs.
func atOnce(all []*store.DB, f func(db *store.DB, name string) error, expected error) []string {
	var group sync.WaitGroup
	names := make(chan string, len(all))
	for i, db := range all {
		group.Go(func() {
			name := fmt.Sprint("rival ", i)
			switch err := f(db, name); {
			case err == nil:
				names <- name
			case !errors.Is(err, expected):
				names <- name + ": " + err.Error()
			}
		})
	}
	group.Wait()
	close(names)
	var named []string
	for name := range names {
		named = append(named, name)
	}
	return named
}

func TestALostLeaseSavesNothing(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		db, other := open(t, dsn), open(t, dsn)
		hold(t, db, "owner", "me")
		commit(t, db, "owner", &mirror.Step{Put: []mirror.Row{mirrorRow("a", "a")}})
		hold(t, other, "owner", "you")
		token := "t"
		err := db.Commit(t.Context(), "owner", "me", mirror.Step{
			At: instant, Put: []mirror.Row{mirrorRow("b", "b")}, Remove: []string{"a"}, Token: &token,
			Wrote: []mirror.Written{{UID: "b", Kind: mirror.Insert}},
		})
		says(t, err, fault.Conflict, "another process", "nothing was saved")
		rows, err := db.Rows(t.Context(), "owner")
		if err != nil || len(rows) != 1 || rows[0].UID != "a" {
			t.Errorf("%+v, %v", rows, err)
		}
		l, err := other.Lane(t.Context(), "owner")
		if err != nil || l.Token != "" || l.Holder != "you" {
			t.Errorf("%+v, %v", l, err)
		}
	})
}

func TestAnIDAtTheRemoteIsOneEvents(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		db := open(t, dsn)
		hold(t, db, "owner", "me")
		commit(t, db, "owner", &mirror.Step{Put: []mirror.Row{mirrorRow("a", "a")}})
		second := mirrorRow("b", "b")
		second.ID = "ida"
		err := db.Commit(t.Context(), "owner", "me", mirror.Step{At: instant, Put: []mirror.Row{mirrorRow("c", "c"), second}})
		says(t, err, fault.Conflict, "one id at the remote")
		if rows, err := db.Rows(t.Context(), "owner"); err != nil || len(rows) != 1 {
			t.Errorf("%d rows: %v", len(rows), err)
		}
		for _, account := range []string{"owner", "another"} {
			err = db.UpdateLane(t.Context(), account, func(l *mirror.Lane) error { l.Channel.ID = "channel"; return nil })
		}
		says(t, err, fault.Conflict, "channel")
	})
}

// TestMirroringIsNotWhatFeedsShow looks at the mark that wakes feeds.
func TestMirroringIsNotWhatFeedsShow(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		db := open(t, dsn)
		if touched, err := db.Touched(t.Context(), "owner"); err != nil || touched != 0 {
			t.Errorf("an account that is not there has the mark %d: %v", touched, err)
		}
		mustAdd(t, db, "a")
		before, err := db.Touched(t.Context(), "owner")
		if err != nil || before == 0 {
			t.Errorf("a change leaves the mark %d: %v", before, err)
		}
		told := watch(t, db)
		hold(t, db, "owner", "me")
		commit(t, db, "owner", &mirror.Step{Put: []mirror.Row{mirrorRow("a", "a")}})
		after, err := db.Touched(t.Context(), "owner")
		if err != nil || after != before || len(told) > 0 {
			t.Errorf("the mark goes from %d to %d, %d are told: %v", before, after, len(told), err)
		}
		mustAdd(t, db, "b")
		if after, err = db.Touched(t.Context(), "owner"); err != nil || after <= before {
			t.Errorf("the mark goes from %d to %d: %v", before, after, err)
		}
	})
}

// TestALeaseIsRenewedWhileSomebodyLogs holds the account's log, as an import does
// for seconds.
func TestALeaseIsRenewedWhileSomebodyLogs(t *testing.T) {
	address := newDatabase(t)
	db, runner := open(t, address), open(t, address+"&lock_timeout=50")
	hold(t, db, "owner", "me")
	_, err := db.Record(t.Context(), "owner", entry(record.Import), func(w record.Writer) error {
		if err := w.Put(t.Context(), &schedule.Application{ID: "a"}); err != nil {
			return err
		}
		hold(t, runner, "owner", "me")
		commit(t, runner, "owner", &mirror.Step{Put: []mirror.Row{mirrorRow("a", "a")}, Wrote: []mirror.Written{{UID: "a", Kind: mirror.Insert}}})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
