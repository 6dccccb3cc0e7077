package feed_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"followcal/auth"
	"followcal/calendar/feed"
	"followcal/internal/proxy"
)

// bench is a handler that holds n feeds of the same events, with access log,
// limits and recording on, and a minimal handler that serves the same octets.
type bench struct {
	handler *feed.Handler
	minimal minimal
	paths   []string
}

// minimal is what a handler can be at least: a map, and an ETag check.
type minimal struct {
	plain, packed map[string]minimalPage
}

type minimalPage struct {
	etag string
	body []byte
}

func (m minimal) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	pages := m.plain
	if r.Header.Get("Accept-Encoding") == "gzip" {
		pages = m.packed
		w.Header().Set("Content-Encoding", "gzip")
	}
	page, ok := pages[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("ETag", page.etag)
	if r.Header.Get("If-None-Match") == page.etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(page.body)))
	_, _ = w.Write(page.body)
}

// forget is a recorder that keeps nothing.
type forget struct{}

func (forget) RecordFetches(context.Context, []feed.Fetch) error { return nil }

// counting asks one source about everything.
type counting struct{ feed *feed.Feed }

func (c counting) Feed(_ context.Context, key feed.Key, _ time.Time) (*feed.Feed, error) {
	f := *c.feed
	f.ID, f.Account = fmt.Sprintf("%x", key[:6]), fmt.Sprintf("%x", key[6:12])
	return &f, nil
}

func newBench(b *testing.B, feeds, events int) *bench {
	b.Helper()
	r := newRig(b)
	f := r.set("f", calls(events)...)
	o := feed.Options{
		Source: counting{f}, Now: time.Now, Caller: proxy.Peer, Recorder: forget{}, Memory: 8 << 30,
		Log:    slog.New(slog.NewTextHandler(io.Discard, nil)),
		Limits: feed.Limits{TokenRate: 1e9, TokenBurst: 1e9, AddressRate: rate.Limit(1e9), AddressBurst: 1e9, Tracked: 4 * feeds},
		Identify: func(text string) (feed.Key, bool) {
			token, ok := auth.ParseFeedToken(text)
			return feed.Key(token.Hash()), ok
		},
	}
	handler, err := feed.New(o)
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	b.Cleanup(stop)
	go handler.Run(ctx)
	all := &bench{handler, minimal{make(map[string]minimalPage), make(map[string]minimalPage)}, make([]string, feeds)}
	var plain, packed []byte
	for i := range all.paths {
		path := "/feeds/" + r.key.FeedToken(fmt.Sprint(i), 1).Reveal() + ".ics"
		all.paths[i] = path
		w := newWriter()
		handler.ServeHTTP(w, request(path, "gzip", ""))
		etag := w.header.Get("Etag")
		if i == 0 {
			packed = bytes.Clone(w.body.Bytes())
			plain = unpack(b, packed)
		}
		all.minimal.packed[path] = minimalPage{etag, packed}
		all.minimal.plain[path] = minimalPage{etag[:len(etag)-len("-gzip")-1] + `"`, plain}
	}
	runtime.GC() // what making the feeds left behind is not the polls' affair
	return all
}

// writer is a response that costs next to nothing.
type writer struct {
	header http.Header
	body   bytes.Buffer
	status int
}

func newWriter() *writer { return &writer{header: make(http.Header)} }

func (w *writer) Header() http.Header              { return w.header }
func (w *writer) WriteHeader(status int)           { w.status = status }
func (w *writer) Write(octets []byte) (int, error) { return w.body.Write(octets) }

func request(path, encoding, etag string) *http.Request {
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "http://127.0.0.1"+path, http.NoBody)
	if err != nil {
		panic(err)
	}
	r.RemoteAddr = "192.0.2.1:1"
	r.Header.Set("User-Agent", agentOfApple)
	if encoding != "" {
		r.Header.Set("Accept-Encoding", encoding)
	}
	if etag != "" {
		r.Header.Set("If-None-Match", etag)
	}
	return r
}

// poll is a kind of request.
type poll struct {
	name, encoding string
	same           bool
	status         int
}

var polls = []poll{
	{"304", "gzip", true, http.StatusNotModified},
	{"gzip", "gzip", false, http.StatusOK},
	{"full", "", false, http.StatusOK},
}

// differentPolls are made beforehand and repeated.
const differentPolls = 2048

// BenchmarkPoll compares requests per second over loopback connections: the
// handler and the minimal one in turns, within one run.
func BenchmarkPoll(b *testing.B) {
	for _, size := range []struct{ feeds, events int }{{100, 200}, {100_000, 2}} {
		b.Run(fmt.Sprintf("feeds=%d/events=%d", size.feeds, size.events), func(b *testing.B) {
			all := newBench(b, size.feeds, size.events)
			ours, theirs := listen(b, all.handler), listen(b, all.minimal)
			for _, poll := range polls {
				b.Run(poll.name, func(b *testing.B) { all.compare(b, ours, theirs, poll) })
			}
		})
	}
}

// compare drives both servers in turns and reports their rates.
func (all *bench) compare(b *testing.B, ours, theirs string, poll poll) {
	requests := make([][]byte, differentPolls)
	for i := range requests {
		path := all.paths[i*len(all.paths)/len(requests)]
		requests[i] = raw(path, poll.encoding, all.tag(path, poll.encoding, poll.same))
	}
	const rounds = 5
	var ourTime, theirTime time.Duration
	for b.Loop() {
		for range rounds {
			ourTime += drive(b, ours, requests, poll.status)
			theirTime += drive(b, theirs, requests, poll.status)
		}
	}
	n := float64(b.N * rounds * len(requests) * connections)
	b.ReportMetric(n/ourTime.Seconds(), "ours/s")
	b.ReportMetric(n/theirTime.Seconds(), "minimal/s")
	b.ReportMetric(theirTime.Seconds()/ourTime.Seconds(), "ratio")
	b.ReportMetric(0, "ns/op")
}

// tag returns the entity tag that a client has, "" for one that has none.
func (all *bench) tag(path, encoding string, same bool) string {
	switch {
	case !same:
		return ""
	case encoding == "gzip":
		return all.minimal.packed[path].etag
	}
	return all.minimal.plain[path].etag
}

func listen(b *testing.B, handler http.Handler) string {
	b.Helper()
	listener, err := (&net.ListenConfig{}).Listen(b.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(listener) }()
	b.Cleanup(func() { _ = server.Close() })
	return listener.Addr().String()
}

// raw is a request as it goes over the wire.
func raw(path, encoding, etag string) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: %s\r\n", path, agentOfApple)
	if encoding != "" {
		fmt.Fprintf(&out, "Accept-Encoding: %s\r\n", encoding)
	}
	if etag != "" {
		fmt.Fprintf(&out, "If-None-Match: %s\r\n", etag)
	}
	out.WriteString("\r\n")
	return out.Bytes()
}

const connections = 4

// drive sends every request once on each of a few connections, and returns how
// long that took.
func drive(b *testing.B, address string, requests [][]byte, status int) time.Duration {
	b.Helper()
	begin := time.Now()
	var failed atomic.Int64
	done := make(chan struct{})
	for range connections {
		go func() {
			defer func() { done <- struct{}{} }()
			if err := converse(b.Context(), address, requests, status); err != nil {
				failed.Add(1)
				b.Error(err)
			}
		}()
	}
	for range connections {
		<-done
	}
	if failed.Load() > 0 {
		b.FailNow()
	}
	return time.Since(begin)
}
