package google

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"

	"followcal/internal/fault"
)

// Farewell is what became of a permission when its account was disconnected.
type Farewell struct {
	Revoked bool // Google knows; false: see By hand
	// ByHand says why Google does not know, and where the person tells it; empty
	// when there is nothing to do.
	ByHand string
}

// connections is where a person sees and ends what they permitted.
const connections = "https://myaccount.google.com/connections"

// Disconnect tells Google that the permission ends, as far as it can be told,
// and forgets it in any case. An account that is not connected is a fault of
// kind NotFound.
func (t *Tokens) Disconnect(ctx context.Context, account string) (Farewell, error) {
	g, err := t.vault.Grant(ctx, account)
	if err != nil {
		return Farewell{}, err
	}
	var farewell Farewell
	if len(g.Sealed) > 0 {
		all, err := t.open(&g)
		if err == nil {
			err = t.revoke(ctx, &all)
		}
		farewell.Revoked = err == nil
		if err != nil {
			farewell.ByHand = "Google was not told (" + err.Error() + "); take followcal off the list at " + connections
		}
	}
	return farewell, t.vault.DropGrant(ctx, account)
}

// revoke ends the permission at Google (RFC 7009): with its refresh token, all
// tokens of it end. One that has ended already is no fault.
func (t *Tokens) revoke(ctx context.Context, all *tokens) error {
	form := url.Values{"token": {all.Refresh}}.Encode() // never in the address, which is logged
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, t.client.RevokeURL, strings.NewReader(form))
	if err != nil {
		return fault.New(fault.Usage, "FOLLOWCAL_GOOGLE_REVOKE_URL is no address")
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := t.client.direct().Do(request)
	if err != nil {
		return fault.Wrap(fault.Unavailable, quiet(err), "it cannot be reached")
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(response.Body, 1<<16)) // what is missing is no known answer
	if response.StatusCode == http.StatusOK || response.StatusCode == http.StatusBadRequest && strings.Contains(string(body), "invalid_token") {
		return nil
	}
	cause := said{response.StatusCode, ""}
	return fault.Wrap(fault.Unavailable, cause, "it answers with status %d", response.StatusCode)
}
