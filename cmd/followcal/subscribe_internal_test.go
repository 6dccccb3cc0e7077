package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"followcal/calendar/ical/icaltest"
	"followcal/calendar/ical/readers"
	"followcal/schedule"
)

// served is a record that followcal serve serves, and the feed of its owner.
type served struct {
	*process
	log, url string
}

// serveLog serves a log. Its clock stands still, so that polls must stay within
// what a token may ask for at once.
func serveLog(t *testing.T, log string) *served {
	t.Helper()
	s := &served{process: newProcess(t)}
	s.log = filepath.Join(s.folder, "served.log")
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	s.write(t, "log.json", string(text))
	s.must(t, "import", "log.json", "--yes")
	addr := freePort(t)
	file, err := os.Create(s.log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	c := s.command(t.Context(), "serve", "--addr", addr)
	c.Stderr = file
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Signal(os.Interrupt) // it may have ended
		_ = c.Wait()
	})
	outputOf(t, "curl", "-sS", "--retry", "50", "--retry-connrefused", "--retry-delay", "0", "--retry-max-time", "60", "http://"+addr+"/readyz")
	s.url = strings.Fields(s.must(t, "feed", "url", "--public-url", "http://"+addr))[0]
	return s
}

// outputOf runs a program of the panel.
func outputOf(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	c := exec.CommandContext(t.Context(), name, args...)
	c.Env = append(os.Environ(), "TZ=America/New_York", "PYTHONIOENCODING=utf-8", "NODE_PATH="+fromRoot(t, "internal/rigs/node_modules"))
	var complaint strings.Builder
	c.Stderr = &complaint
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s (make rigs installs what this needs): %v\n%s", name, err, &complaint)
	}
	return out
}

func fromRoot(t *testing.T, path string) string {
	t.Helper()
	absolute, err := filepath.Abs(filepath.Join("..", "..", path))
	if err != nil {
		t.Fatal(err)
	}
	return absolute
}

// planned lists what an export has, as a reader should see it. Published
// identifiers are others.
func (s *served) planned(t *testing.T) (seen []readers.Seen) {
	t.Helper()
	var plan struct {
		Events []struct {
			State, Summary, Due string
			Start               *time.Time
		}
	}
	if err := json.Unmarshal([]byte(s.must(t, "export", "--format", "json")), &plan); err != nil {
		t.Fatal(err)
	}
	for _, e := range plan.Events {
		if !schedule.State(e.State).Open() {
			continue
		}
		one := readers.Seen{Summary: e.Summary, Start: e.Due}
		if e.Start != nil {
			one.Start = e.Start.UTC().Format(time.RFC3339)
		}
		seen = append(seen, one)
	}
	return seen
}

// TestCalendarProgramsReadWhatIsServed subscribes over HTTP in the ways of three
// families of programs, gives what comes to all readers, and wants what is
// exported.
func TestCalendarProgramsReadWhatIsServed(t *testing.T) {
	s := serveLog(t, "testdata/subscribe/log.json")
	want := s.planned(t)
	if len(want) < 20 {
		t.Fatalf("only %d events: %v", len(want), want)
	}
	s.wantCalls(t, want)
	bodies := map[string][]byte{
		"python": outputOf(t, "/usr/bin/python3", "testdata/subscribe/poll.py", s.url),
		"node":   outputOf(t, "node", "testdata/subscribe/poll.mjs", s.url),
		"curl":   s.curl(t),
	}
	icaltest.Verify(t, bodies["curl"])
	for name, body := range bodies {
		if !bytes.Equal(body, bodies["curl"]) {
			t.Errorf("%s is served another calendar", name)
		}
	}
	if got := string(outputOf(t, "node", "testdata/subscribe/node_ical.cjs", s.url)); got != fmt.Sprint(len(want)) {
		t.Errorf("node-ical subscribes to %s events, want %d", got, len(want))
	}
	for _, r := range readers.All {
		t.Run(r.Name, func(t *testing.T) {
			got, err := r.Read(t, bodies["curl"])
			if err != nil {
				t.Fatal(err)
			}
			for i := range got {
				got[i].UID = ""
			}
			r.HidesUID = true
			for _, difference := range r.Differences(got, want) {
				t.Error(difference)
			}
		})
	}
}

// wantCalls wants each call of 10:00 in Berlin at its instant: six hours before
// New York's clock, and five between the changes of the two clocks.
func (*served) wantCalls(t *testing.T, all []readers.Seen) {
	t.Helper()
	at := make(map[string]bool)
	for _, s := range all {
		if strings.Contains(s.Summary, "Interview") {
			at[s.Start] = true
		}
	}
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	for utc, there := range map[string]string{
		"2027-03-12T09:00:00Z": "04:00", "2027-03-16T09:00:00Z": "05:00", "2027-03-30T08:00:00Z": "04:00",
		"2027-10-29T08:00:00Z": "04:00", "2027-11-02T09:00:00Z": "05:00", "2027-11-09T09:00:00Z": "04:00",
	} {
		start, err := time.Parse(time.RFC3339, utc)
		if err != nil {
			t.Fatal(err)
		}
		if !at[utc] || start.In(newYork).Format("15:04") != there {
			t.Errorf("there is no call at %s, %s in New York: %v", utc, there, at)
		}
	}
}

// curl polls twice, the second time with the entity tag of the first.
func (s *served) curl(t *testing.T) []byte {
	t.Helper()
	body, tag := filepath.Join(s.folder, "curl.ics"), filepath.Join(s.folder, "tag")
	for _, want := range []string{"200", "304"} {
		got := outputOf(t, "curl", "-sS", "--compressed", "--etag-save", tag, "--etag-compare", tag, "-o", body+want, "-w", "%{http_code}", s.url)
		if string(got) != want {
			t.Errorf("curl was answered %s, want %s", got, want)
		}
	}
	octets, err := os.ReadFile(body + "200")
	if err != nil {
		t.Fatal(err)
	}
	return octets
}

