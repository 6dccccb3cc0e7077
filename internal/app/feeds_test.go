package app_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rickb777/date/v2"
	"pgregory.net/rapid"

	"followcal/auth"
	"followcal/internal/app"
	"followcal/internal/app/journal"
	"followcal/internal/app/publish"
	"followcal/internal/fault"
	"followcal/internal/store"
	"followcal/schedule"
	"followcal/schedule/entry"
	"followcal/schedule/record"
)

// publisher is a record whose feeds are served in this process.
type publisher struct {
	*app.Record
	*clock
	file  string
	owner *publish.Owner
	feeds *app.Feeds
	log   *bytes.Buffer
}

// newPublisher serves the feeds of a new record. It is to be closed.
func newPublisher(t testing.TB, f failing, link func(string, auth.Feed, record.Event) string) *publisher {
	f.Helper()
	p := &publisher{clock: newClock(), file: filepath.Join(t.TempDir(), "log.db"), log: new(bytes.Buffer)}
	p.Record = openRecord(t, f, p.file, p.clock)
	p.owner = p.Owner(p.file + ".key")
	var err error
	p.feeds, err = p.Feeds(t.Context(), app.FeedsRequest{Log: slog.New(slog.NewTextHandler(p.log, nil)), Now: p.now, Link: link})
	if err != nil {
		f.Fatal(err)
	}
	return p
}

// close ends what watches the record, and then the record.
func (p *publisher) close(f failing) {
	f.Helper()
	ctx, stop := context.WithCancel(context.Background())
	stop()
	p.feeds.Run(ctx)
	if err := p.Close(); err != nil {
		f.Fatal(err)
	}
}

// serving is newPublisher for a test, which closes it.
func serving(t *testing.T, link func(string, auth.Feed, record.Event) string) *publisher {
	t.Helper()
	p := newPublisher(t, t, link)
	t.Cleanup(func() { p.close(t) })
	return p
}

// create makes a feed and returns its path.
func (p *publisher) create(f failing, change func(*publish.Settings)) string {
	f.Helper()
	s := publish.DefaultSettings("full")
	if change != nil {
		change(&s)
	}
	v, err := p.owner.Create(context.Background(), s)
	if err == nil {
		v, err = p.owner.Address(context.Background(), v.ID, "http://x")
	}
	if err != nil {
		f.Fatal(err)
	}
	return strings.TrimPrefix(v.Address.Web, "http://x")
}

// get asks for a feed.
func (p *publisher) get(f failing, path string, headers ...string) *httptest.ResponseRecorder {
	f.Helper()
	request := httptest.NewRequestWithContext(context.Background(), http.MethodGet, path, http.NoBody)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	p.feeds.ServeHTTP(w, request)
	return w
}

// body is the calendar at a path, with its lines unfolded.
func (p *publisher) body(f failing, path string) string {
	f.Helper()
	w := p.get(f, path)
	if w.Code != http.StatusOK {
		f.Fatalf("status %d; the log says\n%s", w.Code, p.log)
	}
	return unfolded(w.Body.String())
}

func unfolded(calendar string) string {
	return strings.ReplaceAll(strings.ReplaceAll(calendar, "\r\n ", ""), "\r\n", "\n")
}

// eventsOf are the events of a calendar, sorted, cancelled ones left out.
func eventsOf(calendar string) []string {
	var events []string
	for _, part := range strings.Split(calendar, "BEGIN:VEVENT\n")[1:] {
		event, _, _ := strings.Cut(part, "END:VEVENT\n")
		if !strings.Contains(event, "STATUS:CANCELLED\n") {
			events = append(events, event)
		}
	}
	slices.Sort(events)
	return events
}

// exported are the events of a fresh export, with the identifiers that feeds
// give them.
func (p *publisher) exported(f failing) []string {
	f.Helper()
	var out bytes.Buffer
	_, err := p.Export(context.Background(), &out, app.ExportRequest{
		Format: "ics", Privacy: "full", Now: p.now, SystemZone: func() (string, error) { return "America/New_York", nil },
	})
	if err != nil {
		f.Fatal(err)
	}
	db, err := store.Open(context.Background(), store.Options{DSN: p.file, Now: p.now, Random: bytes.NewReader(nil)})
	if err != nil {
		f.Fatal(err)
	}
	defer db.Close()
	secret, err := db.Secret(context.Background(), p.Account)
	if err != nil {
		f.Fatal(err)
	}
	events := eventsOf(unfolded(out.String()))
	for i, event := range events {
		uid := strings.TrimPrefix(event[:strings.IndexByte(event, '\n')], "UID:")
		events[i] = strings.Replace(event, uid, publish.UID(secret, uid), 1)
	}
	slices.Sort(events)
	return events
}

