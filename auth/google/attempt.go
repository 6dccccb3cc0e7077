package google

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/oauth2"

	"followcal/internal/fault"
)

// attempt is one time that somebody is asked. It is good for one answer.
type attempt struct {
	client   *Client
	state    string // unguessable; comes back with the answer
	verifier string // of PKCE (RFC 7636): only who asked can use the answer
	redirect string
	again    bool // consent was given before, and is asked for anew
	answered atomic.Bool
}

func (c *Client) newAttempt(redirect string, again bool) *attempt {
	return &attempt{client: c, state: rand.Text(), verifier: oauth2.GenerateVerifier(), redirect: redirect, again: again}
}

// url is where the person is asked.
func (a *attempt) url() string {
	options := []oauth2.AuthCodeOption{oauth2.AccessTypeOffline, oauth2.S256ChallengeOption(a.verifier)}
	if a.again {
		options = append(options, oauth2.SetAuthURLParam("prompt", "consent"))
	}
	return a.client.config(a.redirect).AuthCodeURL(a.state, options...)
}

// isOurs reports whether an answer belongs to a.
func (a *attempt) isOurs(answer url.Values) bool {
	return subtle.ConstantTimeCompare([]byte(answer.Get("state")), []byte(a.state)) == 1
}

// Consent is a permission that was just given. It prints as a placeholder.
type Consent struct {
	tokens tokens
	scopes []string
	at     time.Time
}

// String returns a placeholder.
func (Consent) String() string { return "(consent)" }

// GoString returns a placeholder.
func (c Consent) GoString() string { return c.String() }

// errAgain says that Google gave no token that lasts: it does so only where it
// shows its question.
var errAgain = fault.New(fault.Unavailable, "Google gave no lasting permission; take followcal off the list at https://myaccount.google.com/connections, and connect again")

// finish takes an answer and exchanges it for tokens. Faults: Denied where the
// person or somebody over them did not allow it, Conflict for a second answer,
// errAgain, Unavailable when Google cannot be reached.
func (a *attempt) finish(ctx context.Context, answer url.Values) (Consent, error) {
	if !a.isOurs(answer) {
		return Consent{}, foreign()
	}
	if a.answered.Swap(true) {
		return Consent{}, fault.New(fault.Conflict, "this answer was taken already; nothing was changed")
	}
	code := answer.Get("code")
	if reason := answer.Get("error"); reason != "" || code == "" {
		return Consent{}, refusal(reason)
	}
	now := a.client.Now()
	ctx = context.WithValue(ctx, oauth2.HTTPClient, a.client.direct())
	got, err := a.client.config(a.redirect).Exchange(ctx, code, oauth2.VerifierOption(a.verifier))
	if err != nil {
		return Consent{}, exchangeFault(err)
	}
	scopes, err := granted(got)
	switch {
	case err != nil:
		return Consent{}, err
	case got.RefreshToken == "":
		return Consent{}, errAgain
	}
	return Consent{tokensOf(got, now), scopes, now}, nil
}

func foreign() error {
	return fault.New(fault.Denied, "this answer does not belong to the question that was asked here; begin again, in one window")
}

// granted returns the scopes that came back. Since a person can untick them,
// what was asked for may be missing; an answer without scopes grants what was
// asked for (RFC 6749 5.1).
func granted(t *oauth2.Token) ([]string, error) {
	listed, ok := t.Extra("scope").(string)
	if !ok {
		return []string{Scope}, nil
	}
	scopes := strings.Fields(listed)
	if !slices.Contains(scopes, Scope) {
		return nil, fault.New(fault.Denied,
			"Google asked whether followcal may make its own calendar, and that box was not ticked; nothing was connected: connect again and tick it")
	}
	return scopes, nil
}

// refusal words the errors that come back instead of consent (RFC 6749 4.1.2.1).
func refusal(reason string) error {
	switch reason {
	case "access_denied":
		return fault.New(fault.Denied, "you did not allow it, so nothing was connected; connect again whenever you like")
	case "admin_policy_enforced", "org_internal":
		return fault.New(fault.Denied, "the administrator of your Google account does not allow this application; ask them, or use another account")
	case "temporarily_unavailable", "server_error":
		return fault.New(fault.Unavailable, "Google could not answer; try again later")
	}
	return fault.New(fault.Invalid, "Google did not accept the question (%s); check that the client's type and its redirect address in the Cloud console are those of docs/google.md", known(reason))
}
