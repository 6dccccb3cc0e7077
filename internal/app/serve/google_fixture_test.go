package serve_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/internal/app"
	"followcal/internal/app/serve"
	"followcal/internal/config"
	"followcal/internal/rigs/googlefake"
	"followcal/schedule"
	"followcal/schedule/entry"
)

const ann = "ann@example.com"

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// pages is what was written by many at once.
type pages struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (p *pages) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Write(b)
}

func (p *pages) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()
}

// until waits until something is so that others bring about.
func until(t *testing.T, what string, so func() bool) {
	t.Helper()
	often := time.NewTicker(20 * time.Millisecond)
	defer often.Stop()
	late := time.After(60 * time.Second)
	for !so() {
		select {
		case <-often.C:
		case <-late:
			t.Fatalf("%s: it never is so", what)
		}
	}
}

// town is a server with a public address, the service that stands in for Google,
// and the owner's record as another process has it open.
type town struct {
	service *googlefake.Service
	api     *httptest.Server
	seen    sync.Map // secrets that only the service was shown
	plan    atomic.Pointer[func(googlefake.Call) googlefake.Fault]

	settings config.Serve
	record   *app.Record
	log      pages
	person   pages
	client   *http.Client // trusts the server
	stop     func() error
}

func newTown(t *testing.T, change func(*config.Serve)) *town {
	t.Helper()
	w := &town{}
	base := w.encrypted(t)
	w.service = googlefake.New(googlefake.Options{
		Now: time.Now, Rotate: true,
		Clients: []googlefake.Client{{ID: "town", Secret: "planted-client-secret", Redirects: []string{base + "/google/callback"}, Desktop: true}},
		Plan: func(c googlefake.Call) googlefake.Fault {
			if plan := w.plan.Load(); plan != nil {
				return (*plan)(c)
			}
			return googlefake.Fault{}
		},
	})
	w.api = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == googlefake.TokenPath {
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(body))
			if _, verifier, ok := strings.Cut(string(body), "code_verifier="); ok {
				verifier, _, _ = strings.Cut(verifier, "&")
				w.seen.Store(verifier, true)
			}
		}
		w.service.ServeHTTP(rw, r)
	}))
	t.Cleanup(w.api.Close)
	w.settings.PublicURL = base
	w.settings.Google = config.Google{
		ClientID: "town", ClientSecret: "planted-client-secret", Poll: 10 * time.Minute,
		APIURL: w.api.URL, AuthURL: w.api.URL + googlefake.AuthPath, TokenURL: w.api.URL + googlefake.TokenPath, RevokeURL: w.api.URL + googlefake.RevokePath,
	}
	if change != nil {
		change(&w.settings)
	}
	w.record = w.open(t)
	w.serve(t)
	return w
}

// encrypted has the server speak TLS at a free port of this machine.
func (w *town) encrypted(t *testing.T) (base string) {
	t.Helper()
	model := httptest.NewTLSServer(http.NotFoundHandler())
	defer model.Close()
	w.client = model.Client()
	w.client.Transport.(*http.Transport).DisableKeepAlives = true
	var err error
	w.client.Jar, err = cookiejar.New(nil)
	must(t, err)
	pair := model.TLS.Certificates[0]
	key, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	must(t, err)
	w.settings = settings(t)
	folder := filepath.Dir(w.settings.DB)
	w.settings.TLSCert, w.settings.TLSKey = folder+"/cert.pem", folder+"/key.pem"
	must(t, os.WriteFile(w.settings.TLSCert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate[0]}), 0o600))
	must(t, os.WriteFile(w.settings.TLSKey, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}), 0o600))
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	w.settings.Addr = l.Addr().String()
	return "https://" + w.settings.Addr
}

// open opens the record.
func (w *town) open(t *testing.T) *app.Record {
	t.Helper()
	record, err := app.New().OpenRecord(t.Context(), app.OpenRequest{
		DB: w.settings.DB, By: "robin", Now: time.Now, SystemZone: func() (string, error) { return "Europe/Berlin", nil },
	})
	must(t, err)
	t.Cleanup(func() { must(t, record.Close()) })
	return record
}

// serve serves until the test ends, or stop is called.
func (w *town) serve(t *testing.T) {
	t.Helper()
	r := request(w.settings, &w.log)
	r.Person = &w.person
	var state func() string
	r.Manager, state = manager(t)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- serve.Run(ctx, r) }()
	if got := state(); got != "READY=1" {
		t.Fatalf("told %q: %v", got, <-ended)
	}
	w.stop = sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
	t.Cleanup(func() {
		if must(t, w.stop()); t.Failed() {
			t.Logf("the log:\n%s\ncalls: %+v", &w.log, w.service.Count())
		}
	})
}

// applied logs an application of a few days ago.
func (w *town) applied(t *testing.T, record *app.Record, employer string) {
	t.Helper()
	today := date.NewAt(time.Now())
	_, err := record.Add(t.Context(), func(here entry.Here) (schedule.Application, []string, error) {
		return entry.New("app-"+strings.ToLower(employer), entry.Change{
			Employer: entry.Set(employer), Role: entry.Set("Clerk"), AppliedOn: entry.Set(today - 1), Region: entry.Set("DE-BE"),
		}, here)
	})
	must(t, err)
}

// entry is the entry that is shown for an employer, in a calendar that is there.
func (w *town) entry(employer string) (calendar string, e googlefake.Event, ok bool) {
	for _, c := range w.service.Calendars(ann) {
		for _, e := range w.service.Events(c.ID) {
			if !c.Gone && !e.Cancelled && strings.Contains(e.Summary, employer) {
				return c.ID, e, true
			}
		}
	}
	return "", googlefake.Event{}, false
}

func (w *town) shows(employer string) func() bool {
	return func() bool {
		_, _, ok := w.entry(employer)
		return ok
	}
}

// read returns what the server answers.
func (w *town) read(t *testing.T, client *http.Client, method, address string) (status int, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, http.NoBody)
	must(t, err)
	response, err := client.Do(r)
	must(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	must(t, err)
	return response.StatusCode, string(text)
}

// link returns where the owner connects.
func (w *town) link(t *testing.T) string {
	t.Helper()
	link, err := w.record.GoogleLink(t.Context(), &w.settings)
	must(t, err)
	return link
}

// connect connects in a browser.
func (w *town) connect(t *testing.T) {
	t.Helper()
	if status, body := w.read(t, w.client, http.MethodPost, w.link(t)); status != http.StatusOK || !strings.Contains(body, "Google Calendar is connected") {
		t.Fatalf("connecting: %d %s\n%s", status, body, &w.log)
	}
}