func (p *publisher) applied(f failing, id, employer string, ago int) {
	f.Helper()
	_, err := p.Add(context.Background(), func(here entry.Here) (schedule.Application, []string, error) {
		return entry.New(id, entry.Change{
			Employer: entry.Set(employer), Role: entry.Set("Clerk"), AppliedOn: entry.Set(here.Today - date.Date(ago)), Region: entry.Set("US-NY"),
		}, here)
	})
	if err != nil && fault.KindOf(err) != fault.Conflict && fault.KindOf(err) != fault.Invalid {
		f.Fatal(err)
	}
}

// decide decides about the first open event; without one it does nothing.
func (p *publisher) decide(f failing, r journal.DecisionRequest) {
	f.Helper()
	open, err := p.OpenEvents(context.Background(), 1)
	if err == nil && len(open) > 0 {
		r.Event = open[0].UID
		_, err = p.Decide(context.Background(), r)
	}
	if err != nil && fault.KindOf(err) == fault.Internal {
		f.Fatal(err)
	}
}

// TestAFeedIsAFreshExport holds a feed, asked for after each step of a random
// history, equal to an export made from scratch.
func TestAFeedIsAFreshExport(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := newPublisher(t, rt, nil)
		defer p.close(rt)
		path := p.create(rt, nil)
		for range rapid.IntRange(1, 8).Draw(rt, "steps") {
			switch rapid.IntRange(0, 5).Draw(rt, "step") {
			case 0, 1:
				id := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(rt, "id")
				p.applied(rt, id, "Employer "+id, rapid.IntRange(0, 20).Draw(rt, "ago"))
			case 2:
				p.decide(rt, journal.DecisionRequest{Kind: rapid.SampledFrom([]journal.DecisionKind{journal.Done, journal.Dismiss}).Draw(rt, "decision")})
			case 3:
				p.decide(rt, journal.DecisionRequest{Kind: journal.Snooze, Days: rapid.IntRange(1, 9).Draw(rt, "business days")})
			case 4:
				if _, err := p.Undo(context.Background(), journal.UndoRequest{}); err != nil && fault.KindOf(err) == fault.Internal {
					rt.Fatal(err)
				}
			case 5:
				p.at = p.at.Add(time.Duration(rapid.IntRange(1, 200).Draw(rt, "hours")) * time.Hour)
			}
			p.at = p.at.Add(time.Second)
			got := eventsOf(p.body(rt, path))
			if diff := cmp.Diff(p.exported(rt), got); diff != "" {
				rt.Fatalf("the feed is not what an export is (-export +feed):\n%s", diff)
			}
		}
	})
}

func TestWhatWasRemovedIsCancelledForFourteenDays(t *testing.T) {
	p := serving(t, nil)
	p.applied(t, "a", "Acme", 2)
	path := p.create(t, nil)
	before := p.body(t, path)
	p.tick()
	p.decide(t, journal.DecisionRequest{Kind: journal.Dismiss})
	cancelled := func() string {
		for _, part := range strings.Split(p.body(t, path), "BEGIN:VEVENT\n")[1:] {
			if strings.Contains(part, "STATUS:CANCELLED\n") {
				return part
			}
		}
		return ""
	}
	gone := cancelled()
	uid := gone[:strings.IndexByte(gone, '\n')+1]
	if !strings.Contains(before, uid) || !strings.Contains(gone, "SEQUENCE:1\n") || !strings.Contains(gone, "LAST-MODIFIED:20261120T180000Z\n") {
		t.Errorf("removed, it is\n%s", gone)
	}
	for _, text := range []string{"VALARM", "DESCRIPTION"} {
		if strings.Contains(gone, text) {
			t.Errorf("removed, it still has %s", text)
		}
	}
	p.at = p.at.AddDate(0, 0, 13)
	if !strings.Contains(cancelled(), uid) {
		t.Error("it is gone after 13 days")
	}
	p.at = p.at.AddDate(0, 0, 1)
	if strings.Contains(p.body(t, path), uid) {
		t.Error("it is there after 14 days")
	}
}

