package feed

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// visits is when each family was last noted at a feed, as Unix seconds.
type visits struct{ seen [families]atomic.Int64 }

// first reports whether a visit is the first within a minute, and remembers it.
func (v *visits) first(f Family, now time.Time) bool {
	const minute = 60
	last, second := v.seen[f].Load(), now.Unix()
	if second >= last && second < last+minute {
		return false
	}
	return v.seen[f].CompareAndSwap(last, second)
}

// health hands fetches to a recorder, in batches and off the way of requests.
type health struct {
	recorder Recorder
	log      *slog.Logger
	wake     chan struct{}

	mu      sync.Mutex
	waiting []Fetch
	lost    int
}

const (
	mostWaiting  = 1 << 16
	batchEvery   = time.Second
	lastPatience = 5 * time.Second // for what is left at the end
)

func newHealth(recorder Recorder, log *slog.Logger) *health {
	return &health{recorder: recorder, log: log, wake: make(chan struct{}, 1)}
}

// note notes that a client got an answer about p.
func (h *health) note(p *page, family Family, now time.Time) {
	if h.recorder == nil || !p.visits.first(family, now) {
		return
	}
	h.mu.Lock()
	if len(h.waiting) < mostWaiting {
		h.waiting = append(h.waiting, Fetch{Feed: p.id, Family: family, At: now})
	} else {
		h.lost++
	}
	h.mu.Unlock()
	select {
	case h.wake <- struct{}{}:
	default:
	}
}

// run records what was noted until ctx ends. While nobody asks, it does not
// even wake up.
func (h *health) run(ctx context.Context) {
	for {
		select {
		case <-h.wake:
		case <-ctx.Done():
		}
		select {
		case <-time.After(batchEvery):
			h.flush(ctx)
		case <-ctx.Done():
			h.finish(ctx)
			return
		}
	}
}

// finish records what is left after the end of ctx.
func (h *health) finish(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastPatience)
	defer cancel()
	h.flush(ctx)
}

// flush records what waits.
func (h *health) flush(ctx context.Context) {
	h.mu.Lock()
	all, lost := h.waiting, h.lost
	h.waiting, h.lost = nil, 0
	h.mu.Unlock()
	if lost > 0 {
		h.log.LogAttrs(ctx, slog.LevelWarn, "fetches were not recorded: too many waited", slog.Int("fetches", lost))
	}
	if len(all) == 0 {
		return
	}
	if err := h.recorder.RecordFetches(ctx, all); err != nil {
		h.log.LogAttrs(ctx, slog.LevelWarn, "fetches were not recorded", slog.Int("fetches", len(all)), failure(err), cause(err))
	}
}