const vdirsyncerAndKhal = `[general]
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

const khalOnVdirsyncer = `[calendars]
[[subscription]]
path = %[1]s/items
type = calendar
[locale]
default_timezone = America/New_York
local_timezone = America/New_York
timeformat = %%H:%%M
dateformat = %%Y-%%m-%%d
longdateformat = %%Y-%%m-%%d
datetimeformat = %%Y-%%m-%%d %%H:%%M
longdatetimeformat = %%Y-%%m-%%d %%H:%%M
[sqlite]
path = %[1]s/khal.db
`

// desk is a subscription by vdirsyncer, looked at with khal in New York, as
// people have it who live in a terminal.
type desk struct{ folder string }

func newDesk(t *testing.T, url string) desk {
	t.Helper()
	d := desk{t.TempDir()}
	if err := os.Mkdir(d.folder+"/items", 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"vdirsyncer": fmt.Sprintf(vdirsyncerAndKhal, d.folder, url), "khal": fmt.Sprintf(khalOnVdirsyncer, d.folder)} {
		if err := os.WriteFile(filepath.Join(d.folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	outputOf(t, "vdirsyncer", "-c", d.folder+"/vdirsyncer", "discover")
	return d
}

// look syncs, and returns what khal lists: a line for each event.
func (d desk) look(t *testing.T) string {
	t.Helper()
	outputOf(t, "vdirsyncer", "-c", d.folder+"/vdirsyncer", "sync")
	return string(outputOf(t, "khal", "--no-color", "-c", d.folder+"/khal", "list", "--once", "--day-format", "",
		"--format", "{start-long-full} {cancelled}{title}", "2026-11-01", "2027-12-31"))
}

// TestAProgramWithTheOldFeedSeesWhatChanged logs what people log, and looks again
// with a program that had the feed before.
func TestAProgramWithTheOldFeedSeesWhatChanged(t *testing.T) {
	s := serveLog(t, "testdata/subscribe/log.json")
	d := newDesk(t, s.url)
	d.want(t, "before", []string{
		`2027-03-12 04:00 Interview at Bäckerei`, `2027-03-16 05:00 Interview`, `2027-11-02 05:00 Interview`, `2027-11-09 04:00 Interview`,
		`2026-11-24 10:00 Call Kim at Cobalt`, `2026-11-25 10:00 Call Dana O'Neil at Acme, Inc.; "R&D"`, `2026-11-27 .*Call شركة المثال`,
	}, `CANCELLED`)

	s.must(t, "interview", "move", "berlin", "--round", "1", "--at", "2027-03-11T15:00") // moved
	s.must(t, "interview", "cancel", "berlin", "--round", "6")                           // cancelled
	s.must(t, "snooze", s.event(t, "Call Kim at Cobalt"), "--to", "2026-12-01")          // snoozed
	s.must(t, "dismiss", s.event(t, "Call Dana"))                                        // removed
	s.must(t, "done", s.event(t, "Call شركة المثال"))                                    // done
	s.must(t, "add", "--employer", "Globex", "--role", "Cook", "--applied-on", "2026-11-19", "--region", "US-NY")
	d.want(t, "after", []string{
		`2027-03-11 09:00 Interview at Bäckerei`, `2026-12-01 10:00 Call Kim at Cobalt`, `Globex`,
		`2026-11-25 .*CANCELLED Call Dana`, `2027-11-09 04:00 CANCELLED Interview`,
	}, `2027-03-12 04:00 Interview`, `2026-11-24 10:00 Call Kim`, `2026-11-25 10:00 Call Dana`, `2026-11-27 .*شركة المثال`)

	log, err := os.ReadFile(s.log)
	if err != nil {
		t.Fatal(err)
	}
	if token := regexp.MustCompile(`\w{32}`).FindString(s.url); token == "" || strings.Contains(string(log), token) {
		t.Errorf("the log has the token:\n%s", log)
	}
	for range 50 { // what was fetched is recorded within a second
		if status := s.must(t, "feed", "status"); strings.Contains(status, "vdirsyncer") {
			return
		}
	}
	t.Error("nobody is told that vdirsyncer asks")
}

// want looks until the calendar is as it should be: what another process changed
// shows within a second.
func (d desk) want(t *testing.T, when string, has []string, lacks ...string) {
	t.Helper()
	var seen string
	deadline := time.Now().Add(30 * time.Second)
	for {
		seen = d.look(t)
		wrong := difference(seen, has, lacks)
		if wrong == "" {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s: %s in\n%s", when, wrong, seen)
		}
	}
}

func difference(seen string, has, lacks []string) string {
	for _, pattern := range has {
		if !regexp.MustCompile("(?m)^.*" + pattern).MatchString(seen) {
			return "there is no " + pattern
		}
	}
	for _, pattern := range lacks {
		if regexp.MustCompile("(?m)^" + pattern).MatchString(seen) {
			return "there is still " + pattern
		}
	}
	return ""
}

// event returns the identifier of the first event in the agenda with a title
// that begins so.
func (s *served) event(t *testing.T, title string) string {
	t.Helper()
	agenda := s.must(t, "agenda", "--days", "400")
	line := regexp.MustCompile(`(?m)^.*  ` + regexp.QuoteMeta(title) + `.*\[(\w+)\]$`).FindStringSubmatch(agenda)
	if line == nil {
		t.Fatalf("there is no %q in\n%s", title, agenda)
	}
	return line[1]
}
