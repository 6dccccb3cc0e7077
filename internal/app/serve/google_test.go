package serve_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"followcal/internal/app/journal"
	"followcal/internal/config"
	"followcal/internal/rigs/googlefake"
)

// TestCalendarsAreKept connects over the web, and has an entry of another process
// reach the calendar, and what the person does there reach the log: told by Google,
// and by asking. Then Google ends the permission, which is said everywhere, and
// the person connects again. No secret is left anywhere.
func TestCalendarsAreKept(t *testing.T) {
	w := newTown(t, func(s *config.Serve) { s.LogFormat = "json" })
	links := w.connectsOnce(t)

	w.applied(t, w.record, "Acme")
	until(t, "the entry", w.shows("Acme"))
	calendar, e, _ := w.entry("Acme")
	until(t, "Google calls", func() bool { return w.service.Channels(calendar) == 1 })
	w.settled(t)
	w.service.Deliver(t.Context(), w.client) // that the channel began
	w.service.Hand(ann).Drag(calendar, e.ID, 1)
	for _, status := range w.service.Deliver(t.Context(), w.client) {
		if status != http.StatusNoContent {
			t.Errorf("Google's call is answered with %d", status)
		}
	}
	w.heard(t, "snoozed to")

	w.settled(t)
	w.service.Hand(ann).Delete(calendar, e.ID)
	google, err := w.record.Google(t.Context(), &w.settings)
	must(t, err)
	must(t, google.Mirror.Wake(t.Context(), w.record.Account)) // as after the time between two polls
	w.heard(t, "dismissed")

	w.saysThatItEnded(t)
	w.connect(t)
	w.applied(t, w.record, "Globex")
	until(t, "the entry after connecting again", w.shows("Globex"))
	until(t, "the notice goes", func() bool { return !strings.Contains(w.feed(t), "Connect Google Calendar again") })
	must(t, w.stop())
	w.searched(t, links)
}

// connectsOnce uses links in browsers, also as others would.
func (w *town) connectsOnce(t *testing.T) []string {
	t.Helper()
	link := w.link(t)
	if status, body := w.read(t, w.client, http.MethodGet, link); status != http.StatusOK || !strings.Contains(body, "Continue to Google") {
		t.Fatalf("the link's page: %d %s", status, body)
	}
	// The browser stops on its way back.
	var callback string
	stops := *w.client
	stops.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if r.URL.Path != "/google/callback" {
			return nil
		}
		callback = r.URL.String()
		return http.ErrUseLastResponse
	}
	w.read(t, &stops, http.MethodPost, link)
	foreign := *w.client
	foreign.Jar = nil
	if status, body := w.read(t, &foreign, http.MethodGet, callback); status != http.StatusForbidden || strings.Contains(body, "is connected") {
		t.Errorf("another browser's answer: %d %s", status, body)
	}
	if status, body := w.read(t, w.client, http.MethodGet, callback); status != http.StatusOK || !strings.Contains(body, "Google Calendar is connected") {
		t.Fatalf("the answer: %d %s", status, body)
	}
	if status, _ := w.read(t, w.client, http.MethodGet, callback); status != http.StatusForbidden {
		t.Errorf("the answer again: %d", status)
	}
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		if status, _ := w.read(t, w.client, method, link); status != http.StatusGone {
			t.Errorf("%s of a link that was used: %d", method, status)
		}
	}
	return []string{link[strings.LastIndex(link, "/")+1:], callback[strings.Index(callback, "code=")+5:]}
}

// settled waits until nobody works on the calendar.
func (w *town) settled(t *testing.T) {
	t.Helper()
	google, err := w.record.Google(t.Context(), &w.settings)
	must(t, err)
	until(t, "nothing is left to do", func() bool {
		lane, err := google.Mirror.Ledger.Lane(t.Context(), w.record.Account)
		must(t, err)
		plan, err := google.Plan(t.Context())
		return err == nil && lane.Holder == "" && len(plan.Changes) == 0
	})
}

// heard waits until the log has what the person did.
func (w *town) heard(t *testing.T, what string) {
	t.Helper()
	until(t, what, func() bool {
		history, err := w.record.History(t.Context(), journal.HistoryRequest{Limit: 1})
		must(t, err)
		last := history.Changes[0]
		return last.By == "Google Calendar" && len(last.Facts) > 0 && strings.Contains(strings.Join(last.Facts[0].Did, " "), what)
	})
}

