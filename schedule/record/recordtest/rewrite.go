package recordtest

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"followcal/schedule"
	"followcal/schedule/record"
)

// rewritten: what is rewritten was never otherwise, neither now nor in any
// earlier state, and other accounts keep theirs.
func rewritten(t *testing.T, s record.Store) {
	t.Helper()
	const secret, blank = "the secret", "***"
	for _, account := range []string{"one", "two"} {
		put(t, s, account, &schedule.Application{ID: "a", Notes: secret}, &schedule.Application{ID: "b", Notes: "open"}, &schedule.Application{ID: "c", Notes: secret})
		put(t, s, account, &schedule.Application{ID: "a", Notes: "changed"})
		put(t, s, account, &schedule.Application{ID: "a", Notes: "once more"})
		c, err := s.Record(t.Context(), account, entry(record.Edit), func(w record.Writer) error { return w.Remove(t.Context(), "c") })
		must(t, c, err)
	}
	blanking := func(a *schedule.Application) bool {
		found := a.Notes == secret
		if found {
			a.Notes = blank
		}
		return found
	}
	var ids []string
	c, err := s.Record(t.Context(), "one", entry(record.Forget), func(w record.Writer) (err error) {
		ids, err = w.Rewrite(t.Context(), blanking)
		return err
	})
	must(t, c, err)
	if diff := cmp.Diff([]string{"a", "c"}, ids); diff != "" || c.Number != 5 {
		t.Errorf("change %d rewrote (-want +got):\n%s", c.Number, diff)
	}
	want := []string{" → ***", "*** → changed", "changed → once more"}
	if diff := cmp.Diff(want, notes(t, s, "one", "a")); diff != "" {
		t.Errorf("the history (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{" → ***", "*** → "}, notes(t, s, "one", "c")); diff != "" {
		t.Errorf("the history of what was removed (-want +got):\n%s", diff)
	}
	want[0], want[1] = " → "+secret, secret+" → changed"
	if diff := cmp.Diff(want, notes(t, s, "two", "a")); diff != "" {
		t.Errorf("the history of another account (-want +got):\n%s", diff)
	}
	again, err := s.Record(t.Context(), "one", entry(record.Forget), func(w record.Writer) (err error) {
		ids, err = w.Rewrite(t.Context(), blanking)
		return err
	})
	if must(t, again, err); again.Number != 0 || len(ids) != 0 {
		t.Errorf("rewriting nothing is change %d of %v", again.Number, ids)
	}
}

// rewriteMany goes over more than a store reads at once.
func rewriteMany(t *testing.T, s record.Store) {
	t.Helper()
	const n = 450
	for _, text := range []string{"first", "second"} {
		var all []*schedule.Application
		for i := range n {
			all = append(all, &schedule.Application{ID: fmt.Sprintf("%04d", i), Notes: text})
		}
		put(t, s, "one", all...)
	}
	seen := map[string]int{}
	c, err := s.Record(t.Context(), "one", entry(record.Forget), func(w record.Writer) error {
		_, err := w.Rewrite(t.Context(), func(a *schedule.Application) bool {
			seen[a.ID+a.Notes]++
			return false
		})
		return err
	})
	must(t, c, err)
	if len(seen) != 2*n {
		t.Errorf("saw %d states, want two of each of %d", len(seen), n)
	}
	for state, times := range seen {
		if times != 1 {
			t.Fatalf("saw %s %d times", state, times)
		}
	}
}

// notes tells the history of one application's notes.
func notes(t *testing.T, s record.Store, account, id string) (all []string) {
	t.Helper()
	of := func(a *schedule.Application) string {
		if a == nil {
			return ""
		}
		return a.Notes
	}
	view(t, s, account, func(r record.Reader) error {
		revisions, err := collect(r.Revisions(t.Context(), id))
		for _, v := range revisions {
			all = append(all, of(v.Application.Before)+" → "+of(v.Application.After))
		}
		return err
	})
	return all
}
