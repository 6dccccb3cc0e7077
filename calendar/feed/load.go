package feed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"followcal/internal/fault"
)

const (
	// mostTries bounds how often a page is made anew because its account
	// changed meanwhile.
	mostTries = 4
	// retryEvery is how long a source that failed is left alone while there is
	// a page to answer with.
	retryEvery = 5 * time.Second
)

// flight is the name under which all who wait for a page wait together.
func (k Key) flight() string { return string(k[:]) }

// load returns a page that is true, or the last one that was where that cannot
// be known. All who ask at once share one reading and rendering, which ends
// whether or not they wait for it.
func (h *Handler) load(ctx context.Context, key Key) (*page, error) {
	done := h.flight.DoChan(key.flight(), func() (any, error) {
		return h.renew(context.WithoutCancel(ctx), key)
	})
	select {
	case result := <-done:
		if result.Err != nil {
			return nil, result.Err
		}
		return result.Val.(*page), nil
	case <-ctx.Done():
		return nil, fault.Wrap(fault.Unavailable, ctx.Err(), "the client did not wait")
	}
}

// renew makes a page and holds it.
func (h *Handler) renew(ctx context.Context, key Key) (p *page, err error) {
	for range mostTries {
		held := h.held.begin()
		now := h.o.Now()
		p, err = h.read(ctx, key, now)
		if err != nil {
			return h.standIn(ctx, key, held, err, now)
		}
		if h.held.put(key, p, held, now) {
			break
		}
	}
	return p, nil
}

// standIn ends a load that failed.
func (h *Handler) standIn(ctx context.Context, key Key, held *load, err error, now time.Time) (*page, error) {
	if fault.KindOf(err) == fault.NotFound {
		h.held.drop(key, held)
		return nil, err
	}
	p := h.held.fail(key, held, now, h.o.Stale, now.Add(retryEvery))
	answered := "503"
	if p != nil {
		answered = "what it was"
	}
	h.o.Log.LogAttrs(ctx, slog.LevelError, "a feed cannot be read",
		slog.String("feed", (&answer{page: p}).id()), failure(err), cause(err), slog.String("answered", answered))
	if p != nil {
		return p, nil
	}
	return nil, err
}

// read asks the source and renders what it says. A panic within ends here: in
// a goroutine of its own it would end the process.
func (h *Handler) read(ctx context.Context, key Key, now time.Time) (p *page, err error) {
	defer func() {
		if v := recover(); v != nil {
			p, err = nil, fault.Wrap(fault.Internal, fmt.Errorf("panic: %v", v), "the feed cannot be made, because of a defect")
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, h.o.Patience)
	defer cancel()
	f, err := h.o.Source.Feed(ctx, key, now)
	if err != nil {
		return nil, err
	}
	old, _ := h.held.get(key)
	p, left, err := h.render(f, old, now)
	if err != nil {
		return nil, err
	}
	left.log(ctx, h.o.Log, f.ID)
	p.bucket, p.visits = h.buckets.of(key), h.visits.of(f.ID)
	return p, nil
}

// failure and cause say an error in a log.
func failure(err error) slog.Attr { return slog.String("fault", err.Error()) }

func cause(err error) slog.Attr {
	if inner := errors.Unwrap(err); inner != nil {
		return slog.String("cause", inner.Error())
	}
	return slog.Attr{}
}
