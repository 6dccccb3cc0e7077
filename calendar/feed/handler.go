package feed

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"golang.org/x/sync/singleflight"
	"golang.org/x/time/rate"

	"followcal/internal/fault"
)

// Handler serves GET and HEAD of /feeds/{token}.ics. It may be used by many
// goroutines at once.
type Handler struct {
	o       Options
	held    *cache
	flight  singleflight.Group
	buckets *table[Key, rate.Limiter] // of tokens
	visits  *table[string, visits]    // of feeds, by id
	callers *callers
	health  *health
	agents  *table[string, Family]
}

// New returns a handler, or a fault of kind Internal when something that it
// needs is missing.
func New(o Options) (*Handler, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	return &Handler{
		o:       o,
		held:    newCache(o.Memory),
		buckets: newTable(o.Limits.Tracked, func(Key) *rate.Limiter { return rate.NewLimiter(o.Limits.TokenRate, o.Limits.TokenBurst) }),
		visits:  newTable(o.Limits.Tracked, func(string) *visits { return new(visits) }),
		callers: newCallers(&o),
		health:  newHealth(o.Recorder, o.Log),
		agents:  newTable(mostAgents, func(agent string) *Family { return new(FamilyOf(agent)) }),
	}, nil
}

// The parts of a feed's path around its token.
const (
	pathBefore = "/feeds/"
	pathAfter  = ".ics"
)

// ServeHTTP answers a request for a feed. Whatever happens, the client gets a
// whole calendar or an answer that calendar programs take for a failure: never
// a 200 with anything else.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	now := h.o.Now()
	a := h.answer(r, now)
	octets := a.write(w, r.Method == http.MethodHead)
	h.record(r, &a, octets, now)
}

// answer decides how to answer.
func (h *Handler) answer(r *http.Request, now time.Time) answer {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return answer{status: http.StatusMethodNotAllowed}
	}
	key, ok := h.identify(r.URL.Path)
	if !ok {
		if wait := h.callers.take(r, now); wait > 0 {
			return answer{status: http.StatusTooManyRequests, wait: wait}
		}
		return answer{status: http.StatusNotFound}
	}
	p, due := h.held.get(key)
	if p == nil || due.isOver(now) {
		if wait := h.callers.take(r, now); wait > 0 {
			return answer{page: p, status: http.StatusTooManyRequests, wait: wait}
		}
		var err error
		if p, err = h.load(r.Context(), key); err != nil {
			return answerFault(err)
		}
	}
	if wait := take(p.bucket, now); wait > 0 {
		return answer{page: p, status: http.StatusTooManyRequests, wait: wait}
	}
	return p.answer(r.Header, now)
}

// identify returns the key of the token in a path. Queries play no part.
func (h *Handler) identify(path string) (Key, bool) {
	token, ok := strings.CutPrefix(path, pathBefore)
	if !ok {
		return Key{}, false
	}
	if token, ok = strings.CutSuffix(token, pathAfter); !ok {
		return Key{}, false
	}
	return h.o.Identify(token)
}

// retryFault is what a client is told to wait for when its feed cannot be read.
const retryFault = time.Minute

// answerFault answers for a feed that was not there, or could not be read.
func answerFault(err error) answer {
	if fault.KindOf(err) == fault.NotFound {
		return answer{status: http.StatusNotFound}
	}
	return answer{status: http.StatusServiceUnavailable, wait: retryFault}
}

// record writes the access log, without the token and the address, and notes
// who asked.
func (h *Handler) record(r *http.Request, a *answer, octets int, now time.Time) {
	family := h.family(r)
	if a.page != nil && a.status < http.StatusTooManyRequests {
		h.health.note(a.page, family, now)
	}
	h.access(r, a, octets, family, now)
}

// access writes a line of the access log. It goes to the logger's handler with
// the time that was read already: looking up the calling line and reading the
// clock again took a fifth of a poll.
func (h *Handler) access(r *http.Request, a *answer, octets int, family Family, now time.Time) {
	ctx, log := r.Context(), h.o.Access.Handler()
	if !log.Enabled(ctx, slog.LevelInfo) {
		return
	}
	line := slog.NewRecord(now, slog.LevelInfo, "feed", 0)
	line.AddAttrs(slog.String("feed", a.id()), slog.Int("status", a.status), slog.Int("bytes", octets), slog.String("family", family.String()))
	if r.Method != http.MethodGet {
		line.AddAttrs(slog.String("method", r.Method))
	}
	// Whoever reads the log sees that it ends; the client must not suffer.
	_ = log.Handle(ctx, line)
}

// The bounds of what is remembered of User-Agent headers.
const (
	mostAgents   = 1 << 10
	longestAgent = 256
)

// family returns the family of the client that asks.
func (h *Handler) family(r *http.Request) Family {
	agents := r.Header["User-Agent"]
	if len(agents) == 0 {
		return Other
	}
	agent := agents[0]
	if len(agent) > longestAgent {
		agent = strings.Clone(agent[:longestAgent])
	}
	return *h.agents.of(agent)
}

// Invalidate says that something which feeds of the accounts show has changed.
// A request that begins after it returns sees the change.
func (h *Handler) Invalidate(accounts ...string) {
	now := h.o.Now()
	for _, account := range accounts {
		for _, key := range h.held.doubt(account, now) {
			h.flight.Forget(key.flight())
		}
	}
}

// InvalidateAll is [Handler.Invalidate] for every account, for when it is not
// known what has changed.
func (h *Handler) InvalidateAll() {
	for _, key := range h.held.doubtAll(h.o.Now()) {
		h.flight.Forget(key.flight())
	}
}

// Held is what is in memory.
type Held struct {
	Feeds  int
	Octets int64 // never more than [Options.Memory]
}

// Held returns how much is in memory.
func (h *Handler) Held() Held { return h.held.size() }

// Run gives fetches to the recorder until ctx ends, and then what is left. It
// is to be run once, beside the server.
func (h *Handler) Run(ctx context.Context) { h.health.run(ctx) }
