package config

import (
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"followcal/internal/fault"
)

// Google is how followcal is known to Google, and where Google is. A client id
// and its secret come from Google's Cloud console, one by one or in the file that
// the console offers.
type Google struct {
	ClientID     string `env:"CLIENT_ID" toml:"client_id,omitempty"`
	ClientSecret string `env:"CLIENT_SECRET" toml:"client_secret,omitempty"`
	ClientFile   string `env:"CLIENT_FILE" toml:"client_file,omitempty"` // the downloaded JSON

	// The endpoints are Google's unless a proxy or a test stands in.
	APIURL    string `env:"API_URL" toml:"api_url,omitempty"`
	AuthURL   string `env:"AUTH_URL" toml:"auth_url,omitempty"`
	TokenURL  string `env:"TOKEN_URL" toml:"token_url,omitempty"`
	RevokeURL string `env:"REVOKE_URL" toml:"revoke_url,omitempty"`

	Poll time.Duration `env:"POLL" toml:"poll"` // how often serve asks what changed in a calendar
}

// Configured reports whether followcal is known to Google.
func (g *Google) Configured() bool { return g.ClientID != "" || g.ClientFile != "" || g.HasJSON() }

// HasJSON reports whether the secret is the downloaded JSON, which names the
// client as well.
func (g *Google) HasJSON() bool { return strings.HasPrefix(strings.TrimSpace(g.ClientSecret), "{") }

// The bounds of Poll. Less would be a nuisance to Google, more to the person who
// moved an event.
const (
	defaultPoll  = 10 * time.Minute
	shortestPoll = time.Minute
	longestPoll  = 24 * time.Hour
)

// Check returns a fault of kind Usage for the first setting that is wrong.
func (g *Google) Check() error {
	if g.ClientID != "" && g.ClientFile != "" {
		return fault.New(fault.Usage, "FOLLOWCAL_GOOGLE_CLIENT_ID and FOLLOWCAL_GOOGLE_CLIENT_FILE are both set: take one of them")
	}
	for name, address := range map[string]string{
		"FOLLOWCAL_GOOGLE_API_URL": g.APIURL, "FOLLOWCAL_GOOGLE_AUTH_URL": g.AuthURL,
		"FOLLOWCAL_GOOGLE_TOKEN_URL": g.TokenURL, "FOLLOWCAL_GOOGLE_REVOKE_URL": g.RevokeURL,
	} {
		if address == "" {
			continue
		}
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil {
			return fault.New(fault.Usage, "%s is no address of a server: write it like https://proxy.example.org/calendar", name)
		}
	}
	if g.Poll < shortestPoll || g.Poll > longestPoll {
		return fault.New(fault.Usage, "FOLLOWCAL_GOOGLE_POLL is %s: choose 1m to 24h", g.Poll)
	}
	return nil
}

// SealPath is where the keys are that seal what Google gave: the file that is
// named, else one beside the database. For PostgreSQL, which is nowhere on this
// machine, not naming one is a fault of kind Usage.
func (s *Serve) SealPath() (string, error) {
	switch {
	case s.SealFile != "":
		return s.SealFile, nil
	case isPostgres(s.DB):
		return "", fault.New(fault.Usage, "with PostgreSQL, name the file with the keys that seal Google's tokens with --seal-file or FOLLOWCAL_SEAL_FILE, or give them in FOLLOWCAL_KEYS; all replicas need the same ones")
	}
	return filepath.Clean(s.DB) + ".keys", nil
}

// PublicBase is the address at which others reach followcal, nil where nobody
// said.
func (s *Serve) PublicBase() (*url.URL, error) {
	address := s.PublicURL
	if address == "" && len(s.Domains) > 0 {
		address = s.BaseURL()
	}
	if address == "" {
		return nil, nil //nolint:nilnil // not to be known is no fault, and is asked for
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, fault.Wrap(fault.Usage, err, "--public-url %q is no address of a server: write it like https://cal.example.org", address)
	}
	return u, nil
}
