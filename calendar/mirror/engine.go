package mirror

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"
)

// Mirror keeps the remote calendars of accounts equal to what a source wants. It
// may be used by many goroutines, and by several processes on one ledger: each
// account is run by one at a time.
type Mirror struct {
	Ledger Ledger
	Source Source
	// Remote returns an account's calendar service. A fault of kind Denied says
	// that the account is to be connected again.
	Remote func(ctx context.Context, account string) (Remote, error)
	Now    func() time.Time
	// Holder names this process among all that ever used the ledger.
	Holder string
	// Jitter returns a number from 0 up to 1, so that many accounts do not call at
	// once.
	Jitter func() float64

	Lease    time.Duration // how long a process that died keeps an account; 0: two minutes
	Every    time.Duration // between two runs; 0: ten minutes
	Parallel int           // calls at once for one account; 0: four
	Batch    int           // changes whose intents are saved at once; 0: fifty
	Describe string        // what the calendar that is made says about itself

	runs atomic.Int64
}

// Options is how an account is run.
type Options struct {
	Force    bool // what the guard would stop is done, and what was refused is tried again
	PullOnly bool // what persons did is taken, and nothing is written
	// Progress is told how many changes of a push are made; nil: nobody waits.
	Progress func(made, total int)
}

// Report is what a run did.
type Report struct {
	Taken    []Taken   // what persons did, as it was logged
	Wrote    []Written // what was written, in the order of the plan
	Plan     Plan      // the last one; zero when nothing was to be planned
	Rejected []string  // titles that the service refuses
	Trouble  Trouble   // as the lane has it now
	Paused   time.Time // until when nothing is done; zero: it ran
	Next     time.Time // when it is to run again; zero: not by itself
}

// Taken is a finding and what came of it.
type Taken struct {
	Finding
	Outcome
}

const (
	defaultLease    = 2 * time.Minute
	defaultEvery    = 10 * time.Minute
	defaultParallel = 4
	defaultBatch    = 50
)

func (m *Mirror) lease() time.Duration { return or(m.Lease, defaultLease) }
func (m *Mirror) every() time.Duration { return or(m.Every, defaultEvery) }
func (m *Mirror) parallel() int        { return or(m.Parallel, defaultParallel) }
func (m *Mirror) batch() int           { return or(m.Batch, defaultBatch) }

func or[T int | time.Duration](n, other T) T {
	if n > 0 {
		return n
	}
	return other
}

// now is the clock as ledgers keep it.
func (m *Mirror) now() time.Time { return m.Now().UTC().Truncate(time.Microsecond) }

// Run brings an account's calendar up to date: it takes what persons did there,
// and writes what changed. A lane that is paused is left alone, and the report
// says so. What a run could not do stands in the lane as its trouble, with the
// time of the next try.
//
// Faults: NotFound for an account without a lane; Conflict while another process
// runs it, when the guard stops it, or while it is not known whether a calendar
// was made; Denied when the account is to be connected again; Gone when the
// calendar is; Unavailable for what the next try may bring.
func (m *Mirror) Run(ctx context.Context, account string, o Options) (Report, error) {
	seen, report, err := m.glance(ctx, account)
	if err != nil || seen == nil {
		return report, err
	}
	return m.hold(ctx, account, false, func(ctx context.Context, r *run) error {
		r.Options, r.remote, r.glanced = o, seen.remote, seen
		r.due = seen.lane.Next // who woke the lane since the look at it is heard as well
		return r.sync(ctx)
	})
}

// run is one hold of one lane.
type run struct {
	*Mirror
	Options
	account string
	holder  string
	held    atomic.Int64 // until when, in microseconds
	remote  Remote
	lane    Lane      // as it was last read or written
	due     time.Time // when it was to run, as the run began
	token   *string   // of a listing that brought nothing: saved with what is saved next
	report  Report
	planned bool    // its report says what is refused
	byHand  bool    // it is no run that is due
	dropped bool    // the lane is no more
	undoing bool    // what it writes is no push
	soon    bool    // what is wanted may have changed since
	glanced *glance // what was listed before it had the lane; nil: nothing
}

// sync is the whole of a run: pull, then push until nothing changed meanwhile.
func (r *run) sync(ctx context.Context) error {
	if err := r.prepare(ctx); err != nil {
		return err
	}
	rows, err := r.pull(ctx)
	if err != nil || r.PullOnly {
		r.soon = true // a push was due, or is by now
		return err
	}
	again := r.Force && r.lane.Trouble.Kind == Rejected
	const rounds = 3 // findings during a push change what is wanted
	for range rounds {
		revision, err := r.Source.Revision(ctx, r.account)
		if err != nil {
			return err
		}
		if r.lane.Revision == r.revision(revision) && !again {
			r.soon = false
			return r.recall(ctx, rows)
		}
		if rows, err = r.push(ctx, rows); err != nil {
			return err
		}
		r.soon, again = true, false
	}
	return nil
}

// recall looks for entries that are refused, when nothing was planned and the
// lane says nothing of them because something else was wrong since.
func (r *run) recall(ctx context.Context, rows []Row) (err error) {
	if r.planned || r.lane.Trouble.Kind == "" || r.lane.Trouble.Kind == Rejected {
		return nil
	}
	if rows == nil {
		if rows, err = r.Ledger.Rows(ctx, r.account); err != nil {
			return err
		}
	}
	r.rejected(rows)
	r.planned = true
	return nil
}

// revision names everything that a push depends on: what is wanted, how it is
// shown, and the way in which this version shows it.
func (r *run) revision(wanted string) string {
	s := r.lane.Settings
	return fmt.Sprintf("1 %t %t %s %q %s", s.AllDay, s.Silent, s.Privacy, s.Kinds, wanted)
}
