package web

import (
	"context"
	"crypto/tls"
	"errors"
	"log"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/netutil"

	"followcal/internal/fault"
)

// Endpoint is a listener and what answers there.
type Endpoint struct {
	Listener net.Listener
	Handler  http.Handler
	TLS      *tls.Config // nil: in clear text
}

// Limits bound what one client can take from the others.
type Limits struct {
	Connections int           // open at once at each endpoint; more wait in the kernel's queue
	HeaderTime  time.Duration // for the header of a request
	ReadTime    time.Duration // for a request
	WriteTime   time.Duration // for an answer, from the end of the request's header
	IdleTime    time.Duration // between two requests on a connection
	HeaderBytes int
	Drain       time.Duration // for what is under way when the server ends
}

// DefaultLimits are for a server that calendar programs poll: short requests,
// and answers below one megabyte.
func DefaultLimits() Limits {
	return Limits{
		Connections: 1024,
		HeaderTime:  10 * time.Second,
		ReadTime:    10 * time.Second, // the same, so that net/http sets one timer for both
		WriteTime:   time.Minute,
		IdleTime:    2 * time.Minute,
		HeaderBytes: 16 << 10,
		Drain:       10 * time.Second,
	}
}

// Server answers at endpoints until it is told to end.
type Server struct {
	Endpoints []Endpoint
	Limits    Limits
	Log       *slog.Logger
	Stopping  func() // called once, before requests are drained; may be nil
}

// Run answers requests until ctx ends, lets those under way finish for as long
// as the limits say, and closes the listeners. It returns nil then, and a fault
// of kind Unavailable when a listener fails.
func (s *Server) Run(ctx context.Context) error {
	// Requests outlive ctx: that is what draining means.
	requests, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	servers := make([]*http.Server, len(s.Endpoints))
	failed := make(chan error, len(s.Endpoints))
	var serving sync.WaitGroup
	for i, e := range s.Endpoints {
		servers[i] = s.server(requests, e)
		serving.Go(func() { failed <- s.serve(servers[i], e) })
	}
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	if s.Stopping != nil {
		s.Stopping()
	}
	s.drain(requests, servers, cut)
	serving.Wait()
	return err
}

// server returns the HTTP server of an endpoint. HTTP/2 comes with TLS.
func (s *Server) server(requests context.Context, e Endpoint) *http.Server {
	return &http.Server{
		Handler:           e.Handler,
		TLSConfig:         e.TLS,
		ReadHeaderTimeout: s.Limits.HeaderTime,
		ReadTimeout:       s.Limits.ReadTime,
		WriteTimeout:      s.Limits.WriteTime,
		IdleTimeout:       s.Limits.IdleTime,
		MaxHeaderBytes:    s.Limits.HeaderBytes,
		HTTP2: &http.HTTP2Config{
			MaxConcurrentStreams: 100, // RFC 9113 6.5.2 advises no fewer
			SendPingTimeout:      s.Limits.IdleTime,
			WriteByteTimeout:     s.Limits.WriteTime,
		},
		BaseContext: func(net.Listener) context.Context { return requests },
		ErrorLog:    log.New(complaints{s.Log}, "", 0),
	}
}

// serve answers at one endpoint until it is shut down.
func (s *Server) serve(server *http.Server, e Endpoint) error {
	limited := netutil.LimitListener(e.Listener, s.Limits.Connections)
	var err error
	if e.TLS != nil {
		err = server.ServeTLS(limited, "", "")
	} else {
		err = server.Serve(limited)
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fault.Wrap(fault.Unavailable, err, "serving on %s failed: %v", e.Listener.Addr(), err)
}

// drain shuts the servers down. A request that takes too long is cut off, as a
// loss of power would do; clients ask again.
func (s *Server) drain(requests context.Context, servers []*http.Server, cut context.CancelFunc) {
	ctx, cancel := context.WithTimeout(requests, s.Limits.Drain)
	defer cancel()
	var draining sync.WaitGroup
	for _, server := range servers {
		draining.Go(func() {
			if server.Shutdown(ctx) == nil {
				return
			}
			s.Log.LogAttrs(requests, slog.LevelWarn, "requests were cut off, because they took too long", slog.Duration("drain", s.Limits.Drain))
			cut()
			_ = server.Close() // what is still open is no longer wanted
		})
	}
	draining.Wait()
}

// complaints takes what net/http says about connections. Scanners fail to shake
// hands all day, which is nobody's concern.
type complaints struct{ log *slog.Logger }

// Write implements io.Writer; net/http writes a line at a time.
func (c complaints) Write(line []byte) (int, error) {
	text := strings.TrimSpace(string(line))
	level := slog.LevelWarn
	if strings.HasPrefix(text, "http: TLS handshake error") {
		level = slog.LevelDebug
	}
	c.log.Log(context.Background(), level, text)
	return len(line), nil
}
