// Package google gets a person's permission to write to Google Calendar, and
// keeps it: consent by way of a browser (OAuth 2.0 with PKCE), tokens that are
// sealed and renewed once for all who use them, and the end of it.
package google

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"followcal/internal/fault"
)

// Scope is all that is asked for: secondary calendars that the application made,
// and their events (https://developers.google.com/workspace/calendar/api/auth).
const Scope = "https://www.googleapis.com/auth/calendar.app.created"

// Google's addresses.
const (
	authURL   = "https://accounts.google.com/o/oauth2/v2/auth"
	tokenURL  = "https://oauth2.googleapis.com/token" //nolint:gosec // an address, no token
	revokeURL = "https://oauth2.googleapis.com/revoke"
	apiURL    = "https://www.googleapis.com"
)

// Client is followcal as Google knows it: what was registered in the Cloud
// console, and where Google is. It prints as a placeholder.
type Client struct {
	ID     string
	Secret string `json:"-"`
	// Where Google is; empty: where it really is. Tokens go to no other API than
	// the one at APIURL.
	AuthURL, TokenURL, RevokeURL, APIURL string
	// HTTP carries the requests. It needs a time-out, for one that never ends
	// would hold everybody up who waits for tokens.
	HTTP *http.Client
	Now  func() time.Time
}

// String returns a placeholder.
func (c Client) String() string { return "(Google client " + c.ID + ")" }

// GoString returns a placeholder.
func (c Client) GoString() string { return c.String() }

// registered is the JSON that the Cloud console lets one download.
type registered struct {
	ID       string `json:"client_id"`
	Secret   string `json:"client_secret"`
	AuthURL  string `json:"auth_uri"`
	TokenURL string `json:"token_uri"`
}

// Kind says for which way back from Google a client is registered.
type Kind string

// The kinds.
const (
	Desktop Kind = "installed" // the loopback of the command
	Website Kind = "web"       // the callback of a server
)

// ParseClient reads the JSON that the Cloud console lets one download. Addresses
// that c names already stay. Anything else is a fault of kind Usage.
func (c Client) ParseClient(text []byte) (Client, Kind, error) {
	var file map[Kind]registered
	if err := json.Unmarshal(text, &file); err != nil { // its text could quote the secret
		return c, "", fault.New(fault.Usage, "this is not the JSON of an OAuth client: download it from the Cloud console (docs/google.md), or give the secret alone")
	}
	for _, kind := range []Kind{Desktop, Website} {
		r := file[kind]
		if r.ID == "" {
			continue
		}
		c.ID, c.Secret = r.ID, r.Secret
		c.AuthURL, c.TokenURL = cmp.Or(c.AuthURL, r.AuthURL), cmp.Or(c.TokenURL, r.TokenURL)
		return c, kind, nil
	}
	return c, "", fault.New(fault.Usage, "the JSON holds no OAuth client of type Desktop app or Web application; service accounts cannot ask a person (docs/google.md)")
}

// Complete fills in Google's addresses and returns a fault of kind Usage for a
// client that cannot work.
func (c *Client) Complete() error {
	c.AuthURL, c.TokenURL = cmp.Or(c.AuthURL, authURL), cmp.Or(c.TokenURL, tokenURL)
	c.RevokeURL, c.APIURL = cmp.Or(c.RevokeURL, revokeURL), cmp.Or(c.APIURL, apiURL)
	switch {
	case c.ID == "":
		return fault.New(fault.Usage, "there is no Google client: register one and set FOLLOWCAL_GOOGLE_CLIENT_ID and FOLLOWCAL_GOOGLE_CLIENT_SECRET (docs/google.md)")
	case c.Secret == "":
		return fault.New(fault.Usage, "the Google client %s has no secret: set FOLLOWCAL_GOOGLE_CLIENT_SECRET to it, or to the JSON that the Cloud console lets you download", c.ID)
	case c.HTTP == nil || c.HTTP.Timeout <= 0 || c.HTTP.Timeout > longestCall || c.Now == nil:
		return fault.New(fault.Internal, "a Google client needs a clock, and requests that end within %s", longestCall)
	}
	for name, address := range map[string]string{"AUTH": c.AuthURL, "TOKEN": c.TokenURL, "REVOKE": c.RevokeURL, "API": c.APIURL} {
		if !carriesSecrets(address) {
			return fault.New(fault.Usage, "FOLLOWCAL_GOOGLE_%s_URL is no address that secrets may be sent to: write an https address, or http on this machine", name)
		}
	}
	return nil
}

// longestCall bounds a request for tokens. It is a part of the lease.
const longestCall = 30 * time.Second

// carriesSecrets wants TLS, or this machine.
func carriesSecrets(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" {
		return false
	}
	host := u.Hostname()
	return u.Scheme == "https" || u.Scheme == "http" && (host == "localhost" || host == "::1" || strings.HasPrefix(host, "127."))
}

func (c *Client) config(redirect string) *oauth2.Config {
	return &oauth2.Config{
		ClientID: c.ID, ClientSecret: c.Secret, RedirectURL: redirect, Scopes: []string{Scope},
		// Probing for the style would send the secret twice.
		Endpoint: oauth2.Endpoint{AuthURL: c.AuthURL, TokenURL: c.TokenURL, AuthStyle: oauth2.AuthStyleInParams},
	}
}

// direct is the client for tokens: it follows no redirect, which would take
// secrets to where nobody meant them to go.
func (c *Client) direct() *http.Client {
	direct := *c.HTTP
	direct.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &direct
}
