package seal

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/hashicorp/vault/api"
	"github.com/tink-crypto/tink-go-hcvault/v2/integration/hcvault"
	"github.com/tink-crypto/tink-go/v2/tink"

	"followcal/internal/fault"
)

// KMS is the transit engine of HashiCorp Vault or OpenBao, which wraps keysets.
// It is asked when a process starts and when the keyset was rotated, not for
// each secret.
type KMS struct {
	URI   string // hcvault://HOST:PORT/transit/keys/NAME, as tink writes it
	Token string `json:"-"`
	// Address is where the service is; empty: https on the URI's host.
	Address string
	// Transport carries the requests; nil: what the variables VAULT_CACERT,
	// VAULT_CLIENT_CERT and so on say.
	Transport http.RoundTripper
}

// String names the key, not the token.
func (k KMS) String() string { return k.URI }

// GoString is String.
func (k KMS) GoString() string { return k.String() }

const (
	scheme      = "hcvault://"
	kmsTimeout  = 10 * time.Second
	kmsRetries  = 2
	kmsPause    = 100 * time.Millisecond
	kmsMaxPause = time.Second
)

// aead returns what wraps and unwraps. It asks nobody yet.
func (k *KMS) aead() (tink.AEAD, error) {
	u, err := url.Parse(k.URI)
	if err != nil || !strings.HasPrefix(k.URI, scheme) || u.Host == "" {
		return nil, fault.New(fault.Usage, "FOLLOWCAL_KMS names no key service that followcal knows: write it like hcvault://vault.example.org:8200/transit/keys/followcal")
	}
	config := api.DefaultConfig()
	if config.Error != nil {
		return nil, fault.Wrap(fault.Usage, config.Error, "the variables for Vault (VAULT_…) cannot be used; check them")
	}
	config.Address = "https://" + u.Host
	if k.Address != "" {
		config.Address = k.Address
	}
	config.Timeout, config.MaxRetries = kmsTimeout, kmsRetries
	config.MinRetryWait, config.MaxRetryWait = kmsPause, kmsMaxPause
	if k.Transport != nil {
		config.HttpClient.Transport = k.Transport
	}
	client, err := api.NewClient(config)
	if err != nil {
		return nil, fault.Wrap(fault.Usage, err, "the address of the key service %s cannot be used", k.URI)
	}
	if k.Token != "" {
		client.SetToken(k.Token)
	}
	made, err := hcvault.NewAEAD(u.EscapedPath(), client.Logical())
	if err != nil {
		return nil, fault.New(fault.Usage, "FOLLOWCAL_KMS names no key: write it like hcvault://%s/transit/keys/followcal", u.Host)
	}
	return service{made, k.URI}, nil
}

// service words the faults of a key service.
type service struct {
	tink.AEAD
	uri string
}

// Encrypt implements tink.AEAD.
func (s service) Encrypt(plain, data []byte) ([]byte, error) {
	wrapped, err := s.AEAD.Encrypt(plain, data)
	return wrapped, s.faulty(err)
}

// Decrypt implements tink.AEAD.
func (s service) Decrypt(wrapped, data []byte) ([]byte, error) {
	plain, err := s.AEAD.Decrypt(wrapped, data)
	return plain, s.faulty(err)
}

// faulty leaves the service's own words out: it may repeat what it was sent.
func (s service) faulty(err error) error {
	var answer *api.ResponseError
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &answer):
		return fault.New(fault.Unavailable, "the key service %s cannot be reached; check its address and that it runs", s.uri)
	case answer.StatusCode == http.StatusForbidden || answer.StatusCode == http.StatusUnauthorized:
		return fault.New(fault.Denied, "the key service %s refuses the token; give one that may encrypt and decrypt with that key in VAULT_TOKEN", s.uri)
	case answer.StatusCode == http.StatusBadRequest || answer.StatusCode == http.StatusNotFound:
		return fault.New(fault.Denied, "the key service %s did not wrap the keyset, or does not know the key; name the one that did with FOLLOWCAL_KMS", s.uri)
	}
	return fault.New(fault.Unavailable, "the key service %s answers with status %d; try again later, or look into its log", s.uri, answer.StatusCode)
}
