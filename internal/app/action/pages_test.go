package action_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"followcal/auth"
	"followcal/internal/app/action"
	"followcal/internal/app/journal"
	"followcal/schedule"
)

// send asks the site and returns its answer.
func (h *home) send(t *testing.T, method, address string, form url.Values) (status int, header http.Header, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(form.Encode()))
	must(t, err)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	response, err := h.server.Client().Do(r)
	must(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	must(t, err)
	before, rest, _ := strings.Cut(string(text), "<style>")
	_, after, _ := strings.Cut(rest, "</style>")
	return response.StatusCode, response.Header, before + after
}

func (h *home) get(t *testing.T, address string) string {
	t.Helper()
	status, _, body := h.send(t, http.MethodGet, address, nil)
	if status != http.StatusOK {
		t.Fatalf("%s: %d\n%s", address, status, body)
	}
	return body
}

// do confirms an action and returns the page that it leads to.
func (h *home) do(t *testing.T, address, kind string, form url.Values) string {
	t.Helper()
	status, header, body := h.send(t, http.MethodPost, address+"/"+kind, form)
	if _, text, _ := strings.Cut(address, action.Path); status != http.StatusSeeOther || header.Get("Location") != "../"+text {
		t.Fatalf("%s: %d to %q\n%s", kind, status, header.Get("Location"), body)
	}
	return h.get(t, address)
}

