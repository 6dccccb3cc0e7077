package feed_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar"
	"followcal/calendar/ical/icaltest"
	"followcal/calendar/ical/readers"
)

// serve serves the rig's feeds over real connections and returns the address.
func serve(t *testing.T, r *rig) string {
	t.Helper()
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	return server.URL
}

// fetch asks for a feed as a client does.
func fetch(t *testing.T, method, url string, lines ...string) reply {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(lines); i += 2 {
		request.Header.Set(lines[i], lines[i+1])
	}
	client := http.Client{Timeout: time.Minute, Transport: &http.Transport{DisableCompression: true, DisableKeepAlives: true}}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{response.StatusCode, response.Header, body}
}

// hostile are titles and zones that readers trip over.
func hostile(t *testing.T) (events []*calendar.Event, want []readers.Seen) {
	t.Helper()
	add := func(e *calendar.Event, summary, start string) {
		e.UID = fmt.Sprintf("%032x", len(events))
		e.Stamped, e.Modified, e.Category = noon, noon, "follow-up"
		events = append(events, e)
		want = append(want, readers.Seen{UID: e.UID, Summary: summary, Start: start})
	}
	for title, shown := range map[string]string{
		"Acme, Inc.; \"R&D\" 'Sons'":                "Acme, Inc.; \"R&D\" 'Sons'",
		"one\nEND:VCALENDAR\r\nBEGIN:VEVENT":        "one END:VCALENDAR BEGIN:VEVENT",
		strings.Repeat("é", 33) + "ß 📅 at the fold": strings.Repeat("é", 33) + "ß 📅 at the fold",
		"ראיון עם Acme, תל אביב":                    "ראיון עם Acme, תל אביב",
		"\x00control\x1b characters":                "control characters",
	} {
		day := date.New(2026, time.December, 1) + date.Date(len(events))
		add(&calendar.Event{Summary: title, Description: title, Day: day, Alarms: []calendar.Alarm{calendar.AlarmAt(9, 0, title)}}, shown, day.String())
	}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	// Berlin and New York, where the calendar is, change their clocks on
	// different days, in spring and in autumn.
	for _, day := range []date.Date{date.New(2027, time.March, 12), date.New(2027, time.March, 15), date.New(2027, time.March, 29), date.New(2027, time.October, 29), date.New(2027, time.November, 1), date.New(2027, time.November, 8)} {
		year, month, mday := day.Date()
		start := time.Date(year, month, mday, 10, 0, 0, 0, berlin)
		add(&calendar.Event{Summary: "Call Berlin", Start: start, End: start.Add(15 * time.Minute)}, "Call Berlin", start.UTC().Format(time.RFC3339))
	}
	return events, want
}

func TestEveryReaderReadsWhatIsServed(t *testing.T) {
	r := newRig(t)
	events, want := hostile(t)
	r.set("hostile", events...)
	revoked := r.set("revoked", events...)
	revoked.Revoked = noon
	r.put(revoked)
	server := serve(t, r)
	for id, want := range map[string][]readers.Seen{"hostile": want, "revoked": nil} {
		t.Run(id, func(t *testing.T) {
			plain := fetch(t, http.MethodGet, server+r.path(id))
			packed := fetch(t, http.MethodGet, server+r.path(id), "Accept-Encoding", "gzip")
			if !bytes.Equal(unpack(t, packed.body), plain.body) {
				t.Error("compressed, it is another calendar")
			}
			icaltest.Verify(t, plain.body)
			readers.Verify(t, plain.body, want)
			again := fetch(t, http.MethodGet, server+r.path(id), "If-None-Match", plain.header.Get("Etag"))
			if again.status != http.StatusNotModified || len(again.body) > 0 {
				t.Errorf("the second poll is answered %d", again.status)
			}
			head := fetch(t, http.MethodHead, server+r.path(id))
			if head.status != http.StatusOK || head.header.Get("Content-Length") != fmt.Sprint(len(plain.body)) {
				t.Errorf("HEAD is answered %d with %v", head.status, head.header)
			}
		})
	}
}

