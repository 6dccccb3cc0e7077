package google_test

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"followcal/auth/google"
)

// chain prints an error and everything below it in every way that a log could.
func chain(err error) string {
	var all strings.Builder
	var walk func(error)
	walk = func(err error) {
		if err == nil {
			return
		}
		fmt.Fprintf(&all, "%T %v %+v %#v\n", err, err, err, err)
		walk(errors.Unwrap(err))
		if many, ok := err.(interface{ Unwrap() []error }); ok {
			for _, one := range many.Unwrap() {
				walk(one)
			}
		}
	}
	walk(err)
	return all.String()
}

// TestNoSecretIsStoredOrSaid plants secrets wherever the service can put them.
func TestNoSecretIsStoredOrSaid(t *testing.T) {
	i := connected(t)
	var said strings.Builder
	log := slog.New(slog.NewJSONHandler(&said, nil))
	note := func(err error) {
		if err == nil {
			t.Error("a fault went unnoticed")
		}
		log.Error("it failed", "err", err, "client", i.client().String(), "tokens", i.tokens)
		said.WriteString(chain(err))
	}
	var faults []func(http.ResponseWriter, url.Values) bool
	for _, body := range []string{
		`{"error":"planted-error","error_description":"planted-description","error_uri":"planted-uri"}`,
		`{"error":"invalid_client","error_description":"planted"}`, `{"access_token":planted`, `planted`, `{"access_token":"","refresh_token":"planted"}`,
		"HTTP/1.1 planted",
	} {
		for _, status := range []int{200, 400, 401, 500} {
			faults = append(faults, func(w http.ResponseWriter, form url.Values) bool {
				w.Header().Set("X-Planted", form.Encode())
				w.WriteHeader(status)
				_, _ = w.Write([]byte(body + form.Encode()))
				return true
			})
		}
	}
	faults = append(faults, func(w http.ResponseWriter, form url.Values) bool { // no HTTP at all
		c, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			_, _ = c.Write([]byte("planted " + form.Encode() + "\r\n\r\n"))
			c.Close()
		}
		return true
	}, func(w http.ResponseWriter, form url.Values) bool {
		w.Header().Set("Location", "http://127.0.0.1:1/?"+form.Encode())
		w.WriteHeader(http.StatusTemporaryRedirect)
		return true
	})
	i.clock.pass(2 * time.Hour)
	for _, f := range faults {
		i.with(func() { i.fault = f })
		note(call(t, i.tokens))
		note(i.connect(t, "bob"))
	}
	i.with(func() { i.fault = nil })
	must(t, call(t, i.tokens))
	g := i.grant(t, "ann")
	fmt.Fprintf(&said, "%+v %q", g, g.Sealed)
	i.with(func() { clear(i.refresh); clear(i.access) })
	note(call(t, i.tokens))
	fmt.Fprintf(&said, "%+v", i.grant(t, "ann"))
	var consent google.Consent
	fmt.Fprintf(&said, "%v %+v %#v", consent, consent, i.tokens.Client())
	for _, secret := range []string{"planted", clientSecret} {
		if at := strings.Index(said.String(), secret); at >= 0 {
			t.Errorf("%q is in …%s…", secret, said.String()[max(0, at-300):min(said.Len(), at+100)])
		}
	}
}
