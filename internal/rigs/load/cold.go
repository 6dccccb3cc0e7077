package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// cold prints how long a feed takes that nobody holds: each of the feeds of one
// user with many applications is asked for once.
func (r *rig) cold(ctx context.Context) (err error) {
	const users = 60
	s, err := r.newStore(ctx, "cold", applications, year, users)
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
	client := newClient()
	var times []time.Duration
	var last answer
	for i, token := range s.tokens {
		begin := time.Now()
		last, err = ask(ctx, client, "http://"+server.addr+"/feeds/"+token+".ics", "Accept-Encoding", "gzip")
		took := time.Since(begin)
		if err != nil {
			return err
		}
		if last.status != http.StatusOK {
			return fmt.Errorf("answered %d: %s", last.status, last.body)
		}
		if i >= users/6 { // the process is warm, only the feeds are cold
			times = append(times, took)
		}
	}
	a, err := ask(ctx, client, "http://"+server.addr+"/feeds/"+s.tokens[0]+".ics")
	if err != nil {
		return err
	}
	r.say("\n## Cold: a feed of %d applications, %d octets (%d compressed), that nobody holds\n", applications, len(a.body), len(last.body))
	r.say("median of %d: %.1f ms", len(times), milliseconds(median(times)))
	return nil
}
