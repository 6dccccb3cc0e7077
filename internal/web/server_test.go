package web_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"followcal/internal/fault"
	"followcal/internal/web"
)

// soon is when something that must happen is taken not to happen.
const soon = 10 * time.Second

// running is a server on a real socket.
type running struct {
	addr    string
	stop    context.CancelFunc
	ended   chan error
	stopped chan struct{} // closed when draining begins
	log     *lockedBuffer
}

// lockedBuffer is a log that is read while it is written.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// start serves a handler on a free port.
func start(t *testing.T, handler http.Handler, change func(*web.Limits, *web.Endpoint)) *running {
	t.Helper()
	l, err := web.ListenTCP(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	limits, endpoint := web.DefaultLimits(), web.Endpoint{Listener: l, Handler: handler}
	if change != nil {
		change(&limits, &endpoint)
	}
	ctx, stop := context.WithCancel(context.Background())
	r := &running{addr: l.Addr().String(), stop: stop, ended: make(chan error, 1), stopped: make(chan struct{}), log: new(lockedBuffer)}
	server := &web.Server{
		Endpoints: []web.Endpoint{endpoint}, Limits: limits,
		Log:      slog.New(slog.NewTextHandler(r.log, nil)),
		Stopping: func() { close(r.stopped) },
	}
	go func() { r.ended <- server.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := r.wait(); err != nil && !errors.Is(err, errAwaited) {
			t.Errorf("the server ended with %v", err)
		}
	})
	return r
}

var errAwaited = errors.New("awaited before")

// wait returns what the server ended with.
func (r *running) wait() error {
	select {
	case err, ok := <-r.ended:
		if !ok {
			return errAwaited
		}
		close(r.ended)
		return err
	case <-time.After(soon):
		return errors.New("the server does not end")
	}
}

// dial connects and sends text.
func (r *running) dial(t *testing.T, text string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", r.addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(soon)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	return conn
}

// readAnswer reads one answer whole.
func readAnswer(conn net.Conn) error {
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, err = io.ReadAll(response.Body)
	return err
}

const request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

func answers(text string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, text) })
}

func TestWhatIsUnderWayIsAnswered(t *testing.T) {
	entered, release := make(chan struct{}), make(chan struct{})
	r := start(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(entered)
		<-release
		io.WriteString(w, "whole")
	}), nil)
	conn := r.dial(t, request)
	<-entered
	r.stop()
	<-r.stopped
	close(release)
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, err := io.ReadAll(response.Body); err != nil || string(body) != "whole" {
		t.Errorf("got %q, %v", body, err)
	}
	if err := r.wait(); err != nil {
		t.Errorf("ended with %v", err)
	}
	if conn, err := net.Dial("tcp", r.addr); err == nil {
		conn.Close()
		t.Error("it still takes connections")
	}
}

func TestWhatTakesTooLongIsCutOff(t *testing.T) {
	entered := make(chan struct{})
	cut := make(chan error, 1)
	r := start(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(entered)
		<-r.Context().Done()
		cut <- r.Context().Err()
	}), func(l *web.Limits, _ *web.Endpoint) { l.Drain = time.Millisecond })
	r.dial(t, request)
	<-entered
	r.stop()
	if err := r.wait(); err != nil {
		t.Errorf("ended with %v", err)
	}
	if err := <-cut; !errors.Is(err, context.Canceled) {
		t.Errorf("the handler was told %v", err)
	}
	if !strings.Contains(r.log.String(), "cut off") {
		t.Errorf("the log does not say so: %s", r.log)
	}
}

func TestTooManyConnectionsWait(t *testing.T) {
	r := start(t, answers("x"), func(l *web.Limits, _ *web.Endpoint) { l.Connections = 1 })
	first := r.dial(t, request)
	if err := readAnswer(first); err != nil {
		t.Fatal(err)
	}
	second := r.dial(t, request)
	if err := second.SetReadDeadline(time.Now().Add(50 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if n, err := second.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("the second was answered beside the first: %d, %v", n, err)
	}
	first.Close()
	if err := second.SetReadDeadline(time.Now().Add(soon)); err != nil {
		t.Fatal(err)
	}
	if err := readAnswer(second); err != nil {
		t.Errorf("the second is not answered after the first: %v", err)
	}
}

func TestTimeOuts(t *testing.T) {
	const short = 20 * time.Millisecond
	tests := []struct {
		name, send string
		change     func(*web.Limits)
	}{
		{"no header comes", "GET / HTTP/1.1\r\nHost:", func(l *web.Limits) { l.HeaderTime = short }},
		{"no body comes", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n", func(l *web.Limits) { l.ReadTime = short }},
		{"no further request comes", request, func(l *web.Limits) { l.IdleTime = short }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := start(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { io.Copy(io.Discard, r.Body) }),
				func(l *web.Limits, _ *web.Endpoint) { tt.change(l) })
			conn := r.dial(t, tt.send)
			if _, err := io.Copy(io.Discard, conn); errors.Is(err, os.ErrDeadlineExceeded) {
				t.Error("the connection stays open")
			}
		})
	}
}

func TestWhoDoesNotReadIsLeft(t *testing.T) {
	left := make(chan struct{})
	r := start(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for {
			if _, err := w.Write(make([]byte, 1<<20)); err != nil {
				close(left)
				return
			}
		}
	}), func(l *web.Limits, _ *web.Endpoint) { l.WriteTime = 50 * time.Millisecond })
	r.dial(t, request)
	select {
	case <-left:
	case <-time.After(soon):
		t.Error("the handler still writes")
	}
}

func TestAHeaderCanBeTooLarge(t *testing.T) {
	r := start(t, answers("x"), nil)
	conn := r.dial(t, "GET / HTTP/1.1\r\nHost: x\r\nCookie: "+strings.Repeat("x", 24<<10)+"\r\n\r\n")
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("got %s", response.Status)
	}
}

func TestAListenerThatFailsEndsTheServer(t *testing.T) {
	l, err := web.ListenTCP(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	server := &web.Server{
		Endpoints: []web.Endpoint{{Listener: l, Handler: answers("x")}},
		Limits:    web.DefaultLimits(), Log: slog.New(slog.DiscardHandler),
	}
	if err := server.Run(t.Context()); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("got %v", err)
	}
}

func TestListenTCP(t *testing.T) {
	l, err := web.ListenTCP(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, err = web.ListenTCP(t.Context(), l.Addr().String())
	if fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "is taken by another process") {
		t.Errorf("a taken port: %v", err)
	}
	if _, err := web.ListenTCP(t.Context(), "192.0.2.1:1"); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("an address of another machine: %v", err)
	}
}

func TestListenUnix(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	first, err := web.ListenUnix(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o660 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if _, err := web.ListenUnix(t.Context(), path); fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "another process serves") {
		t.Errorf("a socket in use: %v", err)
	}
	// A process that was killed leaves its socket behind.
	first.(*net.UnixListener).SetUnlinkOnClose(false)
	first.Close()
	second, err := web.ListenUnix(t.Context(), path)
	if err != nil {
		t.Fatalf("a socket that was left: %v", err)
	}
	second.Close()
	if err := os.WriteFile(path, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := web.ListenUnix(t.Context(), path); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("a file that is no socket: %v", err)
	}
	if text, _ := os.ReadFile(path); string(text) != "precious" {
		t.Error("the file is gone")
	}
	if _, err := web.ListenUnix(t.Context(), filepath.Join(path, "s")); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("a folder that is none: %v", err)
	}
}
