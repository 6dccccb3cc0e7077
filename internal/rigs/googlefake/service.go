// Package googlefake behaves like the Google Calendar service as it is
// documented (version 3, discovery revision 20260925), and like Google's OAuth
// endpoints, over HTTP. It knows as much of events as a mirror writes and a
// person changes by hand. It is stricter than Google: what it does not know, it
// refuses, so that a request it takes is one that the documentation allows.
//
// Where the documentation is silent, it does what is harder for a client: a
// cancelled event in a list has nothing but its id, times come in the zone of
// the calendar, pages are shorter than what was asked for when told so.
package googlefake

import (
	"io"
	"net/http"
	"sync"
	"time"
)

// Paths of the service. Google has them on several hosts; one is enough here.
const (
	APIPath    = "/calendar/v3/"
	AuthPath   = "/o/oauth2/v2/auth"
	TokenPath  = "/token"
	RevokePath = "/revoke"
)

// Options are how a service behaves.
type Options struct {
	Now func() time.Time // required

	Quota     Quota
	Plan      func(Call) Fault // what goes wrong with a call, maybe several at once; nil: nothing
	Done      func(Call)       // is told of every call once it was answered; nil: nobody is
	Changed   func()           // is told that notifications wait for [Service.Deliver]; nil: nobody is
	PageSize  int              // the most that a page of a list holds; 0: what was asked for
	TokenLife time.Duration    // how long a sync token is good; 0: until ExpireTokens

	Clients     []Client
	Consent     func(Request) Consent // what a person decides, without calling the service; nil: yes to everything
	Rotate      bool                  // each refresh brings a new refresh token and ends the old one
	RefreshLife time.Duration         // of refresh tokens; 0: without an end. 7 days for External + Testing
}

// Quota is how many calls are answered in any minute. Zero is without a limit.
type Quota struct {
	User    int
	Project int
}

// Service is one Google. It is safe for use by many at once.
type Service struct {
	options Options

	mu        sync.Mutex
	last      int // source of ids, ETags and tokens
	calls     []Call
	overruns  int
	project   window
	people    map[string]*person
	calendars map[string]*calendar
	channels  map[string]*channel
	notices   []notice
	access    map[string]*access
	refresh   map[string]*grant
	codes     map[string]*code
	late      []lateCall
}

// New returns a service without people and calendars.
func New(o Options) *Service {
	return &Service{
		options:   o,
		people:    map[string]*person{},
		calendars: map[string]*calendar{},
		channels:  map[string]*channel{},
		access:    map[string]*access{},
		refresh:   map[string]*grant{},
		codes:     map[string]*code{},
		project:   window{limit: o.Quota.Project},
	}
}

// maxBody bounds what is read of a request.
const maxBody = 1 << 20

// ServeHTTP answers a request, or breaks the connection where the plan says so.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		a := tooLarge.answer()
		a.write(w)
		return
	}
	a := s.answer(r, body)
	a.write(w)
}

// Transport returns a transport that answers requests in the caller's process,
// without a connection. Broken ones look as net/http shows them.
func (s *Service) Transport() http.RoundTripper { return transport{s} }

type transport struct{ s *Service }

// RoundTrip answers a request.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		defer r.Body.Close()
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	a := t.s.answer(r, body)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return a.response(r)
}
