package google_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"followcal/auth/google"
	"followcal/internal/fault"
)

// browse loads a page and what it leads to.
func browse(ctx context.Context, address string) error {
	_, err := load(ctx, &http.Client{Timeout: 10 * time.Second}, http.MethodGet, address)
	return err
}

// answer is what a browser gets.
type answer struct {
	status  int
	header  http.Header
	cookies []*http.Cookie
	body    string
}

func load(ctx context.Context, browser *http.Client, method, address string) (answer, error) {
	request, err := http.NewRequestWithContext(ctx, method, address, http.NoBody)
	if err != nil {
		return answer{}, err
	}
	response, err := browser.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header, response.Cookies(), string(body)}, err
}

// page loads a page of the loopback.
func page(ctx context.Context, address string) (answer, error) {
	return load(context.WithoutCancel(ctx), &http.Client{Timeout: 10 * time.Second}, http.MethodGet, address)
}

func (i *install) saving(account string) func(context.Context, google.Consent) error {
	return func(ctx context.Context, c google.Consent) error { return i.tokens.Save(ctx, account, c) }
}

// questionOf is what a question's address asks.
func questionOf(t *testing.T, address string) url.Values {
	t.Helper()
	u, err := url.Parse(address)
	must(t, err)
	return u.Query()
}

func TestTheQuestionAsksForTheLeast(t *testing.T) {
	i := newInstall(t)
	var address string
	l := google.Loopback{Client: i.tokens.Client(), Tell: func(a string) { address = a }, Browse: browse}
	must(t, l.Connect(t.Context(), i.saving("ann")))
	q := questionOf(t, address)
	for name, want := range map[string]string{
		"scope": google.Scope, "access_type": "offline", "response_type": "code", "client_id": clientID,
		"code_challenge_method": "S256", "prompt": "", "include_granted_scopes": "", "client_secret": "",
	} {
		if q.Get(name) != want {
			t.Errorf("%s = %q, want %q", name, q.Get(name), want)
		}
	}
	if to, err := url.Parse(q.Get("redirect_uri")); err != nil || to.Scheme != "http" || to.Hostname() != "127.0.0.1" || to.Port() == "" {
		t.Errorf("the answer goes to %q", q.Get("redirect_uri"))
	}
	if len(q.Get("state")) < 26 || len(q.Get("code_challenge")) != 43 {
		t.Errorf("state %q and challenge %q can be guessed", q.Get("state"), q.Get("code_challenge"))
	}
	first := q
	must(t, l.Connect(t.Context(), i.saving("ann")))
	if q := questionOf(t, address); q.Get("state") == first.Get("state") || q.Get("code_challenge") == first.Get("code_challenge") {
		t.Error("two questions share secrets")
	}
}

func TestConsentIsKeptSealed(t *testing.T) {
	i := connected(t)
	g := i.grant(t, "ann")
	if !g.Connected.Equal(start) || len(g.Scopes) != 1 || g.Scopes[0] != google.Scope || !g.Ended.IsZero() || g.Renewed != 0 {
		t.Errorf("%+v", g)
	}
	must(t, call(t, i.tokens))
	if i.renewals() != 0 {
		t.Error("fresh tokens were renewed")
	}
}

func TestThePageSaysWhatCameOfIt(t *testing.T) {
	i := newInstall(t)
	for name, tt := range map[string]struct {
		answer string
		status int
		says   []string
		kind   fault.Kind
	}{
		"denied":         {"error=access_denied", http.StatusForbidden, []string{"You did not allow it", "You can close this window"}, fault.Denied},
		"administrator":  {"error=admin_policy_enforced", http.StatusForbidden, []string{"administrator"}, fault.Denied},
		"out of order":   {"error=temporarily_unavailable", http.StatusServiceUnavailable, []string{"try again later"}, fault.Unavailable},
		"something else": {"error=<script>planted", http.StatusUnprocessableEntity, []string{"an error that followcal does not know"}, fault.Invalid},
		"nothing":        {"", http.StatusUnprocessableEntity, []string{"did not accept"}, fault.Invalid},
		"a forged code":  {"code=planted", http.StatusForbidden, []string{"does not accept its own answer"}, fault.Denied},
	} {
		t.Run(name, func(t *testing.T) {
			var got answer
			seen := make(chan struct{})
			l := google.Loopback{Client: i.tokens.Client(), Browse: func(ctx context.Context, address string) (err error) {
				defer close(seen)
				q := questionOf(t, address)
				got, err = page(ctx, q.Get("redirect_uri")+"?state="+q.Get("state")+"&"+tt.answer)
				return err
			}}
			err := l.Connect(t.Context(), i.saving("ann"))
			<-seen
			wantFault(t, err, tt.kind, strings.ToLower(tt.says[0][:1])+tt.says[0][1:])
			for _, part := range append(tt.says, `lang="en"`, "<title>Google Calendar is not connected", "<h1>") {
				if got.status != tt.status || !strings.Contains(got.body, part) || strings.Contains(got.body, "planted") {
					t.Errorf("status %d, want %d and %q:\n%s", got.status, tt.status, part, got.body)
				}
			}
			h := got.header
			if h.Get("Cache-Control") != "no-store" || h.Get("Referrer-Policy") != "no-referrer" || !strings.Contains(h.Get("Content-Security-Policy"), "default-src 'none'") {
				t.Errorf("headers %v", h)
			}
		})
	}
	if _, err := i.vault.Grant(t.Context(), "ann"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("something was kept (%v)", err)
	}
}

