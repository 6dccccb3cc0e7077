package config

import (
	"net"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"followcal/internal/fault"
)

// Serve is how followcal serves. Each setting has one name in three spellings:
// the flag --tls-cert, the variable FOLLOWCAL_TLS_CERT and the key tls_cert of
// the file; a flag wins over a variable, and that over the file.
type Serve struct {
	// Addr is where to listen: HOST:PORT, unix:PATH, or systemd for the socket
	// that systemd passes.
	Addr      string `env:"ADDR" toml:"addr"`
	PublicURL string `env:"PUBLIC_URL" toml:"public_url,omitempty"`
	// DB is a path, or a postgres:// address.
	DB string `env:"DB" toml:"db,omitempty"`
	// KeyFile holds the secret that the addresses of feeds are derived from;
	// empty: see KeyPath.
	KeyFile string `env:"KEY_FILE" toml:"key_file,omitempty"`

	TLSCert  string   `env:"TLS_CERT" toml:"tls_cert,omitempty"`
	TLSKey   string   `env:"TLS_KEY" toml:"tls_key,omitempty"`
	Domains  []string `env:"TLS_DOMAIN" toml:"tls_domain,omitempty"`
	Email    string   `env:"TLS_EMAIL" toml:"tls_email,omitempty"`
	Issuer   string   `env:"TLS_DIRECTORY" toml:"tls_directory,omitempty"` // the authority's ACME directory (RFC 8555 7.1.1)
	Cache    string   `env:"TLS_CACHE" toml:"tls_cache,omitempty"`         // the folder of what ACME brings
	HTTPAddr string   `env:"HTTP_ADDR" toml:"http_addr,omitempty"`         // answers ACME's challenges and redirects

	// SealFile has the keys that seal what Google gave; empty: see SealPath.
	SealFile string `env:"SEAL_FILE" toml:"seal_file,omitempty"`
	// Keys are those keys themselves, for who keeps secrets elsewhere.
	Keys string `env:"KEYS" toml:"-"`
	// KMS is the URI of a key that wraps those keys, hcvault://HOST/transit/keys/NAME,
	// and KMSToken opens the service that has it.
	KMS      string `env:"KMS" toml:"kms,omitempty"`
	KMSToken string `env:"KMS_TOKEN" toml:"-"`

	Google Google `envPrefix:"GOOGLE_" toml:"google"`

	Proxies     []Network     `env:"TRUSTED_PROXY" toml:"trusted_proxy,omitempty"`
	LogFormat   string        `env:"LOG_FORMAT" toml:"log_format"`
	Connections int           `env:"CONNECTIONS" toml:"connections"`
	FeedMemory  Octets        `env:"FEED_MEMORY" toml:"feed_memory"` // bounds the feeds that are held
	Drain       time.Duration `env:"DRAIN" toml:"drain"`             // how long requests may still take when it ends
}

// defaults returns the settings of a followcal that nobody configured. What
// depends on other settings is filled in by complete.
func defaults() Serve {
	return Serve{LogFormat: "text", Connections: 1024, FeedMemory: 128 << 20, Drain: 10 * time.Second, Google: Google{Poll: defaultPoll}}
}

const (
	defaultAddr     = "127.0.0.1:8080"
	defaultTLSAddr  = ":443"
	defaultHTTPAddr = ":80"
	letsEncrypt     = "https://acme-v02.api.letsencrypt.org/directory"
)

// complete fills in what depends on other settings.
func (s *Serve) complete() {
	if s.Addr == "" {
		s.Addr = defaultAddr
		if len(s.Domains) > 0 {
			s.Addr = defaultTLSAddr
		}
	}
	if len(s.Domains) == 0 {
		return
	}
	if s.HTTPAddr == "" {
		s.HTTPAddr = defaultHTTPAddr
	}
	if s.Issuer == "" {
		s.Issuer = letsEncrypt
	}
	if s.Cache == "" && s.DB != "" && !isPostgres(s.DB) {
		s.Cache = filepath.Join(filepath.Dir(s.DB), "acme")
	}
}

