package web

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"

	"followcal/internal/fault"
)

// Issuer says which certificates to get from whom (RFC 8555).
type Issuer struct {
	Directory string // the address of the authority's directory
	Domains   []string
	Email     string // for the authority's warnings; may be empty
	Cache     string // a folder, made when there is none; it holds private keys
}

// acmeTime is how long the authority may take for one answer.
const acmeTime = 30 * time.Second

// Obtain returns a TLS configuration whose certificates are fetched when they
// are first asked for and renewed in time, and the handler for port 80, which
// answers the authority's challenges and sends everybody else to https.
func (i Issuer) Obtain() (*tls.Config, http.Handler) {
	ours := autocert.HostWhitelist(i.Domains...)
	manager := &autocert.Manager{
		Prompt:     autocert.AcceptTOS,
		Cache:      autocert.DirCache(i.Cache),
		HostPolicy: func(ctx context.Context, host string) error { return ours(ctx, withoutPort(host)) },
		Email:      i.Email,
		Client: &acme.Client{
			DirectoryURL: i.Directory,
			HTTPClient:   &http.Client{Timeout: acmeTime},
			UserAgent:    "followcal",
		},
	}
	config := manager.TLSConfig()
	config.MinVersion = tls.VersionTLS12
	return config, manager.HTTPHandler(page(i.redirect))
}

// redirect sends to https, for our own names only: this is no relay.
func (i Issuer) redirect(w http.ResponseWriter, r *http.Request) error {
	host := withoutPort(r.Host)
	ours := slices.IndexFunc(i.Domains, func(d string) bool { return strings.EqualFold(d, host) })
	if ours < 0 {
		return fault.New(fault.NotFound, "there is nothing of that name here")
	}
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("Connection", "close")
	to := url.URL{Scheme: "https", Host: i.Domains[ours], Path: r.URL.Path, RawPath: r.URL.RawPath, RawQuery: r.URL.RawQuery}
	http.Redirect(w, r, to.String(), http.StatusPermanentRedirect)
	return nil
}

// withoutPort is the name in a Host header.
func withoutPort(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return name
	}
	return host
}
