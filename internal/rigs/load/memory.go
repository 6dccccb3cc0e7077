package main

import (
	"context"
	"errors"
	"time"
)

// memory prints what the process holds when every user's feed of some 20 events
// was asked for, with the memory for feeds that it has by default.
func (r *rig) memory(ctx context.Context) (err error) {
	const applications = 7
	s, err := r.newStore(ctx, "memory", applications, 14, r.users)
	if err != nil {
		return err
	}
	server, err := r.serve(ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.stop()) }()
	if err := server.await(ctx); err != nil {
		return err
	}
	before, _, err := server.memory()
	if err != nil {
		return err
	}
	begin := time.Now()
	c, err := server.copy(ctx, r.path("memory-copies"), s.tokens)
	if err != nil {
		return err
	}
	took := time.Since(begin)
	after, most, err := server.memory()
	if err != nil {
		return err
	}
	r.say("\n## Memory: %d feeds of some 20 events, %d octets each, %d compressed\n", r.users, c.feeds[0].size, c.feeds[0].packed)
	r.say("before: %.1f MB; after all were read, in %v: %.1f MB, at most %.1f MB", megabytes(before), took.Round(time.Second), megabytes(after), megabytes(most))
	return nil
}
