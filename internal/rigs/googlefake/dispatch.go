package googlefake

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// request is a call on its way through the service.
type request struct {
	s        *Service
	call     Call
	method   *method
	query    url.Values
	header   http.Header
	body     []byte
	now      time.Time
	person   *person
	grant    *grant
	calendar string
	event    string
	fields   selection
}

// lateCall is a call that arrives after its client stopped waiting.
type lateCall struct {
	after int // the number of the call that it comes before
	req   *request
}

// answer does what a request asks, under the plan's faults.
func (s *Service) answer(r *http.Request, body []byte) answer {
	q, problem := s.newRequest(r, body)
	if problem != nil {
		return problem.answer()
	}
	var f Fault
	if s.options.Plan != nil {
		f = s.options.Plan(q.call)
	}
	a := s.perform(r.Context(), q, &f)
	q.call.Status = a.status
	q.call.Arrived = a.cut == Whole
	s.mu.Lock()
	s.calls[q.call.Number-1] = q.call
	waiting := len(s.notices) > 0
	s.mu.Unlock()
	if s.options.Done != nil {
		s.options.Done(q.call)
	}
	if waiting && s.options.Changed != nil {
		s.options.Changed()
	}
	return a
}

// newRequest numbers a call and lets those happen that come late before it.
func (s *Service) newRequest(r *http.Request, body []byte) (*request, *problem) {
	q, problem := route(r)
	if problem != nil {
		return nil, problem
	}
	q.s, q.header, q.body, q.now = s, r.Header, body, s.options.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	q.call = Call{Number: len(s.calls) + 1, Method: q.method.id, Calendar: q.calendar, Event: q.event, At: q.now}
	if a := s.access[bearer(r.Header)]; a != nil {
		q.call.Person = a.grant.person.email
	}
	if q.call.Event == "" && q.method.id == "calendar.events.insert" {
		q.call.Event = idOf(body)
	}
	s.calls = append(s.calls, q.call)
	s.arrive(q.call.Number)
	return q, nil
}

// arrive does the late calls that come before a number. Nobody hears of them.
func (s *Service) arrive(before int) {
	rest := s.late[:0]
	for _, l := range s.late {
		if l.after > before {
			rest = append(rest, l)
			continue
		}
		_ = l.req.do()
	}
	s.late = rest
}

func (s *Service) perform(ctx context.Context, q *request, f *Fault) answer {
	broken := f.Status != 0 || f.Cut == Lost
	if f.Delay > 0 && !f.Commit && !wait(ctx, f.Delay) {
		return answer{cut: Lost}
	}
	s.mu.Lock()
	var a answer
	switch {
	case f.Late > 0:
		s.late = append(s.late, lateCall{q.call.Number + f.Late, q})
	case !broken || f.Commit:
		a = q.do()
	}
	s.mu.Unlock()
	if f.Delay > 0 && f.Commit {
		wait(ctx, f.Delay)
	}
	if f.Status != 0 {
		q.call.Refusal, q.call.Planned = f.problem().reason, true
		a = f.answer()
	}
	a.cut = f.Cut
	return a
}

// wait reports whether the time passed before the client stopped waiting.
func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// do does what is asked. It is called under the lock.
func (q *request) do() answer {
	a, err := q.checked()
	if err != nil {
		q.call.Refusal = err.reason
		return err.answer()
	}
	return a
}

func (q *request) checked() (answer, *problem) {
	if q.method.open != nil {
		return q.method.open(q), nil
	}
	if err := q.authorise(); err != nil {
		return answer{}, err
	}
	if err := q.s.charge(q.person, q.now); err != nil {
		return answer{}, err
	}
	if err := q.checkParameters(); err != nil {
		return answer{}, err
	}
	return q.method.do(q)
}

// reply is an answer with an object, cut to the fields that were asked for.
func (q *request) reply(o object, etag string) answer {
	a := answer{status: http.StatusOK, header: http.Header{"Content-Type": {"application/json; charset=UTF-8"}}}
	if etag != "" {
		a.header.Set("Etag", etag)
	}
	a.body = q.fields.cut(o).append(make([]byte, 0, 1024))
	return a
}

// done is an answer without a body.
func done() answer { return answer{status: http.StatusNoContent} }
