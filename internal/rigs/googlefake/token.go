package googlefake

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// oauthError is an error of the token endpoint (RFC 6749, section 5.2).
func oauthError(status int, name, description string) answer {
	var o object
	o.set("error", name)
	o.set("error_description", description)
	return answer{status: status, header: http.Header{"Content-Type": {"application/json; charset=utf-8"}}, body: o.append(nil)}
}

func invalidGrant(description string) answer {
	return oauthError(http.StatusBadRequest, "invalid_grant", description)
}

// exchange is the token endpoint.
func (q *request) exchange() answer {
	form, err := url.ParseQuery(string(q.body))
	if err != nil || !strings.HasPrefix(q.header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		return oauthError(http.StatusBadRequest, "invalid_request", "Bad Request")
	}
	client, ok := q.client(form)
	if !ok {
		return oauthError(http.StatusUnauthorized, "invalid_client", "The OAuth client was not found.")
	}
	switch form.Get("grant_type") {
	case "authorization_code":
		return q.redeem(client, form)
	case "refresh_token":
		return q.renew(client, form.Get("refresh_token"))
	}
	return oauthError(http.StatusBadRequest, "unsupported_grant_type", "Invalid grant_type: "+form.Get("grant_type"))
}

// client finds the client that the form or the header names and proves.
func (q *request) client(form url.Values) (id string, ok bool) {
	id, secret := form.Get("client_id"), form.Get("client_secret")
	if basic, password, has := (&http.Request{Header: q.header}).BasicAuth(); has {
		id, secret = basic, password
	}
	i := slices.IndexFunc(q.s.options.Clients, func(c Client) bool { return c.ID == id && c.Secret == secret })
	return id, i >= 0
}

// redeem exchanges a code for tokens. One that is used twice ends what it gave
// (RFC 6749, section 4.1.2).
func (q *request) redeem(client string, form url.Values) answer {
	c := q.s.codes[form.Get("code")]
	switch {
	case c == nil:
		return invalidGrant("Malformed auth code.")
	case c.used != nil:
		c.used.ended = true
		return invalidGrant("Bad Request")
	case c.request.Client != client || c.request.Redirect != form.Get("redirect_uri"):
		return oauthError(http.StatusBadRequest, "redirect_uri_mismatch", "Bad Request")
	case !q.now.Before(c.expires):
		return invalidGrant("Bad Request")
	case !c.verified(form.Get("code_verifier")):
		return invalidGrant("Invalid code verifier.")
	}
	p := q.s.person(c.person)
	q.call.Person = p.email
	g := &grant{person: p, client: client, scopes: c.scopes, made: q.now}
	c.used = g
	// Google gives a refresh token with the first consent only, unless asked to ask again.
	first := !slices.ContainsFunc(p.grants, func(o *grant) bool { return o.client == client && !o.ended })
	if c.request.Offline && (first || strings.Contains(c.request.Prompt, "consent")) {
		q.s.giveRefresh(g)
	}
	return q.tokens(g, g.refresh != "")
}

// renew gives a new access token for a refresh token.
func (q *request) renew(client, token string) answer {
	g := q.s.refresh[token]
	life := q.s.options.RefreshLife
	if g == nil || g.ended || g.refresh != token || g.client != client || (life > 0 && q.now.Sub(g.made) >= life) {
		return invalidGrant("Token has been expired or revoked.")
	}
	q.call.Person = g.person.email
	if q.s.options.Rotate {
		g.refresh = q.s.name("1//refresh-")
		q.s.refresh[g.refresh] = g
	}
	return q.tokens(g, q.s.options.Rotate)
}

func (q *request) tokens(g *grant, withRefresh bool) answer {
	t := q.s.giveAccess(g)
	o := object{{"access_token", t.Access}, {"expires_in", int(accessLife / time.Second)}}
	if withRefresh {
		o.set("refresh_token", t.Refresh)
	}
	o = append(o, member{"scope", strings.Join(g.scopes, " ")}) // also when nothing was allowed
	o.set("token_type", "Bearer")
	return answer{
		status: http.StatusOK, body: o.append(nil),
		header: http.Header{"Content-Type": {"application/json; charset=utf-8"}, "Cache-Control": {"no-store"}},
	}
}

// revokeToken ends a grant by one of its tokens, in the form or the query.
func (q *request) revokeToken() answer {
	token := q.query.Get("token")
	if form, err := url.ParseQuery(string(q.body)); err == nil && form.Get("token") != "" {
		token = form.Get("token")
	}
	g := q.s.refresh[token]
	if a := q.s.access[token]; a != nil {
		g = a.grant
	}
	if g == nil || g.ended {
		return oauthError(http.StatusBadRequest, "invalid_token", "Token expired or revoked")
	}
	q.call.Person = g.person.email
	g.ended = true
	return answer{status: http.StatusOK, header: http.Header{"Content-Type": {"application/json; charset=utf-8"}}, body: []byte("{}")}
}
