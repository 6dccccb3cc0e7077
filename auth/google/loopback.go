package google

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"followcal/internal/fault"
)

// Loopback asks a person at this machine: a browser shows Google's question, and
// brings the answer to a server that lives for it alone (RFC 8252 7.3).
type Loopback struct {
	Client *Client
	// Tell shows the person the address of the question, in case no browser opens.
	Tell func(address string)
	// Browse opens a browser; nil: the person does. What it returns is not fatal.
	Browse func(ctx context.Context, address string) error
	// Port is where the answer arrives; 0: any that is free. Through an SSH tunnel
	// it must be known.
	Port int
	// Patience is how long the person may take; 0: five minutes.
	Patience time.Duration
}

const (
	loopbackHost    = "127.0.0.1" // no name, which could mean another machine
	loopbackPath    = "/google"
	defaultPatience = 5 * time.Minute
	lastPage        = 5 * time.Second // for the browser to load it
	mostHeader      = 16 << 10        // octets
)

// Connect asks, and hands the consent to save, whose outcome the person's browser
// shows. Faults: Denied where the person or somebody over them did not allow it,
// Unavailable when Google cannot be reached, the port is taken, or nobody answered
// in time. When ctx ends, its error is returned and nothing was changed.
func (l Loopback) Connect(ctx context.Context, save func(context.Context, Consent) error) error {
	patience := l.Patience
	if patience == 0 {
		patience = defaultPatience
	}
	ctx, cancel := context.WithTimeoutCause(ctx, patience, fault.New(fault.Unavailable,
		"nobody answered Google's question within %s; nothing was connected, run it again", patience))
	defer cancel()
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort(loopbackHost, strconv.Itoa(l.Port)))
	if err != nil {
		return fault.Wrap(fault.Unavailable, err, "port %d of this machine cannot be used for Google's answer; name another, or 0 for any", l.Port)
	}
	a := &answers{client: l.Client, save: save, host: listener.Addr().String(), done: make(chan error, 1)}
	question := a.begin(false)
	server := &http.Server{ReadHeaderTimeout: lastPage, MaxHeaderBytes: mostHeader, Handler: http.HandlerFunc(
		func(w http.ResponseWriter, r *http.Request) { a.serve(ctx, w, r) })}
	go func() { _ = server.Serve(listener) }() // ends with stop
	defer stop(ctx, server)
	if l.Tell != nil {
		l.Tell(question)
	}
	if l.Browse != nil {
		go func() { _ = l.Browse(ctx, question) }() // the address was told
	}
	select {
	case err := <-a.done:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// stop lets the browser have its last page.
func stop(ctx context.Context, server *http.Server) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastPage)
	defer cancel()
	if server.Shutdown(ctx) != nil {
		_ = server.Close() // a connection that nobody needs
	}
}

// answers takes one answer.
type answers struct {
	client *Client
	save   func(context.Context, Consent) error
	host   string
	done   chan error

	mu      sync.Mutex
	attempt *attempt
}

// begin puts the question, and returns where it is asked.
func (a *answers) begin(again bool) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.attempt = a.client.newAttempt("http://"+a.host+loopbackPath, again)
	return a.attempt.url()
}

// serve shows what became of an answer. One that is not ours ends nothing: any
// page in the browser could send it. Nor does a name that resolves to this
// machine lead here.
func (a *answers) serve(ctx context.Context, w http.ResponseWriter, r *http.Request) {
	if r.Host != a.host || r.URL.Path != loopbackPath || r.Method != http.MethodGet {
		http.NotFound(w, r)
		return
	}
	a.mu.Lock()
	attempt := a.attempt
	a.mu.Unlock()
	if !attempt.isOurs(r.URL.Query()) {
		failedPage(foreign()).write(w, http.StatusForbidden, noForm)
		return
	}
	consent, err := attempt.finish(ctx, r.URL.Query())
	switch {
	case err != nil && fault.KindOf(err) == fault.Conflict: // the same answer again
		failedPage(err).write(w, http.StatusConflict, noForm)
		return
	case errors.Is(err, errAgain) && !attempt.again:
		redirect(w, a.begin(true))
		return
	case err == nil:
		err = a.save(ctx, consent)
	}
	if err != nil {
		failedPage(err).write(w, fault.Status(err), noForm)
	} else {
		connectedPage().write(w, http.StatusOK, noForm)
	}
	a.done <- err
}

// redirect leads the browser to Google.
func redirect(w http.ResponseWriter, to string) {
	h := w.Header()
	h.Set("Location", to)
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	w.WriteHeader(http.StatusSeeOther)
}

// sentence writes an error as a page says it; what is no fault is ours alone.
func sentence(err error) string {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return "Something failed in followcal. Look where it was started."
	}
	first, size := utf8.DecodeRuneInString(f.Sentence)
	return string(unicode.ToUpper(first)) + strings.TrimSuffix(f.Sentence[size:], ".") + "."
}
