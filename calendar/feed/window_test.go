package feed_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar"
	"followcal/calendar/feed"
	"followcal/calendar/ical/icaltest"
)

var uidLine = regexp.MustCompile(`(?m)^UID:(.*)\r$`)

// shownUIDs returns the UIDs of a calendar in their order, and its description.
func shownUIDs(body []byte) (uids []string, description string) {
	unfolded := bytes.ReplaceAll(body, []byte("\r\n "), nil)
	for _, found := range uidLine.FindAllSubmatch(unfolded, -1) {
		uids = append(uids, string(found[1]))
	}
	if _, rest, ok := bytes.Cut(unfolded, []byte("\nDESCRIPTION:")); ok {
		line, _, _ := bytes.Cut(rest, []byte("\r"))
		description = strings.ReplaceAll(string(line), `\,`, ",")
	}
	return uids, description
}

func TestWhatExceedsTheBoundsGoesInOrder(t *testing.T) {
	cancelled := func(uid string, days int) *calendar.Event {
		e := call(uid, days)
		e.Cancelled = true
		return e
	}
	timed := call("timed-yesterday", 0)
	timed.Day, timed.Start = date.Zero, time.Date(2026, time.November, 21, 10, 0, 0, 0, header(t).Zone)
	timed.End = timed.Start.Add(time.Hour)
	events := append([]*calendar.Event{call("old", -20), call("recent", -2), timed, cancelled("cancelled", 1)}, calls(996)...)
	far := call("far", 5000)
	for name, tt := range map[string]struct {
		more []*calendar.Event
		gone []string
	}{
		"at the bound":     {nil, nil},
		"one more":         {[]*calendar.Event{call("x", 3)}, []string{"cancelled"}},
		"two more":         {[]*calendar.Event{call("x", 3), call("y", 4)}, []string{"cancelled", "old"}},
		"three and four":   {[]*calendar.Event{call("x", 3), call("y", 4), call("z", 4), far}, []string{"cancelled", "old", "recent", "timed-yesterday"}},
		"beyond what past": {[]*calendar.Event{call("x", 3), call("y", 4), call("z", 4), far, call("w", 9)}, []string{"cancelled", "old", "recent", "timed-yesterday", "far"}},
	} {
		r := newRig(t)
		given := append(events[:len(events):len(events)], tt.more...)
		r.set("f", given...)
		body := r.get(r.path("f")).body
		icaltest.Verify(t, body)
		uids, description := shownUIDs(body)
		var want []string
		for _, e := range given {
			if !strings.Contains(" "+strings.Join(tt.gone, " ")+" ", " "+e.UID+" ") {
				want = append(want, e.UID)
			}
		}
		if strings.Join(uids, " ") != strings.Join(want, " ") {
			t.Errorf("%s: %d events are shown, or in another order; want %d", name, len(uids), len(want))
		}
		note := fmt.Sprintf("%d events are not in this feed, which holds up to 1000 and 1000 kB", len(tt.gone))
		if strings.Contains(description, note) != (len(tt.gone) > 0) {
			t.Errorf("%s: the calendar says %q", name, description)
		}
	}
}

func TestAFeedStaysBelowAMegabyte(t *testing.T) {
	r := newRig(t)
	events := calls(200)
	for i, e := range events {
		e.Description = strings.Repeat("a long description ", 600)
		if i == 5 {
			e.Description = strings.Repeat("x", 240<<10)
		}
	}
	f := r.set("f", events...)
	f.Calendar.Description = "Robin's"
	r.put(f)
	body := r.get(r.path("f")).body
	icaltest.Verify(t, body)
	uids, description := shownUIDs(body)
	if len(body) > feed.MostOctets || len(body) < feed.MostOctets-30_000 {
		t.Errorf("%d octets", len(body))
	}
	if uids[0] != events[0].UID || len(uids) > 100 || !strings.HasPrefix(description, `Robin's\n`) || !strings.Contains(description, "not in this feed") {
		t.Errorf("%d events from %s; %q", len(uids), uids[0], description)
	}
}

