package web_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"followcal/internal/fault"
	"followcal/internal/web"
)

// readiness is a database that answers as it is told.
type readiness func() error

func (r readiness) Ready(context.Context) error { return r() }

func healthy() error { return nil }

// token stands for what no log, page or header may hold.
const token = "s3cr3t-t0k3n"

// site makes a site whose log goes to the buffer.
func site(t *testing.T, change func(*web.Options)) (*web.Site, *bytes.Buffer) {
	t.Helper()
	var text bytes.Buffer
	now := time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC)
	o := web.Options{
		Ready: readiness(healthy),
		Now:   func() time.Time { now = now.Add(time.Millisecond); return now },
		Log:   slog.New(slog.NewTextHandler(&text, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	if change != nil {
		change(&o)
	}
	s, err := web.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s, &text
}

// ask sends a request from a documentation address (RFC 5737) with headers.
func ask(s http.Handler, method, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, http.NoBody)
	r.RemoteAddr = "192.0.2.1:1234"
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestRoutes(t *testing.T) {
	s, _ := site(t, nil)
	tests := []struct {
		method, target string
		status         int
		body           string // part of it
	}{
		{http.MethodGet, "/", 200, "<h1>followcal</h1>"},
		{http.MethodHead, "/", 200, ""},
		{http.MethodGet, "/healthz", 200, "ok\n"},
		{http.MethodGet, "/readyz", 200, "ready\n"},
		{http.MethodGet, "/robots.txt", 200, "User-agent: *\nDisallow:\n"},
		{http.MethodGet, "/nothing", 404, "<h1>Not found</h1>"},
		{http.MethodGet, "/feeds/" + token + ".ics", 404, "<h1>Not found</h1>"},
		{http.MethodPost, "/healthz", 405, "<h1>Not allowed</h1>"},
		{"PROPFIND", "/", 405, "<h1>Not allowed</h1>"},
	}
	for _, tt := range tests {
		t.Run(tt.method+" "+tt.target, func(t *testing.T) {
			w := ask(s, tt.method, tt.target)
			if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.body) {
				t.Errorf("got %d\n%s\nwant %d with %q", w.Code, w.Body, tt.status, tt.body)
			}
			if tt.status == http.StatusMethodNotAllowed && w.Header().Get("Allow") != "GET, HEAD" {
				t.Errorf("Allow: %q", w.Header().Get("Allow"))
			}
			h := w.Header()
			if h.Get("X-Robots-Tag") != "noindex, nofollow" || h.Get("X-Content-Type-Options") != "nosniff" ||
				h.Get("Referrer-Policy") != "no-referrer" || h.Get("Cache-Control") != "no-store" {
				t.Errorf("headers are missing: %v", h)
			}
			if strings.Contains(w.Body.String(), token) {
				t.Error("the page shows the token")
			}
			if tt.status != http.StatusOK && !strings.Contains(w.Body.String(), h.Get("X-Request-Id")) {
				t.Error("the page of an error does not name the request")
			}
		})
	}
}

func TestAPageNeedsNothingElse(t *testing.T) {
	s, _ := site(t, nil)
	w := ask(s, http.MethodGet, "/")
	page := w.Body.String()
	for _, word := range []string{"src=", "href=", "url(", "@import"} {
		if strings.Contains(page, word) {
			t.Errorf("the page holds %s", word)
		}
	}
	for _, word := range []string{`lang="en"`, "<title>", "<main>", "prefers-color-scheme: dark", `name="viewport"`} {
		if !strings.Contains(page, word) {
			t.Errorf("the page lacks %s", word)
		}
	}
	if policy := w.Header().Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'; style-src 'sha256-") {
		t.Errorf("policy = %q", policy)
	}
}

