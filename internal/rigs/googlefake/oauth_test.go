package googlefake_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"
	"google.golang.org/api/calendar/v3"

	"followcal/internal/rigs/googlefake"
)

func TestACallNeedsAGoodTokenAndTheScope(t *testing.T) {
	r := newRig(t)
	own := r.service.Hand(ann).MakeCalendar("Family", "Europe/Berlin")
	_, err := r.api.Calendars.Get(own).Do()
	wantProblem(t, err, 404, "notFound")
	for name, refused := range map[string]func() error{
		"calendarList": func() error { _, err := r.api.CalendarList.List().Do(); return err },
		"settings":     func() error { _, err := r.api.Settings.List().Do(); return err },
		"freebusy":     func() error { _, err := r.api.Freebusy.Query(&calendar.FreeBusyRequest{}).Do(); return err },
		"move":         func() error { _, err := r.api.Events.Move(r.calendar, "abcde", own).Do(); return err },
		"acl":          func() error { _, err := r.api.Acl.List(r.calendar).Do(); return err },
	} {
		t.Run(name, func(t *testing.T) { wantProblem(t, refused(), 403, "insufficientPermissions") })
	}
	other := r.client(r.service.Grant(ann, "another app").Access)
	_, err = other.Calendars.Get(r.calendar).Do()
	wantProblem(t, err, 404, "notFound")
	_, err = r.client("wrong").Calendars.Get(r.calendar).Do()
	wantProblem(t, err, 401, "authError")
	r.pass(time.Hour)
	_, err = r.api.Calendars.Get(r.calendar).Do()
	wantProblem(t, err, 401, "authError")
	again := r.client(r.service.Grant(ann, app).Access)
	if _, err = again.Calendars.Get(r.calendar).Do(); err != nil {
		t.Fatal(err)
	}
	r.service.Revoke(ann)
	_, err = again.Calendars.Get(r.calendar).Do()
	wantProblem(t, err, 401, "authError")
}

func TestQuotasSlide(t *testing.T) {
	r := newRig(t, func(o *googlefake.Options) { o.Quota = googlefake.Quota{User: 3, Project: 5} })
	get := func(api *calendar.Service) error { _, err := api.Calendars.Get(r.calendar).Do(); return err }
	r.pass(30 * time.Second) // one call was made before
	for range 2 {
		if err := get(r.api); err != nil {
			t.Fatal(err)
		}
	}
	wantProblem(t, get(r.api), 403, "userRateLimitExceeded")
	r.pass(30 * time.Second)
	if err := get(r.api); err != nil {
		t.Fatal(err)
	}
	wantProblem(t, get(r.api), 403, "userRateLimitExceeded")
	bob := r.client(r.service.Grant("bob@example.com", app).Access)
	for range 2 {
		wantProblem(t, get(bob), 404, "notFound")
	}
	wantProblem(t, get(bob), 403, "rateLimitExceeded")
	if r.service.Overruns() != 3 {
		t.Errorf("%d overruns, want 3", r.service.Overruns())
	}
}

// consenting is a browser that takes the consent page's answer.
func (r *rig) consenting(address string) url.Values {
	r.t.Helper()
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	request, err := http.NewRequestWithContext(r.t.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		r.t.Fatal(err)
	}
	answer, err := browser.Do(request)
	if err != nil {
		r.t.Fatal(err)
	}
	answer.Body.Close()
	to, err := answer.Location()
	if err != nil {
		return url.Values{"error": {answer.Status}}
	}
	return to.Query()
}

func (r *rig) oauth() *oauth2.Config {
	return &oauth2.Config{
		ClientID: app, ClientSecret: "secret", RedirectURL: "http://127.0.0.1:5555/back", Scopes: []string{googlefake.ScopeAppCreated, "openid"},
		Endpoint: oauth2.Endpoint{AuthURL: r.server.URL + googlefake.AuthPath, TokenURL: r.server.URL + googlefake.TokenPath, AuthStyle: oauth2.AuthStyleInParams},
	}
}

