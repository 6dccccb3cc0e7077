package app

import (
	"context"
	"crypto/rand"
	"io"
	mathrand "math/rand/v2" // spreads calls; nothing of it is secret
	"net/http"
	"os"
	"strings"
	"time"

	"followcal/auth"
	authgoogle "followcal/auth/google"
	"followcal/auth/seal"
	calendargoogle "followcal/calendar/google"
	"followcal/calendar/mirror"
	"followcal/internal/app/push"
	"followcal/internal/config"
	"followcal/internal/fault"
)

// Google returns what the record's owner can do with a calendar at Google. Where
// followcal is not known to Google, it can only be looked at and ended. Faults are
// of kind Usage for settings that cannot work, and Denied for the wrong keys.
func (r *Record) Google(ctx context.Context, s *config.Serve) (*push.Google, error) {
	if err := s.Google.Check(); err != nil {
		return nil, err
	}
	tokens, err := r.tokens(ctx, s)
	if err != nil {
		return nil, err
	}
	return &push.Google{Account: r.Account, Mirror: r.mirror(s, tokens), Vault: r.db, Feeds: r.db, Now: r.Now, Tokens: tokens}, nil
}

// GoogleLink returns where a person connects the record in any browser, through
// a server with a public address.
func (r *Record) GoogleLink(ctx context.Context, s *config.Serve) (string, error) {
	tokens, err := r.tokens(ctx, s)
	if err != nil {
		return "", err
	}
	if tokens == nil {
		return "", push.Unknown()
	}
	web, err := r.googleWeb(ctx, s, tokens, nil)
	if err != nil {
		return "", err
	}
	return web.Link(ctx, r.Account)
}

// tokens keeps permissions; nil where followcal is not known to Google.
func (r *Record) tokens(ctx context.Context, s *config.Serve) (*authgoogle.Tokens, error) {
	if !s.Google.Configured() {
		return nil, nil //nolint:nilnil // not to be known is no fault, and is asked for
	}
	client, err := googleClient(&s.Google, r.Now)
	if err != nil {
		return nil, err
	}
	keys, err := r.keys(ctx, s)
	if err != nil {
		return nil, err
	}
	return authgoogle.NewTokens(client, r.db, keys)
}

// googleTimeout bounds one request.
const googleTimeout = 30 * time.Second

// googleClient is followcal as Google knows it.
func googleClient(g *config.Google, now func() time.Time) (authgoogle.Client, error) {
	c := authgoogle.Client{
		ID: g.ClientID, Secret: g.ClientSecret, AuthURL: g.AuthURL, TokenURL: g.TokenURL, RevokeURL: g.RevokeURL, APIURL: g.APIURL,
		HTTP: &http.Client{Timeout: googleTimeout}, Now: now,
	}
	if g.HasJSON() {
		c, _, err := c.ParseClient([]byte(g.ClientSecret))
		return c, err
	}
	if g.ClientFile == "" {
		return c, nil
	}
	const most = 64 << 10
	file, err := os.Open(g.ClientFile)
	if err != nil {
		return c, fault.Wrap(fault.Usage, err, "the file %s that FOLLOWCAL_GOOGLE_CLIENT_FILE names cannot be read", g.ClientFile)
	}
	defer func() { _ = file.Close() }() // it was only read
	text, err := io.ReadAll(io.LimitReader(file, most))
	if err != nil {
		return c, fault.Wrap(fault.Usage, err, "the file %s that FOLLOWCAL_GOOGLE_CLIENT_FILE names cannot be read", g.ClientFile)
	}
	c, _, err = c.ParseClient(text)
	return c, err
}

// sealPlace is where the keys are that seal tokens.
func sealPlace(s *config.Serve) (seal.Place, error) {
	place := seal.Place{Text: s.Keys}
	if s.KMS != "" {
		place.KMS = &seal.KMS{URI: s.KMS, Token: s.KMSToken}
	}
	if s.Keys != "" {
		return place, nil
	}
	var err error
	place.File, err = s.SealPath()
	return place, err
}

// googleWeb connects accounts over HTTP.
func (r *Record) googleWeb(ctx context.Context, s *config.Serve, tokens *authgoogle.Tokens, after func(context.Context, string) error) (*authgoogle.Web, error) {
	base, err := s.PublicBase()
	if err != nil {
		return nil, err
	}
	if base == nil {
		return nil, fault.New(fault.Usage, "--web needs the address at which others reach followcal serve: name it with --public-url or FOLLOWCAL_PUBLIC_URL")
	}
	path, err := s.KeyPath()
	if err != nil {
		return nil, err
	}
	key, err := auth.KeyOf(ctx, path, r.db)
	if err != nil {
		return nil, err
	}
	return authgoogle.NewWeb(tokens, key, base, after), nil
}

// mirror keeps the calendars of accounts.
func (r *Record) mirror(s *config.Serve, tokens *authgoogle.Tokens) *mirror.Mirror {
	options := calendargoogle.Options{}
	if s.Google.APIURL != "" {
		options.Endpoint = strings.TrimSuffix(s.Google.APIURL, "/") + "/calendar/v3/"
	}
	service := calendargoogle.New(options)
	return &mirror.Mirror{
		Ledger: r.db,
		Source: &push.Source{Journal: r.Journal, Secrets: r.db, Touches: r.db},
		Remote: func(_ context.Context, account string) (mirror.Remote, error) {
			if tokens == nil {
				return nil, push.Unknown()
			}
			client, err := tokens.HTTP(account)
			if err != nil {
				return nil, err
			}
			return service.Remote(account, client)
		},
		Now: r.Now, Holder: rand.Text(), Jitter: mathrand.Float64, Every: s.Google.Poll,
		Describe: "When to follow up on job applications, and why on that day. Kept by followcal: move, delete or tick off (✓) what is in it, and the log knows.",
	}
}