func TestReadiness(t *testing.T) {
	var answer error
	s, log := site(t, func(o *web.Options) { o.Ready = readiness(func() error { return answer }) })
	answer = fault.Wrap(fault.Unavailable, errors.New("disk on fire"), "the file is gone")
	w := ask(s, http.MethodGet, "/readyz")
	if w.Code != 503 || w.Header().Get("Retry-After") == "" || strings.Contains(w.Body.String(), "gone") {
		t.Errorf("got %d %v\n%s", w.Code, w.Header(), w.Body)
	}
	if !strings.Contains(log.String(), "the file is gone") {
		t.Errorf("the log does not say why:\n%s", log)
	}
	answer = nil
	if w := ask(s, http.MethodGet, "/readyz"); w.Code != 200 {
		t.Errorf("it does not recover: %d", w.Code)
	}
	s.Drain()
	if w := ask(s, http.MethodGet, "/readyz"); w.Code != 503 {
		t.Errorf("while draining: %d", w.Code)
	}
	if w := ask(s, http.MethodGet, "/healthz"); w.Code != 200 {
		t.Errorf("it lives while draining, but: %d", w.Code)
	}
}

func TestNoPanicGoesFurther(t *testing.T) {
	s, log := site(t, func(o *web.Options) {
		o.Ready = readiness(func() error { panic("a page broke") })
		o.Feeds = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("a feed broke") })
	})
	for _, target := range []string{"/readyz", "/feeds/" + token + ".ics"} {
		w := ask(s, http.MethodGet, target)
		if w.Code != 500 || !strings.Contains(w.Body.String(), "Something went wrong") || strings.Contains(w.Body.String(), "broke") {
			t.Errorf("%s: got %d\n%s", target, w.Code, w.Body)
		}
	}
	for _, want := range []string{"a page broke", "a feed broke", "site_test.go", "status=500"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %q", want)
		}
	}
}

func TestHalfAnAnswerIsCutOff(t *testing.T) {
	s, _ := site(t, func(o *web.Options) {
		o.Feeds = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, "BEGIN:VCALENDAR")
			http.NewResponseController(w).Flush()
			panic("half way")
		})
	})
	server := httptest.NewServer(s)
	defer server.Close()
	response, err := server.Client().Get(server.URL + "/feeds/x.ics")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, err := io.ReadAll(response.Body); err == nil {
		t.Errorf("the client takes %q for the whole", body)
	}
}

func TestTheLogKeepsSecretsOut(t *testing.T) {
	s, log := site(t, func(o *web.Options) { o.Ready = readiness(func() error { panic("so that this is logged") }) })
	for _, target := range []string{
		"/feeds/" + token + ".ics", "/feeds/" + token + "/x?y=" + token, "/feed/" + token + ".ics", "/?token=" + token, "/readyz?" + token,
		"//feeds/" + token + ".ics",
	} {
		ask(s, http.MethodGet, target, "Referer", "https://example.org/"+token, "User-Agent", token)
	}
	ask(s, token, "/", "X-Request-Id", token)
	text := log.String()
	if strings.Contains(text, token) {
		t.Errorf("the log holds the token:\n%s", text)
	}
	for _, want := range []string{"route=/feeds/{token}.ics", "route=none", "route=/ ", "method=other", "took=1ms", "client=192.0.2.1"} {
		if !strings.Contains(text, want) {
			t.Errorf("the log lacks %s:\n%s", want, text)
		}
	}
}

func TestSupervisorsAreLoggedForDebuggingOnly(t *testing.T) {
	var text bytes.Buffer
	s, _ := site(t, func(o *web.Options) { o.Log = slog.New(slog.NewTextHandler(&text, nil)) })
	ask(s, http.MethodGet, "/healthz")
	ask(s, http.MethodGet, "/readyz")
	if text.Len() != 0 {
		t.Errorf("logged: %s", &text)
	}
}

