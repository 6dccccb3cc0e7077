// Package prism_test has the calls of calendar/google checked by somebody else's
// reading of Google's own document: Prism stands between them and the fake
// service, and refuses requests and answers that do not fit it.
package prism_test

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar/google"
	"followcal/calendar/mirror"
	"followcal/internal/rigs/googlefake"
)

const ann = "ann@example.com"

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// document writes the document of the API that the module of Google's client
// ships, as Prism reads it.
func document(t *testing.T) string {
	t.Helper()
	module, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "google.golang.org/api").Output()
	must(t, err)
	to := filepath.Join(t.TempDir(), "openapi.json")
	from := filepath.Join(strings.TrimSpace(string(module)), "calendar", "v3", "calendar-api.json")
	out, err := exec.CommandContext(t.Context(), "node", "document.mjs", from, to).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return to
}

// freePort returns a port that nobody listens on.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port) //nolint:forcetypeassert // of a TCP listener
}

// startPrism puts Prism before a service and returns its address, which has no
// base path.
func startPrism(t *testing.T, service string) string {
	t.Helper()
	port := freePort(t)
	prism := exec.CommandContext(t.Context(), "node", "../node_modules/@stoplight/prism-cli/dist/index.js",
		"proxy", document(t), service, "--errors", "--port", port)
	out, err := prism.StdoutPipe()
	must(t, err)
	prism.Stderr = prism.Stdout
	must(t, prism.Start())
	t.Cleanup(func() { _ = prism.Wait() }) // the test's context has ended it
	lines := bufio.NewScanner(out)
	var said strings.Builder
	for lines.Scan() {
		said.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), "Prism is listening") {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return "http://127.0.0.1:" + port + "/"
		}
	}
	t.Fatalf("Prism does not listen:\n%s", said.String())
	return ""
}

// rig is a remote whose calls all go through Prism.
type rig struct {
	*google.Remote
	fake   *googlefake.Service
	client *http.Client
	prism  string
}

func newRig(t *testing.T) *rig {
	t.Helper()
	now := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	fake := googlefake.New(googlefake.Options{Now: func() time.Time { return now }, PageSize: 2})
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	r := &rig{fake: fake, prism: startPrism(t, server.URL+strings.TrimSuffix(googlefake.APIPath, "/"))}
	r.client = fake.Authorised(fake.Grant(ann, "app").Access, http.DefaultTransport)
	var err error
	r.Remote, err = google.New(google.Options{Endpoint: r.prism, Patience: google.Patience{Tries: 1}}).Remote(ann, r.client)
	must(t, err)
	return r
}

func TestEveryCallIsAsGooglesDocumentHasIt(t *testing.T) {
	r := newRig(t)
	t.Run("a request that is not is refused by Prism", r.refuses)
	ctx := t.Context()
	id, err := r.MakeCalendar(ctx, mirror.Calendar{Name: "Follow-ups", Description: "Made by followcal", Zone: "Europe/Berlin"})
	must(t, err)
	_, err = r.Calendar(ctx, id)
	must(t, err)
	channel, err := r.Watch(ctx, id, mirror.Channel{ID: "channel", Secret: "secret", Address: "https://example.com/google", Expires: time.Date(2026, time.March, 5, 0, 0, 0, 0, time.UTC)})
	must(t, err)

	for i, e := range entries(t) {
		e.ID = "abcde" + strconv.Itoa(i)
		kept, err := r.Insert(ctx, id, &e)
		must(t, err)
		_, err = r.Insert(ctx, id, &e)
		want(t, err, mirror.Exists)
		other := entries(t)[(i+1)%len(entries(t))]
		other.ID, other.ETag = e.ID, kept.ETag
		_, err = r.Update(ctx, id, &other)
		must(t, err)
		_, err = r.Update(ctx, id, &other)
		want(t, err, mirror.Stale)
	}
	all, err := r.List(ctx, id, "")
	must(t, err)
	got, err := r.Get(ctx, id, all.Entries[0].ID)
	must(t, err)
	must(t, r.Delete(ctx, id, got.ID, got.ETag))
	must(t, r.Delete(ctx, id, got.ID, got.ETag))
	r.fake.Hand(ann).Rename(id, all.Entries[1].ID, "✓")
	changes, err := r.List(ctx, id, all.Token)
	must(t, err)
	if len(changes.Entries) != 2 || !changes.Entries[0].Deleted {
		t.Errorf("changes = %+v", changes.Entries)
	}
	r.fake.ExpireTokens(id)
	_, err = r.List(ctx, id, changes.Token)
	want(t, err, mirror.TokenExpired)
	must(t, r.Unwatch(ctx, channel))
	must(t, r.RemoveCalendar(ctx, id))
	r.complete(t)
}

// entries are of every shape that the mirror writes.
func entries(t *testing.T) []mirror.Entry {
	t.Helper()
	kathmandu, err := time.LoadLocation("Asia/Kathmandu")
	must(t, err)
	start := time.Date(2026, time.March, 3, 10, 0, 0, 0, kathmandu)
	mark := mirror.Mark{UID: "uid", Hash: "hash"}
	return []mirror.Entry{
		{Day: date.New(2026, time.March, 3), Days: 2, Busy: true, Mark: mark},
		{
			Summary: "Follow up with Acme 🙂", Description: "<b>note</b>\ntext", Location: "Berlin", Source: "https://example.com/jobs/1?a=b",
			Start: start, End: start.Add(time.Hour), Reminders: []time.Duration{0, time.Hour}, Mark: mark,
		},
		{Start: start.UTC(), End: start.UTC(), Mark: mark},
	}
}

func want(t *testing.T, err error, answer mirror.Answer) {
	t.Helper()
	if !errors.Is(err, answer) {
		t.Fatalf("got %v, want %v", err, answer)
	}
}

// complete checks that nothing was left out: these are all methods that the code
// calls.
func (r *rig) complete(t *testing.T) {
	t.Helper()
	var called []string
	for method := range r.fake.Count() {
		called = append(called, strings.TrimPrefix(method, "calendar."))
	}
	slices.Sort(called)
	want := []string{
		"calendars.delete", "calendars.get", "calendars.insert", "channels.stop",
		"events.delete", "events.get", "events.insert", "events.list", "events.patch", "events.watch",
	}
	if !slices.Equal(called, want) {
		t.Errorf("called %v, want %v", called, want)
	}
	if bad := r.fake.Malformed(); len(bad) > 0 {
		t.Errorf("the service refused %+v", bad)
	}
}

// refuses checks that Prism looks at what it passes on.
func (r *rig) refuses(t *testing.T) {
	for _, body := range []string{`{"summary":3}`, `{"summary":"x","timeZone":["UTC"]}`} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.prism+"calendars", strings.NewReader(body))
		must(t, err)
		request.Header.Set("Content-Type", "application/json")
		answer, err := r.client.Do(request)
		must(t, err)
		text, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		must(t, err)
		if answer.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(string(text), "validation") {
			t.Errorf("%s is answered with %d %s", body, answer.StatusCode, text)
		}
	}
}
