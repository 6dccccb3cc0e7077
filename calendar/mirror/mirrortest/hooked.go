package mirrortest

import (
	"context"

	"followcal/calendar/mirror"
)

// Hooked is a ledger whose calls are hooked.
type Hooked struct {
	mirror.Ledger
	Hook Hook
}

// Lane implements [mirror.Ledger].
func (h *Hooked) Lane(ctx context.Context, account string) (l mirror.Lane, err error) {
	err = h.Hook.around("Lane", func() error {
		l, err = h.Ledger.Lane(ctx, account)
		return err
	})
	return l, err
}

// UpdateLane implements [mirror.Ledger].
func (h *Hooked) UpdateLane(ctx context.Context, account string, change func(*mirror.Lane) error) error {
	return h.Hook.around("UpdateLane", func() error { return h.Ledger.UpdateLane(ctx, account, change) })
}

// DropLane implements [mirror.Ledger].
func (h *Hooked) DropLane(ctx context.Context, account string) error {
	return h.Hook.around("DropLane", func() error { return h.Ledger.DropLane(ctx, account) })
}

// Rows implements [mirror.Ledger].
func (h *Hooked) Rows(ctx context.Context, account string) (rows []mirror.Row, err error) {
	err = h.Hook.around("Rows", func() error {
		rows, err = h.Ledger.Rows(ctx, account)
		return err
	})
	return rows, err
}

// Commit implements [mirror.Ledger].
func (h *Hooked) Commit(ctx context.Context, account, holder string, s mirror.Step) error {
	return h.Hook.around("Commit", func() error { return h.Ledger.Commit(ctx, account, holder, s) })
}

// LastPush implements [mirror.Ledger].
func (h *Hooked) LastPush(ctx context.Context, account string) (wrote []mirror.Written, err error) {
	err = h.Hook.around("LastPush", func() error {
		wrote, err = h.Ledger.LastPush(ctx, account)
		return err
	})
	return wrote, err
}
