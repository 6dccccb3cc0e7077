package google_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"followcal/auth/google"
	"followcal/internal/fault"
)

func TestTheClientThatTheConsoleLetsOneDownload(t *testing.T) {
	for text, want := range map[string]google.Kind{
		`{"installed":{"client_id":"id","project_id":"p","auth_uri":"https://a.example/auth","token_uri":"https://a.example/token","client_secret":"s","redirect_uris":["http://localhost"]}}`: google.Desktop,
		`{"web":{"client_id":"id","auth_uri":"https://a.example/auth","token_uri":"https://a.example/token","client_secret":"s","redirect_uris":["https://cal.example.org/google/callback"]}}`: google.Website,
	} {
		c, kind, err := google.Client{TokenURL: "https://mine.example/token"}.ParseClient([]byte(text))
		if err != nil || kind != want || c.ID != "id" || c.Secret != "s" || c.AuthURL != "https://a.example/auth" || c.TokenURL != "https://mine.example/token" {
			t.Errorf("%s: read as %s %s %s %s (%v)", want, kind, c.ID, c.AuthURL, c.TokenURL, err)
		}
	}
	for _, text := range []string{"", "GOCSPX-planted", `{"type":"service_account","private_key":"planted"}`, `{"installed":{}}`, `{"installed":"planted`} {
		_, _, err := google.Client{}.ParseClient([]byte(text))
		wantFault(t, err, fault.Usage, "docs/google.md")
		if strings.Contains(fmt.Sprintf("%+v", err), "planted") {
			t.Errorf("the fault repeats what it read: %v", err)
		}
	}
}

func TestAClientThatCannotWork(t *testing.T) {
	good := google.Client{ID: "id", Secret: "s", HTTP: &http.Client{Timeout: time.Second}, Now: time.Now} //nolint:forbidigo // not called
	c := good
	must(t, c.Complete())
	if c.AuthURL != "https://accounts.google.com/o/oauth2/v2/auth" || c.TokenURL != "https://oauth2.googleapis.com/token" ||
		c.RevokeURL != "https://oauth2.googleapis.com/revoke" || c.APIURL != "https://www.googleapis.com" {
		t.Errorf("completed as %s %s %s %s", c.AuthURL, c.TokenURL, c.RevokeURL, c.APIURL)
	}
	for says, spoil := range map[string]func(*google.Client){
		"FOLLOWCAL_GOOGLE_CLIENT_ID":     func(c *google.Client) { c.ID = "" },
		"FOLLOWCAL_GOOGLE_CLIENT_SECRET": func(c *google.Client) { c.Secret = "" },
		"FOLLOWCAL_GOOGLE_TOKEN_URL":     func(c *google.Client) { c.TokenURL = "http://elsewhere.example/token" },
		"FOLLOWCAL_GOOGLE_AUTH_URL":      func(c *google.Client) { c.AuthURL = "https://user:planted@a.example" },
		"FOLLOWCAL_GOOGLE_REVOKE_URL":    func(c *google.Client) { c.RevokeURL = ":" },
		"FOLLOWCAL_GOOGLE_API_URL":       func(c *google.Client) { c.APIURL = "ftp://127.0.0.1" },
	} {
		c := good
		spoil(&c)
		_, err := google.NewTokens(c, nil, nil)
		wantFault(t, err, fault.Usage, says)
	}
	for _, spoil := range []func(*google.Client){
		func(c *google.Client) { c.HTTP = nil },
		func(c *google.Client) { c.HTTP = &http.Client{} },
		func(c *google.Client) { c.HTTP = &http.Client{Timeout: time.Hour} },
		func(c *google.Client) { c.Now = nil },
	} {
		c := good
		spoil(&c)
		wantFault(t, c.Complete(), fault.Internal, "needs a clock")
	}
}

func TestAClientPrintsAsAPlaceholder(t *testing.T) {
	c := google.Client{ID: "id", Secret: "planted"}
	text, err := json.Marshal(struct {
		ID     string
		Client string
	}{c.ID, c.String()})
	must(t, err)
	said := fmt.Sprintf("%v %+v %#v %s %+v %s", c, c, c, c, &c, text)
	if strings.Contains(said, "planted") || !strings.Contains(said, "id") {
		t.Errorf("printed as %s", said)
	}
}