func TestOtherSitesChangeNothing(t *testing.T) {
	public, _ := url.Parse("https://cal.example.org")
	s, _ := site(t, func(o *web.Options) { o.PublicURL = public })
	tests := []struct {
		name    string
		headers []string
		status  int
	}{
		{"another site", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"another origin", []string{"Origin", "https://evil.example.com"}, 403},
		{"ours", []string{"Sec-Fetch-Site", "same-origin"}, 405},
		{"our public address", []string{"Origin", "https://cal.example.org"}, 405},
		{"no browser", nil, 405},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if w := ask(s, http.MethodPost, "/", tt.headers...); w.Code != tt.status {
				t.Errorf("got %d, want %d\n%s", w.Code, tt.status, w.Body)
			}
		})
	}
	if w := ask(s, http.MethodGet, "/", "Sec-Fetch-Site", "cross-site"); w.Code != 200 {
		t.Errorf("reading is refused: %d", w.Code)
	}
}

func TestClientsBehindProxies(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("2001:db8::/32")}
	tests := []struct {
		name, peer string
		headers    []string
		want       string
		secure     bool
	}{
		{"nobody between", "192.0.2.1:1", nil, "192.0.2.1", false},
		{"a stranger invents an address", "192.0.2.1:1", []string{"X-Forwarded-For", "198.51.100.9", "X-Forwarded-Proto", "https"}, "192.0.2.1", false},
		{"a proxy tells", "10.1.2.3:1", []string{"X-Forwarded-For", "198.51.100.9", "X-Forwarded-Proto", "https"}, "198.51.100.9", true},
		{"a client invents one before the proxy", "10.1.2.3:1", []string{"X-Forwarded-For", "203.0.113.1, 198.51.100.9"}, "198.51.100.9", false},
		{"in a line of its own", "10.1.2.3:1", []string{"X-Forwarded-For", "203.0.113.1", "X-Forwarded-For", "198.51.100.9"}, "198.51.100.9", false},
		{"two proxies", "10.1.2.3:1", []string{"X-Forwarded-For", "203.0.113.1, 198.51.100.9, 10.9.9.9"}, "198.51.100.9", false},
		{"nonsense from the client", "10.1.2.3:1", []string{"X-Forwarded-For", "<script>, 198.51.100.9"}, "198.51.100.9", false},
		{"nonsense from the proxy", "10.1.2.3:1", []string{"X-Forwarded-For", "198.51.100.9, unknown"}, "10.1.2.3", false},
		{"an invented scheme", "10.1.2.3:1", []string{"X-Forwarded-Proto", "https, http"}, "10.1.2.3", false},
		{"IPv6", "[2001:db8::1]:1", []string{"X-Forwarded-For", "2001:db9::7%eth0"}, "2001:db9::7", false},
		{"IPv4 in IPv6", "[::ffff:10.1.2.3]:1", []string{"X-Forwarded-For", "::ffff:198.51.100.9"}, "198.51.100.9", false},
		{"a Unix socket", "@", []string{"X-Forwarded-For", "198.51.100.9", "X-Forwarded-Proto", "HTTPS"}, "198.51.100.9", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got web.Client
			seen := contextReader(func(ctx context.Context) { got = web.ClientOf(ctx) })
			s, log := site(t, func(o *web.Options) { o.Proxies, o.Ready = proxies, seen })
			r := httptest.NewRequest(http.MethodGet, "/readyz", http.NoBody)
			r.RemoteAddr = tt.peer
			for i := 0; i < len(tt.headers); i += 2 {
				r.Header.Add(tt.headers[i], tt.headers[i+1])
			}
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			if got.Addr.String() != tt.want || got.Secure != tt.secure {
				t.Errorf("got %v, secure %v; want %v, %v", got.Addr, got.Secure, tt.want, tt.secure)
			}
			if !strings.Contains(log.String(), "client="+tt.want) {
				t.Errorf("the log says %s", log)
			}
			if promised := w.Header().Get("Strict-Transport-Security") != ""; promised != tt.secure {
				t.Errorf("Strict-Transport-Security is there: %v", promised)
			}
		})
	}
}

