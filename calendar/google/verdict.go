package google

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
	"google.golang.org/api/googleapi"

	"followcal/calendar/mirror"
	"followcal/internal/fault"
)

// verdict is what came of one request that was not answered as it should be.
type verdict struct {
	answer  mirror.Answer // zero: none
	passing bool          // it passes by itself
	tooMany bool          // of the account's requests
	unknown bool          // what was asked for may have happened
	over    bool          // what was asked for was done before
	after   time.Duration // how long Google asks to wait; zero: it does not say
	status  int           // zero: no answer came
	reason  string        // Google's word for it
	message string        // Google's sentence
	cause   error
}

// Error returns what is good to know for whoever reads the log. It has nothing of
// what was sent.
func (v *verdict) Error() string {
	if v.status == 0 {
		return v.cause.Error()
	}
	return fmt.Sprintf("Google answered %d %s", v.status, v.reason)
}

// Unwrap returns the answer, and how long to wait for the next attempt.
func (v *verdict) Unwrap() []error {
	all := []error{v.cause}
	if v.after > 0 {
		all = append(all, &backoff.RetryAfterError{Duration: v.after})
	}
	return slices.DeleteFunc(all, func(err error) bool { return err == nil })
}

// hear judges the error of a request.
func hear(err error, q *question) *verdict {
	var known *fault.Fault
	var answer *googleapi.Error
	switch {
	case errors.As(err, &known):
		return ofClient(known)
	case errors.As(err, &answer):
		v := &verdict{status: answer.Code, reason: reasonOf(answer), message: answer.Message, after: waitOf(answer.Header)}
		v.judge(q)
		return v
	}
	return &verdict{passing: true, unknown: !unsent(err), answer: answerUnless(!unsent(err)), cause: quiet(err)}
}

func answerUnless(unknown bool) mirror.Answer {
	if unknown {
		return 0
	}
	return mirror.Undone
}

// ofClient is the verdict on a fault of the authorised client, which sends
// nothing without an access token.
func ofClient(f *fault.Fault) *verdict {
	switch f.Kind {
	case fault.Denied:
		return &verdict{answer: mirror.Unauthorized, cause: f}
	case fault.Invalid, fault.TooLarge, fault.Usage:
		return &verdict{answer: mirror.Refused, cause: f}
	}
	return &verdict{answer: mirror.Undone, passing: true, cause: f}
}

// unsent reports whether there was not even a connection.
func unsent(err error) bool {
	var network *net.OpError
	return errors.As(err, &network) && (network.Op == "dial" || network.Op == "proxyconnect")
}

// quiet returns an error without the address that was asked: ids and sync tokens
// are in it.
func quiet(err error) error {
	var at *url.Error
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// reasonOf returns Google's word for what is wrong.
func reasonOf(e *googleapi.Error) string {
	if len(e.Errors) > 0 {
		return e.Errors[0].Reason
	}
	return ""
}

// waitOf reads Retry-After: seconds, or a date beside that of the answer.
func waitOf(h http.Header) time.Duration {
	text := h.Get("Retry-After")
	if seconds, err := strconv.Atoi(text); err == nil {
		return time.Duration(max(seconds, 0)) * time.Second
	}
	until, err := http.ParseTime(text)
	now, dated := http.ParseTime(h.Get("Date"))
	if err != nil || dated != nil {
		return 0
	}
	return max(until.Sub(now), 0)
}

// Reasons of 403 and 429, from "Handle API errors" of Google's guide.
var (
	rateReasons  = []string{"rateLimitExceeded", "userRateLimitExceeded"}
	quotaReasons = []string{"quotaExceeded", "dailyLimitExceeded", "dailyLimitExceededUnreg", "calendarUsageLimitsExceeded"}
	scopeReasons = []string{"insufficientPermissions", "insufficientScopes", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}
)

// judge fills in what an answer means.
func (v *verdict) judge(q *question) {
	switch v.status {
	case http.StatusBadRequest:
		v.answer = q.malformed
	case http.StatusUnauthorized:
		v.answer = mirror.Unauthorized
		if strings.HasPrefix(v.reason, "push.") {
			v.answer = mirror.Refused
		}
	case http.StatusForbidden, http.StatusTooManyRequests:
		v.judgeLimit()
	case http.StatusNotFound:
		v.answer = mirror.Missing
	case http.StatusRequestTimeout:
		v.passing, v.unknown = true, true
	case http.StatusConflict:
		v.answer = q.taken
		if q.taken == 0 {
			v.answer, v.passing = mirror.Undone, true
		}
	case http.StatusGone:
		v.answer, v.over = q.gone, q.gone == 0
	case http.StatusPreconditionFailed:
		v.answer = mirror.Stale
	default:
		v.passing = v.status < 300 || v.status >= 500 // below it is an answer that cannot be read
		v.unknown = v.passing
		if !v.passing {
			v.answer = mirror.Refused
		}
	}
}

func (v *verdict) judgeLimit() {
	switch {
	case slices.Contains(quotaReasons, v.reason):
		v.answer = mirror.Exhausted
	case v.status == http.StatusTooManyRequests, slices.Contains(rateReasons, v.reason):
		v.answer, v.passing, v.tooMany = mirror.Undone, true, true
	case slices.Contains(scopeReasons, v.reason):
		v.answer = mirror.Unauthorized
	default:
		v.answer = mirror.Refused
	}
}