func TestTheEventIsShownAndNothingElse(t *testing.T) {
	h := newHome(t)
	h.applied(t, "acme", "Acme & Sons", "Engineer")
	h.applied(t, "other", "Umbrella", "Secretkeeper")
	address, text := h.link(t, h.follow(t, "acme").Event)
	before := h.last(t).Number
	page := h.get(t, address)
	for _, want := range []string{
		"Dana of Acme &amp; Sons", `href="tel:+12125550100"`, `href="mailto:dana@acme.example"`, "Hello, my name is", "Source of the rule",
		"Engineer at Acme &amp; Sons", `href="` + text + `/done"`, `lang="en"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s:\n%s", want, page)
		}
	}
	for _, kind := range action.Kinds {
		page += h.get(t, address+"/"+string(kind))
	}
	if strings.Contains(page, "Umbrella") || strings.Contains(page, "Secretkeeper") || strings.Contains(page, "<script") {
		t.Errorf("it reveals another application or runs a script:\n%s", page)
	}
	if h.last(t).Number != before {
		t.Error("looking changed something")
	}
	if strings.Contains(h.log.String(), text) {
		t.Errorf("the log holds the link:\n%s", h.log.String())
	}
}

func TestWhatCanBeDone(t *testing.T) {
	tests := []struct {
		kind, form string
		did        string // part of what the history says
		shows      string // part of the page after it
		state      schedule.State
	}{
		{"done", "", "done", "This is done.", schedule.StateDone},
		{"dismiss", "", "dismissed", "You gave this up.", schedule.StateDismissed},
		{"snooze", "days=1", "Mon 23 Nov 2026", "You moved this to Mon 23 Nov 2026.", schedule.StateSnoozed},
		{"snooze", "days=5", "Mon 30 Nov 2026", "You moved this to Mon 30 Nov 2026.", schedule.StateSnoozed}, // Thanksgiving is closed
		{"replied", "answer=reply", "reply logged on Fri 20 Nov 2026", "they answered", schedule.StateCancelled},
		{"replied", "answer=rejection", "rejection", "There is nothing to do any more", schedule.StateCancelled},
		{"replied", "answer=offer", "offer", "There is nothing to do any more", schedule.StateCancelled},
	}
	for _, tt := range tests {
		t.Run(tt.kind+" "+tt.form, func(t *testing.T) {
			h := newHome(t)
			h.applied(t, "acme", "Acme", "Engineer")
			e := h.follow(t, "acme")
			address, _ := h.link(t, e.Event)
			form, err := url.ParseQuery(tt.form)
			must(t, err)
			page := h.do(t, address, tt.kind, form)
			change := h.last(t)
			if change.By != "calendar link of feed Follow-ups" || !strings.Contains(strings.Join(change.Facts[0].Did, "\n"), tt.did) {
				t.Errorf("logged: %+v", change)
			}
			if !strings.Contains(page, tt.shows) || !strings.Contains(page, "Take it back") {
				t.Errorf("the page says neither %q nor how to take it back:\n%s", tt.shows, page)
			}
			if s, err := h.Sight(t.Context(), e.UID); err != nil || s.State != tt.state {
				t.Errorf("state %s (%v), want %s", s.State, err, tt.state)
			}
			h.do(t, address, tt.kind, form)
			if again := h.last(t); again.Number != change.Number {
				t.Errorf("the same tap twice changed twice: %+v", again)
			}
			h.do(t, address, "undo", url.Values{"change": {"2"}})
			h.do(t, address, "undo", url.Values{"change": {"2"}})
			if again := h.last(t); again.Number != change.Number+1 {
				t.Errorf("taking back twice changed twice: %+v", again)
			}
			if s, err := h.Sight(t.Context(), e.UID); err != nil || s.State != schedule.StatePending || s.Due != e.Due {
				t.Errorf("taken back, it is %s on %s (%v), want pending on %s", s.State, s.Due, err, e.Due)
			}
		})
	}
}

func TestASnoozeIsOfTheDayThatWasSeen(t *testing.T) {
	h := newHome(t)
	h.applied(t, "acme", "Acme", "Engineer")
	e := h.follow(t, "acme")
	address, _ := h.link(t, e.Event)
	_, _, page := h.send(t, http.MethodGet, address+"/snooze", nil)
	_, rest, ok := strings.Cut(page, `name="seen" value="`)
	if !ok {
		t.Fatalf("the form does not say what was seen:\n%s", page)
	}
	seen, _, _ := strings.Cut(rest, `"`)
	form := url.Values{"days": {"2"}, "seen": {seen}}
	h.do(t, address, "snooze", form)
	first := h.last(t).Number
	h.now = h.now.AddDate(0, 0, 3) // the same form, found again in a tab on Monday
	h.do(t, address, "snooze", form)
	if h.last(t).Number != first {
		t.Error("an old form moved the event again")
	}
}

func TestTapsAtOnceChangeOnce(t *testing.T) {
	for kind, form := range map[string]url.Values{"done": nil, "snooze": {"days": {"2"}}, "replied": {"answer": {"reply"}}} {
		h := newHome(t)
		h.applied(t, "acme", "Acme", "Engineer")
		address, _ := h.link(t, h.follow(t, "acme").Event)
		before := h.last(t).Number
		var taps sync.WaitGroup
		for range 4 {
			taps.Go(func() {
				if status, _, body := h.send(t, http.MethodPost, address+"/"+kind, form); status != http.StatusSeeOther {
					t.Errorf("%s: %d\n%s", kind, status, body)
				}
			})
		}
		taps.Wait()
		if now := h.last(t).Number; now != before+1 {
			t.Errorf("%s: %d changes", kind, now-before)
		}
	}
}

func TestWhatThePageDoesNotOffer(t *testing.T) {
	h := newHome(t)
	h.applied(t, "acme", "Acme", "Engineer")
	_, text := h.link(t, h.follow(t, "acme").Event)
	before := h.last(t).Number
	for _, r := range []action.Request{
		{},
		{Kind: "forget"},
		{Kind: action.Snooze},
		{Kind: action.Snooze, Days: 3},
		{Kind: action.Snooze, Days: -1},
		{Kind: action.Replied},
		{Kind: action.Replied, Answer: "acknowledgement"},
		{Kind: action.Replied, Answer: action.Reply, About: "x"},
	} {
		if err := h.pages.Act(t.Context(), text, r); err == nil || h.last(t).Number != before {
			t.Errorf("%+v is done (%v)", r, err)
		}
	}
}

func TestOneOfSeveralApplicationsGetsTheReply(t *testing.T) {
	h := newHome(t)
	h.applied(t, "a", "Acme", "Engineer")
	h.applied(t, "b", "Acme", "Analyst")
	e := h.follow(t, "a")
	if len(e.Applications) != 2 {
		t.Fatalf("they share no call: %v", e.Applications)
	}
	address, _ := h.link(t, e.Event)
	if page := h.get(t, address+"/replied"); strings.Count(page, `type="radio"`) != 2 {
		t.Errorf("the page does not ask which:\n%s", page)
	}
	for _, about := range []string{"", "c", "acme"} {
		if status, _, _ := h.send(t, http.MethodPost, address+"/replied", url.Values{"answer": {"reply"}, "about": {about}}); status != http.StatusUnprocessableEntity {
			t.Errorf("about %q: %d", about, status)
		}
	}
	h.do(t, address, "replied", url.Values{"answer": {"rejection"}, "about": {"b"}})
	if change := h.last(t); len(change.Facts) != 1 || change.Facts[0].Application != "b" {
		t.Errorf("logged: %+v", change)
	}
}

func TestOnlyItsOwnLastChangeIsTakenBack(t *testing.T) {
	h := newHome(t)
	h.applied(t, "acme", "Acme", "Engineer")
	h.applied(t, "other", "Umbrella", "Secretkeeper")
	mine, _ := h.link(t, h.follow(t, "acme").Event)
	others, _ := h.link(t, h.follow(t, "other").Event)
	if status, _, _ := h.send(t, http.MethodPost, mine+"/undo", url.Values{"change": {"2"}}); status != http.StatusConflict {
		t.Errorf("it takes back what was logged elsewhere: %d", status)
	}
	h.do(t, mine, "done", nil)
	change := h.last(t).Number
	if status, _, body := h.send(t, http.MethodPost, others+"/undo", url.Values{"change": {"3"}}); status != http.StatusConflict || strings.Contains(body, "Acme") {
		t.Errorf("another event's link takes it back: %d\n%s", status, body)
	}
	h.applied(t, "third", "Third", "Third")
	for _, number := range []string{"3", "4", "0", "x", ""} {
		status, _, _ := h.send(t, http.MethodPost, mine+"/undo", url.Values{"change": {number}})
		if status != http.StatusConflict && status != http.StatusUnprocessableEntity {
			t.Errorf("change %q: %d", number, status)
		}
	}
	if now := h.last(t).Number; now != change+1 {
		t.Errorf("change %d was made", now)
	}
	if page := h.get(t, mine); strings.Contains(page, "Take it back") || !strings.Contains(page, "followcal undo") {
		t.Errorf("the page offers what it cannot do, or says not what can:\n%s", page)
	}
}

func TestLinksThatHoldNoMore(t *testing.T) {
	tests := []struct {
		name   string
		change func(*home)
		status int
	}{
		{"within the grace", func(h *home) { h.now = h.now.AddDate(0, 0, action.Grace) }, 200},
		{"after it", func(h *home) { h.now = h.now.AddDate(0, 0, action.Grace+8) }, 410},
		{"the feed was revoked", func(h *home) { h.feed.Revoke(h.now) }, 410},
		{"it was rotated", func(h *home) { _ = h.feed.Rotate(h.key, h.now, 0) }, 410},
		{"it was rotated with a grace", func(h *home) { _ = h.feed.Rotate(h.key, h.now, time.Hour) }, 200},
		{"whose grace is over", func(h *home) { _ = h.feed.Rotate(h.key, h.now, time.Hour); h.now = h.now.Add(time.Hour) }, 410},
		{"it shows titles only", func(h *home) { h.feed.Privacy = auth.Titles }, 410},
		{"it is another's", func(h *home) { h.feed.Account = "eve" }, 410},
		{"there is another feed", func(h *home) { h.feed.ID = "x" }, 410},
		{"the application was forgotten", func(h *home) { _, _ = h.Forget(context.Background(), journal.ForgetRequest{Application: "acme"}) }, 410},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := newHome(t)
			h.applied(t, "acme", "Acme", "Engineer")
			address, _ := h.link(t, h.follow(t, "acme").Event)
			tt.change(h)
			before := h.last(t).Number
			for _, path := range []string{"", "/done"} {
				if status, header, body := h.send(t, http.MethodGet, address+path, nil); status != tt.status || header.Get("Cache-Control") != "no-store" ||
					tt.status != 200 && strings.Contains(body, "Acme") {
					t.Errorf("GET %s: %d, want %d\n%s", path, status, tt.status, body)
				}
			}
			if tt.status == 200 {
				return
			}
			for path, form := range map[string]url.Values{"done": nil, "undo": {"change": {"1"}}, "replied": {"answer": {"reply"}}, "snooze": {"days": {"1"}}} {
				if status, _, _ := h.send(t, http.MethodPost, address+"/"+path, form); status != tt.status {
					t.Errorf("POST %s: %d, want %d", path, status, tt.status)
				}
			}
			if h.last(t).Number != before {
				t.Error("something was changed")
			}
		})
	}
}

