package web

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/netip"
	"strings"

	"followcal/internal/fault"
	"followcal/internal/proxy"
)

// Client is who sent a request, as far as can be known.
type Client struct {
	Addr   netip.Addr // not valid: through a Unix socket
	Secure bool       // TLS all the way from the client to us or to our proxy
}

// visit is what is known of a request before it is answered.
type visit struct {
	id     string
	client Client
}

type visitKey struct{}

// RequestID returns the id under which a request is logged.
func RequestID(ctx context.Context) string { return visitOf(ctx).id }

// ClientOf returns who sent the request.
func ClientOf(ctx context.Context) Client { return visitOf(ctx).client }

func visitOf(ctx context.Context) visit {
	v, _ := ctx.Value(visitKey{}).(visit)
	return v
}

// admit gives a request its id and its client.
func (s *Site) admit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := visit{id: s.requestID(r), client: s.client(r)}
		w.Header().Set(requestID, v.id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), visitKey{}, v)))
	})
}

// requestID is the header with a request's id.
const requestID = "X-Request-Id"

// longestID bounds an id that a proxy gave.
const longestID = 64

// requestID returns the id that a trusted proxy gave, so that its log and ours
// can be read together, else a new one.
func (s *Site) requestID(r *http.Request) string {
	given := r.Header.Get(requestID)
	if given != "" && len(given) <= longestID && s.Proxies.Includes(proxy.Peer(r)) && strings.IndexFunc(given, isForeign) < 0 {
		return given
	}
	return rand.Text()[:16]
}

// isForeign reports what no id has: a log must not be written to by strangers.
func isForeign(c rune) bool {
	return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' && c != '.'
}

// client is who is connected, or who was connected to the trusted proxies.
// Anybody can write the headers: only what those proxies added counts, and they
// add at the end.
func (s *Site) client(r *http.Request) Client {
	c := Client{Addr: s.Proxies.Client(r), Secure: r.TLS != nil}
	if !s.Proxies.Includes(proxy.Peer(r)) {
		return c
	}
	schemes := hops(r, "X-Forwarded-Proto")
	c.Secure = c.Secure || len(schemes) > 0 && strings.EqualFold(schemes[len(schemes)-1], "https")
	return c
}

// hops are the members of a header that each proxy adds to.
func hops(r *http.Request, name string) []string {
	members := strings.Split(strings.Join(r.Header.Values(name), ","), ",")
	for i := range members {
		members[i] = strings.TrimSpace(members[i])
	}
	return members
}

// checkWay refuses a request that came past the proxies where they bring the
// encryption.
func (s *Site) checkWay(r *http.Request) error {
	if !s.ProxiesOnly {
		return nil
	}
	at := proxy.Peer(r)
	if !at.IsValid() || at.IsLoopback() || s.Proxies.Includes(at) {
		return nil
	}
	return fault.New(fault.Denied, "this server answers through its reverse proxy only; use its public address")
}
