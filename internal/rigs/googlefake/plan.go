package googlefake

import (
	"net/http"
	"strconv"
	"time"
)

// Call is one request.
type Call struct {
	Number   int    // from 1
	Method   string // as in the discovery document, such as calendar.events.insert; oauth2.auth, oauth2.token, oauth2.revoke
	Person   string // empty when it is not known
	Calendar string
	Event    string // of the path or, where there is none, of the body
	At       time.Time
	Status   int    // of the answer; 0 until there is one
	Refusal  string // the reason in the answer, if it is an error
	Planned  bool   // the plan answered, not the service
	Arrived  bool   // the answer was sent whole
}

// Cut is how an answer gets lost.
type Cut uint8

// The ways.
const (
	Whole     Cut = iota
	Truncated     // half of the body arrives
	Lost          // the connection is closed without an answer
)

// Fault is what goes wrong with a call. The zero value is nothing. A call that is
// answered with Status is not done, unless Commit says so; one whose answer is
// lost with Cut is not done either, unless Commit says so.
type Fault struct {
	Status     int
	Reason     string        // as in Google's bodies; empty: the usual one of the status
	RetryAfter time.Duration // 0: not said
	Plain      bool          // the body is a page of HTML, as from a proxy in between

	Cut    Cut
	Commit bool          // what was asked for happens all the same
	Late   int           // with Cut: it happens only before this many calls later
	Delay  time.Duration // before the answer
}

// Ready-made faults.
var (
	Dropped          = Fault{Cut: Lost}
	CommittedDropped = Fault{Cut: Lost, Commit: true}
	Halved           = Fault{Cut: Truncated, Commit: true}
	ExpiredAccess    = Fault{Status: http.StatusUnauthorized}
	UserRate         = Fault{Status: http.StatusForbidden, Reason: "userRateLimitExceeded"}
	ProjectRate      = Fault{Status: http.StatusForbidden, Reason: "rateLimitExceeded"}
	TooMany          = Fault{Status: http.StatusTooManyRequests, Reason: "rateLimitExceeded"}
	QuotaExceeded    = Fault{Status: http.StatusForbidden, Reason: "quotaExceeded"}
	BackendError     = Fault{Status: http.StatusInternalServerError}
	Overloaded       = Fault{Status: http.StatusServiceUnavailable, Plain: true}
	CommittedError   = Fault{Status: http.StatusServiceUnavailable, Commit: true}
)

// usual are the errors by their status.
var usual = map[int]*problem{
	400: {domain: "global", reason: "badRequest", message: "Bad Request"},
	401: unauthorized,
	403: {domain: "global", reason: "forbidden", message: "Forbidden"},
	404: notFound,
	409: duplicate,
	410: tokenGone,
	412: stale,
	429: {domain: "usageLimits", reason: "rateLimitExceeded", message: "Rate Limit Exceeded"},
}

// words are messages of reasons that a fault can name.
var words = map[string]struct{ domain, message string }{
	"userRateLimitExceeded": {"usageLimits", userRate.message},
	"rateLimitExceeded":     {"usageLimits", projectRate.message},
	"quotaExceeded":         {"usageLimits", "Calendar usage limits exceeded."},
	"dailyLimitExceeded":    {"usageLimits", "Daily Limit Exceeded"},
}

func (f *Fault) problem() *problem {
	p := problem{domain: backend.domain, reason: backend.reason, message: backend.message}
	if u, ok := usual[f.Status]; ok {
		p = *u
	}
	p.status = f.Status
	if f.Reason != "" {
		p.reason = f.Reason
	}
	if w, ok := words[f.Reason]; ok {
		p.domain, p.message = w.domain, w.message
	}
	if f.RetryAfter > 0 {
		p.retryAfter = strconv.Itoa(int(f.RetryAfter / time.Second))
	}
	return &p
}

// answer is what the fault says instead of the service.
func (f *Fault) answer() answer {
	p := f.problem()
	if !f.Plain {
		return p.answer()
	}
	a := answer{status: f.Status, header: http.Header{"Content-Type": {"text/html; charset=UTF-8"}}}
	a.body = []byte("<!DOCTYPE html><title>Error " + strconv.Itoa(f.Status) + "</title><p>" + http.StatusText(f.Status))
	if p.retryAfter != "" {
		a.header.Set("Retry-After", p.retryAfter)
	}
	return a
}
