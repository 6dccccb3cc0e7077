package mirror

import (
	"context"
	"errors"
	"slices"
	"time"

	"followcal/internal/fault"
)

// errMoved says that a lane is not as it was.
var errMoved = errors.New("the lane changed")

// glance is a look at a lane that nobody holds: at most accounts at most times
// nothing changed, neither there nor here, and noting that takes one transaction
// instead of the three of a run that takes the lane, and gives it back.
type glance struct {
	lane    Lane
	remote  Remote // nil: it was not opened
	asked   bool   // whether it was listed
	listing Listing
	failure error // of listing
}

// glance looks whether there is anything to do, and notes it where there is not:
// then it returns nil. What it listed is used by the run that follows. What goes
// wrong is left for that run, which notes it.
func (m *Mirror) glance(ctx context.Context, account string) (*glance, Report, error) {
	lane, err := m.Ledger.Lane(ctx, account)
	if err != nil {
		return nil, Report{}, err
	}
	g := &glance{lane: lane}
	busy := lane.Holder != "" || lane.Paused.After(m.now())
	if busy || lane.Calendar == "" || lane.Token == "" || lane.Revision == "" || lane.Trouble.Kind != "" || lane.Failures > 0 {
		return g, Report{}, nil
	}
	remote, err := m.Remote(ctx, account)
	if err != nil {
		return g, Report{}, nil //nolint:nilerr // the run asks again, and says what is wrong
	}
	g.remote = remote
	g.listing, g.failure = g.remote.List(ctx, lane.Calendar, lane.Token)
	g.asked = true
	if g.failure != nil || len(g.listing.Entries) > 0 || g.listing.Full {
		return g, Report{}, nil //nolint:nilerr // the run hears of it, and says what is wrong
	}
	r := &run{Mirror: m, account: account, lane: lane, due: lane.Next}
	wanted, err := m.Source.Revision(ctx, account)
	if err != nil || r.revision(wanted) != lane.Revision {
		return g, Report{}, nil //nolint:nilerr // the run asks again
	}
	err = r.note(ctx, g)
	if errors.Is(err, errMoved) || fault.KindOf(err) == fault.NotFound {
		return g, Report{}, nil
	}
	return nil, r.report, err
}

// note writes that a run ended at which there was nothing to do.
func (r *run) note(ctx context.Context, g *glance) error {
	return r.Ledger.UpdateLane(ctx, r.account, func(l *Lane) error {
		if l.Holder != "" || !l.Next.Equal(r.due) || !l.Paused.Equal(g.lane.Paused) || !g.still(l) {
			return errMoved
		}
		l.Token = g.listing.Token
		r.settle(l, nil)
		r.report.Trouble, r.report.Next = l.Trouble, l.Next
		return nil
	})
}

// still reports whether no run ended since the lane was looked at, nor was it
// asked for anything else: then what was listed is new to its rows.
func (g *glance) still(l *Lane) bool {
	same := func(a, b time.Time) bool { return a.Equal(b) }
	return l.Calendar == g.lane.Calendar && l.Token == g.lane.Token && l.Revision == g.lane.Revision && same(l.Synced, g.lane.Synced) &&
		l.Failures == g.lane.Failures && l.Trouble.Kind == g.lane.Trouble.Kind && l.Settings.equal(&g.lane.Settings)
}

// equal reports whether two settings are the same.
func (s *Settings) equal(o *Settings) bool {
	return s.Name == o.Name && s.Privacy == o.Privacy && s.AllDay == o.AllDay && s.Silent == o.Silent && slices.Equal(s.Kinds, o.Kinds)
}