func TestAnAnswerThatIsNotOursEndsNothing(t *testing.T) {
	i := newInstall(t)
	var statuses []int
	l := google.Loopback{Client: i.tokens.Client(), Browse: func(ctx context.Context, address string) error {
		q := questionOf(t, address)
		to := q.Get("redirect_uri")
		for _, wrong := range []string{to, to + "?code=x", to + "?error=access_denied&state=guessed", strings.TrimSuffix(to, "/google") + "/favicon.ico"} {
			got, err := page(ctx, wrong)
			must(t, err)
			statuses = append(statuses, got.status)
		}
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, to+"?error=access_denied&state="+q.Get("state"), http.NoBody)
		must(t, err)
		request.Host = "rebound.example"
		response, err := (&http.Client{Timeout: time.Second}).Do(request)
		must(t, err)
		response.Body.Close()
		statuses = append(statuses, response.StatusCode)
		return browse(ctx, address)
	}}
	must(t, l.Connect(t.Context(), i.saving("ann")))
	for at, want := range []int{403, 403, 403, 404, 404} {
		if statuses[at] != want {
			t.Errorf("statuses %v", statuses)
		}
	}
}

func TestAnAnswerIsTakenOnce(t *testing.T) {
	i := newInstall(t)
	saves, second := 0, 0
	var again string
	l := google.Loopback{Client: i.tokens.Client(), Tell: func(a string) {
		again = questionOf(t, a).Get("redirect_uri") + "?code=x&state=" + questionOf(t, a).Get("state")
	}, Browse: browse}
	must(t, l.Connect(t.Context(), func(ctx context.Context, c google.Consent) error {
		saves++
		got, err := page(ctx, again)
		must(t, err)
		second = got.status
		return i.tokens.Save(ctx, "ann", c)
	}))
	if saves != 1 || second != http.StatusConflict {
		t.Errorf("saved %d times, the second answer got %d", saves, second)
	}
}

func TestAQuestionIsShownAgainWhereNothingLastingCame(t *testing.T) {
	i := newInstall(t)
	i.silent = true
	must(t, i.connect(t, "ann"))
	if n := len(i.asked); n != 2 {
		t.Errorf("%d exchanges, want 2", n)
	}
	i.with(func() {
		i.fault = func(w http.ResponseWriter, form url.Values) bool {
			send(w, i.fresh())
			return form.Get("code") != ""
		}
	})
	wantFault(t, i.connect(t, "bob"), fault.Unavailable, "no lasting permission", "myaccount.google.com")
}

func TestABoxThatWasNotTicked(t *testing.T) {
	i := newInstall(t)
	for _, scope := range []string{"openid email", "https://www.googleapis.com/auth/calendar.app.created.not", "x"} {
		i.scope = scope
		wantFault(t, i.connect(t, "ann"), fault.Denied, "that box was not ticked")
	}
	i.scope = "openid " + google.Scope
	must(t, i.connect(t, "ann"))
	if g := i.grant(t, "ann"); len(g.Scopes) != 2 {
		t.Errorf("scopes %v", g.Scopes)
	}
}

func TestWhatCannotBeStoredIsSaidInTheBrowser(t *testing.T) {
	i := newInstall(t)
	shown := make(chan string, 1)
	l := google.Loopback{Client: i.tokens.Client(), Browse: func(ctx context.Context, address string) error {
		got, err := page(ctx, address)
		shown <- got.body
		return err
	}}
	full := fault.New(fault.Unavailable, "the disk is full")
	if err := l.Connect(t.Context(), func(context.Context, google.Consent) error { return full }); !errors.Is(err, full) {
		t.Errorf("err = %v", err)
	}
	if body := <-shown; !strings.Contains(body, "The disk is full.") {
		t.Errorf("the page says\n%s", body)
	}
}

func TestNobodyWaitsForEver(t *testing.T) {
	i := newInstall(t)
	never := func(context.Context, google.Consent) error {
		t.Error("something was saved")
		return nil
	}
	err := google.Loopback{Client: i.tokens.Client(), Patience: time.Millisecond}.Connect(t.Context(), never)
	wantFault(t, err, fault.Unavailable, "nobody answered", "within 1ms")
	ctx, cancel := context.WithCancel(t.Context())
	err = google.Loopback{Client: i.tokens.Client(), Tell: func(string) { cancel() }}.Connect(ctx, never)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want that of the interrupt", err)
	}
	taken, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, err)
	defer taken.Close()
	port := taken.Addr().(*net.TCPAddr).Port
	err = google.Loopback{Client: i.tokens.Client(), Port: port}.Connect(t.Context(), never)
	wantFault(t, err, fault.Unavailable, "cannot be used")
}
