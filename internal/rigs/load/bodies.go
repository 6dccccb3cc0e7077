package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"
)

// bodies compares feeds of some 115 KB, and one of them with the same events in
// Radicale.
func (r *rig) bodies(ctx context.Context) (err error) {
	const applications, users = 67, 2000
	s, err := r.newStore(ctx, "bodies", applications, 14, users, "--privacy", "titles")
	if err != nil {
		return err
	}
	c, err := r.newContest(ctx, "long", s, "2GiB")
	defer func() { err = errors.Join(err, c.end()) }()
	if err != nil {
		return err
	}
	f := c.copies.feeds[0]
	r.say("\n## Long feeds: %d of them, %d connections, medians of %d rounds\n", users, connections, r.rounds)
	if err := c.compete(ctx, full); err != nil {
		return err
	}
	c.print(full, f.size)
	body, err := os.ReadFile(filepath.Join(c.copies.folder, filepath.FromSlash(f.path)))
	if err != nil {
		return err
	}
	return r.againstRadicale(ctx, c, body)
}

// againstRadicale drives Radicale and followcal with each kind of request in
// turns. What a token may be asked for bounds followcal's turns.
func (r *rig) againstRadicale(ctx context.Context, c *contest, body []byte) (err error) {
	radicale, err := r.serveRadicale(ctx, body)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, radicale.stop()) }()
	if err := radicale.await(ctx); err != nil {
		return err
	}
	a, err := ask(ctx, newClient(), "http://"+radicale.addr+radicalePath)
	if err != nil {
		return err
	}
	calendar := []feed{{path: radicalePath, packedTag: a.header.Get("Etag")}}
	for _, p := range []poll{unchanged, packed, full} {
		ours, theirs, err := r.faceRadicale(ctx, c, radicale, calendar, p)
		if err != nil {
			return err
		}
		rate, _ := ours.over(theirs)
		r.say("%-5s %6d octets | Radicale  | %8.1f/s | followcal: %.0f times its rate", p.name, len(a.body), theirs.rate(), rate)
	}
	return nil
}

// faceRadicale drives both with one kind of request. Radicale sends everything,
// whatever it is asked.
func (r *rig) faceRadicale(ctx context.Context, c *contest, radicale *server, calendar []feed, p poll) (ours, theirs turns, err error) {
	tag := func(f *feed) string { return f.packedTag }
	toOurs, err := r.writeRequests("followcal", c.copies.feeds, p, tag)
	if err != nil {
		return nil, nil, err
	}
	toTheirs, err := r.writeRequests("radicale", calendar, p, tag)
	if err != nil {
		return nil, nil, err
	}
	for range r.rounds {
		t, err := r.drive(ctx, c.servers[0], toOurs, p, time.Second)
		if err != nil {
			return nil, nil, err
		}
		ours = append(ours, t)
		if t, err = r.drive(ctx, radicale, toTheirs, poll{name: p.name}, r.turn); err != nil {
			return nil, nil, err
		}
		theirs = append(theirs, t)
	}
	return ours, theirs, nil
}
