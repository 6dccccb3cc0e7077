package google_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"followcal/auth"
	"followcal/auth/authtest"
	"followcal/auth/google"
	"followcal/auth/seal"
	"followcal/internal/fault"
)

const (
	clientID     = "followcal.apps.example"
	clientSecret = "planted-client-secret"
)

// start is when the tests begin.
var start = time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC)

// clock is a time that a test sets.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// oauth is an OAuth server and the API behind it, as RFC 6749, 7636 and 7009
// have it, with Google's answers and a test's faults.
type oauth struct {
	*httptest.Server
	clock clock

	mu      sync.Mutex
	number  int
	codes   map[string]url.Values // the question that each answers
	refresh map[string]bool       // that hold
	access  map[string]bool       // that hold
	scope   string                // what is granted
	silent  bool                  // gives no refresh token, unless its question is shown again
	rotates bool                  // gives a new refresh token with each renewal
	life    int                   // of an access token, in seconds
	asked   []url.Values          // what arrived at the token endpoint
	calls   int                   // of the API
	revoked []string
	// fault, unless nil, answers a request for tokens in the server's place.
	fault func(w http.ResponseWriter, form url.Values) bool
	// during is called while a renewal is under way.
	during func()
}

func newOAuth(t *testing.T) *oauth {
	t.Helper()
	s := &oauth{
		clock: clock{now: start}, scope: google.Scope, life: 3599,
		codes: map[string]url.Values{}, refresh: map[string]bool{}, access: map[string]bool{},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /auth", s.consent)
	mux.HandleFunc("POST /token", s.token)
	mux.HandleFunc("POST /revoke", s.revoke)
	mux.HandleFunc("/calendar/", s.api)
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func (s *oauth) client() google.Client {
	return google.Client{
		ID: clientID, Secret: clientSecret, AuthURL: s.URL + "/auth", TokenURL: s.URL + "/token", RevokeURL: s.URL + "/revoke", APIURL: s.URL,
		HTTP: &http.Client{Timeout: 10 * time.Second}, Now: s.clock.Now,
	}
}

func (s *oauth) new(kind string) string {
	s.number++
	return fmt.Sprintf("planted-%s-%d", kind, s.number)
}

// consent says yes at once.
func (s *oauth) consent(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	question := r.URL.Query()
	code := s.new("code")
	s.codes[code] = question
	http.Redirect(w, r, question.Get("redirect_uri")+"?"+url.Values{"code": {code}, "state": {question.Get("state")}, "scope": {s.scope}}.Encode(), http.StatusFound)
}

func refuse(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"error":%q,"error_description":"planted-description"}`, code)
}

func (s *oauth) token(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	form := r.PostForm
	during, answered := s.begin(w, form)
	if answered {
		return
	}
	if during != nil {
		during()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case form.Get("client_id") != clientID || form.Get("client_secret") != clientSecret:
		refuse(w, http.StatusUnauthorized, "invalid_client")
	case form.Get("grant_type") == "authorization_code":
		s.exchange(w, form)
	case !s.refresh[form.Get("refresh_token")]:
		refuse(w, http.StatusBadRequest, "invalid_grant")
	default:
		answer := s.fresh()
		if s.rotates {
			delete(s.refresh, form.Get("refresh_token"))
			answer["refresh_token"] = s.lasting()
		}
		send(w, answer)
	}
}

// begin notes a request for tokens, and lets the test's fault answer it.
func (s *oauth) begin(w http.ResponseWriter, form url.Values) (during func(), answered bool) {
	s.mu.Lock()
	defer s.mu.Unlock() // also when the fault cuts the connection
	s.asked = append(s.asked, form)
	return s.during, s.fault != nil && s.fault(w, form)
}

func (s *oauth) exchange(w http.ResponseWriter, form url.Values) {
	question, ok := s.codes[form.Get("code")]
	delete(s.codes, form.Get("code"))
	sum := sha256.Sum256([]byte(form.Get("code_verifier")))
	if !ok || question.Get("redirect_uri") != form.Get("redirect_uri") || question.Get("code_challenge_method") != "S256" ||
		question.Get("code_challenge") != base64.RawURLEncoding.EncodeToString(sum[:]) {
		refuse(w, http.StatusBadRequest, "invalid_grant")
		return
	}
	answer := s.fresh()
	if !s.silent || question.Get("prompt") == "consent" {
		answer["refresh_token"] = s.lasting()
	}
	send(w, answer)
}

func (s *oauth) fresh() map[string]any {
	access := s.new("access")
	s.access[access] = true
	return map[string]any{"access_token": access, "expires_in": s.life, "scope": s.scope, "token_type": "Bearer"}
}

func (s *oauth) lasting() string {
	refresh := s.new("refresh")
	s.refresh[refresh] = true
	return refresh
}

func send(w http.ResponseWriter, answer map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer)
}

func (s *oauth) revoke(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	s.mu.Lock()
	defer s.mu.Unlock()
	token := r.PostForm.Get("token")
	if !s.refresh[token] {
		refuse(w, http.StatusBadRequest, "invalid_token")
		return
	}
	delete(s.refresh, token)
	clear(s.access)
	s.revoked = append(s.revoked, token)
}

func (s *oauth) api(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	if !s.access[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")] {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if r.Body != nil {
		var sent strings.Builder
		_, _ = fmt.Fprint(&sent, r.ContentLength)
		w.Header().Set("X-Length", sent.String())
	}
}

// with changes the server while it runs.
func (s *oauth) with(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

// renewals counts what arrived at the token endpoint with a refresh token.
func (s *oauth) renewals() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, form := range s.asked {
		if form.Get("grant_type") == "refresh_token" {
			n++
		}
	}
	return n
}

// install is a followcal with everything that tokens need.
type install struct {
	*oauth
	vault  *authtest.Memory
	sealer *seal.Keys
	keys   string // the file of sealer
	tokens *google.Tokens
}

func newInstall(t *testing.T) *install {
	t.Helper()
	i := &install{oauth: newOAuth(t), vault: new(authtest.Memory), keys: t.TempDir() + "/keys"}
	keys, err := seal.KeysOf(t.Context(), seal.Place{File: i.keys}, i.vault)
	must(t, err)
	i.sealer = keys
	i.tokens = i.process(t)
	return i
}

// process is another process on the same vault.
func (i *install) process(t *testing.T) *google.Tokens {
	t.Helper()
	tokens, err := google.NewTokens(i.client(), i.vault, i.sealer)
	must(t, err)
	return tokens
}

// connected is an install where ann has just connected.
func connected(t *testing.T) *install {
	t.Helper()
	i := newInstall(t)
	must(t, i.connect(t, "ann"))
	return i
}

// connect follows the question through the loopback, as a browser would.
func (i *install) connect(t *testing.T, account string) error {
	t.Helper()
	return google.Loopback{Client: i.tokens.Client(), Browse: browse}.Connect(t.Context(), i.saving(account))
}

func (i *install) grant(t *testing.T, account string) auth.Grant {
	t.Helper()
	g, err := i.vault.Grant(t.Context(), account)
	must(t, err)
	return g
}

// call asks the API in ann's name.
func call(t *testing.T, tokens *google.Tokens) error {
	t.Helper()
	client, err := tokens.HTTP("ann")
	must(t, err)
	return get(t, client, tokens.Client().APIURL+"/calendar/v3")
}

func get(t *testing.T, client *http.Client, address string) error {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
	must(t, err)
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", response.StatusCode)
	}
	return nil
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wantFault fails the test unless err is of that kind and says all of that.
func wantFault(t *testing.T, err error, kind fault.Kind, says ...string) {
	t.Helper()
	for _, part := range says {
		if err == nil || fault.KindOf(err) != kind || !strings.Contains(err.Error(), part) {
			t.Errorf("err = %v, want one of kind %v that says %q", err, kind, part)
		}
	}
}
