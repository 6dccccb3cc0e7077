package consent_test

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"followcal/auth"
	"followcal/auth/authtest"
	"followcal/auth/google"
	"followcal/internal/fault"
)

const seed = `google:
  users:
    - email: robin@example.com
      name: Robin
  oauth_clients:
    - client_id: followcal
      client_secret: the-secret
      name: followcal
      redirect_uris:
        - http://127.0.0.1:%d/google
        - %s
`

// emulate starts npm's emulate, which plays Google: it knows the client, its
// redirect addresses and PKCE, and forgets what is revoked.
func emulate(t *testing.T, loopback int, callback string) google.Client {
	t.Helper()
	file := filepath.Join(t.TempDir(), "seed.yaml")
	must(t, os.WriteFile(file, fmt.Appendf(nil, seed, loopback, callback), 0o600))
	port := strconv.Itoa(freePort(t))
	base := "http://127.0.0.1:" + port
	run(t, base+"/oauth2/v3/certs", node(), "../node_modules/emulate/dist/index.js", "start",
		"--service", "google", "--port", port, "--base-url", base, "--seed", file)
	return google.Client{
		ID: "followcal", Secret: "the-secret",
		AuthURL: front(t, base) + "/o/oauth2/v2/auth", TokenURL: base + "/oauth2/token", RevokeURL: base + "/oauth2/revoke", APIURL: base,
	}
}

// front puts before emulate what its page lacks: a way to say no, which leads
// back as Google's does (RFC 6749 4.1.2.1).
func front(t *testing.T, base string) string {
	t.Helper()
	to, err := url.Parse(base)
	must(t, err)
	proxy := httputil.NewSingleHostReverseProxy(to)
	proxy.ModifyResponse = func(r *http.Response) error {
		q := r.Request.URL.Query()
		if r.StatusCode != http.StatusOK || q.Get("redirect_uri") == "" {
			return nil
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		back := q.Get("redirect_uri") + "?" + url.Values{"error": {"access_denied"}, "state": {q.Get("state")}}.Encode()
		body = bytes.Replace(body, []byte("<form"), []byte(`<p><a href="`+html.EscapeString(back)+`">Deny</a></p><form`), 1)
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		r.Header.Set("Content-Length", strconv.Itoa(len(body)))
		return nil
	}
	server := httptest.NewServer(proxy)
	t.Cleanup(server.Close)
	return server.URL
}

// click has a person in a browser choose, and returns the heading that they read
// at last.
func click(ctx context.Context, folder, choice, address string) (string, error) {
	person := exec.CommandContext(ctx, "node", "consent.mjs", choice, address)
	person.Env = append(os.Environ(), "TMPDIR="+folder)
	var said, wrong strings.Builder
	person.Stdout, person.Stderr = &said, &wrong
	if err := person.Run(); err != nil {
		return "", fmt.Errorf("%w (make rigs installs what this needs): %s", err, wrong.String())
	}
	return strings.TrimSpace(said.String()), nil
}

const (
	yes = "Google Calendar is connected"
	no  = "Google Calendar is not connected"
)

func TestAPersonAnswersTheCommand(t *testing.T) {
	port := freePort(t)
	i := newInstall(t, emulate(t, port, "http://127.0.0.1:1/google/callback"))
	connect := func(choice, heading string) error {
		done := make(chan struct{})
		defer func() { <-done }()
		return google.Loopback{Client: i.tokens.Client(), Port: port, Patience: 2 * time.Minute, Browse: func(ctx context.Context, address string) error {
			defer close(done)
			got, err := click(context.WithoutCancel(ctx), t.TempDir(), choice, address)
			if err != nil || got != heading {
				t.Errorf("the person reads %q (%v), want %q", got, err, heading)
			}
			return err
		}}.Connect(t.Context(), i.save)
	}
	wantFault(t, connect("deny", no), fault.Denied, "you did not allow it")
	must(t, connect("approve", yes))
	must(t, ask(t, i.tokens, "/oauth2/v2/userinfo"))
	i.clock.pass(2 * time.Hour)
	must(t, ask(t, i.tokens, "/oauth2/v2/userinfo")) // with renewed tokens
	wantRevoked(t, i)
}

// wantRevoked disconnects, and has a copy of the grant try to go on.
func wantRevoked(t *testing.T, i *install) {
	t.Helper()
	g, err := i.vault.Grant(t.Context(), "robin")
	must(t, err)
	farewell, err := i.tokens.Disconnect(t.Context(), "robin")
	if err != nil || !farewell.Revoked {
		t.Errorf("%+v (%v)", farewell, err)
	}
	var stolen authtest.Memory
	must(t, stolen.UpdateGrant(t.Context(), "robin", func(to *auth.Grant) error { *to = g; return nil }))
	thief, err := google.NewTokens(*i.tokens.Client(), &stolen, i.sealer)
	must(t, err)
	i.clock.pass(2 * time.Hour)
	wantFault(t, ask(t, thief, "/oauth2/v2/userinfo"), fault.Denied, "revoked in the Google account")
}

func TestAPersonAnswersTheServer(t *testing.T) {
	server := httptest.NewUnstartedServer(nil)
	t.Cleanup(server.Close)
	base, err := url.Parse("http://" + server.Listener.Addr().String())
	must(t, err)
	i := newInstall(t, emulate(t, 1, base.String()+google.CallbackPath))
	key, err := auth.CreateKey(filepath.Join(t.TempDir(), "key"))
	must(t, err)
	web := google.NewWeb(i.tokens, key, base, nil)
	server.Config.Handler = web.Handler()
	server.Start()
	link, err := web.Link(t.Context(), "robin")
	must(t, err)
	for _, tt := range []struct{ choice, heading string }{{"deny", no}, {"approve", yes}} {
		if got, err := click(t.Context(), t.TempDir(), tt.choice, link); err != nil || got != tt.heading {
			t.Errorf("the person reads %q (%v), want %q", got, err, tt.heading)
		}
	}
	must(t, ask(t, i.tokens, "/oauth2/v2/userinfo"))
	wantRevoked(t, i)
}
