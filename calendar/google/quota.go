package google

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Limits are how many requests Google takes in any minute, of a project and of
// each of its users. Below zero there is no limit. Processes that share a project
// share its limit: give each a part.
type Limits struct {
	Project int
	User    int
}

// DefaultLimits are what Google gives to every project.
var DefaultLimits = Limits{Project: 10_000, User: 600}

const minute = 60 // seconds

// margin is the part of a limit that is used. The rest is for requests that
// arrive closer together than they were sent: at 600 a minute, two seconds.
const margin = 0.97

// limiter returns a bucket that lets no more through in any minute than the
// limit: what is in it when it is full, and what drops in within the minute.
func limiter(limit int) *rate.Limiter {
	if limit < 0 {
		return rate.NewLimiter(rate.Inf, 0)
	}
	burst := max(limit/minute, 1)
	inMinute := margin * max(float64(limit-burst), margin)
	return rate.NewLimiter(rate.Limit(inMinute/minute), burst)
}

// quota is what a project may ask, and each of its users.
type quota struct {
	limits  Limits
	project *rate.Limiter

	mu    sync.Mutex
	gates map[string]*gate // by account
	sweep int              // at which size those that nobody needs are dropped
}

// fewGates is how many gates are kept without a look at them.
const fewGates = 1024

func newQuota(l Limits) *quota {
	return &quota{limits: l, project: limiter(l.Project), gates: map[string]*gate{}, sweep: fewGates}
}

// gate returns the account's.
func (q *quota) gate(account string) *gate {
	q.mu.Lock()
	defer q.mu.Unlock()
	if g := q.gates[account]; g != nil {
		return g
	}
	if len(q.gates) >= q.sweep {
		for name, g := range q.gates {
			if g.idle() {
				delete(q.gates, name)
			}
		}
		q.sweep = max(fewGates, 2*len(q.gates))
	}
	g := &gate{user: limiter(q.limits.User), project: q.project}
	q.gates[account] = g
	return g
}

// gate is what each request of an account goes through.
type gate struct {
	user    *rate.Limiter
	project *rate.Limiter

	mu   sync.Mutex
	held chan struct{} // closed when Google may be asked again; nil: it was never too much
}

// idle reports whether a new gate would be no different.
func (g *gate) idle() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.user.Tokens() >= float64(g.user.Burst()) && !open(g.held)
}

func open(held chan struct{}) bool {
	if held == nil {
		return false
	}
	select {
	case <-held:
		return false
	default:
		return true
	}
}

// hold lets nothing through for a while: it was too much for Google. It does not
// make an earlier hold shorter.
func (g *gate) hold(d time.Duration) {
	held := make(chan struct{})
	g.mu.Lock()
	before := g.held
	g.held = held
	g.mu.Unlock()
	time.AfterFunc(d, func() {
		if before != nil {
			<-before
		}
		close(held)
	})
}

// wait returns when a request may be sent. Its error says that it will not be.
func (g *gate) wait(ctx context.Context) error {
	g.mu.Lock()
	held := g.held
	g.mu.Unlock()
	if held != nil {
		select {
		case <-held:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if err := g.user.Wait(ctx); err != nil {
		return err
	}
	return g.project.Wait(ctx)
}
