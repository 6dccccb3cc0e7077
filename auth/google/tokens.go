package google

import (
	"context"
	"encoding/json"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/sync/singleflight"

	"followcal/auth"
	"followcal/internal/fault"
)

// tokens are the secrets of a grant, as they are sealed.
type tokens struct {
	Refresh string    `json:"refresh"`
	Access  string    `json:"access,omitempty"`
	Expiry  time.Time `json:"expiry,omitzero"` // UTC; zero: not known
}

// leeway is how long before its end an access token counts as old, so that it
// does not end on the way.
const leeway = time.Minute

// serves reports whether the access token can be used, and is another than the
// one that was refused.
func (t *tokens) serves(now time.Time, refused string) bool {
	return t.Access != "" && t.Access != refused && (t.Expiry.IsZero() || now.Before(t.Expiry.Add(-leeway)))
}

// tokensOf dates an answer by the project's clock.
func tokensOf(t *oauth2.Token, now time.Time) tokens {
	made := tokens{Refresh: t.RefreshToken, Access: t.AccessToken}
	if t.ExpiresIn > 0 {
		made.Expiry = now.Add(time.Duration(t.ExpiresIn) * time.Second).UTC().Truncate(time.Microsecond)
	}
	return made
}

// Tokens keeps the permissions of all accounts, sealed in a vault that other
// processes use at the same time. It may be used by many goroutines at once.
type Tokens struct {
	client  *Client
	vault   auth.Vault
	sealer  auth.Sealer
	flights singleflight.Group // one renewal of an account in this process
}

// NewTokens returns what keeps permissions for a client, or a fault of kind
// Usage for a client that cannot work.
func NewTokens(c Client, v auth.Vault, s auth.Sealer) (*Tokens, error) {
	if err := c.Complete(); err != nil {
		return nil, err
	}
	return &Tokens{client: &c, vault: v, sealer: s}, nil
}

// Client returns the client with its addresses.
func (t *Tokens) Client() *Client { return t.client }

// Save keeps what a person just consented to, in the place of anything that the
// account had.
func (t *Tokens) Save(ctx context.Context, account string, c Consent) error {
	sealed, err := t.seal(account, &c.tokens)
	if err != nil {
		return err
	}
	return t.vault.UpdateGrant(ctx, account, func(g *auth.Grant) error {
		*g = auth.Grant{Account: g.Account, Sealed: sealed, Scopes: c.scopes, Connected: exact(c.at)}
		return nil
	})
}

// exact returns t as every vault keeps it.
func exact(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

func (t *Tokens) seal(account string, all *tokens) ([]byte, error) {
	secret, err := json.Marshal(all)
	if err != nil {
		return nil, fault.New(fault.Internal, "the tokens of an account cannot be written")
	}
	return t.sealer.Seal(account, auth.GrantPurpose, secret)
}

// open returns the tokens of a grant that holds.
func (t *Tokens) open(g *auth.Grant) (tokens, error) {
	var all tokens
	if !g.Ended.IsZero() || len(g.Sealed) == 0 {
		return all, ended(g)
	}
	secret, err := t.sealer.Open(g.Account, auth.GrantPurpose, g.Sealed)
	if err != nil {
		return all, err
	}
	if err := json.Unmarshal(secret, &all); err != nil { // its text could quote them
		return all, fault.New(fault.Internal, "what is sealed for the account %q are no tokens; connect it again", g.Account)
	}
	return all, nil
}

// ended is the fault of a grant that holds no more.
func ended(g *auth.Grant) error {
	if g.Reason != "" {
		return fault.New(fault.Denied, "%s", g.Reason)
	}
	return fault.New(fault.Denied, "Google Calendar is not connected; connect it with followcal google connect")
}
