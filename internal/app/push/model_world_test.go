//go:build !race

package push_test

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"

	"pgregory.net/rapid"

	"followcal/auth"
	"followcal/auth/authtest"
	authgoogle "followcal/auth/google"
	calendargoogle "followcal/calendar/google"
	"followcal/calendar/mirror"
	"followcal/calendar/mirror/mirrortest"
	"followcal/internal/app/push"
	"followcal/internal/fault"
	"followcal/internal/rigs/googlefake"
)

const (
	person = "robin@example.com"
	client = "client"
	secret = "secret"
	host   = "http://127.0.0.1:1"

	// userQuota is what the fake allows a person in a minute; each process takes
	// half of it.
	userQuota = 120
)

// application is what wants events in the calendar.
type application interface {
	mirror.Source
	// log has somebody log something, which changes what is wanted.
	log(m *trial)
	// unbar changes the titles of events that Google refuses.
	unbar(m *trial)
}

// trial is one history: an application, a person at Google, processes that
// mirror, and what goes wrong.
type trial struct {
	*rapid.T
	app    application
	fake   *googlefake.Service
	hand   googlefake.Hand
	store  mirror.Ledger
	ledger *mirrortest.Hooked
	vault  *authtest.Memory
	tokens *authgoogle.Tokens // nil: whoever calls has access
	base   http.RoundTripper
	mirror *mirror.Mirror

	jump    time.Duration // how far this machine's clock is ahead of Google's
	revoked bool
	asked   int // calendars that the person asked for
	hosts   int

	expectations
	faults
}

// faults are what goes wrong within a run.
type faults struct {
	mu      sync.Mutex
	at      map[int]string // by number of the step: a call to Google or to the ledger
	step    int
	next    googlefake.Fault
	dead    bool // the process died
	kill    context.CancelFunc
	running bool   // choices come from the script
	script  []int  // because within a run nothing can be drawn
	focus   string // the entry whose call the person gets ahead of
	deep    bool   // another process runs within the first
}

var errCrash = errors.New("the process died")

// now is this machine's clock; Google's own does not jump.
func (m *trial) now() time.Time { return m.googleNow().Add(m.jump) }

func (m *trial) googleNow() time.Time {
	return time.Now().AddDate(26, 2, 1).Add(8 * time.Hour) //nolint:forbidigo // the bubble's clock, from Monday 2 March 2026
}

// newTrial connects an account. Over a wire, HTTP is spoken as between machines;
// with tokens, access is renewed as in production.
func newTrial(t *rapid.T, wire, tokens bool) (m *trial, end func()) {
	m = &trial{T: t, expectations: newExpectations()}
	m.fake = googlefake.New(googlefake.Options{
		Now: m.googleNow, Plan: m.plan, Quota: googlefake.Quota{User: userQuota}, PageSize: rapid.IntRange(1, 9).Draw(t, "page"),
		Clients: []googlefake.Client{{ID: client, Secret: secret}}, Rotate: true,
	})
	m.hand = m.fake.Hand(person)
	m.base, end = m.fake.Transport(), func() {}
	if wire {
		m.base, end = overPipes(m.fake)
	}
	m.vault = new(authtest.Memory)
	if tokens {
		var err error
		m.tokens, err = authgoogle.NewTokens(authgoogle.Client{
			ID: client, Secret: secret, TokenURL: host + googlefake.TokenPath, APIURL: host, Now: m.now,
			HTTP: &http.Client{Transport: lossy{m}, Timeout: 30 * time.Second},
		}, m.vault, plainly{})
		m.must(err)
	}
	m.consent()
	return m, end
}

// keep sets what is mirrored from where and to where.
func (m *trial) keep(app application, store mirror.Ledger, s mirror.Settings) {
	m.app, m.store = app, store
	m.ledger = &mirrortest.Hooked{Ledger: store}
	m.mirror = m.process()
	m.must(m.mirror.Configure(context.Background(), account, s))
	m.settings = s
}

// process is one process on the ledger, with its own count of the quota.
func (m *trial) process() *mirror.Mirror {
	m.hosts++
	service := calendargoogle.New(calendargoogle.Options{
		Endpoint: host + googlefake.APIPath, Limits: calendargoogle.Limits{User: userQuota / 2, Project: 10_000},
	})
	return &mirror.Mirror{
		Ledger: m.ledger, Source: &listener{m.app, m}, Now: m.now, Holder: string(rune('a'+m.hosts%26)) + "-host", Jitter: func() float64 { return 0.5 },
		Parallel: 1, Batch: 3,
		Remote: func(_ context.Context, account string) (mirror.Remote, error) {
			client, err := m.client()
			if err != nil {
				return nil, err
			}
			return service.Remote(account, client)
		},
	}
}

