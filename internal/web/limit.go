package web

import (
	"crypto/sha256"
	"math"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"followcal/internal/proxy"
)

// What the pages of events take. People tap a few times a minute; who guesses
// links is slowed, although 128 bits do not need it.
const (
	tokenRate, tokenBurst     = rate.Limit(0.5), 30
	addressRate, addressBurst = rate.Limit(2), 120
	mostBuckets               = 16 << 10 // of each kind are remembered, and as many before
)

// eventLimits are the buckets of links and of addresses.
type eventLimits struct {
	links     buckets[[sha256.Size]byte]
	addresses buckets[netip.Addr]
}

func newEventLimits() *eventLimits {
	return &eventLimits{
		links:     buckets[[sha256.Size]byte]{rate: tokenRate, burst: tokenBurst},
		addresses: buckets[netip.Addr]{rate: addressRate, burst: addressBurst},
	}
}

// limited answers with 429 who asks too often.
func (s *Site) limited(l *eventLimits, next page) http.Handler {
	return page(func(w http.ResponseWriter, r *http.Request) error {
		now := s.Now()
		wait := max(
			l.addresses.take(proxy.Network(ClientOf(r.Context()).Addr), now),
			l.links.take(sha256.Sum256([]byte(r.PathValue("token"))), now),
		)
		if wait == 0 {
			return next(w, r)
		}
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
		return render(w, r, http.StatusTooManyRequests, problemPage(problem{
			title: "Too many requests", sentence: "This was asked for too often. Wait a moment, then try again.", id: RequestID(r.Context()),
		}))
	})
}

// buckets are token buckets by key, of which a bounded number is remembered:
// those that were used since the last time that there were too many, and those
// of the time before.
type buckets[K comparable] struct {
	rate  rate.Limit
	burst int

	mu          sync.Mutex
	now, before map[K]*rate.Limiter
}

// take takes one token out of the key's bucket, and returns how long it takes
// until there is one when there is none.
func (b *buckets[K]) take(key K, at time.Time) (wait time.Duration) {
	bucket := b.of(key)
	if bucket.AllowN(at, 1) {
		return 0
	}
	return max(time.Second, time.Duration((1-bucket.TokensAt(at))/float64(b.rate)*float64(time.Second)))
}

func (b *buckets[K]) of(key K) *rate.Limiter {
	b.mu.Lock()
	defer b.mu.Unlock()
	if bucket := b.now[key]; bucket != nil {
		return bucket
	}
	bucket := b.before[key]
	if bucket == nil {
		bucket = rate.NewLimiter(b.rate, b.burst)
	}
	if b.now == nil || len(b.now) >= mostBuckets {
		b.now, b.before = map[K]*rate.Limiter{}, b.now
	}
	b.now[key] = bucket
	return bucket
}
