package google

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"followcal/internal/fault"
)

// attemptLife is how long a person may look at Google's question.
const attemptLife = 10 * time.Minute

// pending is a question, as the browser's cookie holds it: sealed, so that any
// replica of the server can take the answer, and nobody else can.
type pending struct {
	Account  string    `json:"account"`
	Link     string    `json:"link"`
	State    string    `json:"state"`
	Verifier string    `json:"verifier"`
	Again    bool      `json:"again,omitempty"`
	Until    time.Time `json:"until"`
}

const pendingPurpose = "followcal google question 1"

func (w *Web) pack(p pending) (string, error) {
	text, err := json.Marshal(p)
	if err != nil {
		return "", fault.New(fault.Internal, "the question for Google cannot be written")
	}
	sealed, err := w.tokens.sealer.Seal("", pendingPurpose, text)
	return base64.RawURLEncoding.EncodeToString(sealed), err
}

func (w *Web) unpack(r *http.Request) (pending, error) {
	var p pending
	held, err := r.Cookie(w.cookie("", 0).Name)
	if err != nil {
		return p, foreign()
	}
	sealed, err := base64.RawURLEncoding.DecodeString(held.Value)
	if err != nil {
		return p, foreign()
	}
	text, err := w.tokens.sealer.Open("", pendingPurpose, sealed)
	if err != nil || json.Unmarshal(text, &p) != nil {
		return p, foreign()
	}
	return p, nil
}

// cookie binds a question to a browser. It comes back with the answer, which
// Google's page brings as a link would (SameSite=Lax).
func (w *Web) cookie(value string, seconds int) *http.Cookie {
	c := &http.Cookie{ //nolint:gosec // Secure wherever there is TLS
		Name: "followcal-google", Value: value, Path: "/", MaxAge: seconds,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: w.base.Scheme == "https",
	}
	if c.Secure {
		c.Name = "__Host-" + c.Name // set by this host itself, over TLS (RFC 6265bis 4.1.3)
	}
	return c
}

// used remembers the questions that were answered, until they are over anyway.
type used struct {
	mu    sync.Mutex
	until map[string]time.Time
}

// first reports whether the question was not answered before. Across replicas,
// Google's code, which is good for one use, holds that.
func (u *used) first(state string, until, now time.Time) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	for old, end := range u.until {
		if !now.Before(end) {
			delete(u.until, old)
		}
	}
	if _, again := u.until[state]; again {
		return false
	}
	u.until[state] = until
	return true
}
