package google

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"sync/atomic"

	"followcal/auth"
	"followcal/internal/fault"
)

// mostBody is the largest request that can be sent a second time, in octets.
const mostBody = 4 << 20

// HTTP returns a client for the account's calendar API, for one run: it keeps the
// access token in memory for as long as Google takes it. Its requests carry access
// tokens, which are renewed when they end or are refused. A request fails with a
// fault of kind Denied when the permission has ended, and Unavailable when Google
// gives no tokens now; [net/http.Client] wraps both, and [errors.As] finds them.
func (t *Tokens) HTTP(account string) (*http.Client, error) {
	api, err := url.Parse(t.client.APIURL)
	if err != nil {
		return nil, fault.Wrap(fault.Usage, err, "FOLLOWCAL_GOOGLE_API_URL is no address")
	}
	base := t.client.HTTP.Transport
	if base == nil {
		base = http.DefaultTransport
	}
	client := t.client.direct() // no redirect takes a token elsewhere
	client.Transport = &transport{tokens: t, account: account, api: api, base: base}
	return client, nil
}

type transport struct {
	tokens  *Tokens
	account string
	api     *url.URL
	base    http.RoundTripper
	held    atomic.Pointer[tokens] // spares a look into the vault for each request
}

// mostSends bounds how often a request is sent: with the token at hand, with one
// that somebody else renewed meanwhile, and with one that was renewed for it.
const mostSends = 3

// RoundTrip implements [http.RoundTripper]. A token that was renewed because the
// one before was refused is the last that is tried.
func (r *transport) RoundTrip(request *http.Request) (*http.Response, error) {
	body, err := replayable(request)
	if err != nil {
		return nil, err
	}
	if request.URL.Scheme != r.api.Scheme || request.URL.Host != r.api.Host {
		return nil, elsewhere(request.URL.Host)
	}
	refused := ""
	for sends := 1; ; sends++ {
		all, fresh, err := r.current(request.Context(), refused)
		if err != nil {
			return nil, err
		}
		response, err := r.send(request, body, all.Access)
		if err != nil || response.StatusCode != http.StatusUnauthorized {
			return response, err
		}
		_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, mostBody)) // so that the connection is used again
		response.Body.Close()
		if fresh && refused != "" || sends == mostSends {
			return nil, r.tokens.endRefused(request.Context(), r.account, all.Access)
		}
		refused = all.Access
	}
}

func (r *transport) current(ctx context.Context, refused string) (tokens, bool, error) {
	if held := r.held.Load(); held != nil && held.serves(r.tokens.client.Now(), refused) {
		return *held, false, nil
	}
	all, fresh, err := r.tokens.current(ctx, r.account, refused)
	if err == nil {
		r.held.Store(&all)
	}
	return all, fresh, err
}

// replayable returns how to get the request's body, once for each sending, and
// takes care of the original.
func replayable(request *http.Request) (func() (io.ReadCloser, error), error) {
	if request.Body == nil || request.Body == http.NoBody {
		return nil, nil //nolint:nilnil // no body
	}
	defer request.Body.Close()
	if request.GetBody != nil {
		return request.GetBody, nil
	}
	octets, err := io.ReadAll(io.LimitReader(request.Body, mostBody+1))
	switch {
	case err != nil:
		return nil, fault.Wrap(fault.Unavailable, err, "the request to Google could not be read")
	case len(octets) > mostBody:
		return nil, fault.New(fault.TooLarge, "the request to Google has more than %d octets", mostBody)
	}
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(octets)), nil }, nil
}

func (r *transport) send(request *http.Request, body func() (io.ReadCloser, error), access string) (*http.Response, error) {
	sent := request.Clone(request.Context())
	if body != nil {
		fresh, err := body()
		if err != nil {
			return nil, err
		}
		sent.Body = fresh
	}
	sent.Header.Set("Authorization", "Bearer "+access)
	return r.base.RoundTrip(sent)
}

// endRefused ends a grant whose newest token is refused. Is it another one by
// now, then that is left for the next request.
func (t *Tokens) endRefused(ctx context.Context, account, refused string) error {
	err := t.vault.UpdateGrant(ctx, account, func(g *auth.Grant) error {
		all, err := t.open(g)
		switch {
		case err != nil:
			return err
		case all.Access != refused:
			return errChanged
		}
		end(g, t.client.Now(), refusedTwice)
		return nil
	})
	switch {
	case errors.Is(err, errChanged):
		return fault.New(fault.Unavailable, "the permission changed while Google was asked; it is tried again later")
	case err != nil:
		return err
	}
	return fault.New(fault.Denied, "%s", refusedTwice)
}
