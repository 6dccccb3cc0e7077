package push

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"followcal/calendar/mirror"
	"followcal/internal/fault"
)

// Worker brings calendars up to date in the background.
type Worker struct {
	Mirror   *mirror.Mirror
	Channels *Channels // nil: nobody can call
	Now      func() time.Time
	Log      *slog.Logger
}

// Work runs one account, and reports whether there is more to do at once. Faults
// stand in the account's lane as well, with what to do.
func (w *Worker) Work(ctx context.Context, account string) (more bool, err error) {
	done, err := w.Mirror.Run(ctx, account, mirror.Options{})
	if n, m := len(done.Wrote), len(done.Taken); n+m > 0 {
		w.Log.LogAttrs(ctx, slog.LevelInfo, "calendar brought up to date", slog.Int("written", n), slog.Int("heard", m))
	}
	switch kind := fault.KindOf(err); {
	case err == nil:
	case kind == fault.NotFound, kind == fault.Conflict && done.Trouble.Kind == "": // it was disconnected, or another process runs it
		return false, nil
	default:
		return false, err
	}
	if w.Channels != nil && done.Paused.IsZero() && done.Trouble.Kind == "" {
		w.keep(ctx, account)
	}
	return !done.Next.IsZero() && !done.Next.After(w.Now()), nil
}

// keep has Google call. That it does not is no trouble of the account: it is
// asked again and again anyway.
func (w *Worker) keep(ctx context.Context, account string) {
	remote, err := w.Mirror.Remote(ctx, account)
	if err == nil {
		watcher, ok := remote.(mirror.Watcher)
		if !ok {
			return
		}
		err = w.Channels.Keep(ctx, account, watcher)
	}
	if err != nil && fault.KindOf(err) != fault.Conflict {
		w.Log.LogAttrs(ctx, slog.LevelInfo, "Google does not call when a calendar changes, so it is asked", slog.String("fault", err.Error()))
	}
}

// Nudges has accounts run whose records changed. What changes is said while it is
// being committed, so nothing is done there but to note it.
type Nudges struct {
	Ledger mirror.Ledger
	Soon   func(ctx context.Context, accounts ...string) error
	Log    *slog.Logger

	mu      sync.Mutex
	changed map[string]bool
	signal  chan struct{}
	once    sync.Once
}

func (n *Nudges) bell() chan struct{} {
	n.once.Do(func() { n.signal = make(chan struct{}, 1) })
	return n.signal
}

// Changed notes accounts of which something changed. It never waits.
func (n *Nudges) Changed(accounts ...string) {
	n.mu.Lock()
	if n.changed == nil {
		n.changed = map[string]bool{}
	}
	for _, a := range accounts {
		n.changed[a] = true
	}
	n.mu.Unlock()
	select {
	case n.bell() <- struct{}{}:
	default: // it was rung already
	}
}

// Run has the noted accounts run that have a calendar, until ctx ends.
func (n *Nudges) Run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-n.bell():
		}
		n.mu.Lock()
		changed := n.changed
		n.changed = nil
		n.mu.Unlock()
		if err := n.pass(ctx, changed); err != nil && ctx.Err() == nil {
			n.Log.LogAttrs(ctx, slog.LevelWarn, "calendars are brought up to date later", slog.String("fault", err.Error()))
		}
	}
}

func (n *Nudges) pass(ctx context.Context, changed map[string]bool) error {
	var connected []string
	for account := range changed {
		switch _, err := n.Ledger.Lane(ctx, account); {
		case err == nil:
			connected = append(connected, account)
		case fault.KindOf(err) != fault.NotFound:
			return err
		}
	}
	return n.Soon(ctx, connected...)
}
