package mirror

import (
	"context"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"followcal/internal/fault"
)

// push writes what is wanted, batch by batch, and returns the rows as they are
// then.
func (r *run) push(ctx context.Context, rows []Row) ([]Row, error) {
	if rows == nil {
		var err error
		if rows, err = r.Ledger.Rows(ctx, r.account); err != nil {
			return nil, err
		}
	}
	wanted, err := r.Source.Desired(ctx, r.account, r.lane.Settings)
	if err != nil {
		return nil, err
	}
	plan, err := Diff(&wanted, rows, DiffOptions{Settings: r.lane.Settings, Today: dayOf(r.now(), wanted.Zone), Force: r.Force})
	if err != nil {
		return nil, err
	}
	r.report.Plan, r.planned = plan, true
	if plan.Guard != "" {
		return nil, fault.Wrap(fault.Conflict, errGuarded, "%s", plan.Guard)
	}
	revision := r.revision(wanted.Revision)
	rows, err = r.apply(ctx, &plan, rows, revision)
	r.rejected(rows)
	return rows, err
}

// apply makes the calls of a plan. Each batch saves what it intends, calls, has
// the source take what persons did meanwhile, and saves what came of it, with the
// last batch also the revision; until then the lane has none, so that a run that
// ends before leaves a push to be gone on with.
func (r *run) apply(ctx context.Context, plan *Plan, rows []Row, revision string) ([]Row, error) {
	if len(plan.Changes) == 0 {
		return merged(rows, plan.quiet), r.commit(ctx, Step{Put: plan.quiet, Revision: &revision})
	}
	unfinished := ""
	intents := Step{Put: plan.quiet, Revision: &unfinished, Begin: r.lane.Revision != "" && !r.undoing}
	left, again := len(plan.Changes), false
	for batch := range slices.Chunk(plan.Changes, r.batch()) {
		for i := range batch {
			intents.Put = append(intents.Put, batch[i].intent())
		}
		if err := r.commit(ctx, intents); err != nil {
			return nil, err
		}
		rows = merged(rows, intents.Put)
		intents = Step{}
		results, failure := r.call(ctx, batch)
		saving := context.WithoutCancel(ctx) // what was done is done
		done, open, err := r.results(saving, batch, results)
		if err != nil {
			return nil, err
		}
		left, again = left-len(batch), again || open
		if left == 0 && !again && failure == nil {
			done.Revision = &revision
		}
		if err := r.commit(saving, done); err != nil {
			return nil, err
		}
		if rows = merged(rows, done.Put); failure != nil {
			return rows, failure
		}
		if r.Progress != nil {
			r.Progress(len(plan.Changes)-left, len(plan.Changes))
		}
	}
	return rows, nil
}

// results gathers what came of a batch, and has the source take what was found.
// It is open when an event is to be planned once more.
func (r *run) results(ctx context.Context, batch []Change, results []sight) (done Step, open bool, err error) {
	var found []Finding
	var wrote []Written
	for i := range results {
		s := &results[i]
		done.Put = append(done.Put, s.row)
		if s.wrote.Kind != "" {
			wrote = append(wrote, s.wrote)
		}
		if s.found.Kind != "" {
			found = append(found, s.found)
		}
		open = open || s.found.Kind != "" || s.row.Phase == Gone && batch[i].Kind != Delete
	}
	if err := r.logged(ctx, found, done.Put); err != nil {
		return Step{}, false, err
	}
	r.report.Wrote = append(r.report.Wrote, wrote...)
	if !r.undoing { // what takes a push back is none
		done.Wrote = wrote
	}
	return done, open, nil
}

// call makes the calls of a batch, a few at once. After one that failed for a
// reason of all, no other begins, and the rows of those are as they were.
func (r *run) call(ctx context.Context, batch []Change) ([]sight, error) {
	results := make([]sight, len(batch))
	var failure atomic.Pointer[error]
	var group errgroup.Group
	group.SetLimit(r.parallel())
	for i := range batch {
		group.Go(func() error {
			c := &batch[i]
			results[i] = sight{row: c.Row}
			if failure.Load() != nil {
				return nil
			}
			if !r.holds() {
				err := lost(r.account)
				failure.CompareAndSwap(nil, &err)
				return nil
			}
			var err error
			if results[i], err = r.change(ctx, c); err != nil {
				failure.CompareAndSwap(nil, &err)
			}
			return nil
		})
	}
	_ = group.Wait() // failures are in their place
	if err := failure.Load(); err != nil {
		return results, *err
	}
	return results, nil
}

// rejected notes which entries the service refuses.
func (r *run) rejected(rows []Row) {
	r.report.Rejected = nil
	for i := range rows {
		if rows[i].Phase != Barred {
			continue
		}
		title := rows[i].Intent.Summary
		if rows[i].Intent.IsZero() { // it does not delete it
			title = rows[i].Written.Summary
		}
		r.report.Rejected = append(r.report.Rejected, title)
	}
}