// contextReader is a readiness that looks at the context of the request.
type contextReader func(context.Context)

func (c contextReader) Ready(ctx context.Context) error { c(ctx); return nil }

func TestOnlyThroughTheProxy(t *testing.T) {
	s, _ := site(t, func(o *web.Options) {
		o.Proxies, o.ProxiesOnly = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, true
		o.Feeds = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "BEGIN:VCALENDAR") })
	})
	for peer, want := range map[string]int{"192.0.2.1:1": 403, "10.0.0.9:1": 200, "127.0.0.1:1": 200, "[::1]:1": 200, "@": 200} {
		for _, target := range []string{"/", "/feeds/x.ics", "/healthz"} {
			r := httptest.NewRequest(http.MethodGet, target, http.NoBody)
			r.RemoteAddr = peer
			r.Header.Set("X-Forwarded-For", "10.0.0.9") // which a stranger can write
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			if target == "/healthz" {
				want = 200 // supervisors ask from anywhere, and it reveals nothing
			}
			if w.Code != want || want == 403 && strings.Contains(w.Body.String(), "VCALENDAR") {
				t.Errorf("%s from %s: %d, want %d", target, peer, w.Code, want)
			}
		}
	}
}

func TestRequestIDs(t *testing.T) {
	s, _ := site(t, func(o *web.Options) { o.Proxies = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")} })
	if got := ask(s, http.MethodGet, "/", "X-Request-Id", "abc-123").Header().Get("X-Request-Id"); got != "abc-123" {
		t.Errorf("the proxy's id became %q", got)
	}
	first := ask(s, http.MethodGet, "/").Header().Get("X-Request-Id")
	for _, bad := range []string{"a b", "a\"b", strings.Repeat("a", 65), "ä"} {
		got := ask(s, http.MethodGet, "/", "X-Request-Id", bad).Header().Get("X-Request-Id")
		if got == bad || got == first || len(got) != 16 {
			t.Errorf("%q became %q", bad, got)
		}
	}
}

func TestFeedsAnswerForThemselves(t *testing.T) {
	s, log := site(t, func(o *web.Options) {
		o.Feeds = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case r.Method != http.MethodGet:
				return
			case r.Header.Get("If-None-Match") != "":
				w.WriteHeader(http.StatusNotModified)
				return
			}
			http.Error(w, "no such feed", http.StatusNotFound)
		})
	})
	w := ask(s, http.MethodGet, "/feeds/"+token+".ics")
	if w.Code != 404 || w.Body.String() != "no such feed\n" || w.Header().Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("got %d %v\n%s", w.Code, w.Header(), w.Body)
	}
	if w := ask(s, http.MethodGet, "/feeds/x.ics", "If-None-Match", "*"); w.Code != 304 || len(w.Header()) > 0 {
		t.Errorf("an answer of nothing new is %d with %v, and a copy has its headers", w.Code, w.Header())
	}
	if w := ask(s, http.MethodPost, "/feeds/x.ics", "Sec-Fetch-Site", "cross-site"); w.Code != 200 {
		t.Errorf("an answer of nothing is %d", w.Code)
	}
	if log.Len() != 0 {
		t.Errorf("feeds keep their own log, but: %s", log)
	}
	if w := ask(s, http.MethodGet, "/feeds"); w.Code != 404 {
		t.Errorf("/feeds: %d", w.Code)
	}
}

func TestASiteNeedsItsParts(t *testing.T) {
	if _, err := web.New(web.Options{}); fault.KindOf(err) != fault.Internal {
		t.Errorf("got %v", err)
	}
	_, err := web.New(web.Options{
		Ready: readiness(healthy), Now: time.Now, Log: slog.New(slog.DiscardHandler), PublicURL: &url.URL{Scheme: "x", Host: "a/b"},
	})
	if fault.KindOf(err) != fault.Usage {
		t.Errorf("a public address that is none: %v", err)
	}
}
