package googlefake

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"syscall"
)

// answer is what a call is answered with.
type answer struct {
	status int
	header http.Header
	body   []byte
	cut    Cut
}

func newAnswer(status int, v any) answer {
	body, err := json.Marshal(v)
	if err != nil { // only what this package declares is encoded
		return backend.answer()
	}
	return answer{status: status, header: http.Header{"Content-Type": {"application/json; charset=UTF-8"}}, body: body}
}

// kept is how much of a truncated answer arrives.
func (a *answer) kept() []byte { return a.body[:len(a.body)/2] }

// write sends the answer over a connection, or breaks it.
func (a *answer) write(w http.ResponseWriter) {
	if a.cut == Lost {
		panic(http.ErrAbortHandler) // net/http closes the connection without a word
	}
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(a.status)
	if a.cut == Truncated {
		_, _ = w.Write(a.kept())
		panic(http.ErrAbortHandler)
	}
	_, _ = w.Write(a.body) // nobody is left to be told
}

// response is the answer as a client sees it.
func (a *answer) response(r *http.Request) (*http.Response, error) {
	if a.cut == Lost {
		return nil, syscall.ECONNRESET
	}
	header := a.header
	if header == nil {
		header = http.Header{}
	}
	out := &http.Response{
		Status: strconv.Itoa(a.status) + " " + http.StatusText(a.status), StatusCode: a.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, ContentLength: int64(len(a.body)), Request: r,
	}
	if a.cut == Truncated {
		out.Body = io.NopCloser(io.MultiReader(bytes.NewReader(a.kept()), broken{}))
		return out, nil
	}
	out.Body = io.NopCloser(bytes.NewReader(a.body))
	return out, nil
}

// broken is the end of a body that is shorter than announced.
type broken struct{}

// Read fails as net/http does.
func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// problem is an error as Google writes it.
type problem struct {
	status       int
	domain       string
	reason       string
	message      string
	locationType string
	location     string
	retryAfter   string
}

// Error returns the message.
func (p *problem) Error() string { return p.message }

func (p *problem) answer() answer {
	type detail struct {
		Domain       string `json:"domain"`
		Reason       string `json:"reason"`
		Message      string `json:"message"`
		LocationType string `json:"locationType,omitempty"`
		Location     string `json:"location,omitempty"`
	}
	type body struct {
		Errors  []detail `json:"errors"`
		Code    int      `json:"code"`
		Message string   `json:"message"`
	}
	a := newAnswer(p.status, map[string]body{"error": {
		[]detail{{p.domain, p.reason, p.message, p.locationType, p.location}}, p.status, p.message,
	}})
	if p.retryAfter != "" {
		a.header.Set("Retry-After", p.retryAfter)
	}
	if p.status == http.StatusUnauthorized {
		a.header.Set("WWW-Authenticate", `Bearer realm="https://accounts.google.com/", error="invalid_token"`)
	}
	return a
}

// The errors of the service, in Google's words.
var (
	unauthorized = &problem{status: 401, domain: "global", reason: "authError", message: "Invalid Credentials", locationType: "header", location: "Authorization"}
	noScope      = &problem{status: 403, domain: "global", reason: "insufficientPermissions", message: "Request had insufficient authentication scopes."}
	userRate     = &problem{status: 403, domain: "usageLimits", reason: "userRateLimitExceeded", message: "User Rate Limit Exceeded"}
	projectRate  = &problem{status: 403, domain: "usageLimits", reason: "rateLimitExceeded", message: "Rate Limit Exceeded"}
	notFound     = &problem{status: 404, domain: "global", reason: "notFound", message: "Not Found"}
	duplicate    = &problem{status: 409, domain: "global", reason: "duplicate", message: "The requested identifier already exists."}
	deleted      = &problem{status: 410, domain: "global", reason: "deleted", message: "Resource has been deleted"}
	tokenGone    = &problem{status: 410, domain: "calendar", reason: "fullSyncRequired", message: "Sync token is no longer valid, a full sync is required.", locationType: "parameter", location: "syncToken"}
	stale        = &problem{status: 412, domain: "global", reason: "conditionNotMet", message: "Precondition Failed", locationType: "header", location: "If-Match"}
	tooLarge     = &problem{status: 413, domain: "global", reason: "uploadTooLarge", message: "Request Too Large"}
	backend      = &problem{status: 500, domain: "global", reason: "backendError", message: "Backend Error"}
)

// invalid is a 400 that says what is wrong.
func invalid(reason, message string) *problem {
	return &problem{status: http.StatusBadRequest, domain: "global", reason: reason, message: message}
}

// parameter is a 400 about a parameter.
func parameter(name, message string) *problem {
	p := invalid("invalidParameter", message)
	p.locationType, p.location = "parameter", name
	return p
}
