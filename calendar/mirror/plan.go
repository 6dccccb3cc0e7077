package mirror

import (
	"cmp"
	"context"
	"errors"
)

// Plan returns what a run would do now, and touches nothing, neither at the
// remote nor in the ledger. What persons did stands in its findings; what the
// source would make of them is not part of the changes. What the guard would stop
// is planned all the same, and Plan.Guard says so. Faults are those of
// [Mirror.Run].
func (m *Mirror) Plan(ctx context.Context, account string, o Options) (Plan, error) {
	lane, err := m.Ledger.Lane(ctx, account)
	if err != nil {
		return Plan{}, err
	}
	r := &run{Mirror: m, Options: o, account: account, lane: lane}
	found, rows, err := r.peek(ctx)
	guard := ""
	if errors.Is(err, errGuarded) { // it is shown what would be done by force
		guard, r.Force = sentenceOf(err), true
		found, rows, err = r.peek(ctx)
	}
	if err != nil {
		return Plan{}, err
	}
	wanted, err := m.Source.Desired(ctx, account, lane.Settings)
	if err != nil {
		return Plan{}, err
	}
	plan, err := Diff(&wanted, rows, DiffOptions{Settings: lane.Settings, Today: dayOf(m.now(), wanted.Zone), Force: o.Force})
	plan.Findings = found.Findings
	plan.Guard = cmp.Or(guard, plan.Guard)
	return plan, err
}

// peek reads what [run.pull] reads, and saves nothing.
func (r *run) peek(ctx context.Context) (found Found, rows []Row, err error) {
	if rows, err = r.Ledger.Rows(ctx, r.account); err != nil || r.lane.Calendar == "" {
		return found, rows, err
	}
	if r.remote, err = r.Remote(ctx, r.account); err != nil {
		return found, nil, err
	}
	listing, err := r.list(ctx, r.lane.Token)
	if err != nil {
		return found, nil, err
	}
	if found, err = r.find(ctx, rows, &listing); err != nil {
		return found, nil, err
	}
	return found, merged(rows, found.Put), nil
}
