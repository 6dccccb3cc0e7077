package feed_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"testing"

	"followcal/calendar/feed"
)

// converse sends requests one after the other on one connection. It reads
// answers with as little work as can be, so that what is measured is the
// server: net/http's client takes more time than any handler here.
func converse(ctx context.Context, address string, requests [][]byte, status int) error {
	var dialer net.Dialer
	connection, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return err
	}
	defer connection.Close()
	reader := bufio.NewReaderSize(connection, 256<<10)
	for _, request := range requests {
		if _, err := connection.Write(request); err != nil {
			return err
		}
		if err := skipAnswer(reader, status); err != nil {
			return err
		}
	}
	return nil
}

// skipAnswer reads an answer and checks its status.
func skipAnswer(reader *bufio.Reader, status int) error {
	line, err := reader.ReadSlice('\n')
	if err != nil {
		return err
	}
	if want := fmt.Appendf(nil, " %d ", status); !bytes.Contains(line, want) {
		return fmt.Errorf("answered %q", line)
	}
	length := 0
	for {
		line, err := reader.ReadSlice('\n')
		if err != nil {
			return err
		}
		if len(line) == len("\r\n") {
			break
		}
		if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return err
			}
		}
	}
	_, err = io.CopyN(io.Discard, reader, int64(length))
	return err
}

// BenchmarkHandler is the handlers' own work, without any connection.
func BenchmarkHandler(b *testing.B) {
	for _, feeds := range []int{100, 100_000} {
		b.Run(fmt.Sprintf("feeds=%d", feeds), func(b *testing.B) {
			all := newBench(b, feeds, 2)
			for _, poll := range polls {
				for name, handler := range map[string]http.Handler{"ours": all.handler, "minimal": all.minimal} {
					b.Run(poll.name+"/"+name, func(b *testing.B) { all.pollAlone(b, handler, poll) })
				}
			}
		})
	}
}

// pollAlone calls a handler as net/http would.
func (all *bench) pollAlone(b *testing.B, handler http.Handler, poll poll) {
	requests := make([]*http.Request, differentPolls)
	for i := range requests {
		path := all.paths[i*len(all.paths)/len(requests)]
		requests[i] = request(path, poll.encoding, all.tag(path, poll.encoding, poll.same))
	}
	w := newWriter()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		clear(w.header)
		w.body.Reset()
		handler.ServeHTTP(w, requests[i%len(requests)])
	}
}

// BenchmarkCold is a feed that nobody holds, of 200 events, and the same after
// one of them changed.
func BenchmarkCold(b *testing.B) {
	b.Run("all", func(b *testing.B) {
		r := newRig(b, func(o *feed.Options) { o.Memory = 1 })
		r.set("f", calls(200)...)
		for b.Loop() {
			r.get(r.path("f"))
		}
	})
	b.Run("changed", func(b *testing.B) {
		r := newRig(b)
		r.set("f", calls(200)...)
		for b.Loop() {
			r.Invalidate("ann")
			r.get(r.path("f"))
		}
	})
}
