package mirror

import (
	"context"
	"time"

	"followcal/internal/fault"
)

// Pause stops reading and writing until an instant, [Forever] for until somebody
// resumes. A run that is under way ends first.
func (m *Mirror) Pause(ctx context.Context, account string, until time.Time) error {
	return m.alter(ctx, account, func(l *Lane) { l.Paused = until.UTC().Truncate(time.Microsecond) })
}

// Resume ends a pause and has the lane run at once.
func (m *Mirror) Resume(ctx context.Context, account string) error {
	return m.alter(ctx, account, func(l *Lane) { l.Paused, l.Next, l.Failures = time.Time{}, m.now(), 0 })
}

// Wake has the lane run at once, and says that whatever it waited for has come:
// the account was connected again, or the service told of a change.
func (m *Mirror) Wake(ctx context.Context, account string) error {
	return m.alter(ctx, account, func(l *Lane) {
		l.Next = m.now()
		if l.Trouble.Kind == Disconnected {
			l.Trouble, l.Failures = Trouble{}, 0
		}
	})
}

// Configure sets what an account wants mirrored, and has its lane run at once. An
// account without a lane gets one.
func (m *Mirror) Configure(ctx context.Context, account string, s Settings) error {
	return m.Ledger.UpdateLane(ctx, account, func(l *Lane) error {
		l.Settings, l.Next = s, m.now()
		return nil
	})
}

// alter alters a lane that is there.
func (m *Mirror) alter(ctx context.Context, account string, change func(*Lane)) error {
	if _, err := m.Ledger.Lane(ctx, account); err != nil {
		return err
	}
	return m.Ledger.UpdateLane(ctx, account, func(l *Lane) error {
		change(l)
		return nil
	})
}

// Reset forgets the calendar and what was written to it, so that the next run
// makes a new one and writes everything to it. The old calendar is left as it is.
// What persons deleted or ticked off does not come back.
func (m *Mirror) Reset(ctx context.Context, account string) error {
	_, err := m.hold(ctx, account, true, func(ctx context.Context, r *run) error { return r.moveTo(ctx, "") })
	return err
}

// Adopt has an account use a calendar that exists, such as one of which it is not
// known whether it was made. Entries that the mirror wrote there are recognised.
// A fault of kind NotFound says that there is none with the id.
func (m *Mirror) Adopt(ctx context.Context, account, calendar string) error {
	_, err := m.hold(ctx, account, true, func(ctx context.Context, r *run) (err error) {
		if r.remote, err = r.Remote(ctx, account); err != nil {
			return err
		}
		if _, err := r.remote.Calendar(ctx, calendar); err != nil {
			return err
		}
		return r.moveTo(ctx, calendar)
	})
	return err
}

// moveTo begins anew with a calendar.
func (r *run) moveTo(ctx context.Context, calendar string) error {
	rows, err := r.Ledger.Rows(ctx, r.account)
	if err != nil {
		return err
	}
	none, step := "", Step{Begin: true}
	for i := range rows {
		if rows[i].Phase != Released {
			step.Remove = append(step.Remove, rows[i].UID)
		}
	}
	step.Token, step.Revision = &none, &none
	if err := r.commit(ctx, step); err != nil {
		return err
	}
	r.planned, r.soon = true, true
	return r.update(ctx, func(l *Lane) { l.Calendar, l.Making, l.Channel = calendar, time.Time{}, Channel{} })
}

// Forget ends an account's mirror: it removes the calendar where that is asked
// for, and drops the lane. A fault leaves the lane as it was.
func (m *Mirror) Forget(ctx context.Context, account string, removeCalendar bool) error {
	_, err := m.hold(ctx, account, true, func(ctx context.Context, r *run) (err error) {
		if removeCalendar && r.lane.Calendar != "" {
			if r.remote, err = r.Remote(ctx, account); err != nil {
				return err
			}
			if err := r.remote.RemoveCalendar(ctx, r.lane.Calendar); err != nil {
				return err
			}
		}
		if !r.holds() {
			return lost(account)
		}
		r.dropped = true
		return r.Ledger.DropLane(ctx, account)
	})
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return nil
	}
	return err
}
