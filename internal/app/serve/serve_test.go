package serve_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"followcal/internal/app/serve"
	"followcal/internal/config"
	"followcal/internal/fault"
	"followcal/internal/systemd"
)

// settings are those of a server on a socket in a folder of the test.
func settings(t *testing.T) config.Serve {
	t.Helper()
	folder := t.TempDir()
	layers := config.Layers{
		Flags:    map[string][]string{"addr": {"unix:" + folder + "/s"}},
		Location: func(string) (string, error) { return folder + "/record.db", nil },
	}
	s, err := layers.Load()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// request asks to serve with settings.
func request(s config.Serve, log io.Writer) serve.Request {
	return serve.Request{
		Settings: s, Log: log, By: "robin", Now: time.Now,
		SystemZone: func() (string, error) { return "Europe/Berlin", nil },
	}
}

// manager is a service manager that remembers the states that it is told.
func manager(t *testing.T) (m systemd.Manager, next func() string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "notify")
	l, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return systemd.Manager{Notify: path}, func() string {
		if err := l.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
			t.Fatal(err)
		}
		state := make([]byte, 64)
		n, err := l.Read(state)
		if err != nil {
			t.Errorf("the manager is not told: %v", err)
		}
		return string(state[:n])
	}
}

// get asks a socket.
func get(t *testing.T, socket, path string) (status int, body string) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", socket)
	}}}
	response, err := client.Get("http://x" + path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

func TestRun(t *testing.T) {
	s := settings(t)
	s.PublicURL = "https://cal.example.org"
	var log bytes.Buffer
	r := request(s, &log)
	var state func() string
	r.Manager, state = manager(t)
	var seen bytes.Buffer
	r.Person = &seen

	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- serve.Run(ctx, r) }()
	if got := state(); got != "READY=1" {
		t.Fatalf("told %q", got)
	}
	socket := strings.TrimPrefix(s.Addr, "unix:")
	if status, body := get(t, socket, "/readyz"); status != http.StatusOK || body != "ready\n" {
		t.Errorf("/readyz: %d %q", status, body)
	}
	path := regexp.MustCompile(`https://cal\.example\.org(/feeds/\w{32}\.ics)`).FindStringSubmatch(seen.String())
	if len(path) != 2 || !strings.Contains(seen.String(), "webcal://cal.example.org"+path[1]) {
		t.Fatalf("the person sees\n%s", &seen)
	}
	if status, body := get(t, socket, path[1]); status != http.StatusOK || !strings.HasPrefix(body, "BEGIN:VCALENDAR\r\n") {
		t.Errorf("the feed: %d %q", status, body)
	}
	if status, _ := get(t, socket, "/feeds/x.ics"); status != http.StatusNotFound {
		t.Errorf("no feed: %d", status)
	}
	stop()
	if got := state(); got != "STOPPING=1" {
		t.Errorf("told %q", got)
	}
	if err := <-ended; err != nil {
		t.Errorf("ended with %v", err)
	}
	if text := log.String(); !strings.Contains(text, "public=https://cal.example.org") || strings.Contains(text, ".ics") {
		t.Errorf("logged\n%s", text)
	}
}

func TestNothingIsServed(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	tests := []struct {
		name   string
		change func(*config.Serve)
		kind   fault.Kind
	}{
		{"unsafe", func(s *config.Serve) { s.Addr = ":0" }, fault.Usage},
		{"the database is a folder", func(s *config.Serve) { s.DB = filepath.Dir(s.DB) }, fault.Unavailable},
		{"the port is taken", func(s *config.Serve) { s.Addr = taken.Addr().String() }, fault.Unavailable},
		{"no certificate", func(s *config.Serve) { s.TLSCert, s.TLSKey = s.DB, s.DB }, fault.Usage},
		{"no socket of systemd's", func(s *config.Serve) { s.Addr = "systemd" }, fault.Usage},
		{"the port of the challenges is taken", func(s *config.Serve) {
			s.Domains, s.Cache, s.HTTPAddr = []string{"cal.example.org"}, filepath.Dir(s.DB), taken.Addr().String()
		}, fault.Unavailable},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := settings(t)
			socket := strings.TrimPrefix(s.Addr, "unix:")
			tt.change(&s)
			if err := serve.Run(t.Context(), request(s, io.Discard)); fault.KindOf(err) != tt.kind {
				t.Errorf("got %v of kind %v, want %v", err, fault.KindOf(err), tt.kind)
			}
			if conn, err := net.Dial("unix", socket); err == nil {
				conn.Close()
				t.Error("the socket is still open")
			}
		})
	}
}