func TestPrivacyKindsAndAlarms(t *testing.T) {
	link := func(_ string, _ auth.Feed, e record.Event) string { return "https://cal.example.org/e/" + e.UID }
	p := serving(t, link)
	p.applied(t, "a", "Acme", 2)
	for name, tt := range map[string]struct {
		change func(*publish.Settings)
		has    []string
		hasNot []string
	}{
		"full":      {nil, []string{"Acme", "\\n\\nhttps://cal.example.org/e/", "\nURL:https://cal.example.org/e/", "VALARM", "CATEGORIES:move-on"}, nil},
		"titles":    {func(s *publish.Settings) { s.Privacy = "titles" }, []string{"Acme", "CATEGORIES"}, []string{"/e/", "DESCRIPTION:5"}},
		"busy":      {func(s *publish.Settings) { s.Privacy = "busy" }, []string{"SUMMARY:Busy"}, []string{"Acme", "/e/", "CATEGORIES", "job"}},
		"no alarms": {func(s *publish.Settings) { s.Alarms = false }, []string{"Acme"}, []string{"VALARM"}},
		"kinds":     {func(s *publish.Settings) { s.Kinds = []string{"move-on"} }, []string{"move-on"}, []string{"application-follow-up"}},
		"settings": {
			func(s *publish.Settings) { s.Name, s.Color = "Für Zoë", "#2E8B57" },
			[]string{"X-WR-CALNAME:Für Zoë\n", "COLOR:seagreen\n", "X-WR-TIMEZONE:America/New_York\n"},
			[]string{"METHOD", "ATTENDEE", "SOURCE"},
		},
	} {
		body := p.body(t, p.create(t, tt.change))
		for _, text := range tt.has {
			if !strings.Contains(body, text) {
				t.Errorf("%s: %q is not in\n%s", name, text, body)
			}
		}
		for _, text := range tt.hasNot {
			if strings.Contains(body, text) {
				t.Errorf("%s: %q is in\n%s", name, text, body)
			}
		}
	}
}

func TestAFeedFollowsItsRecord(t *testing.T) {
	p := serving(t, nil)
	path := p.create(t, nil)
	first := p.get(t, path)
	tag := first.Header().Get("Etag")
	if got := p.get(t, path, "If-None-Match", tag); got.Code != http.StatusNotModified {
		t.Errorf("unchanged: %d", got.Code)
	}
	p.applied(t, "a", "Acme", 2)
	if got := p.get(t, path, "If-None-Match", tag); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), "Acme") {
		t.Errorf("changed: %d", got.Code)
	}
	p.at = p.at.AddDate(0, 0, 20) // the first day is missed by time alone
	if body := p.body(t, path); !strings.Contains(body, "STATUS:CANCELLED") {
		t.Errorf("20 days later:\n%s", body)
	}
	if _, err := p.owner.Revoke(t.Context(), "follow-ups"); err != nil {
		t.Fatal(err)
	}
	if body := p.body(t, path); strings.Contains(body, "VEVENT") || !strings.Contains(body, "BEGIN:VTIMEZONE") {
		t.Errorf("revoked:\n%s", body)
	}
	if _, err := p.owner.Address(t.Context(), "follow-ups", "http://x"); fault.KindOf(err) != fault.Denied {
		t.Errorf("the address of a revoked feed: %v", err)
	}
	p.at = p.at.AddDate(0, 0, 31)
	if got := p.get(t, path); got.Code != http.StatusGone {
		t.Errorf("revoked long ago: %d", got.Code)
	}
}

func TestTheFirstFeedIsMadeOnce(t *testing.T) {
	p := serving(t, nil)
	first, err := p.owner.Prepare(t.Context())
	again, err2 := p.owner.Prepare(t.Context())
	if err != nil || err2 != nil || len(first) != 1 || len(again) != 1 || first[0].ID != again[0].ID {
		t.Fatalf("%v, then %v: %v, %v", first, again, err, err2)
	}
	if _, err := p.owner.Revoke(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if left, err := p.owner.Prepare(t.Context()); err != nil || len(left) != 0 {
		t.Errorf("after it was revoked: %v, %v", left, err)
	}
	if err := os.Remove(p.file + ".key"); err != nil {
		t.Fatal(err)
	}
	if _, err := p.owner.Prepare(t.Context()); fault.KindOf(err) != fault.Denied {
		t.Errorf("without its key: %v", err)
	}
}

func TestWhoFetchedIsRecorded(t *testing.T) {
	p := serving(t, nil)
	path := p.create(t, nil)
	p.get(t, path, "User-Agent", "Google-Calendar-Importer")
	ctx, stop := context.WithCancel(t.Context())
	stop() // what waits is recorded at the end
	p.feeds.Handler.Run(ctx)
	views, err := p.owner.Status(t.Context(), "")
	if err != nil || len(views) != 1 || !slices.Equal(views[0].Fetches, []publish.Fetch{{Family: "Google", At: p.at}}) {
		t.Errorf("%+v (%v)", views, err)
	}
	if strings.Contains(p.log.String(), strings.TrimSuffix(strings.TrimPrefix(path, "/feeds/"), ".ics")) {
		t.Error("the token is in the log")
	}
}
