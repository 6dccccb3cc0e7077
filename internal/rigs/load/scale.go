package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// fewUsers is what many are compared with.
const fewUsers = 100

// scale is a server with a number of feeds. What it is asked for is bounded by
// what it lets a token ask for, so it is driven with a number of requests, and
// what counts is its processor time.
type scale struct {
	server *server
	feeds  []feed
	costs  []time.Duration
}

const (
	pollsOfScale = 10_000
	// A token holds 120, and 2 come back every second.
	restOfScale = 51 * time.Second
	// mostScales bounds how long this takes.
	mostScales = 5
)

// compareScale prints what a 304 costs with many feeds and with few.
func (r *rig) compareScale(ctx context.Context, many, few *scale) error {
	for round := range min(r.rounds, mostScales) {
		if round > 0 {
			select {
			case <-time.After(restOfScale):
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		for _, s := range []*scale{many, few} {
			if err := s.drive(ctx); err != nil {
				return err
			}
		}
	}
	ratios := make([]float64, len(many.costs))
	for i := range ratios {
		ratios[i] = float64(many.costs[i]) / float64(few.costs[i])
	}
	r.say("304   %d feeds: %.1f µs of processor, %d feeds: %.1f µs, ratio %.2f", len(many.feeds), microseconds(median(many.costs)),
		len(few.feeds), microseconds(median(few.costs)), median(ratios))
	return nil
}

// drive sends 304s spread over the feeds on a few connections, and notes what
// one cost.
func (s *scale) drive(ctx context.Context) error {
	const clients = 4
	before, err := s.server.cpu()
	if err != nil {
		return err
	}
	failed := make(chan error, clients)
	for client := range clients {
		go func() { failed <- s.converse(ctx, client, clients) }()
	}
	for range clients {
		if err := <-failed; err != nil {
			return err
		}
	}
	after, err := s.server.cpu()
	s.costs = append(s.costs, (after-before)/pollsOfScale)
	return err
}

// converse sends one client's share of the requests on one connection.
func (s *scale) converse(ctx context.Context, client, clients int) error {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", s.server.addr)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // all was answered, or it failed
	answers := bufio.NewReader(conn)
	step := max(len(s.feeds)/pollsOfScale, 1)
	for i := client; i < pollsOfScale; i += clients {
		f := &s.feeds[i*step%len(s.feeds)]
		_, err := fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: cal.example.org\r\nUser-Agent: dataaccessd/1.0\r\nAccept-Encoding: gzip\r\nIf-None-Match: %s\r\n\r\n", f.path, f.packedTag)
		if err != nil {
			return err
		}
		response, err := http.ReadResponse(answers, nil)
		if err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, response.Body); err != nil {
			return err
		}
		if err := response.Body.Close(); err != nil || response.StatusCode != http.StatusNotModified {
			return fmt.Errorf("%s is answered %d: %w", f.path, response.StatusCode, err)
		}
	}
	return nil
}
