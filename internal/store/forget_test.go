package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rickb777/date/v2"

	"followcal/internal/store"
	"followcal/schedule"
	"followcal/schedule/record"
)

// secret is what nobody may find any more.
const secret = "Wobblethwaite"

// TestWhatIsForgottenIsNowhereInTheFiles looks for it byte by byte.
func TestWhatIsForgottenIsNowhereInTheFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	db := open(t, path)
	live(t, db)
	if !occurs(t, path, secret) || !occurs(t, path, strings.ToLower(secret)) {
		t.Fatal("the test does not find what is there")
	}
	_, err := db.Record(t.Context(), "owner", entry(record.Forget), func(w record.Writer) error {
		return w.Forget(t.Context(), secret+"-1", secret+"-2")
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{secret, strings.ToLower(secret)} {
		if occurs(t, path, word) {
			t.Errorf("%s is still in the files", word)
		}
	}
	if n := len(ids(t, db)); n != 402 {
		t.Errorf("%d applications are left", n)
	}
}

// live has two applications change often, among others that make pages split and
// rows move, with decisions and a plan.
func live(t *testing.T, db *store.DB) {
	t.Helper()
	for i := range 40 {
		_, err := db.Record(t.Context(), "owner", entry(record.Edit), func(w record.Writer) error {
			var all []*schedule.Application
			for k := range 10 {
				all = append(all, &schedule.Application{ID: fmt.Sprintf("%s%d-%d", []string{"A", "Z"}[k%2], i, k), Notes: strings.Repeat("x", 37*((i+k)%29))})
			}
			for _, n := range []string{"-1", "-2"} {
				all = append(all, &schedule.Application{
					ID: secret + n, Employer: secret + " Ltd", Notes: strings.Repeat("At "+secret+" ", 1+(i*i)%150),
					Contacts: []schedule.Contact{{Name: "Mr " + secret, Email: secret + "@x.example"}},
				})
			}
			d := &schedule.Decision{Event: "k1", Kind: schedule.Done, On: date.New(2026, 11, 1+i%20), Concerns: []schedule.Concern{
				{Application: secret + "-1", Event: "k1"}, {Application: "A1-0", Event: "k2"},
			}}
			return errors.Join(w.Put(t.Context(), all...), w.PutDecision(t.Context(), d), plan(t, w, i))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := db.Record(t.Context(), "owner", entry(record.Undo), func(w record.Writer) error {
		return errors.Join(w.Remove(t.Context(), secret+"-1"), w.Put(t.Context(), &schedule.Application{ID: "B"}, &schedule.Application{ID: "C"}))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func plan(t *testing.T, w record.Writer, i int) error {
	t.Helper()
	id := secret + "-1"
	due := date.New(2026, 12, 1+i%20)
	events := []*record.Event{
		{UID: "k1", Application: id, Applications: []string{id, "A1-0"}, Due: due, Content: []byte(strings.Repeat("Call "+secret, 1+i))},
		{UID: "k2", Application: "A1-0", Applications: []string{"A1-0", id}, Due: due, Content: []byte("Call " + secret)},
	}
	f := &schedule.Footprint{
		Contenders:   []schedule.Contender{{Day: due, Application: id, UID: "k1"}},
		Outlooks:     []schedule.Outlook{{Application: id, Keys: []string{"employer:" + strings.ToLower(secret) + strings.Repeat("y", 60*i)}}},
		Appointments: []schedule.Appointment{{UID: "k1", Application: id, Due: due}},
	}
	return w.Replace(t.Context(), nil, slices.Values(events), f, []record.Lack{{Application: id, Kind: record.LacksNumber, What: "a number of " + secret}})
}

// occurs looks for a word in all files of a database.
func occurs(t *testing.T, path, word string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte(word)) {
			return true
		}
	}
	return false
}
