package mirror

import (
	"context"
	"errors"
	"fmt"
	"time"

	"followcal/internal/fault"
)

// errLost is the cause of every fault about a lane that another process has.
var errLost = errors.New("the lease was lost")

func lost(account string) error {
	return fault.Wrap(fault.Conflict, errLost, "another process runs the calendar of %q; wait for it", account)
}

// hold runs work while no other process does, and records how it ended. What
// somebody asked for by hand is done in a pause as well, and tells them itself
// when it fails.
func (m *Mirror) hold(ctx context.Context, account string, byHand bool, work func(context.Context, *run) error) (Report, error) {
	r := &run{Mirror: m, byHand: byHand, account: account, holder: fmt.Sprintf("%s/%d", m.Holder, m.runs.Add(1))}
	if err := r.take(ctx); err != nil {
		return Report{}, err
	}
	if !byHand && r.lane.Paused.After(m.now()) {
		r.report.Paused = r.lane.Paused
		return r.report, r.release(ctx, nil)
	}
	working, stop := context.WithCancelCause(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		r.keep(working, stop)
	}()
	err := work(working, r)
	stop(nil)
	<-ended
	if cause := context.Cause(working); err != nil && errors.Is(cause, errLost) {
		err = cause
	}
	return r.report, r.release(ctx, err)
}

// take takes the lane, or fails when another has it.
func (r *run) take(ctx context.Context) error {
	if _, err := r.Ledger.Lane(ctx, r.account); err != nil {
		return err // without this, a lane would be made
	}
	return r.Ledger.UpdateLane(ctx, r.account, func(l *Lane) error {
		now := r.now()
		if l.Holder != "" && l.Holder != r.holder && r.credible(l.Held, now) {
			return lost(r.account)
		}
		l.Holder, r.due = r.holder, l.Next
		r.extend(l, now)
		return nil
	})
}

// credible reports whether a lease lasts. One that ends far beyond any that would
// be taken now is of a clock that was ahead and was set right since; it would
// keep the lane from everybody for as long.
func (m *Mirror) credible(held, now time.Time) bool {
	return held.After(now) && !held.After(now.Add(2*m.lease()))
}

// extend has the lane for a lease more.
func (r *run) extend(l *Lane, now time.Time) {
	l.Held = now.Add(r.lease())
	r.held.Store(l.Held.UnixMicro())
	r.lane = *l
}

// keep renews the lease until ctx ends, and ends it when the lane is lost.
func (r *run) keep(ctx context.Context, stop context.CancelCauseFunc) {
	ticker := time.NewTicker(r.lease() / 3)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		err := r.Ledger.UpdateLane(ctx, r.account, func(l *Lane) error {
			if l.Holder != r.holder {
				return lost(r.account)
			}
			l.Held = r.now().Add(r.lease())
			r.held.Store(l.Held.UnixMicro())
			return nil
		})
		if errors.Is(err, errLost) || !r.holds() {
			stop(lost(r.account))
			return
		}
	}
}

// holds reports whether the lease lasts: nothing is called without.
func (r *run) holds() bool { return r.now().UnixMicro() < r.held.Load() }

// update alters the lane while this run has it.
func (r *run) update(ctx context.Context, change func(*Lane)) error {
	return r.Ledger.UpdateLane(ctx, r.account, func(l *Lane) error {
		now := r.now()
		if l.Holder != r.holder || !now.Before(l.Held) {
			return lost(r.account)
		}
		change(l)
		r.extend(l, now)
		return nil
	})
}

// commit saves a step while this run has the lane.
func (r *run) commit(ctx context.Context, s Step) error {
	if !r.holds() {
		return lost(r.account)
	}
	s.At = r.now()
	if s.Token == nil {
		s.Token = r.token
	}
	r.token = nil
	if err := r.Ledger.Commit(ctx, r.account, r.holder, s); err != nil {
		return err
	}
	if s.Token != nil {
		r.lane.Token = *s.Token
	}
	if s.Revision != nil {
		r.lane.Revision = *s.Revision
	}
	return nil
}

// release gives the lane back and records how the run ended. Where it was
// interrupted, that is done nevertheless.
func (r *run) release(ctx context.Context, failure error) error {
	if r.dropped && failure == nil {
		return nil
	}
	uncounted := ctx.Err() != nil || !r.report.Paused.IsZero() || errors.Is(failure, errLost) || r.byHand && failure != nil
	err := r.Ledger.UpdateLane(context.WithoutCancel(ctx), r.account, func(l *Lane) error {
		if l.Holder != r.holder {
			return lost(r.account)
		}
		l.Holder, l.Held = "", time.Time{}
		if r.token != nil {
			l.Token = *r.token
		}
		if !uncounted {
			r.settle(l, failure)
		}
		r.lane = *l
		r.report.Trouble, r.report.Next = l.Trouble, l.Next
		return nil
	})
	if failure != nil {
		return failure
	}
	return err
}
