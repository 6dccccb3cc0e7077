package main

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// The record whose feed is started with and rendered: applications of a year.
const (
	applications = 1000
	year         = 365
)

// start prints how long it takes from the start of a process to its first 200,
// and what an idle one holds.
func (r *rig) start(ctx context.Context) error {
	s, err := r.newStore(ctx, "start", applications, year, 1)
	if err != nil {
		return err
	}
	path := "/feeds/" + s.tokens[0] + ".ics"
	var ours, theirs, empty []time.Duration
	var ratios []float64
	var idle []int64
	for range 2 * r.rounds {
		server, err := r.serve(ctx, s)
		if err != nil {
			return err
		}
		took, a, err := server.first(ctx, path)
		if err != nil {
			return errors.Join(err, server.stop())
		}
		radicale, err := r.serveRadicale(ctx, a.body)
		if err != nil {
			return errors.Join(err, server.stop())
		}
		tookRadicale, _, err := radicale.first(ctx, radicalePath)
		if err := errors.Join(err, radicale.stop(), server.stop()); err != nil {
			return err
		}
		alone, held, err := r.idle(ctx, s)
		if err != nil {
			return err
		}
		ours, theirs, empty, idle = append(ours, took), append(theirs, tookRadicale), append(empty, alone), append(idle, held)
		ratios = append(ratios, float64(took)/float64(tookRadicale))
	}
	r.say("\n## Start: %d applications, medians of %d starts\n", applications, len(ours))
	r.say("first 200 of the feed: %.1f ms; Radicale, the same events: %.0f ms; ratio %.3f", milliseconds(median(ours)), milliseconds(median(theirs)), median(ratios))
	r.say("first 200 of /healthz: %.1f ms; idle memory then: %.1f MB", milliseconds(median(empty)), megabytes(median(idle)))
	return nil
}

// idle starts followcal and asks it for nothing but its health.
func (r *rig) idle(ctx context.Context, s *store) (took time.Duration, held int64, err error) {
	server, err := r.serve(ctx, s)
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, server.stop()) }()
	if took, _, err = server.first(ctx, "/healthz"); err != nil {
		return 0, 0, err
	}
	select {
	case <-time.After(time.Second):
	case <-ctx.Done():
	}
	held, _, err = server.memory()
	return took, held, err
}

// first asks until the server answers 200, and returns how long after the start
// of its process that was.
func (s *server) first(ctx context.Context, path string) (time.Duration, answer, error) {
	client := newClient()
	for {
		a, err := ask(ctx, client, "http://"+s.addr+path)
		if err == nil && a.status == http.StatusOK {
			return time.Since(s.began), a, nil
		}
		if took := time.Since(s.began); took > time.Minute || ctx.Err() != nil {
			return 0, a, errors.Join(err, s.await(ctx))
		}
		time.Sleep(200 * time.Microsecond)
	}
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
func megabytes(octets int64) float64       { return float64(octets) / 1e6 }
