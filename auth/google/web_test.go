package google_test

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"followcal/auth"
	"followcal/auth/google"
	"followcal/internal/fault"
)

// site is an install that others reach over HTTP, and a browser.
type site struct {
	*install
	*testing.T
	web     *google.Web
	browser *http.Client
	stop    bool // at the redirect to Google
	after   []string
	fails   error // what connecting comes to at last
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{install: newInstall(t), T: t}
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Start()
	t.Cleanup(server.Close)
	key, err := auth.CreateKey(t.TempDir() + "/key")
	must(t, err)
	base, err := url.Parse(server.URL)
	must(t, err)
	s.web = google.NewWeb(s.tokens, key, base, func(_ context.Context, account string) error {
		s.after = append(s.after, account)
		return s.fails
	})
	server.Config.Handler = s.web.Handler()
	s.browser = s.newBrowser()
	return s
}

func (s *site) newBrowser() *http.Client {
	jar, err := cookiejar.New(nil)
	must(s.T, err)
	return &http.Client{Jar: jar, Timeout: 10 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error {
		if s.stop {
			return http.ErrUseLastResponse
		}
		return nil
	}}
}

func (s *site) link(account string) string {
	s.Helper()
	address, err := s.web.Link(s.Context(), account)
	must(s.T, err)
	return address
}

func (s *site) want(method, address string, status int, says string) answer {
	s.Helper()
	got, err := load(s.Context(), s.browser, method, address)
	must(s.T, err)
	if got.status != status || !strings.Contains(got.body, says) {
		s.Errorf("%s %.60s: status %d, want %d and %q:\n%s", method, address, got.status, status, says, got.body)
	}
	return got
}

func TestALinkConnectsOnce(t *testing.T) {
	s := newSite(t)
	link := s.link("ann")
	page := s.want("GET", link, 200, "Continue to Google")
	if policy := page.header.Get("Content-Security-Policy"); !strings.Contains(policy, "form-action 'self' "+s.URL) || len(page.cookies) != 0 {
		t.Errorf("looking sets %v, policy %s", page.cookies, policy)
	}
	if len(s.codes) != 0 {
		t.Error("looking asks Google")
	}
	s.want("POST", link, 200, "Google Calendar is connected")
	must(t, call(t, s.tokens))
	if len(s.after) != 1 || s.after[0] != "ann" {
		t.Errorf("told of %v", s.after)
	}
	s.want("GET", link, 410, "This link was used")
	s.want("POST", link, 410, "This link was used")
	s.clock.pass(time.Minute)
	s.want("POST", s.link("ann"), 200, "is connected")
	if g := s.grant(t, "ann"); !g.Connected.Equal(s.clock.Now()) {
		t.Errorf("%+v", g)
	}
}

func TestWhatIsNoLink(t *testing.T) {
	s, other := newSite(t), newSite(t)
	link := s.link("ann")
	for _, wrong := range []string{
		link + "A", link[:len(link)-1], link[:len(link)-22] + strings.Repeat("A", 22), strings.TrimSuffix(link, link[strings.LastIndex(link, "/")+1:]) + strings.Repeat("x", 600),
		strings.TrimSuffix(s.web.Callback(), google.CallbackPath) + strings.TrimPrefix(other.link("ann"), strings.TrimSuffix(other.web.Callback(), google.CallbackPath)),
	} {
		s.want("GET", wrong, 404, "There is nothing at this address")
		s.want("POST", wrong, 404, "get a new link")
	}
	s.clock.pass(google.LinkLife - time.Second)
	s.want("GET", link, 200, "Continue")
	s.clock.pass(time.Second)
	s.want("GET", link, 410, "This link is over")
	s.want("POST", link, 410, "This link is over")
}

// asked goes as far as Google's question, and returns it.
func (s *site) asked(link string) (url.Values, *http.Cookie) {
	s.Helper()
	s.stop = true
	defer func() { s.stop = false }()
	got := s.want("POST", link, http.StatusSeeOther, "")
	if len(got.cookies) != 1 {
		s.Fatalf("cookies %v", got.cookies)
	}
	return questionOf(s.T, got.header.Get("Location")), got.cookies[0]
}

