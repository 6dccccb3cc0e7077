package recordtest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"followcal/schedule"
	"followcal/schedule/record"
)

// compare reads everything that a store tells and compares it.
func compare(t *rapid.T, store record.Store, account string, m *model, said string) {
	ctx := context.Background()
	err := store.View(ctx, account, func(r record.Reader) error {
		if err := compareFacts(ctx, r, m); err != nil {
			return err
		}
		return compareHistory(ctx, r, m)
	})
	if err != nil {
		t.Fatalf("after %s: %v (%v)", said, err, errors.Unwrap(err))
	}
}

func compareFacts(ctx context.Context, r record.Reader, m *model) error {
	var apps []schedule.Application
	for _, id := range keys(m.apps, nil) {
		apps = append(apps, *m.apps[id])
	}
	all, err := collect(r.All(ctx))
	if diff := cmp.Diff(apps, all, same); diff != "" || err != nil {
		return differ("applications", err, diff)
	}
	listed, err := collect(r.IDs(ctx))
	if diff := cmp.Diff(keys(m.apps, nil), listed); diff != "" || err != nil {
		return differ("ids", err, diff)
	}
	var decisions []schedule.Decision
	for _, event := range keys(m.decisions, nil) {
		decisions = append(decisions, *m.decisions[event])
	}
	decided, err := r.Decisions(ctx)
	if diff := cmp.Diff(decisions, decided); diff != "" || err != nil {
		return differ("decisions", err, diff)
	}
	var settings record.Settings
	if m.settings != nil {
		settings = *m.settings
	}
	set, err := r.Settings(ctx)
	if diff := cmp.Diff(settings, set); diff != "" || err != nil {
		return differ("settings", err, diff)
	}
	return nil
}

func compareHistory(ctx context.Context, r record.Reader, m *model) error {
	changes := slices.Clone(m.changes)
	slices.Reverse(changes)
	listed, err := collect(r.Changes(ctx))
	if diff := cmp.Diff(changes, listed, same); diff != "" || err != nil {
		return differ("changes", err, diff)
	}
	numbered := func(number int64) record.Change { return m.changes[number-1] }
	for _, c := range m.changes {
		if err := compareRevisions(r.Revised(ctx, c.Number), m, func(v record.Revision) bool { return v.Change.Number == c.Number }, numbered); err != nil {
			return fmt.Errorf("change %d: %w", c.Number, err)
		}
	}
	for _, id := range ids {
		concerns := func(d *schedule.Decision) bool {
			return d != nil && slices.ContainsFunc(d.Concerns, func(c schedule.Concern) bool { return c.Application == id })
		}
		about := func(v record.Revision) bool {
			return isOf(v, id) || concerns(v.Decision.Before) || concerns(v.Decision.After)
		}
		if err := compareRevisions(r.Revisions(ctx, id), m, about, numbered); err != nil {
			return fmt.Errorf("application %s: %w", id, err)
		}
	}
	return compareHistories(ctx, r, m, numbered)
}

// compareHistories: of all at once the same as of each.
func compareHistories(ctx context.Context, r record.Reader, m *model, numbered func(int64) record.Change) error {
	histories, err := r.Histories(ctx, append(ids, "none"))
	if err != nil {
		return differ("histories", err, "")
	}
	for _, id := range append(ids, "none") {
		one := func(yield func(record.Revision, error) bool) {
			for _, v := range histories[id] {
				if !yield(v, nil) {
					return
				}
			}
		}
		stands := m.apps[id] != nil
		if err := compareRevisions(one, m, func(v record.Revision) bool { return stands && isOf(v, id) }, numbered); err != nil {
			return fmt.Errorf("history of application %s: %w", id, err)
		}
	}
	return nil
}

func compareRevisions(got iter.Seq2[record.Revision, error], m *model, want func(record.Revision) bool, numbered func(int64) record.Change) error {
	var wanted []record.Revision
	for _, v := range m.revised {
		if want(v) {
			v.Change = numbered(v.Change.Number)
			wanted = append(wanted, v)
		}
	}
	all, err := collect(got)
	if diff := cmp.Diff(wanted, all, same); diff != "" || err != nil {
		return differ("revisions", err, diff)
	}
	return nil
}

func differ(what string, err error, diff string) error {
	if err != nil {
		return fmt.Errorf("the %s cannot be read: %w", what, err)
	}
	return fmt.Errorf("the %s differ:\n%s", what, diff)
}
