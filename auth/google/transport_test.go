package google_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"followcal/internal/fault"
)

// once hides that its text could be read again.
type once struct{ io.Reader }

func TestARequestIsSentAgainWhole(t *testing.T) {
	i := connected(t)
	for name, body := range map[string]io.Reader{"that can be read again": strings.NewReader("event"), "that cannot": once{bytes.NewBufferString("event")}, "none": nil} {
		i.with(func() { clear(i.access) })
		client, err := i.tokens.HTTP("ann")
		must(t, err)
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, i.URL+"/calendar/v3", body)
		must(t, err)
		response, err := client.Do(request)
		must(t, err)
		response.Body.Close()
		if got := response.Header.Get("X-Length"); response.StatusCode != http.StatusOK || body != nil && got != "5" && got != "-1" {
			t.Errorf("a body %s: status %d, length %s", name, response.StatusCode, got)
		}
		if request.Header.Get("Authorization") != "" {
			t.Error("the caller's request got a token")
		}
	}
}

func TestTokensGoNowhereElse(t *testing.T) {
	i, other := connected(t), newOAuth(t)
	client, err := i.tokens.HTTP("ann")
	must(t, err)
	wantFault(t, get(t, client, other.URL+"/calendar/v3"), fault.Internal, "not sent to")
	if other.calls != 0 {
		t.Error("it was asked")
	}
	moved := http.RedirectHandler(other.URL+"/calendar/v3", http.StatusTemporaryRedirect)
	i.Config.Handler = moved
	if err := get(t, client, i.URL+"/calendar/v3"); err == nil || other.calls != 0 {
		t.Errorf("a redirect is followed (%v)", err)
	}
}

func TestARequestThatIsTooLargeIsNotSent(t *testing.T) {
	i := connected(t)
	client, err := i.tokens.HTTP("ann")
	must(t, err)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, i.URL+"/calendar/v3", once{bytes.NewReader(make([]byte, 5<<20))})
	must(t, err)
	_, err = client.Do(request) //nolint:bodyclose // there is none
	wantFault(t, err, fault.TooLarge, "more than")
}

func TestDisconnecting(t *testing.T) {
	i := connected(t)
	farewell, err := i.tokens.Disconnect(t.Context(), "ann")
	if err != nil || !farewell.Revoked || farewell.ByHand != "" || len(i.revoked) != 1 || !strings.HasPrefix(i.revoked[0], "planted-refresh") {
		t.Errorf("%+v (%v), revoked %v", farewell, err, i.revoked)
	}
	if _, err := i.vault.Grant(t.Context(), "ann"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("it was kept (%v)", err)
	}
	_, err = i.tokens.Disconnect(t.Context(), "ann")
	wantFault(t, err, fault.NotFound, "")
	must(t, i.connect(t, "ann"))
	must(t, call(t, i.tokens))
}

func TestDisconnectingGoesOnWithoutGoogle(t *testing.T) {
	for name, tt := range map[string]struct {
		spoil   func(*install)
		revoked bool
		says    string
	}{
		"revoked already":   {func(i *install) { clear(i.refresh) }, true, ""},
		"Google is away":    {func(i *install) { i.Close() }, false, "cannot be reached"},
		"Google is ill":     {func(i *install) { i.Config.Handler = http.NotFoundHandler() }, false, "status 404"},
		"ended before":      {func(i *install) { clear(i.refresh); clear(i.access); _ = call(t, i.tokens) }, false, ""},
		"keys that are not": {func(i *install) { i.sealer, i.tokens = newInstall(t).sealer, nil }, false, "has not the key"},
	} {
		t.Run(name, func(t *testing.T) {
			i := connected(t)
			tt.spoil(i)
			tokens := i.tokens
			if tokens == nil {
				tokens = i.process(t)
			}
			farewell, err := tokens.Disconnect(t.Context(), "ann")
			if err != nil || farewell.Revoked != tt.revoked || !strings.Contains(farewell.ByHand, tt.says) || (tt.says == "") != (farewell.ByHand == "") {
				t.Errorf("%+v (%v)", farewell, err)
			}
			if tt.says != "" && !strings.Contains(farewell.ByHand, "https://myaccount.google.com/connections") {
				t.Errorf("it does not say where: %s", farewell.ByHand)
			}
			if _, err := i.vault.Grant(t.Context(), "ann"); fault.KindOf(err) != fault.NotFound {
				t.Errorf("it was kept (%v)", err)
			}
		})
	}
}
