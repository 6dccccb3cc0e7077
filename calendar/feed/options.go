package feed

import (
	"cmp"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"golang.org/x/time/rate"

	"followcal/internal/fault"
)

// Options are what a [Handler] is made of. A zero value stands for the default
// that is named.
type Options struct {
	Source Source // required
	// Identify returns the hash of a well-formed token, and false for anything
	// else, quickly. Required.
	Identify func(token string) (key Key, ok bool)
	// Caller returns whose requests are limited together. Required.
	Caller func(*http.Request) netip.Addr
	// Now is the clock. Required; it is read once for each request.
	Now func() time.Time

	Recorder Recorder     // nil: nobody keeps fetches
	Log      *slog.Logger // nil: nothing is logged
	Access   *slog.Logger // takes a line for each request; nil: Log

	Memory   int64         // octets of rendered feeds to hold; 128 MiB
	Grace    time.Duration // how long a revoked token gets an empty calendar before 410; 30 days
	Stale    time.Duration // how long a feed that cannot be read is answered as it was; 1 hour
	Patience time.Duration // how long the source may take; 5 seconds
	Limits   Limits
}

// Limits are the token buckets. A client that asks once a minute meets none of
// them.
type Limits struct {
	// A token's answers, for all programs that share it: 2 a second, 120 at
	// once.
	TokenRate  rate.Limit
	TokenBurst int
	// An address's requests that no memory answers: feeds that must be read
	// first, and tokens that do not exist. 20 a second, 400 at once. What is
	// held is not counted here, because one address may stand for a whole
	// company, or for a calendar service with all its users.
	AddressRate  rate.Limit
	AddressBurst int
	// Tracked bounds how many tokens, and how many addresses, are remembered;
	// 131,072 each.
	Tracked int
}

const (
	defaultMemory   = 128 << 20
	defaultGrace    = 30 * 24 * time.Hour
	defaultStale    = time.Hour
	defaultPatience = 5 * time.Second
)

// complete returns o with its defaults, or a fault of kind Internal for what is
// missing.
func (o Options) complete() (Options, error) {
	if o.Source == nil || o.Identify == nil || o.Caller == nil || o.Now == nil {
		return o, fault.New(fault.Internal, "a feed handler needs a source, a clock, and ways to identify tokens and callers")
	}
	o.Log = cmp.Or(o.Log, slog.New(slog.DiscardHandler))
	o.Access = cmp.Or(o.Access, o.Log)
	o.Memory = cmp.Or(o.Memory, defaultMemory)
	o.Grace = cmp.Or(o.Grace, defaultGrace)
	o.Stale = cmp.Or(o.Stale, defaultStale)
	o.Patience = cmp.Or(o.Patience, defaultPatience)
	l := &o.Limits
	l.TokenRate, l.TokenBurst = cmp.Or(l.TokenRate, 2), cmp.Or(l.TokenBurst, 120)
	l.AddressRate, l.AddressBurst = cmp.Or(l.AddressRate, 20), cmp.Or(l.AddressBurst, 400)
	l.Tracked = cmp.Or(l.Tracked, 1<<17)
	return o, nil
}
