package config_test

import (
	"strings"
	"testing"
	"time"

	"followcal/internal/fault"
)

func TestGoogleIsSetByVariablesAndFile(t *testing.T) {
	file := "[google]\nclient_id = 'of-the-file'\napi_url = 'https://file.example.org'\npoll = '2h'\n"
	environ := []string{
		"FOLLOWCAL_GOOGLE_CLIENT_ID=of-the-variable", "FOLLOWCAL_GOOGLE_CLIENT_SECRET=hunter2",
		"FOLLOWCAL_GOOGLE_TOKEN_URL=http://127.0.0.1:4102/token", "FOLLOWCAL_KEYS=hunter2",
	}
	s, err := load(t, file, environ, nil)
	if err != nil {
		t.Fatal(err)
	}
	g := s.Google
	if g.ClientID != "of-the-variable" || g.ClientSecret != "hunter2" || g.APIURL != "https://file.example.org" || g.Poll != 2*time.Hour ||
		g.TokenURL != "http://127.0.0.1:4102/token" || s.Keys != "hunter2" {
		t.Errorf("got %+v", g)
	}
	if !g.Configured() {
		t.Error("a client id does not count as configured")
	}
	if text := s.String(); strings.Contains(text, "hunter2") || !strings.Contains(text, `client_secret = "xxxxx"`) {
		t.Errorf("printed as\n%s", text)
	}
}

func TestGoogleSettingsAreChecked(t *testing.T) {
	for name, tt := range map[string]struct{ file, variable, want string }{
		"nothing":           {"", "", ""},
		"a proxy":           {"", "FOLLOWCAL_GOOGLE_API_URL=https://proxy.example.org/calendar", ""},
		"a file":            {"[google]\nclient_file = '/etc/followcal/client.json'", "", ""},
		"two clients":       {"[google]\nclient_file = 'c.json'", "FOLLOWCAL_GOOGLE_CLIENT_ID=x", "both set"},
		"no address":        {"", "FOLLOWCAL_GOOGLE_REVOKE_URL=example.org", "FOLLOWCAL_GOOGLE_REVOKE_URL"},
		"a password":        {"", "FOLLOWCAL_GOOGLE_AUTH_URL=https://robin:hunter2@example.org", "FOLLOWCAL_GOOGLE_AUTH_URL"},
		"too often":         {"", "FOLLOWCAL_GOOGLE_POLL=1s", "1m to 24h"},
		"too rarely":        {"", "FOLLOWCAL_GOOGLE_POLL=25h", "1m to 24h"},
		"no length of time": {"", "FOLLOWCAL_GOOGLE_POLL=often", "FOLLOWCAL_GOOGLE_POLL is not a length of time"},
		"a misspelt key":    {"[google]\nclient = 'x'", "", "google.client_id"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := load(t, tt.file, []string{tt.variable}, nil)
			if err == nil {
				err = s.Validate()
			}
			switch {
			case tt.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case tt.want != "" && (fault.KindOf(err) != fault.Usage || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "hunter2")):
				t.Errorf("fault = %v, want one of usage with %q", err, tt.want)
			}
		})
	}
}

func TestSealingKeysAreBesideTheDatabase(t *testing.T) {
	for _, tt := range []struct{ variable, want string }{
		{"", "/data/followcal.db.keys"},
		{"FOLLOWCAL_SEAL_FILE=/run/keys.json", "/run/keys.json"},
		{"FOLLOWCAL_DB=postgres://db.example.org/followcal", ""},
	} {
		s, err := load(t, "", []string{tt.variable}, nil)
		if err != nil {
			t.Fatal(err)
		}
		path, err := s.SealPath()
		if path != tt.want || (err != nil) != (tt.want == "") || err != nil && fault.KindOf(err) != fault.Usage {
			t.Errorf("%s: %q, %v, want %q", tt.variable, path, err, tt.want)
		}
	}
}