func TestAnEventThatCannotBeWrittenStandsAlone(t *testing.T) {
	var out bytes.Buffer
	r := newRig(t, func(o *feed.Options) { o.Log = slog.New(slog.NewTextHandler(&out, nil)) })
	broken := call("", 1)
	f := r.set("f", call("a", 1), broken, call("b", 2), call("a", 3))
	f.Calendar.Description = strings.Repeat("é", 500)
	r.put(f)
	body := r.wantStatus(r.get(r.path("f")), http.StatusOK).body
	icaltest.Verify(t, body)
	uids, description := shownUIDs(body)
	if strings.Join(uids, " ") != "a b" || description != `2 events could not be written\; followcal's log says why.` {
		t.Errorf("%q, described as %q", uids, description)
	}
	if !strings.Contains(out.String(), "has no UID") || !strings.Contains(out.String(), "events=2") {
		t.Errorf("logged %s", &out)
	}
}

func TestMemoryIsBounded(t *testing.T) {
	const bound = 200 << 10
	r := newRig(t, func(o *feed.Options) { o.Memory = bound })
	ids := make([]string, 200)
	for i := range ids {
		ids[i] = fmt.Sprint("feed-", i)
		f := r.set(ids[i], calls(10)...)
		f.Account = fmt.Sprint("account-", i/3)
		r.put(f)
	}
	popular := r.path(ids[0])
	r.get(popular)
	for round := range 3 {
		for i, id := range ids {
			calls := r.source.calls.Load()
			r.wantStatus(r.get(popular), http.StatusOK)
			if r.source.calls.Load() != calls && round+i > 1 {
				t.Fatalf("what is asked for all the time was put out in favour of %s", id)
			}
			r.wantStatus(r.get(r.path(id)), http.StatusOK)
			if held := r.Held(); held.Octets > bound || held.Octets < 0 || held.Feeds > len(ids) {
				t.Fatalf("%+v is held", held)
			}
			if i%7 == 0 {
				r.Invalidate(fmt.Sprint("account-", i/3))
				r.wantStatus(r.get(popular), http.StatusOK)
			}
		}
	}
	if held := r.Held(); held.Octets < bound/2 || held.Feeds < 10 {
		t.Errorf("only %+v is held", held)
	}
	r.source.mu.Lock()
	clear(r.source.feeds)
	r.source.mu.Unlock()
	r.InvalidateAll()
	for _, id := range ids {
		r.wantStatus(r.get(r.path(id)), http.StatusNotFound)
	}
	if held := r.Held(); held != (feed.Held{}) {
		t.Errorf("%+v is held of feeds that are forgotten", held)
	}
}

func TestAFeedLargerThanTheMemoryIsServed(t *testing.T) {
	r := newRig(t, func(o *feed.Options) { o.Memory = 1 })
	r.set("f", calls(10)...)
	r.wantStatus(r.get(r.path("f")), http.StatusOK)
	r.wantStatus(r.get(r.path("f")), http.StatusOK)
	if held := r.Held(); held.Feeds != 0 {
		t.Errorf("%+v is held", held)
	}
}

func TestAddresses(t *testing.T) {
	token := newRig(t).key.FeedToken("f", 1).Reveal()
	for public, want := range map[string]string{
		"https://cal.example.org":                 "https://cal.example.org",
		"https://cal.example.org:8443/followcal/": "https://cal.example.org:8443/followcal",
		"http://127.0.0.1:8080":                   "http://127.0.0.1:8080",
	} {
		got, err := feed.AddressOf(public, token)
		_, rest, _ := strings.Cut(want, "://")
		if err != nil || got.Web != want+"/feeds/"+token+".ics" || got.Webcal != "webcal://"+rest+"/feeds/"+token+".ics" {
			t.Errorf("%s: %+v (%v)", public, got, err)
		}
	}
	for _, wrong := range []string{"", "cal.example.org", "ftp://x", "https://", "https://u:p@x", "https://x?y", "https://x#y", "https://x\n", "https://" + strings.Repeat("x", 65)} {
		if got, err := feed.AddressOf(wrong, token); err == nil {
			t.Errorf("%q makes %+v", wrong, got)
		}
	}
}
