// Package web is followcal over HTTP: the pages, and the server that they and
// the feeds are behind. A page reads a request, asks one use case and renders;
// it returns an error rather than writing one.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"followcal/internal/fault"
	"followcal/internal/proxy"
)

// Readiness says whether followcal can do its work.
type Readiness interface {
	// Ready returns nil when the database answers, else why not.
	Ready(ctx context.Context) error
}

// Options are what a [Site] is made of.
type Options struct {
	Ready Readiness        // required
	Now   func() time.Time // required; read twice for each request, to log how long it took
	Log   *slog.Logger     // required

	// Feeds answers everything below /feeds/. It keeps its own access log and
	// reads the client's address itself; nil: there are no feeds.
	Feeds http.Handler
	// Events are the pages of planned events; nil: there are none.
	Events EventPages
	// Google connects calendars at Google; nil: nobody can.
	Google GooglePages
	// Proxies are the reverse proxies whose word about a client is believed.
	Proxies proxy.Trusted
	// ProxiesOnly refuses requests that did not come through one of them, nor
	// from this machine: they came in clear text from elsewhere.
	ProxiesOnly bool
	// PublicURL is where browsers see the site; nil: where they ask.
	PublicURL *url.URL
}

// Site answers requests. It may be used by many goroutines at once.
type Site struct {
	Options
	pages    http.Handler
	draining atomic.Bool
}

// New returns the site, or a fault when something that it needs is missing or
// wrong.
func New(o Options) (*Site, error) {
	if o.Ready == nil || o.Now == nil || o.Log == nil {
		return nil, fault.New(fault.Internal, "a site needs a database to ask, a clock and a log")
	}
	s := &Site{Options: o}
	mux := http.NewServeMux()
	s.routes(mux)
	protected, err := s.sameOrigin(mux)
	if err != nil {
		return nil, err
	}
	s.pages = s.admit(headed(s.logged(s.guarded(protected))))
	return s, nil
}

// feeds is where feeds are. What follows in a path opens one, and is logged
// nowhere.
const feeds = "/feeds/"

// routes are all there is beside the feeds. GET answers HEAD as well.
func (s *Site) routes(mux *http.ServeMux) {
	mux.Handle("GET /{$}", page(s.front))
	mux.Handle("GET /healthz", page(s.alive))
	mux.Handle("GET /readyz", page(s.ready))
	mux.Handle("GET /robots.txt", page(s.robots))
	if s.Events != nil {
		s.eventRoutes(mux)
	}
	if s.Google != nil {
		s.googleRoutes(mux)
	}
}

// ServeHTTP implements [http.Handler]. Feeds do not go by way of the mux, which
// allocates.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.Feeds != nil && strings.HasPrefix(r.URL.Path, feeds) {
		s.feed(w, r)
		return
	}
	s.pages.ServeHTTP(w, r)
}

// Drain says that the process is about to end: /readyz fails from now on, so
// that a load balancer asks another replica.
func (s *Site) Drain() { s.draining.Store(true) }

// sameOrigin refuses requests of other sites' pages that would change something.
func (s *Site) sameOrigin(next http.Handler) (http.Handler, error) {
	protection := http.NewCrossOriginProtection()
	if u := s.PublicURL; u != nil {
		if err := protection.AddTrustedOrigin(u.Scheme + "://" + u.Host); err != nil {
			return nil, fault.Wrap(fault.Usage, err, "%s is no address of a server: write it like https://cal.example.org", u)
		}
	}
	protection.SetDenyHandler(page(func(http.ResponseWriter, *http.Request) error {
		return fault.New(fault.Denied, "this was sent from a page of another site, so nothing was changed; open the page here and try again")
	}))
	return protection.Handler(next), nil
}
