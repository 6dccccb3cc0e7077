package consent_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"followcal/auth/google"
	"followcal/internal/fault"
)

// browse follows redirects, as a browser does.
func browse(ctx context.Context, address string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return err
	}
	response, err := (&http.Client{Timeout: 10 * time.Second}).Do(request)
	if err != nil {
		return err
	}
	return response.Body.Close()
}

// TestAnotherOAuthServerMisbehaves asks oauth2-mock-server, which checks PKCE.
func TestAnotherOAuthServerMisbehaves(t *testing.T) {
	base := fmt.Sprintf("http://127.0.0.1:%d", freePort(t))
	run(t, base+"/.well-known/openid-configuration", "node", "faults.mjs", base[len("http://127.0.0.1:"):])
	for _, tt := range []struct {
		client  string
		connect fault.Kind // Internal: it is connected
		says    string
		renew   fault.Kind // Internal: it is renewed, twice
		why     string
	}{
		{client: "plain"},
		{client: "rotating"},
		{client: "scopeless"},
		{client: "denied", connect: fault.Denied, says: "you did not allow it"},
		{client: "narrow", connect: fault.Denied, says: "that box was not ticked"},
		{client: "forgetful", connect: fault.Unavailable, says: "no lasting permission"},
		{client: "unknown", connect: fault.Denied, says: "FOLLOWCAL_GOOGLE_CLIENT_ID"},
		{client: "ended", renew: fault.Denied, why: "revoked in the Google account"},
		{client: "ill", renew: fault.Unavailable, why: "status 503"},
	} {
		t.Run(tt.client, func(t *testing.T) {
			i := newInstall(t, google.Client{
				ID: tt.client, Secret: "secret", AuthURL: base + "/authorize", TokenURL: base + "/token", RevokeURL: base + "/revoke", APIURL: base,
			})
			err := google.Loopback{Client: i.tokens.Client(), Browse: browse}.Connect(t.Context(), i.save)
			if tt.connect != fault.Internal {
				wantFault(t, err, tt.connect, tt.says)
				return
			}
			must(t, err)
			for range 2 {
				i.clock.pass(2 * time.Hour)
				err := ask(t, i.tokens, "/userinfo")
				if tt.renew != fault.Internal {
					wantFault(t, err, tt.renew, tt.why)
					return
				}
				must(t, err)
			}
			farewell, err := i.tokens.Disconnect(t.Context(), "robin")
			if err != nil || !farewell.Revoked {
				t.Errorf("%+v (%v)", farewell, err)
			}
		})
	}
}