// Validate returns a fault of kind Usage for the first setting that is wrong or
// does not go with another, and for an address that would be served unsafely.
func (s *Serve) Validate() error {
	for _, check := range []func() error{s.checkAddr, s.checkTLS, s.checkDomains, s.checkPublicURL, s.checkNumbers, s.Google.Check, s.checkExposure} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// KeyPath is where the key of feeds is: the file that is named, else one beside
// the database. For PostgreSQL, which is nowhere on this machine, not naming one
// is a fault of kind Usage.
func (s *Serve) KeyPath() (string, error) {
	switch {
	case s.KeyFile != "":
		return s.KeyFile, nil
	case isPostgres(s.DB):
		return "", fault.New(fault.Usage, "with PostgreSQL, name the file with the key of feeds with --key-file or FOLLOWCAL_KEY_FILE; all replicas need the same one, and it is made when there is no feed yet")
	}
	return s.DB + ".key", nil
}

// BaseURL is below which address feeds are: the public one if it is known, else
// that of this machine.
func (s *Serve) BaseURL() string {
	scheme := "http"
	if s.Secure() {
		scheme = "https"
	}
	host, port, err := net.SplitHostPort(s.Addr)
	switch {
	case s.PublicURL != "":
		return s.PublicURL
	case len(s.Domains) > 0:
		return "https://" + s.Domains[0]
	case err != nil || strings.HasPrefix(s.Addr, UnixPrefix): // a socket, of which only the proxy before it has an address
		return "http://localhost"
	}
	if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return scheme + "://" + net.JoinHostPort(host, port)
}

// Secure reports whether followcal itself speaks TLS.
func (s *Serve) Secure() bool { return s.TLSCert != "" || len(s.Domains) > 0 }

// Prefixes are the addresses of the trusted proxies.
func (s *Serve) Prefixes() []netip.Prefix {
	prefixes := make([]netip.Prefix, len(s.Proxies))
	for i, p := range s.Proxies {
		prefixes[i] = p.Prefix
	}
	return prefixes
}

// String returns the settings as the file would state them. A password in the
// database's address, and the secret of Google's client, are left out.
func (s Serve) String() string {
	if s.Google.ClientSecret != "" {
		s.Google.ClientSecret = "xxxxx"
	}
	if u, err := url.Parse(s.DB); err == nil && isPostgres(s.DB) {
		query := u.Query()
		for name := range query {
			if strings.Contains(name, "password") {
				query.Set(name, "xxxxx")
			}
		}
		u.RawQuery = query.Encode()
		s.DB = u.Redacted()
	} else if isPostgres(s.DB) {
		s.DB = "postgres://xxxxx" // unreadable, so that its parts cannot be told apart
	}
	var b strings.Builder
	if err := toml.NewEncoder(&b).Encode(s); err != nil {
		return "" // a struct of strings and numbers always encodes
	}
	return b.String()
}

func isPostgres(db string) bool {
	return strings.HasPrefix(db, "postgres://") || strings.HasPrefix(db, "postgresql://")
}

func (s *Serve) checkAddr() error {
	isUnix := strings.HasPrefix(s.Addr, UnixPrefix) && len(s.Addr) > len(UnixPrefix)
	switch {
	case s.Addr != FromSystemd && !isUnix && !isHostPort(s.Addr):
		return fault.New(fault.Usage, "--addr %q is no address: write it like 127.0.0.1:8080, unix:/run/followcal.sock or systemd", s.Addr)
	case s.HTTPAddr != "" && !isHostPort(s.HTTPAddr):
		return fault.New(fault.Usage, "--http-addr %q is no address: write it like :80", s.HTTPAddr)
	}
	return nil
}

func isHostPort(addr string) bool {
	_, port, err := net.SplitHostPort(addr)
	if err != nil || port == "" {
		return false
	}
	_, err = net.LookupPort("tcp", port) //nolint:noctx // it only reads a table of names
	return err == nil
}

// checkPublicURL wants what feed addresses can be made of.
func (s *Serve) checkPublicURL() error {
	if s.PublicURL == "" {
		return nil
	}
	u, err := url.Parse(s.PublicURL)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return fault.New(fault.Usage, "--public-url %q is no address of a server: write it like https://cal.example.org", s.PublicURL)
	}
	return nil
}

// leastFeedMemory holds the largest feed.
const leastFeedMemory = 2 << 20

func (s *Serve) checkNumbers() error {
	switch {
	case s.LogFormat != "text" && s.LogFormat != "json":
		return fault.New(fault.Usage, "--log-format %q: choose one of text, json", s.LogFormat)
	case s.Connections < 1 || s.Connections > 1_000_000:
		return fault.New(fault.Usage, "--connections %d: choose 1 to 1000000", s.Connections)
	case s.FeedMemory < leastFeedMemory:
		return fault.New(fault.Usage, "--feed-memory: choose at least 2MiB")
	case s.Drain < 0 || s.Drain > time.Hour:
		return fault.New(fault.Usage, "--drain %s: choose 0s to 1h", s.Drain)
	}
	return nil
}
