package mirror

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
)

// Undo takes back what the last push wrote: it deletes what was added, writes
// what was before, and adds again what was deleted; notes, times of day, and what
// persons deleted or ticked off stay theirs. The lane is paused, as the next run would do it all again: change what
// is wanted, then resume. An undo that was interrupted goes on when it is asked
// for again. Faults are those of [Mirror.Run]; NotFound also when there is nothing
// to take back.
func (m *Mirror) Undo(ctx context.Context, account string) (Report, error) {
	lane, err := m.Ledger.Lane(ctx, account)
	if err != nil {
		return Report{}, err
	}
	if err := m.Pause(ctx, account, Forever); err != nil {
		return Report{}, err
	}
	report, err := m.hold(ctx, account, true, func(ctx context.Context, r *run) error { return r.undo(ctx) })
	if errors.Is(err, errNothing) {
		return report, errors.Join(err, m.Pause(ctx, account, lane.Paused))
	}
	report.Paused = Forever
	return report, err
}

// errNothing is the cause where there is nothing to take back.
var errNothing = errors.New("no push is known")

func (r *run) undo(ctx context.Context) error {
	if r.lane.Calendar == "" {
		return nothingToUndo()
	}
	if err := r.prepare(ctx); err != nil {
		return err
	}
	if _, err := r.pull(ctx); err != nil { // what persons did comes first
		return err
	}
	last, err := r.Ledger.LastPush(ctx, r.account)
	if err != nil {
		return err
	}
	if len(last) == 0 {
		return nothingToUndo()
	}
	rows, err := r.Ledger.Rows(ctx, r.account)
	if err != nil {
		return err
	}
	r.undoing, r.report.Wrote = true, nil // what was seen to have arrived is an older push's
	plan := reversal(last, rows, dayOf(r.now(), time.UTC))
	r.report.Plan = plan
	if _, err := r.apply(ctx, &plan, rows, ""); err != nil {
		return err
	}
	return r.commit(ctx, Step{Begin: true})
}

func nothingToUndo() error {
	return fault.Wrap(fault.NotFound, errNothing, "the last push changed nothing, or was taken back: there is nothing to undo")
}

// reversal plans the way back. An event that a push changed more than once goes
// back to what was before the first time.
func reversal(last []Written, rows []Row, today date.Date) Plan {
	p := differ{DiffOptions: DiffOptions{Today: today}}
	before := make(map[string]Content, len(last))
	for _, w := range slices.Backward(last) {
		before[w.UID] = w.Before
	}
	for i := range rows {
		want, pushed := before[rows[i].UID]
		switch row := rows[i]; {
		case !pushed:
		case !want.IsZero() && want.Summary == "": // its words were forgotten
		case want.IsZero():
			p.unwanted(&row)
		default:
			p.wanted(&row, row.Ref, &want)
		}
	}
	p.order()
	return p.Plan
}