// feed is the owner's feed, as it is now.
func (w *town) feed(t *testing.T) string {
	t.Helper()
	address := regexp.MustCompile(`https://\S+\.ics`).FindString(w.person.String())
	status, body := w.read(t, w.client, http.MethodGet, address)
	if status != http.StatusOK {
		t.Errorf("the feed: %d", status)
	}
	return strings.ReplaceAll(body, "\r\n ", "")
}

// saysThatItEnded has the person end the permission at Google.
func (w *town) saysThatItEnded(t *testing.T) {
	t.Helper()
	if strings.Contains(w.feed(t), "Connect Google Calendar again") {
		t.Error("the feed tells of a trouble too early")
	}
	w.service.Revoke(ann)
	w.applied(t, w.record, "Initech")
	google, err := w.record.Google(t.Context(), &w.settings)
	must(t, err)
	until(t, "the status says it", func() bool {
		s, err := google.Status(t.Context())
		must(t, err)
		return !s.Connected && s.Trouble != nil && strings.Contains(s.Trouble.Sentence, "connect again with followcal google connect")
	})
	until(t, "the feed says it", func() bool { return strings.Contains(w.feed(t), "SUMMARY:Connect Google Calendar again") })
	until(t, "the log says it", func() bool {
		return strings.Contains(w.log.String(), "connect again with followcal google connect")
	})
	before := len(w.service.Calls())
	w.applied(t, w.record, "Hooli")
	until(t, "the feed shows it all the same", func() bool { return strings.Contains(w.feed(t), "Hooli") })
	if calls := w.service.Calls()[before:]; len(calls) > 0 {
		t.Errorf("Google is asked again and again: %+v", calls)
	}
}

// searched looks for secrets in what lies about.
func (w *town) searched(t *testing.T, secrets []string) {
	t.Helper()
	backup := filepath.Join(t.TempDir(), "backup.db")
	must(t, w.record.Backup(t.Context(), backup))
	places := map[string]string{"the log": w.log.String(), "the person's screen": w.person.String()}
	for _, path := range []string{w.settings.DB, w.settings.DB + "-wal", backup} {
		text, err := os.ReadFile(path)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		places[path] = string(text)
	}
	// The beginnings of all tokens and codes of the service.
	secrets = append(secrets, "planted-client-secret", "1//refresh-", "ya29.access-", "4/code-")
	w.seen.Range(func(verifier, _ any) bool {
		secrets = append(secrets, verifier.(string))
		return true
	})
	google, err := w.record.Google(t.Context(), &w.settings)
	must(t, err)
	lane, err := google.Mirror.Ledger.Lane(t.Context(), w.record.Account)
	must(t, err)
	for place, text := range places {
		for _, secret := range secrets {
			if strings.Contains(text, secret) {
				t.Errorf("%s has the secret %s", place, secret)
			}
		}
	}
	if channel := lane.Channel.Secret; channel == "" || strings.Contains(w.log.String(), channel) {
		t.Error("the log has the secret of a channel, or there is none")
	}
	if len(secrets) < 8 {
		t.Errorf("only %d secrets were looked for", len(secrets))
	}
}

// TestNothingWaitsForGoogle has Google take calls and never answer.
func TestNothingWaitsForGoogle(t *testing.T) {
	const drain = time.Second
	w := newTown(t, func(s *config.Serve) { s.Drain = drain })
	w.connect(t)
	w.applied(t, w.record, "Acme")
	until(t, "the entry", w.shows("Acme"))
	var hung atomic.Int64
	never := func(googlefake.Call) googlefake.Fault {
		hung.Add(1)
		return googlefake.Fault{Delay: time.Hour, Status: http.StatusServiceUnavailable}
	}
	w.plan.Store(&never)
	w.applied(t, w.record, "Globex")
	until(t, "a call hangs", func() bool { return hung.Load() > 0 })

	began := time.Now()
	w.applied(t, w.record, "Initech")
	until(t, "the feed goes on", func() bool { return strings.Contains(w.feed(t), "Initech") })
	google, err := w.record.Google(t.Context(), &w.settings)
	must(t, err)
	_, err = google.Status(t.Context())
	must(t, err)
	must(t, w.stop())
	// Google's calls end after half a minute by themselves.
	if took := time.Since(began); took > 15*time.Second {
		t.Errorf("a Google that hangs held everybody up for %s", took)
	}
	if strings.Contains(w.log.String(), "panic") {
		t.Errorf("logged\n%s", &w.log)
	}
}
