package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rickb777/date/v2"

	"followcal/auth"
	"followcal/calendar/mirror"
	"followcal/internal/fault"
	"followcal/internal/store"
	"followcal/schedule"
	"followcal/schedule/record"
)

// words is a row whose every text names somebody.
func words(uid, ref, name string, phase mirror.Phase) mirror.Row {
	r := mirrorRow(uid, ref)
	r.Phase = phase
	r.Written = content("Call "+name, strings.Repeat("Ask for "+name+". ", 40))
	r.Written.Source, r.Written.Location = "https://"+name+".example/", name+" Street 1"
	r.Seen.Notes = mirror.Notes{Before: name + " is nice", After: "bring " + name + " flowers"}
	if phase == mirror.Writing || phase == mirror.Barred {
		r.Intent = content("Write to "+name, name)
	}
	return r
}

// mirrored gives the owner two applications whose events are at the remote: k1
// is that of the secret one, k2 of the other and about both, k3 of the other
// alone.
func mirrored(t *testing.T, db *store.DB) {
	t.Helper()
	due := date.New(2026, 12, 1)
	_, err := db.Record(t.Context(), "owner", entry(record.Add), func(w record.Writer) error {
		events := []*record.Event{
			{UID: "k1", Application: "s", Applications: []string{"s"}, Due: due},
			{UID: "k2", Application: "o", Applications: []string{"o", "s"}, Due: due},
			{UID: "k3", Application: "o", Applications: []string{"o"}, Due: due},
			{UID: "k4", Application: "o", Applications: []string{"o"}, Due: due},
		}
		return errors.Join(
			w.Put(t.Context(), &schedule.Application{
				ID: "s", Employer: secret, Contacts: []schedule.Contact{{Name: "Ann Plumtree", Email: "ann@plumtree.example"}},
			}, &schedule.Application{ID: "o", Employer: "Other"}),
			w.Replace(t.Context(), nil, slices.Values(events), &schedule.Footprint{}, nil),
		)
	})
	if err != nil {
		t.Fatal(err)
	}
	err = db.UpdateLane(t.Context(), "owner", func(l *mirror.Lane) error {
		l.Holder, l.Held = "me", instant.Add(1e9)
		l.Trouble = mirror.Trouble{Kind: mirror.Rejected, Sentence: "Google refuses “Call " + secret + "”", Since: instant}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	// Many steps, so that pages split and rows move.
	for range 20 {
		commit(t, db, "owner", &mirror.Step{
			Put: []mirror.Row{
				words("u1", "k1", secret, mirror.Settled), words("u1w", "k1", secret, mirror.Writing), words("u1g", "k0", secret, mirror.Gone),
				words("u2", "k2", secret, mirror.Settled), words("u2w", "k2", secret, mirror.Writing),
				words("u3", "k3", "Other", mirror.Settled),
				words("u4", "k4", strings.ToUpper(secret), mirror.Settled), // written by an older plan
			},
			Wrote: []mirror.Written{
				{UID: "u1", Kind: mirror.Insert, After: words("", "", secret, "").Written},
				{UID: "u3", Kind: mirror.Update, Before: content("Call Other", "about "+secret+" as well"), After: content("Call Other", "")},
				{UID: "u3", Kind: mirror.Insert, After: content("Call Other", "")},
			},
		})
	}
}

// forget forgets as the journal does, which plans anew in the same change.
func forget(t *testing.T, db *store.DB, f func(w record.Writer) error) {
	t.Helper()
	_, err := db.Record(t.Context(), "owner", entry(record.Forget), f)
	if err != nil {
		t.Fatal(err)
	}
}

// rowsOf returns rows by UID.
func rowsOf(t *testing.T, db *store.DB) map[string]mirror.Row {
	t.Helper()
	all, err := db.Rows(t.Context(), "owner")
	if err != nil {
		t.Fatal(err)
	}
	byUID := make(map[string]mirror.Row)
	for _, r := range all {
		byUID[r.UID] = r
	}
	return byUID
}

// hasWords reports whether a row says anything.
func hasWords(r *mirror.Row) bool {
	for _, c := range []mirror.Content{r.Intent, r.Written} {
		if c.Summary+c.Description+c.Location+c.Source != "" {
			return true
		}
	}
	return r.Seen.Notes != mirror.Notes{}
}

func TestForgettingAnApplicationTakesItsWordsOffTheMirror(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		db := open(t, dsn)
		mirrored(t, db)
		before := rowsOf(t, db)
		forget(t, db, func(w record.Writer) error { return w.Forget(t.Context(), "s") })
		after := rowsOf(t, db)
		for uid, phase := range map[string]mirror.Phase{
			"u1": mirror.Settled, "u1w": mirror.Deleting, "u1g": mirror.Gone, "u2": mirror.Settled, "u2w": mirror.Writing, "u4": mirror.Settled,
		} {
			was, is := before[uid], after[uid]
			if hasWords(&is) || is.Phase != phase || is.ID != was.ID || is.Ref != was.Ref || is.Written.Day != was.Written.Day {
				t.Errorf("%s is left as %+v", uid, is)
			}
			// What is written again is read first; what is deleted is as it was seen.
			planned := strings.HasPrefix(is.Ref, "k2") || is.Ref == "k4"
			if stale := is.Seen.ETag != was.Seen.ETag; stale != planned {
				t.Errorf("%s is known in the state %s", uid, is.Seen.ETag)
			}
		}
		if is, was := after["u3"], before["u3"]; !hasWords(&is) || is.Written.Summary != was.Written.Summary || is.Seen != was.Seen {
			t.Errorf("another application's entry is left as %+v", is)
		}
		push, err := db.LastPush(t.Context(), "owner")
		if err != nil || len(push) != 20 || push[0].After.Summary != "Call Other" {
			t.Errorf("%d changes of the last push are left: %v", len(push), err)
		}
		l, err := db.Lane(t.Context(), "owner")
		if err != nil || strings.Contains(l.Trouble.Sentence, secret) || l.Trouble.Kind != mirror.Rejected {
			t.Errorf("the trouble is %+v: %v", l.Trouble, err)
		}
	})
}

