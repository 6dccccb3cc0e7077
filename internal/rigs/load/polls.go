package main

import (
	"context"
	"errors"
	"os"
	"time"
)

// contest is servers that are driven with the same requests.
type contest struct {
	rig     *rig
	servers []*server // ours first
	copies  *copies
	rounds  map[string][]turns // of a kind of request, for each server
}

// newContest starts followcal on a store, and the others on copies of what it
// answers.
func (r *rig) newContest(ctx context.Context, name string, s *store, memory string) (c *contest, err error) {
	ours, err := r.serve(ctx, s, "--feed-memory", memory)
	if err != nil {
		return nil, err
	}
	c = &contest{rig: r, servers: []*server{ours}, rounds: make(map[string][]turns)}
	if err := ours.await(ctx); err != nil {
		return c, err
	}
	if c.copies, err = ours.copy(ctx, r.path(name), s.tokens); err != nil {
		return c, err
	}
	for _, start := range []func(context.Context, *copies) (*server, error){r.serveMinimal, r.serveNginx} {
		s, err := start(ctx, c.copies)
		if err != nil {
			return c, err
		}
		c.servers = append(c.servers, s)
		if err := s.await(ctx); err != nil {
			return c, err
		}
	}
	return c, nil
}

// end stops the servers.
func (c *contest) end() error {
	if c == nil {
		return nil
	}
	var failed error
	for _, s := range c.servers {
		failed = errors.Join(failed, s.stop())
	}
	return failed
}

// tagOf is a server's entity tag of a feed's compressed form.
func tagOf(s *server) func(*feed) string {
	if s.name == "nginx" {
		return func(f *feed) string { return nginxTag(f.packed) }
	}
	return func(f *feed) string { return f.packedTag }
}

// compete drives all servers in turns. The first round is not counted.
func (c *contest) compete(ctx context.Context, kinds ...poll) error {
	requests := make(map[string][]string)
	for _, p := range kinds {
		c.rounds[p.name] = make([]turns, len(c.servers))
		for _, s := range c.servers {
			path, err := c.rig.writeRequests(s.name, c.copies.feeds, p, tagOf(s))
			if err != nil {
				return err
			}
			requests[p.name] = append(requests[p.name], path)
		}
	}
	for round := range c.rig.rounds + 1 {
		for _, p := range kinds {
			for i, s := range c.servers {
				t, err := c.turn(ctx, round, s, requests[p.name][i], p)
				if err != nil {
					return err
				}
				if round > 0 {
					c.rounds[p.name][i] = append(c.rounds[p.name][i], t)
				}
			}
		}
	}
	return nil
}

func (c *contest) turn(ctx context.Context, round int, s *server, requests string, p poll) (turn, error) {
	long := c.rig.turn
	if round == 0 {
		long = time.Second
	}
	// Nobody rotates our log, and it must not fill the disk.
	if err := os.Truncate(s.log.Name(), 0); err != nil {
		return turn{}, err
	}
	return c.rig.drive(ctx, s, requests, p, long)
}

// print prints what came of a kind of request.
func (c *contest) print(p poll, size int64) {
	all := c.rounds[p.name]
	for i, t := range all {
		if i == 0 {
			c.rig.say("%-5s %6d octets | %-9s | %8.0f/s | %6.1f µs of processor", p.name, size, c.servers[i].name, t.rate(), microseconds(t.cpu()))
			continue
		}
		rate, cpu := all[0].over(t)
		c.rig.say("%-5s %6d octets | %-9s | %8.0f/s | %6.1f µs of processor | followcal: %.2f of its rate, %.2f of its processor time",
			p.name, size, c.servers[i].name, t.rate(), microseconds(t.cpu()), rate, cpu)
	}
}

func microseconds(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

// polls spreads small feeds over all users, and compares what a 304 costs with
// what it costs where there are 100.
func (r *rig) polls(ctx context.Context) (err error) {
	began := time.Now()
	large, err := r.newStore(ctx, "large", 1, 1, r.users, "--privacy", "titles")
	if err != nil {
		return err
	}
	small, err := r.newStore(ctx, "small", 1, 1, fewUsers, "--privacy", "titles")
	if err != nil {
		return err
	}
	filled := time.Now()
	few, err := r.serve(ctx, small)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, few.stop()) }()
	if err := few.await(ctx); err != nil {
		return err
	}
	fewCopies, err := few.copy(ctx, r.path("few"), small.tokens)
	if err != nil {
		return err
	}
	c, err := r.newContest(ctx, "many", large, "2GiB")
	defer func() { err = errors.Join(err, c.end()) }()
	if err != nil {
		return err
	}
	r.say("\n## Polls: %d feeds (stored in %v, first read in %v), %d connections, medians of %d rounds\n", r.users,
		filled.Sub(began).Round(time.Second), time.Since(filled).Round(time.Second), connections, r.rounds)
	if err := c.compete(ctx, unchanged, packed, full); err != nil {
		return err
	}
	f := c.copies.feeds[0]
	c.print(unchanged, 0)
	c.print(packed, f.packed)
	c.print(full, f.size)
	many := &scale{server: c.servers[0], feeds: c.copies.feeds}
	return r.compareScale(ctx, many, &scale{server: few, feeds: fewCopies.feeds})
}