func TestConsentAndTokens(t *testing.T) {
	var decision googlefake.Consent
	r := newRig(t, func(o *googlefake.Options) {
		o.Rotate, o.RefreshLife = true, 7*24*time.Hour
		o.Clients = []googlefake.Client{{ID: app, Secret: "secret", Desktop: true}}
		o.Consent = func(googlefake.Request) googlefake.Consent { return decision }
	})
	ctx, config, verifier := context.Background(), r.oauth(), oauth2.GenerateVerifier()
	ask := func() url.Values {
		return r.consenting(config.AuthCodeURL("state", oauth2.AccessTypeOffline, oauth2.ApprovalForce, oauth2.S256ChallengeOption(verifier)))
	}
	decision = googlefake.Consent{Untick: []string{googlefake.ScopeAppCreated}}
	got := ask()
	if got.Get("state") != "state" || got.Get("scope") != "openid" {
		t.Fatalf("consent = %v", got)
	}
	token, err := config.Exchange(ctx, got.Get("code"), oauth2.VerifierOption(verifier))
	if err != nil || token.Extra("scope") != "openid" {
		t.Fatalf("token = %v, %v", token, err)
	}
	_, err = r.client(token.AccessToken).Calendars.Get(r.calendar).Do()
	wantProblem(t, err, 403, "insufficientPermissions")

	decision = googlefake.Consent{}
	if _, err := config.Exchange(ctx, ask().Get("code"), oauth2.VerifierOption("another")); !hasCode(err, "invalid_grant") {
		t.Fatalf("a wrong verifier: %v", err)
	}
	code := ask().Get("code")
	if token, err = config.Exchange(ctx, code, oauth2.VerifierOption(verifier)); err != nil {
		t.Fatal(err)
	}
	if _, err = r.client(token.AccessToken).Calendars.Get(r.calendar).Do(); err != nil {
		t.Fatal(err)
	}
	renew := func(refresh string) (*oauth2.Token, error) {
		return config.TokenSource(ctx, &oauth2.Token{RefreshToken: refresh}).Token()
	}
	next, err := renew(token.RefreshToken)
	if err != nil || next.RefreshToken == token.RefreshToken {
		t.Fatalf("renewed = %v, %v", next, err)
	}
	if _, err := renew(token.RefreshToken); !hasCode(err, "invalid_grant") {
		t.Fatalf("the old refresh token: %v", err)
	}
	if _, err := config.Exchange(ctx, code, oauth2.VerifierOption(verifier)); !hasCode(err, "invalid_grant") {
		t.Fatalf("a code used twice: %v", err)
	}
	if _, err := renew(next.RefreshToken); !hasCode(err, "invalid_grant") {
		t.Fatalf("the grant of a code used twice: %v", err)
	}
	if token, err = config.Exchange(ctx, ask().Get("code"), oauth2.VerifierOption(verifier)); err != nil {
		t.Fatal(err)
	}
	r.pass(7 * 24 * time.Hour)
	if _, err := renew(token.RefreshToken); !hasCode(err, "invalid_grant") {
		t.Fatalf("after seven days: %v", err)
	}
}

func hasCode(err error, code string) bool {
	var problem *oauth2.RetrieveError
	return errors.As(err, &problem) && problem.ErrorCode == code
}

func TestConsentIsRefused(t *testing.T) {
	denied := false
	r := newRig(t, func(o *googlefake.Options) {
		o.Clients = []googlefake.Client{{ID: app, Secret: "secret", Redirects: []string{"https://example.com/back"}}}
		o.Consent = func(googlefake.Request) googlefake.Consent { return googlefake.Consent{Denied: denied} }
	})
	config := r.oauth()
	if got := r.consenting(config.AuthCodeURL("s")); got.Get("error") != "400 Bad Request" {
		t.Errorf("a redirect that is not registered: %v", got)
	}
	config.RedirectURL = "https://example.com/back"
	denied = true
	if got := r.consenting(config.AuthCodeURL("s")); got.Get("error") != "access_denied" || got.Get("state") != "s" {
		t.Errorf("denied: %v", got)
	}
	config.ClientID = "another"
	if got := r.consenting(config.AuthCodeURL("s")); got.Get("error") != "400 Bad Request" {
		t.Errorf("a client that is not registered: %v", got)
	}
}

func TestRevoking(t *testing.T) {
	r := newRig(t)
	tokens := r.service.Grant(ann, app)
	post := func() int {
		body := strings.NewReader(url.Values{"token": {tokens.Refresh}}.Encode())
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.server.URL+googlefake.RevokePath, body)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer, err := r.server.Client().Do(request)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		return answer.StatusCode
	}
	if first, second := post(), post(); first != http.StatusOK || second != http.StatusBadRequest {
		t.Errorf("revoked with %d and %d", first, second)
	}
	_, err := r.client(tokens.Access).Calendars.Get(r.calendar).Do()
	wantProblem(t, err, 401, "authError")
}

func TestChannels(t *testing.T) {
	r := newRig(t)
	var states []string
	receiver := httptest.NewTLSServer(http.HandlerFunc(func(_ http.ResponseWriter, q *http.Request) {
		states = append(states, q.Header.Get("X-Goog-Channel-Token")+" "+q.Header.Get("X-Goog-Resource-State")+" "+q.Header.Get("X-Goog-Message-Number"))
	}))
	defer receiver.Close()
	open := &calendar.Channel{Id: "channel-1", Type: "web_hook", Token: "t", Address: receiver.URL}
	_, err := r.api.Events.Watch(r.calendar, &calendar.Channel{Id: "x", Type: "web_hook", Address: "http://example.com"}).Do()
	wantProblem(t, err, 401, "push.webhookUrlNotHttps")
	got, err := r.api.Events.Watch(r.calendar, open).Do()
	if err != nil || got.ResourceId == "" || time.UnixMilli(got.Expiration).Sub(r.clock()) != 7*24*time.Hour {
		t.Fatalf("channel = %+v, %v", got, err)
	}
	_, err = r.api.Events.Watch(r.calendar, open).Do()
	wantProblem(t, err, 400, "channelIdNotUnique")
	r.insert("abcde", "")
	if all := r.service.Deliver(t.Context(), receiver.Client()); !slices.Equal(all, []int{200, 200}) || strings.Join(states, ",") != "t sync 1,t exists 2" {
		t.Fatalf("delivered %v: %v", all, states)
	}
	end := &calendar.Channel{Id: got.Id, ResourceId: got.ResourceId}
	if err := r.api.Channels.Stop(end).Do(); err != nil || r.service.Channels(r.calendar) != 0 {
		t.Fatal(err, r.service.Channels(r.calendar))
	}
	wantProblem(t, r.api.Channels.Stop(end).Do(), 404, "channelUnknown")
}