// TestWhoRunsTheLaneCannotWriteTheWordsBack commits what was on its way.
func TestWhoRunsTheLaneCannotWriteTheWordsBack(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		db := open(t, dsn)
		mirrored(t, db)
		before, err := db.Lane(t.Context(), "owner")
		if err != nil {
			t.Fatal(err)
		}
		forget(t, db, func(w record.Writer) error { return w.Forget(t.Context(), "s") })
		err = db.Commit(t.Context(), "owner", "me", mirror.Step{At: instant, Put: []mirror.Row{words("u1", "k1", secret, mirror.Settled)}})
		says(t, err, fault.Conflict)
		if after, err := db.Lane(t.Context(), "owner"); err != nil || after.Holder == "me" || !after.Held.Equal(before.Held) {
			t.Errorf("the lane is %q's until %v: %v", after.Holder, after.Held, err)
		}
	})
}

func TestForgettingAPersonTakesTheNameOffTheMirror(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		db := open(t, dsn)
		mirrored(t, db)
		named := words("u5", "k4", "Ann  PLUMTREE &amp; Co", mirror.Settled)
		commit(t, db, "owner", &mirror.Step{Put: []mirror.Row{named}, Wrote: []mirror.Written{{UID: "x", Kind: mirror.Delete, Before: named.Written}}})
		forget(t, db, func(w record.Writer) error {
			_, err := w.Rewrite(t.Context(), func(a *schedule.Application) bool {
				found := len(a.Contacts) > 0
				a.Contacts = nil
				return found
			})
			return err
		})
		after := rowsOf(t, db)
		for _, uid := range []string{"u1", "u2", "u5"} {
			if is := after[uid]; hasWords(&is) || is.Phase != mirror.Settled || is.Seen.ETag == `"1"` {
				t.Errorf("%s is left as %+v", uid, is)
			}
		}
		if is := after["u1w"]; hasWords(&is) || is.Phase != mirror.Writing || is.Intent.Day == 0 {
			t.Errorf("what was being written is left as %+v", is)
		}
		if is := after["u3"]; !hasWords(&is) {
			t.Error("an entry that does not name the person has lost its words")
		}
		if push, err := db.LastPush(t.Context(), "owner"); err != nil || len(push) != 20 {
			t.Errorf("%d changes of the last push are left: %v", len(push), err)
		}
	})
}

// TestWhatIsForgottenIsNotInTheFilesOfTheMirror looks for it byte by byte.
func TestWhatIsForgottenIsNotInTheFilesOfTheMirror(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	db := open(t, path)
	mirrored(t, db)
	if !occurs(t, path, secret) || !occurs(t, path, "Plumtree") {
		t.Fatal("the test does not find what is there")
	}
	forget(t, db, func(w record.Writer) error { return w.Forget(t.Context(), "s") })
	for _, word := range []string{secret, strings.ToLower(secret), strings.ToUpper(secret), "Plumtree"} {
		if occurs(t, path, word) {
			t.Errorf("%s is still in the files", word)
		}
	}
}

func TestADroppedGrantIsNotInTheFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	db, other := open(t, path), open(t, path)
	for i := range 30 {
		for _, account := range []string{"ann", "owner", "zoe"} {
			err := db.UpdateGrant(t.Context(), account, func(g *auth.Grant) error {
				g.Sealed = []byte(strings.Repeat("sealed for "+account+" ", 10*(1+i*i%70)))
				g.Renewed++
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if !occurs(t, path, "sealed for owner") {
		t.Fatal("the test does not find what is there")
	}
	if err := other.DropGrant(t.Context(), "owner"); err != nil {
		t.Fatal(err)
	}
	if occurs(t, path, "sealed for owner") {
		t.Error("the grant is still in the files")
	}
	_, err := db.Grant(t.Context(), "owner")
	says(t, err, fault.NotFound)
	if g, err := db.Grant(t.Context(), "ann"); err != nil || g.Renewed != 30 {
		t.Errorf("another's grant is %+v: %v", g, err)
	}
	if err := db.DropGrant(t.Context(), "owner"); err != nil {
		t.Errorf("no grant cannot be dropped: %v", err)
	}
}

// TestABackupHoldsTheMirror reads it in a copy.
func TestABackupHoldsTheMirror(t *testing.T) {
	folder := t.TempDir()
	path, backup := filepath.Join(folder, "log.db"), filepath.Join(folder, "backup.db")
	db := open(t, path)
	mirrored(t, db)
	if err := db.UpdateGrant(t.Context(), "owner", func(g *auth.Grant) error { g.Sealed = []byte("sealed"); return nil }); err != nil {
		t.Fatal(err)
	}
	if err := db.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Close(), os.Remove(path)); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Restore(t.Context(), options(path), backup); err != nil {
		t.Fatal(err)
	}
	again := open(t, path)
	if n := len(rowsOf(t, again)); n != 7 {
		t.Errorf("%d rows are restored", n)
	}
	if g, err := again.Grant(t.Context(), "owner"); err != nil || string(g.Sealed) != "sealed" {
		t.Errorf("the grant is %+v: %v", g, err)
	}
	if push, err := again.LastPush(t.Context(), "owner"); err != nil || len(push) != 60 {
		t.Errorf("the last push has %d changes: %v", len(push), err)
	}
}
