package main

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"time"
)

// poll is a kind of request.
type poll struct {
	name     string
	encoding string // of Accept-Encoding; empty: none
	same     bool   // with the entity tag of what would be sent
}

var (
	unchanged = poll{"304", "gzip", true}
	packed    = poll{"gzip", "gzip", false}
	full      = poll{"full", "", false}
)

// turn is what came of driving a server for a while.
type turn struct {
	rate float64       // requests a second
	cpu  time.Duration // of the server, for a request
}

// script sends the requests of a file in turn, and prints what came of it.
//
//go:embed wrk.lua
var script []byte

// writeRequests writes a line for each request of a kind to each feed, in an
// order without pattern, and returns the file.
func (r *rig) writeRequests(name string, feeds []feed, p poll, tag func(*feed) string) (string, error) {
	path := r.path(name + "-" + p.name)
	f, err := os.Create(path)
	if err != nil {
		return "", err
	}
	out := bufio.NewWriter(f)
	for _, i := range rand.Perm(len(feeds)) {
		line := feeds[i].path + "\t" + p.encoding
		if p.same {
			line += "\t" + tag(&feeds[i])
		}
		fmt.Fprintln(out, line)
	}
	if err := out.Flush(); err != nil {
		return "", err
	}
	return path, f.Close()
}

// connections is how many clients ask at once.
const connections = 128

// drive lets wrk send the requests of a file to a server for a while. One of its
// threads is enough to keep one core busy; the other is left to the server.
func (r *rig) drive(ctx context.Context, s *server, requests string, p poll, long time.Duration) (turn, error) {
	lua := r.path("wrk.lua")
	if err := os.WriteFile(lua, script, 0o644); err != nil {
		return turn{}, err
	}
	before, err := s.cpu()
	if err != nil {
		return turn{}, err
	}
	said, err := output(ctx, "wrk", "-t1", fmt.Sprintf("-c%d", connections), "-d"+long.String(), "-s", lua, "http://"+s.addr, "--", requests)
	if err != nil {
		return turn{}, err
	}
	after, err := s.cpu()
	if err != nil {
		return turn{}, err
	}
	var summary struct{ Requests, Microseconds, Octets, Failed int64 }
	_, line, _ := strings.Cut(said, "summary ")
	if err := json.NewDecoder(strings.NewReader(line)).Decode(&summary); err != nil {
		return turn{}, fmt.Errorf("wrk said %q: %w", said, err)
	}
	switch each := summary.Octets / max(summary.Requests, 1); {
	case summary.Failed > 0 || summary.Requests == 0:
		return turn{}, fmt.Errorf("%s failed to answer %d of %d requests", s.name, summary.Failed, summary.Requests)
	case p.same && each > 600, !p.same && each < 600:
		return turn{}, fmt.Errorf("%s answered with %d octets on average, which is not what was asked for", s.name, each)
	}
	return turn{
		rate: float64(summary.Requests) / (float64(summary.Microseconds) / 1e6),
		cpu:  (after - before) / time.Duration(summary.Requests),
	}, nil
}
