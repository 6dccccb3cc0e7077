package googlefake

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Client is an application that is registered at the service.
type Client struct {
	ID        string
	Secret    string
	Redirects []string // exact; a desktop application may use any port of this machine besides
	Desktop   bool
}

// Request is what a consent page is asked for.
type Request struct {
	Client   string
	Redirect string
	Scopes   []string
	Offline  bool
	Prompt   string
	State    string
	Login    string // login_hint
}

// Consent is what a person decides on the page.
type Consent struct {
	Person string   // who signs in; empty: ann@example.com
	Denied bool     // they cancel
	Untick []string // scopes that they do not allow
}

// somebody signs in where nobody else does.
const somebody = "ann@example.com"

// code is a consent that was not yet exchanged.
type code struct {
	request   Request
	person    string
	scopes    []string
	challenge string // S256; empty: the client did not send one
	expires   time.Time
	used      *grant
}

// codeLife is how long an authorisation code is good.
const codeLife = 10 * time.Minute

// authorize is the consent page: it decides at once and redirects.
func (q *request) authorize() answer {
	r, problem := q.consentRequest()
	if problem != "" {
		return answer{
			status: http.StatusBadRequest, header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
			body: []byte("<!DOCTYPE html><title>Error 400: " + problem + "</title><p>Access blocked: " + problem),
		}
	}
	decision := Consent{}
	if q.s.options.Consent != nil {
		decision = q.s.options.Consent(r)
	}
	back := url.Values{"state": {r.State}}
	if decision.Denied {
		back.Set("error", "access_denied")
		return redirect(r.Redirect, back)
	}
	if decision.Person == "" {
		decision.Person = somebody
	}
	scopes := slices.DeleteFunc(slices.Clone(r.Scopes), func(s string) bool { return slices.Contains(decision.Untick, s) })
	name := q.s.name("4/code-")
	q.s.codes[name] = &code{request: r, person: decision.Person, scopes: scopes, challenge: q.query.Get("code_challenge"), expires: q.now.Add(codeLife)}
	q.call.Person = decision.Person
	back.Set("code", name)
	back.Set("scope", strings.Join(scopes, " "))
	return redirect(r.Redirect, back)
}

func redirect(to string, with url.Values) answer {
	separator := "?"
	if strings.Contains(to, "?") {
		separator = "&"
	}
	return answer{status: http.StatusFound, header: http.Header{"Location": {to + separator + with.Encode()}}}
}

// consentRequest reads what is asked for, or returns Google's name of what is
// wrong with it.
func (q *request) consentRequest() (r Request, problem string) {
	v := q.query
	r = Request{
		Client: v.Get("client_id"), Redirect: v.Get("redirect_uri"), Scopes: strings.Fields(v.Get("scope")),
		Offline: v.Get("access_type") == "offline", Prompt: v.Get("prompt"), State: v.Get("state"), Login: v.Get("login_hint"),
	}
	i := slices.IndexFunc(q.s.options.Clients, func(c Client) bool { return c.ID == r.Client })
	switch {
	case i < 0:
		return r, "invalid_client"
	case !q.s.options.Clients[i].allows(r.Redirect):
		return r, "redirect_uri_mismatch"
	case v.Get("response_type") != "code":
		return r, "unsupported_response_type"
	case len(r.Scopes) == 0:
		return r, "invalid_scope"
	case v.Get("code_challenge") != "" && v.Get("code_challenge_method") != "S256":
		return r, "invalid_request"
	}
	return r, ""
}

// allows reports whether a client may be answered at an address (RFC 8252,
// section 7.3: any port of the loopback).
func (c *Client) allows(redirect string) bool {
	if slices.Contains(c.Redirects, redirect) {
		return true
	}
	u, err := url.Parse(redirect)
	return err == nil && c.Desktop && u.Scheme == "http" && slices.Contains([]string{"127.0.0.1", "::1", "localhost"}, u.Hostname())
}

// verified reports whether a verifier is that of the challenge (RFC 7636).
func (c *code) verified(verifier string) bool {
	if c.challenge == "" {
		return verifier == ""
	}
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:]) == c.challenge
}
