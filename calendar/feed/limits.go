package feed

import (
	"net/http"
	"net/netip"
	"strings"
	"time"

	"golang.org/x/time/rate"
)

// longestWait bounds what Retry-After asks for.
const longestWait = time.Hour

// take takes one token out of a bucket. When there is none, it returns how long
// it takes until there is one, at least a second.
func take(bucket *rate.Limiter, now time.Time) (wait time.Duration) {
	if bucket.AllowN(now, 1) {
		return 0
	}
	seconds := (1 - bucket.TokensAt(now)) / float64(bucket.Limit())
	return min(max(time.Duration(seconds*float64(time.Second)), time.Second), longestWait)
}

// callers are the buckets of client addresses.
type callers struct {
	proxies []netip.Prefix
	buckets *table[netip.Addr, rate.Limiter]
}

func newCallers(o *Options) *callers {
	return &callers{o.Proxies, newTable(o.Limits.Tracked, func(netip.Addr) *rate.Limiter {
		return rate.NewLimiter(o.Limits.AddressRate, o.Limits.AddressBurst)
	})}
}

// take takes a token out of the bucket of whoever sent r.
func (c *callers) take(r *http.Request, now time.Time) (wait time.Duration) {
	return take(c.buckets.of(network(c.address(r))), now)
}

// forwardedFor lists the addresses that a request came through, the nearest
// last.
const forwardedFor = "X-Forwarded-For"

// address returns the client's address: who is connected, or where that is a
// proxy that may be believed, who was connected to it. Anybody can write the
// header, so only what the proxies added to its end counts.
func (c *callers) address(r *http.Request) netip.Addr {
	port, _ := netip.ParseAddrPort(r.RemoteAddr)
	at := port.Addr().Unmap()
	lines := r.Header[forwardedFor]
	for i := len(lines) - 1; i >= 0 && c.isProxy(at); i-- {
		line := lines[i]
		for more := true; more && c.isProxy(at); {
			var hop string
			line, hop, more = cutLast(line)
			before, err := netip.ParseAddr(trim(hop))
			if err != nil {
				return at
			}
			at = before.WithZone("").Unmap()
		}
	}
	return at
}

// cutLast cuts the last member off a list; more is false when it was the first.
func cutLast(list string) (rest, last string, more bool) {
	if i := strings.LastIndexByte(list, ','); i >= 0 {
		return list[:i], list[i+1:], true
	}
	return "", list, false
}

// isProxy reports whether at may be believed. Who has no address has come
// through a socket of this machine.
func (c *callers) isProxy(at netip.Addr) bool {
	if !at.IsValid() {
		return len(c.proxies) > 0
	}
	for _, p := range c.proxies {
		if p.Contains(at) {
			return true
		}
	}
	return false
}

// ownNetwork is the part of an IPv6 address that one customer is given: behind
// it are more addresses than any table holds.
const ownNetwork = 64

// network returns what has one bucket.
func network(at netip.Addr) netip.Addr {
	if at.Is6() {
		if p, err := at.Prefix(ownNetwork); err == nil {
			return p.Addr()
		}
	}
	return at
}