const vdirsyncerConfiguration = `[general]
status_path = "%[1]s/status"
[pair subscription]
a = "web"
b = "disk"
collections = null
conflict_resolution = "a wins"
[storage web]
type = "http"
url = "%[2]s"
[storage disk]
type = "filesystem"
path = "%[1]s/items"
fileext = ".ics"
`

// subscriber is a vdirsyncer that keeps what it fetched.
type subscriber struct{ folder string }

func newSubscriber(t *testing.T, url string) subscriber {
	t.Helper()
	s := subscriber{t.TempDir()}
	if err := os.Mkdir(filepath.Join(s.folder, "items"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.folder, "config"), fmt.Appendf(nil, vdirsyncerConfiguration, s.folder, url), 0o600); err != nil {
		t.Fatal(err)
	}
	s.run(t, "discover")
	return s
}

func (s subscriber) run(t *testing.T, arguments ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, "vdirsyncer", append([]string{"-c", filepath.Join(s.folder, "config")}, arguments...)...)
	out, err := command.CombinedOutput()
	if errors.Is(err, exec.ErrNotFound) {
		t.Fatal("vdirsyncer is not installed: run make rigs")
	}
	if err != nil {
		t.Fatalf("vdirsyncer %s: %v\n%s", strings.Join(arguments, " "), err, out)
	}
}

var (
	startLine  = regexp.MustCompile(`(?m)^DTSTART[^:]*:(.*?)\r?$`)
	statusLine = regexp.MustCompile(`(?m)^STATUS:(.*?)\r?$`)
)

// items returns what it has on disk: the status of the event at each start,
// because it gives events UIDs of its own. It exits with success even where it
// found none, so they are counted.
func (s subscriber) items(t *testing.T) map[string]string {
	t.Helper()
	s.run(t, "sync")
	files, err := filepath.Glob(filepath.Join(s.folder, "items", "*.ics"))
	if err != nil {
		t.Fatal(err)
	}
	items := make(map[string]string)
	for _, file := range files {
		octets, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, event, _ := strings.Cut(string(octets), "BEGIN:VEVENT")
		event, _, _ = strings.Cut(event, "END:VEVENT")
		start, status := startLine.FindStringSubmatch(event), statusLine.FindStringSubmatch(event)
		if start == nil || status == nil {
			t.Fatalf("vdirsyncer has\n%s", octets)
		}
		items[start[1]] = status[1]
	}
	return items
}

// TestASubscriberFollowsWhatChanges has vdirsyncer subscribe, and look again
// after events were moved, added, cancelled and removed.
func TestASubscriberFollowsWhatChanges(t *testing.T) {
	r := newRig(t)
	events, want := hostile(t)
	r.set("f", events...)
	client := newSubscriber(t, serve(t, r)+r.path("f"))
	if got := client.items(t); len(got) != len(want) {
		t.Fatalf("vdirsyncer has %d items, want %d: %v", len(got), len(want), slices.Sorted(maps.Keys(got)))
	}
	moved, cancelled, added := *events[0], *events[1], call("added", 30)
	moved.Day, moved.Sequence = date.New(2027, time.January, 4), 1
	cancelled.Cancelled, cancelled.Sequence = true, 1
	r.set("f", append([]*calendar.Event{&moved, &cancelled, added}, events[3:]...)...)
	r.Invalidate("ann")
	got := client.items(t)
	if len(got) != len(want) { // one is gone, one is new
		t.Errorf("vdirsyncer has %d items, want %d", len(got), len(want))
	}
	for day, want := range map[date.Date]string{
		events[0].Day: "", moved.Day: "CONFIRMED", cancelled.Day: "CANCELLED", added.Day: "CONFIRMED", events[2].Day: "",
	} {
		if start := day.Format("20060102"); got[start] != want {
			t.Errorf("vdirsyncer has %q on %s, want %q", got[start], start, want)
		}
	}
}
