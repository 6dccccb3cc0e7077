package browser_test

import (
	"log/slog"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"followcal/internal/app"
	"followcal/internal/config"
	"followcal/internal/rigs/googlefake"
	"followcal/internal/web"
)

// TestACalendarIsConnectedInABrowser takes pictures into the folder that
// FOLLOWCAL_PICTURES names, if it does.
func TestACalendarIsConnectedInABrowser(t *testing.T) {
	folder := t.TempDir()
	site := httptest.NewUnstartedServer(nil)
	t.Cleanup(site.Close)
	address := "http://" + site.Listener.Addr().String()
	now := func() time.Time { return noon }
	api := httptest.NewServer(googlefake.New(googlefake.Options{
		Now: now, Clients: []googlefake.Client{{ID: "rig", Secret: "rig", Redirects: []string{address + "/google/callback"}}},
	}))
	t.Cleanup(api.Close)
	settings := &config.Serve{
		DB: filepath.Join(folder, "record.db"), PublicURL: address, Drain: time.Second,
		Google: config.Google{
			ClientID: "rig", ClientSecret: "rig", Poll: time.Hour, APIURL: api.URL,
			AuthURL: api.URL + googlefake.AuthPath, TokenURL: api.URL + googlefake.TokenPath, RevokeURL: api.URL + googlefake.RevokePath,
		},
	}
	record := openRecord(t, folder)
	log := slog.New(slog.DiscardHandler)
	pusher, err := record.Pusher(t.Context(), app.PusherRequest{Settings: settings, Log: log, Now: now})
	must(t, err)
	site.Config.Handler, err = web.New(web.Options{Ready: record, Now: now, Log: log, Google: pusher})
	must(t, err)
	site.Start()
	link, err := record.GoogleLink(t.Context(), settings)
	must(t, err)

	args := []string{"google.mjs", link}
	if pictures := os.Getenv("FOLLOWCAL_PICTURES"); pictures != "" {
		args = append(args, pictures)
	}
	node := exec.CommandContext(t.Context(), "node", args...)
	node.Env = append(os.Environ(), "TMPDIR="+folder)
	if said, err := node.CombinedOutput(); err != nil {
		t.Fatalf("%v (make rigs installs what this needs):\n%s", err, said)
	}
	google, err := record.Google(t.Context(), settings)
	must(t, err)
	if s, err := google.Status(t.Context()); err != nil || !s.Connected {
		t.Errorf("connected: %+v, %v", s, err)
	}
}
