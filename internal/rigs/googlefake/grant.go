package googlefake

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Scopes of the API.
const (
	ScopeAppCreated = "https://www.googleapis.com/auth/calendar.app.created"
	ScopeCalendar   = "https://www.googleapis.com/auth/calendar"
)

// accessLife is how long an access token opens anything.
const accessLife = time.Hour

// maxGrants is how many refresh tokens a client has for one person: a further
// one ends the oldest without a word.
const maxGrants = 100

// person is an account at the service.
type person struct {
	email  string
	quota  window
	grants []*grant // the oldest first
}

// grant is what a person allowed a client.
type grant struct {
	person  *person
	client  string
	scopes  []string
	refresh string // the token that is good now; empty: offline access was not asked for
	made    time.Time
	ended   bool
}

// access is an access token.
type access struct {
	grant   *grant
	expires time.Time
	ended   bool
}

// Tokens are what a client holds.
type Tokens struct {
	Access  string
	Refresh string
	Expires time.Time
}

func (s *Service) person(email string) *person {
	p := s.people[email]
	if p == nil {
		p = &person{email: email, quota: window{limit: s.options.Quota.User}}
		s.people[email] = p
	}
	return p
}

// Grant lets a client act for a person, as if there had been a consent page.
// Without scopes it is calendar.app.created.
func (s *Service) Grant(email, client string, scopes ...string) Tokens {
	if len(scopes) == 0 {
		scopes = []string{ScopeAppCreated}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	g := &grant{person: s.person(email), client: client, scopes: scopes, made: s.options.Now()}
	s.giveRefresh(g)
	return s.giveAccess(g)
}

// giveRefresh gives a grant a refresh token, and ends the oldest when there are
// too many.
func (s *Service) giveRefresh(g *grant) {
	g.refresh = s.name("1//refresh-")
	s.refresh[g.refresh] = g
	p := g.person
	p.grants = append(p.grants, g)
	same := 0
	for _, other := range p.grants {
		if other.client == g.client && !other.ended {
			same++
		}
	}
	for _, other := range p.grants {
		if same > maxGrants && other.client == g.client && !other.ended {
			other.ended = true
			return
		}
	}
}

func (s *Service) giveAccess(g *grant) Tokens {
	token := s.name("ya29.access-")
	expires := s.options.Now().Add(accessLife)
	s.access[token] = &access{grant: g, expires: expires}
	return Tokens{token, g.refresh, expires}
}

// name returns a new name with a prefix.
func (s *Service) name(prefix string) string {
	s.last++
	return fmt.Sprintf("%s%08d", prefix, s.last)
}

// Revoke ends all that a person allowed, as in the settings of their account.
func (s *Service) Revoke(email string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range s.person(email).grants {
		g.ended = true
	}
	for _, a := range s.access {
		if a.grant.person.email == email {
			a.grant.ended = true
		}
	}
}

// EndAccess ends all access tokens before their time; refresh tokens stay good.
func (s *Service) EndAccess() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.access {
		a.ended = true
	}
}

func bearer(h http.Header) string {
	token, ok := strings.CutPrefix(h.Get("Authorization"), "Bearer ")
	if !ok {
		return ""
	}
	return token
}

// authorise finds whose call it is, and whether the method is within the scope.
func (q *request) authorise() *problem {
	a := q.s.access[bearer(q.header)]
	if a == nil || a.ended || a.grant.ended || !q.now.Before(a.expires) {
		return unauthorized
	}
	q.grant, q.person = a.grant, a.grant.person
	full := slices.Contains(a.grant.scopes, ScopeCalendar)
	switch {
	case full && q.method.do == nil:
		return invalid("notImplemented", "The fake does not have this method")
	case full, !q.method.closed && slices.Contains(a.grant.scopes, ScopeAppCreated):
		return nil
	}
	return noScope
}

// own returns a calendar that the call may see.
func (q *request) own() (*calendar, *problem) {
	c := q.s.calendars[q.calendar]
	if c == nil || c.gone || c.owner != q.person {
		return nil, notFound
	}
	if c.maker != q.grant.client && !slices.Contains(q.grant.scopes, ScopeCalendar) {
		return nil, notFound
	}
	return c, nil
}

// client is a client that carries an access token, in the caller's process.
type client struct {
	next  http.RoundTripper
	token string
}

// RoundTrip adds the token.
func (c client) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+c.token)
	return c.next.RoundTrip(r)
}

// Authorised returns a client that sends an access token with each call over a
// transport; nil is [Service.Transport].
func (s *Service) Authorised(access string, over http.RoundTripper) *http.Client {
	if over == nil {
		over = s.Transport()
	}
	return &http.Client{Transport: client{over, access}}
}
