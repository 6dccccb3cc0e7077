package google

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/cenkalti/backoff/v5"

	"followcal/calendar/mirror"
)

// question is how a request is repeated, and what its answers mean.
type question struct {
	doing     string        // completes "Google refuses …"
	once      bool          // what it makes has no id of ours: it is repeated only when it is sure that nothing was made
	malformed mirror.Answer // to 400
	taken     mirror.Answer // to 409; zero: others write, and it passes
	gone      mirror.Answer // to 410; zero: what was asked for is done
}

// ask asks Google until there is an answer that does not pass by itself.
func ask[T any](ctx context.Context, r *Remote, q *question, call func(context.Context) (T, error)) (T, error) {
	var (
		unsure  bool // one of the requests may have arrived without an answer
		refused bool // the access token was: the client gets another
	)
	attempt := func() (T, error) {
		if err := r.gate.wait(ctx); err != nil {
			return *new(T), backoff.Permanent(&verdict{answer: mirror.Undone, cause: err})
		}
		bounded, cancel := context.WithTimeout(ctx, r.service.options.Timeout)
		defer cancel()
		got, err := call(bounded)
		if err == nil {
			return got, nil
		}
		v := hear(err, q)
		if v.over {
			return *new(T), nil
		}
		unsure = unsure || v.unknown
		expired := v.answer == mirror.Unauthorized && v.status == http.StatusUnauthorized
		again := v.passing || expired && !refused
		refused = refused || expired
		if !again || (q.once && v.unknown) {
			return *new(T), backoff.Permanent(v)
		}
		return *new(T), v
	}
	p := r.service.options.Patience
	got, err := backoff.Retry(ctx, attempt, backoff.WithBackOff(p.pauses()), backoff.WithMaxElapsedTime(p.All), backoff.WithMaxTries(p.Tries),
		backoff.WithNotify(func(err error, pause time.Duration) {
			var v *verdict
			if errors.As(err, &v) && v.tooMany {
				r.gate.hold(pause)
			}
		}))
	if err != nil {
		return *new(T), q.fault(err, unsure)
	}
	return got, nil
}

func (p *Patience) pauses() *backoff.ExponentialBackOff {
	return &backoff.ExponentialBackOff{
		InitialInterval: p.First, MaxInterval: p.Longest,
		Multiplier: 2, RandomizationFactor: 0.5,
	}
}
