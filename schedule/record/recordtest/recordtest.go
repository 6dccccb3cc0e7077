// Package recordtest holds what every [record.Store] must do, as tests.
package recordtest

import (
	"errors"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"followcal/schedule"
	"followcal/schedule/record"
)

// Run runs the suite. Each call of open returns an empty store.
func Run(t *testing.T, open func(t *testing.T) record.Store) {
	t.Helper()
	t.Run("a log changes as a plain model does", func(t *testing.T) {
		n := 0
		store := open(t)
		rapid.Check(t, func(t *rapid.T) {
			n++
			follow(t, store, fmt.Sprintf("account %d", n))
		})
	})
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

var at = time.Date(2026, 11, 22, 9, 30, 0, 123456000, time.UTC)

func entry(v record.Verb) record.Entry { return record.Entry{At: at, By: "robin", Verb: v} }

// must fails the test when a store does.
func must[T any](t testing.TB, value T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatalf("the store failed: %v (%v)", err, errors.Unwrap(err))
	}
	return value
}

func put(t testing.TB, s record.Store, account string, all ...*schedule.Application) record.Change {
	t.Helper()
	c, err := s.Record(t.Context(), account, entry(record.Add), func(w record.Writer) error { return w.Put(t.Context(), all...) })
	return must(t, c, err)
}

func view(t testing.TB, s record.Store, account string, f func(record.Reader) error) {
	t.Helper()
	must(t, 0, s.View(t.Context(), account, f))
}

func collect[T any](seq iter.Seq2[T, error]) ([]T, error) {
	var all []T
	for one, err := range seq {
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

func idsOf(t testing.TB, s record.Store, account string) (ids []string) {
	t.Helper()
	view(t, s, account, func(r record.Reader) (err error) {
		ids, err = collect(r.IDs(t.Context()))
		return err
	})
	return ids
}

// same compares facts; times by instant and offset.
var same = cmp.Options{cmp.Comparer(func(a, b time.Time) bool {
	_, x := a.Zone()
	_, y := b.Zone()
	return a.Equal(b) && x == y
})}

// tests are the sentences of the contract, each with what proves it.
var tests = map[string]func(*testing.T, record.Store){
	"an empty log is empty":                         emptyLog,
	"a change counts an account's changes from 1":   numbers,
	"writing what is there already is no change":    idle,
	"changed there and back is no change":           thereAndBack,
	"f that fails leaves nothing":                   failing,
	"accounts do not see each other":                accounts,
	"a view is one consistent state":                consistent,
	"writers at once lose nothing":                  writers,
	"names are found by their beginning":            named,
	"traits tell applications apart":                traits,
	"decisions are found by what they concern":      decisions,
	"text of any script and length is kept":         texts,
	"what cannot be kept is refused":                refused,
	"many at once are added, compared and replaced": many,
	"an undo marks what it undoes, once":            undo,
	"what is forgotten was never there":             forgotten,
	"what is rewritten was never otherwise":         rewritten,
	"rewriting sees every state once":               rewriteMany,
	"a plan is read as it was written":              planned,
	"a part of a plan is replaced":                  replanned,
	"planned events are selected":                   selected,
	"a plan is no change":                           noChange,
}
