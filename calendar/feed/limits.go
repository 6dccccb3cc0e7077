package feed

import (
	"net/http"
	"net/netip"
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

// callers are the buckets of those who ask.
type callers struct {
	caller  func(*http.Request) netip.Addr
	buckets *table[netip.Addr, rate.Limiter]
}

func newCallers(o *Options) *callers {
	return &callers{o.Caller, newTable(o.Limits.Tracked, func(netip.Addr) *rate.Limiter {
		return rate.NewLimiter(o.Limits.AddressRate, o.Limits.AddressBurst)
	})}
}

// take takes a token out of the bucket of whoever sent r.
func (c *callers) take(r *http.Request, now time.Time) (wait time.Duration) {
	return take(c.buckets.of(c.caller(r)), now)
}