func TestWhatNobodySignedIsAnsweredAlike(t *testing.T) {
	h := newHome(t)
	h.applied(t, "acme", "Acme", "Engineer")
	address, text := h.link(t, h.follow(t, "acme").Event)
	h.get(t, address)
	work := h.asked.Swap(0)
	base := strings.TrimSuffix(address, text)
	for _, wrong := range []string{"x", text[:len(text)-1], strings.Repeat("A", len(text)), text + "A"} {
		if status, _, body := h.send(t, http.MethodGet, base+wrong, nil); status != http.StatusNotFound || strings.Contains(body, "Acme") {
			t.Errorf("%q: %d\n%s", wrong, status, body)
		}
		if asked := h.asked.Swap(0); asked != work {
			t.Errorf("%q: feeds were read %d times, and %d for a link", wrong, asked, work)
		}
	}
	if _, err := h.pages.View(t.Context(), "x"); err == nil {
		t.Error("no fault")
	}
}

func TestAFeedHasLinksWhenItShowsEverything(t *testing.T) {
	h := newHome(t)
	h.applied(t, "acme", "Acme", "Engineer")
	e := h.follow(t, "acme").Event
	base := &url.URL{Scheme: "https", Host: "cal.example.org", Path: "/sub"}
	links := action.Links{Key: h.key, Base: base}
	first := links.Link("local", *h.feed, e)
	h.now = h.now.AddDate(0, 0, 1)
	if again := links.Link("local", *h.feed, e); again != first || !strings.HasPrefix(first, "https://cal.example.org/sub/e/") {
		t.Errorf("%q and %q", first, again)
	}
	titles := *h.feed
	titles.Privacy = auth.Titles
	unnamed := e
	unnamed.UID = "x"
	for name, got := range map[string]string{
		"titles only":       links.Link("local", titles, e),
		"no address":        action.Links{Key: h.key}.Link("local", *h.feed, e),
		"no event's own id": links.Link("local", *h.feed, unnamed),
	} {
		if got != "" {
			t.Errorf("%s: %q", name, got)
		}
	}
}
