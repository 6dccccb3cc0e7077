package recordtest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/record"
)

func numbers(t *testing.T, s record.Store) {
	zone := time.FixedZone("", 3600)
	for i := range 3 {
		e := record.Entry{At: time.Date(2026, 11, 22, 10, 0, i, 1999, zone), By: "日本 'robin'", Verb: record.SetStatus}
		c, err := s.Record(t.Context(), "one", e, func(w record.Writer) error {
			return w.Put(t.Context(), &schedule.Application{ID: fmt.Sprint(i)})
		})
		e.At = time.Date(2026, 11, 22, 9, 0, i, 1000, time.UTC)
		if diff := cmp.Diff(record.Change{Number: int64(i) + 1, Entry: e}, must(t, c, err)); diff != "" {
			t.Error(diff)
		}
		view(t, s, "one", func(r record.Reader) error {
			for listed, err := range r.Changes(t.Context()) {
				if listed != c {
					t.Errorf("%+v is listed as %+v", c, listed)
				}
				return err
			}
			return errors.New("there is no change")
		})
	}
}

func accounts(t *testing.T, s record.Store) {
	for _, account := range []string{"one", "two", "ONE", "日本"} {
		c := put(t, s, account, &schedule.Application{ID: "a", Role: account})
		if c.Number != 1 {
			t.Errorf("%s begins with change %d", account, c.Number)
		}
	}
	c, err := s.Record(t.Context(), "two", entry(record.Forget), func(w record.Writer) error { return w.Forget(t.Context(), "a") })
	must(t, c, err)
	for _, account := range []string{"one", "ONE", "日本"} {
		view(t, s, account, func(r record.Reader) error {
			all, err := collect(r.All(t.Context()))
			if len(all) != 1 || all[0].Role != account {
				t.Errorf("%s has %v", account, all)
			}
			named, err2 := r.Named(t.Context(), "", 9)
			revised, err3 := collect(r.Revised(t.Context(), 1))
			if len(named) != 1 || len(revised) != 1 {
				t.Errorf("%s has %d names and %d revisions", account, len(named), len(revised))
			}
			return errors.Join(err, err2, err3)
		})
	}
	if ids := idsOf(t, s, "two"); len(ids) > 0 {
		t.Errorf("two has %q", ids)
	}
}

func consistent(t *testing.T, s record.Store) {
	put(t, s, "one", &schedule.Application{ID: "a"})
	view(t, s, "one", func(r record.Reader) error {
		before, err := collect(r.IDs(t.Context()))
		put(t, s, "one", &schedule.Application{ID: "b"})
		after, err2 := collect(r.IDs(t.Context()))
		changes, err3 := collect(r.Changes(t.Context()))
		if len(before) != 1 || len(after) != 1 || len(changes) != 1 {
			t.Errorf("%q became %q, with %d changes", before, after, len(changes))
		}
		return errors.Join(err, err2, err3)
	})
	if ids := idsOf(t, s, "one"); len(ids) != 2 {
		t.Errorf("a later view sees %q", ids)
	}
}

// writers lets several add to one list; each reads it before.
func writers(t *testing.T, s record.Store) {
	const each, most = 15, 4
	var all sync.WaitGroup
	for i := range most {
		all.Go(func() {
			for range each {
				_, err := s.Record(t.Context(), "one", entry(record.Edit), func(w record.Writer) error {
					found, err := w.Applications(t.Context(), []string{"shared"})
					if err != nil {
						return err
					}
					a := schedule.Application{ID: "shared"}
					if len(found) == 1 {
						a = found[0]
					}
					a.Contacts = append(slices.Clone(a.Contacts), schedule.Contact{Name: fmt.Sprint(i)})
					return w.Put(t.Context(), &a)
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	view(t, s, "one", func(r record.Reader) error {
		found, err := r.Applications(t.Context(), []string{"shared"})
		if len(found) != 1 || len(found[0].Contacts) != each*most {
			t.Errorf("%d of %d entries are left", len(found[0].Contacts), each*most)
		}
		return err
	})
}

func undo(t *testing.T, s record.Store) {
	put(t, s, "one", &schedule.Application{ID: "a"})
	e := entry(record.Undo)
	e.Undoes = 1
	c, err := s.Record(t.Context(), "one", e, func(w record.Writer) error { return w.Remove(t.Context(), "a") })
	must(t, c, err)
	view(t, s, "one", func(r record.Reader) error {
		all, err := collect(r.Changes(t.Context()))
		if len(all) != 2 || all[0].Undoes != 1 || all[1].UndoneBy != 2 {
			t.Errorf("%+v", all)
		}
		return err
	})
	for _, undoes := range []int64{1, 7} {
		e.Undoes = undoes
		_, err := s.Record(t.Context(), "one", e, func(w record.Writer) error { return w.Put(t.Context(), &schedule.Application{ID: "b"}) })
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("change %d is undone again: %v", undoes, err)
		}
	}
}
