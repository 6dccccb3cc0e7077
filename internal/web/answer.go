package web

import (
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"followcal/internal/fault"
)

// page is a handler that returns what went wrong, before it has written
// anything.
type page func(w http.ResponseWriter, r *http.Request) error

// ServeHTTP implements [http.Handler]. The error goes to the response that
// guarded put around w.
func (p page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := p(w, r); err != nil {
		if response, ok := w.(*response); ok {
			response.fault = err
			return
		}
		status, shown := problemOf(err)
		showProblem(w, r, status, shown)
	}
}

// response notes what was answered.
type response struct {
	http.ResponseWriter
	request *http.Request
	status  int   // 0: nothing yet
	octets  int64 // of the body
	late    bool  // a refusal still needs what goes with every page
	fault   error // what a page returned
	refused int   // 404 or 405: the mux has no page, and gets one of ours
}

// WriteHeader notes the status. The plain refusals of the mux are kept back.
func (w *response) WriteHeader(status int) {
	if w.status != 0 || w.refused != 0 {
		return
	}
	if w.request.Pattern == "" && (status == http.StatusNotFound || status == http.StatusMethodNotAllowed) {
		w.refused = status
		return
	}
	if status >= http.StatusOK { // others only announce it
		w.status = status
	}
	if w.late && status >= http.StatusBadRequest {
		setHeaders(w.Header(), w.request.TLS != nil)
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write counts what is written.
func (w *response) Write(body []byte) (int, error) {
	if w.refused != 0 {
		return len(body), nil
	}
	w.WriteHeader(http.StatusOK)
	n, err := w.ResponseWriter.Write(body)
	w.octets += int64(n)
	return n, err
}

// Unwrap is for [http.ResponseController].
func (w *response) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// show writes the page of an error, past what keeps the mux's own back.
func (w *response) show(status int, p problem) {
	w.refused = 0
	if w.status == 0 {
		w.status = status
		if w.late {
			setHeaders(w.Header(), w.request.TLS != nil)
		}
		counted := &counter{ResponseWriter: w.ResponseWriter}
		w.Header().Set("Cache-Control", "no-store")
		showProblem(counted, w.request, status, p)
		w.octets = counted.octets
	}
}

type counter struct {
	http.ResponseWriter
	octets int64
}

func (c *counter) Write(body []byte) (int, error) {
	n, err := c.ResponseWriter.Write(body)
	c.octets += int64(n)
	return n, err
}

// logged writes the access log: the route of each request instead of its path,
// because paths can hold what opens a calendar.
func (s *Site) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin := s.Now()
		answer := &response{ResponseWriter: w, request: r}
		defer func() { s.log(answer, s.Now().Sub(begin)) }() // also of an answer that is cut off
		next.ServeHTTP(answer, r)
	})
}

func (s *Site) log(answer *response, took time.Duration) {
	r := answer.request
	v := visitOf(r.Context())
	if r.Method == http.MethodHead {
		answer.octets = 0 // net/http keeps the body back
	}
	s.Log.LogAttrs(r.Context(), levelOf(r), "request",
		slog.String("id", v.id), slog.String("method", methodOf(r)), slog.String("route", route(r)),
		slog.Int("status", answer.status), slog.Int64("bytes", answer.octets),
		slog.Duration("took", took), slog.Any("client", v.client.Addr))
}

// levelOf keeps the questions of supervisors out of the usual log.
func levelOf(r *http.Request) slog.Level {
	if r.URL.Path == "/healthz" || r.URL.Path == "/readyz" {
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// methodOf is the method; what a stranger invented could hold anything.
func methodOf(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return r.Method
	}
	return "other"
}

// route is what a path is logged as.
func route(r *http.Request) string {
	if strings.HasPrefix(r.URL.Path, feeds) {
		return feeds + "{token}.ics"
	}
	_, path, found := strings.Cut(r.Pattern, " ")
	if !found {
		path = r.Pattern
	}
	if path == "" {
		return "none"
	}
	return strings.TrimSuffix(path, "{$}")
}

// guarded turns what a page returns, or panics with, into an answer. It needs
// the response of logged.
func (s *Site) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, ok := w.(*response)
		if !ok { // logged is left out of the chain, which every test shows
			http.Error(w, "misbuilt", http.StatusInternalServerError)
			return
		}
		defer s.settle(answer)
		if err := s.checkWay(r); err != nil && levelOf(r) != slog.LevelDebug {
			answer.fault = err
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, mostBody)
		next.ServeHTTP(answer, r)
	})
}

// mostBody is the most that a request may send, in octets.
const mostBody = 1 << 20

// feed is the way to the feeds. It does what every request needs and allocates
// little, because it is asked a thousand times as often as the rest. A calendar
// is no page, and goes without what browsers are told of pages: beyond eight
// headers, net/http keeps them in a larger kind of map, which costs as much as
// the rest of the answer.
func (s *Site) feed(w http.ResponseWriter, r *http.Request) {
	r.Pattern = feeds // what Feeds refuses keeps its own words
	answer := &response{ResponseWriter: w, request: r, late: true}
	defer s.settle(answer)
	if answer.fault = s.checkWay(r); answer.fault == nil {
		s.Feeds.ServeHTTP(answer, r)
	}
}

// settle is deferred by what answers requests: no panic goes further, and no
// request stays without an answer.
func (s *Site) settle(w *response) {
	if thrown := recover(); thrown != nil {
		s.panicked(w, thrown)
		return
	}
	switch {
	case w.fault != nil:
		s.failed(w, w.fault)
	case w.refused != 0:
		w.show(w.refused, problems[w.refused])
	case w.status == 0:
		w.WriteHeader(http.StatusOK)
	}
}

// panicked answers for a defect. When a part of the answer is out already, the
// connection is cut, so that nobody takes it for the whole: net/http does that
// for this one value, and says nothing.
func (s *Site) panicked(w *response, thrown any) {
	err, isError := thrown.(error)
	if !isError || !errors.Is(err, http.ErrAbortHandler) {
		s.Log.LogAttrs(w.request.Context(), slog.LevelError, "panic",
			slog.String("id", RequestID(w.request.Context())), slog.String("route", route(w.request)),
			slog.Any("value", thrown), slog.String("stack", string(debug.Stack())))
	}
	if w.status != 0 {
		panic(http.ErrAbortHandler)
	}
	w.show(http.StatusInternalServerError, problems[http.StatusInternalServerError])
}

// failed answers with the page of an error, and logs the cause of those that
// are ours.
func (s *Site) failed(w *response, err error) {
	ctx := w.request.Context()
	status, shown := problemOf(err)
	if status >= http.StatusInternalServerError && ctx.Err() == nil {
		s.Log.LogAttrs(ctx, slog.LevelError, "fault",
			slog.String("id", RequestID(ctx)), slog.String("route", route(w.request)),
			slog.String("kind", fault.KindOf(err).String()), slog.String("fault", err.Error()), slog.Any("cause", errors.Unwrap(err)))
	}
	w.show(status, shown)
}