func TestAnAnswerBelongsToItsBrowser(t *testing.T) {
	s := newSite(t)
	q, cookie := s.asked(s.link("ann"))
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || cookie.MaxAge != 600 || cookie.Secure {
		t.Errorf("%+v", cookie)
	}
	for _, secret := range []string{q.Get("state"), "ann"} {
		if strings.Contains(cookie.Value, secret) {
			t.Error("the cookie can be read")
		}
	}
	answer := s.web.Callback() + "?code=planted&state=" + q.Get("state")
	victim := s.browser
	s.browser = s.newBrowser()
	s.want("GET", answer, 403, "does not belong to the question")
	s.browser = victim
	s.want("GET", s.web.Callback()+"?code=planted&state=guessed", 403, "does not belong")
	s.want("GET", answer, 403, "does not accept its own answer") // the code is not Google's
	s.want("GET", answer, 403, "does not belong")                // the cookie is gone
	u, err := url.Parse(s.web.Callback())
	must(t, err)
	victim.Jar.SetCookies(u, []*http.Cookie{cookie})
	s.want("GET", answer, 409, "was taken already")
}

func TestAnAnswerComesInTimeOrNotAtAll(t *testing.T) {
	s := newSite(t)
	q, _ := s.asked(s.link("ann"))
	s.clock.pass(10 * time.Minute)
	s.want("GET", s.web.Callback()+"?code=planted&state="+q.Get("state"), 410, "longer than 10m")
	link := s.link("ann")
	s.asked(link)
	first := s.browser
	s.browser = s.newBrowser()
	s.want("POST", link, 200, "is connected")
	s.browser = first
	q, _ = s.asked(s.link("ann"))
	s.want("GET", s.web.Callback()+"?error=access_denied&state="+q.Get("state"), 403, "You did not allow it")
}

func TestALinkThatWasUsedInAnotherBrowserMeanwhile(t *testing.T) {
	s := newSite(t)
	link := s.link("ann")
	q, _ := s.asked(link)
	must(t, s.connect(t, "ann"))
	s.want("GET", s.web.Callback()+"?code=planted&state="+q.Get("state"), 410, "This link was used")
}

func TestTheWebAsksAgainWhereNothingLastingCame(t *testing.T) {
	s := newSite(t)
	s.silent = true
	s.want("POST", s.link("ann"), 200, "is connected")
	if len(s.oauth.asked) != 2 {
		t.Errorf("%d exchanges", len(s.oauth.asked))
	}
}

func TestWhatFailsAfterConsentIsShown(t *testing.T) {
	s := newSite(t)
	s.fails = fault.New(fault.Unavailable, "the calendar could not be made")
	s.want("POST", s.link("ann"), 503, "The calendar could not be made.")
	s.fails = io.ErrClosedPipe
	s.clock.pass(time.Minute)
	s.want("POST", s.link("ann"), 500, "Something failed in followcal.")
	s.vault.Before = func(string) error { return fault.New(fault.Unavailable, "the database is away") }
	if _, err := s.web.Link(t.Context(), "ann"); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("err = %v", err)
	}
}

func TestOverTLSTheCookieIsBoundToTheHost(t *testing.T) {
	i := newInstall(t)
	key, err := auth.CreateKey(t.TempDir() + "/key")
	must(t, err)
	web := google.NewWeb(i.tokens, key, &url.URL{Scheme: "https", Host: "cal.example.org", Path: "/f/"}, nil)
	link, err := web.Link(t.Context(), "ann")
	must(t, err)
	text, ok := strings.CutPrefix(link, "https://cal.example.org/f/google/connect/")
	if !ok || web.Callback() != "https://cal.example.org/f/google/callback" {
		t.Errorf("%s and %s", link, web.Callback())
	}
	w := httptest.NewRecorder()
	must(t, web.Begin(w, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", http.NoBody), text))
	if c := w.Result().Cookies()[0]; c.Name != "__Host-followcal-google" || !c.Secure || c.Path != "/" || c.Domain != "" {
		t.Errorf("%+v", c)
	}
}

func FuzzLink(f *testing.F) {
	key, err := auth.CreateKey(f.TempDir() + "/key")
	if err != nil {
		f.Fatal(err)
	}
	web := google.NewWeb(nil, key, &url.URL{Scheme: "http", Host: "h"}, nil)
	f.Add("x")
	f.Add(strings.Repeat("A", 80))
	f.Fuzz(func(t *testing.T, text string) {
		err := web.Show(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody), text)
		wantFault(t, err, fault.NotFound, "nothing at this address")
	})
}