// client is an authorised one.
func (m *trial) client() (*http.Client, error) {
	if m.tokens != nil {
		return m.tokens.HTTP(account)
	}
	if m.revoked {
		return nil, fault.New(fault.Denied, "connect the account again")
	}
	return m.fake.Authorised(m.fake.Grant(person, client).Access, lossy{m}), nil
}

// consent has the person allow followcal.
func (m *trial) consent() {
	m.revoked = false
	if m.tokens == nil {
		return
	}
	given := m.fake.Grant(person, client)
	sealed, err := json.Marshal(map[string]any{"refresh": given.Refresh, "access": given.Access, "expiry": m.now().Add(time.Hour).UTC()})
	m.must(err)
	m.must(m.vault.UpdateGrant(context.Background(), account, func(g *auth.Grant) error {
		*g = auth.Grant{Account: account, Sealed: sealed, Scopes: []string{authgoogle.Scope}, Connected: m.now().UTC().Truncate(time.Microsecond)}
		return nil
	}))
}

// revoke has the person end what they allowed, in their settings at Google.
func (m *trial) revoke() {
	m.revoked = true
	m.fake.Revoke(person)
}

// reconnect is what a person does who is told that the connection has ended, or
// that the calendar is gone.
func (m *trial) reconnect() {
	if m.lane().Trouble.Kind == mirror.CalendarGone {
		m.asked++
		m.forgetUnread()
	}
	m.consent()
	google := &push.Google{Account: account, Mirror: m.mirror, Vault: m.vault, Now: m.now}
	m.must(google.Connected(context.Background()))
}

// plainly seals nothing.
type plainly struct{}

func (plainly) Seal(_, _ string, secret []byte) ([]byte, error) { return secret, nil }
func (plainly) Open(_, _ string, sealed []byte) ([]byte, error) { return sealed, nil }
func (plainly) Current([]byte) bool                             { return true }

// lossy is the way to Google, on which things happen.
type lossy struct{ m *trial }

// RoundTrip implements [http.RoundTripper].
func (l lossy) RoundTrip(r *http.Request) (*http.Response, error) {
	kind, err := l.m.before(r.URL.Path)
	if err != nil {
		return nil, err
	}
	answer, err := l.m.base.RoundTrip(r)
	if crash := l.m.after(kind); crash != nil {
		if err == nil {
			answer.Body.Close()
		}
		return nil, crash
	}
	return answer, err
}

// plan is what the fake does wrong with the call that is on its way.
func (m *trial) plan(googlefake.Call) googlefake.Fault {
	m.mu.Lock()
	defer m.mu.Unlock()
	f := m.next
	m.next = googlefake.Fault{}
	return f
}

// overPipes serves the fake over connections in memory, so that requests and
// answers are written and read as on a network.
func overPipes(fake http.Handler) (http.RoundTripper, func()) {
	l := pipes{make(chan net.Conn), make(chan struct{})}
	server := &http.Server{Handler: fake, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(l) }()
	transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		here, there := net.Pipe()
		select {
		case l.conns <- there:
			return here, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}}
	return transport, func() {
		transport.CloseIdleConnections()
		_ = server.Close()
	}
}

// pipes is a listener.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
}

// Accept implements [net.Listener].
func (p pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

// Close implements [net.Listener].
func (p pipes) Close() error {
	close(p.closed)
	return nil
}

// Addr implements [net.Listener].
func (pipes) Addr() net.Addr { return &net.TCPAddr{} }

// listener is an application, and notes what came of what persons did.
type listener struct {
	application
	m *trial
}

// Take implements [mirror.Source].
func (l *listener) Take(ctx context.Context, account string, all []mirror.Finding) ([]mirror.Outcome, error) {
	outcomes, err := l.application.Take(ctx, account, all)
	for i := range outcomes {
		l.m.heard(&all[i], outcomes[i].Refused)
	}
	return outcomes, err
}

func (m *trial) must(err error) {
	if err != nil {
		m.Fatalf("unexpected fault: %v", err)
	}
}

func (m *trial) lane() mirror.Lane {
	l, err := m.store.Lane(context.Background(), account)
	m.must(err)
	return l
}

// sees returns the entries of the calendar that is in use.
func (m *trial) sees() []googlefake.Event {
	var live []googlefake.Event
	for _, c := range m.fake.Calendars(person) {
		if c.ID != m.lane().Calendar || c.Gone {
			continue
		}
		for _, e := range m.fake.Events(c.ID) {
			if !e.Cancelled {
				live = append(live, e)
			}
		}
	}
	return live
}

func uidOf(e *googlefake.Event) string { return e.Private["followcalUID"] }
