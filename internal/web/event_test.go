package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/internal/app/action"
	"followcal/internal/fault"
	"followcal/internal/web"
)

// event is the page of an event that remembers what is asked of it.
type event struct {
	view   action.View
	err    error
	acts   []action.Request
	undone []int64
}

func (e *event) View(_ context.Context, text string) (action.View, error) {
	if text != token && e.err == nil {
		return action.View{}, fault.New(fault.NotFound, "There is nothing at this address.")
	}
	return e.view, e.err
}

func (e *event) Act(_ context.Context, _ string, r action.Request) error {
	if e.err == nil {
		e.acts = append(e.acts, r)
	}
	return e.err
}

func (e *event) Undo(_ context.Context, _ string, change int64) error {
	e.undone = append(e.undone, change)
	return e.err
}

// due is the day of the event.
var due = date.New(2026, time.November, 23)

func newEvent() *event {
	return &event{view: action.View{
		Title: "Call <Dana> at Acme", Due: due, Why: "five days", Can: action.Kinds,
		Phone: "+1 (212) 555-0100", Email: "dana@acme.example", Script: "Hello,\n\nÅsa & co?", ByEmail: true,
		About:  []action.Role{{ID: "a", Employer: "Acme", AppliedOn: due - 9}},
		Delays: []action.Delay{{Days: 1, To: due + 1}, {Days: 2, To: due + 2}},
		Next:   []action.Next{{Title: "Move on from Acme", Due: due + 9}},
	}}
}

// eventSite is a site with that event, whose clock stands still.
func eventSite(t *testing.T, e *event) *web.Site {
	t.Helper()
	s, _ := site(t, func(o *web.Options) {
		o.Events = e
		o.Now = func() time.Time { return time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC) }
	})
	return s
}

// post sends a form, as a page of this site does unless headers say otherwise.
func post(s http.Handler, target, form string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, target, strings.NewReader(form))
	r.RemoteAddr = "192.0.2.1:1234"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

const here = action.Path + token

func TestAnEventsPage(t *testing.T) {
	s := eventSite(t, newEvent())
	w := ask(s, http.MethodGet, here)
	page := w.Body.String()
	for _, want := range []string{
		"<h1>Call &lt;Dana&gt; at Acme</h1>", "Monday 23 November 2026", `href="tel:+12125550100"`,
		`href="mailto:dana@acme.example?body=Hello%2C%0D%0A%0D%0A%C3%85sa%20%26%20co%3F"`,
		"(no title) at Acme", "Move on from Acme", `href="` + token + `/dismiss"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s:\n%s", want, page)
		}
	}
	for header, want := range map[string]string{
		"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow", "X-Content-Type-Options": "nosniff",
	} {
		if got := w.Header().Get(header); got != want {
			t.Errorf("%s is %q, want %q", header, got, want)
		}
	}
	if policy := w.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "frame-ancestors 'none'") {
		t.Errorf("policy %q", policy)
	}
}

func TestWaysToReachSomebody(t *testing.T) {
	tests := []struct{ phone, email, has, lacks string }{
		{"030 1234567", "", `"tel:0301234567"`, "mailto"},
		{"+44 20\u00a07946 0000", "", `"tel:+442079460000"`, "mailto"},
		{"555-0100 ext. 7", "", "Phone: 555-0100 ext. 7", "tel:"},
		{"11", "", "Phone: 11", "tel:"},
		{"", "a+b@x.example", `"mailto:a+b@x.example`, "tel:"},
		{"", "a?bcc=eve@x.example", `"mailto:a%3Fbcc=eve@x.example`, "mailto:a?"},
		{"", "nobody", "E-mail: nobody", "mailto"},
		{"", "a@x, b@y", "E-mail: a@x, b@y", "mailto"},
		{"", "", "Acme", "Whom to reach"},
	}
	for _, tt := range tests {
		e := newEvent()
		e.view.Phone, e.view.Email = tt.phone, tt.email
		page := ask(eventSite(t, e), http.MethodGet, here).Body.String()
		if !strings.Contains(page, tt.has) || strings.Contains(page, tt.lacks) {
			t.Errorf("%q, %q: want %s and no %s:\n%s", tt.phone, tt.email, tt.has, tt.lacks, page)
		}
	}
}

func TestAPostingsAddressIsOneThatABrowserOpens(t *testing.T) {
	for posting, want := range map[string]bool{"https://x.example/1": true, "http://x.example": true, "javascript:alert(1)": false, "x": false, "": false, "data:,x": false} {
		e := newEvent()
		e.view.Posting = posting
		if page := ask(eventSite(t, e), http.MethodGet, here).Body.String(); strings.Contains(page, "Open the posting") != want {
			t.Errorf("%q is opened: %v", posting, !want)
		}
	}
}

func TestAskingChangesNothing(t *testing.T) {
	e := newEvent()
	s := eventSite(t, e)
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		for path, status := range map[string]int{
			"": 200, "/done": 200, "/snooze": 200, "/replied": 200, "/dismiss": 200, "/undo": 303, "/forget": 404, "/done/x": 404, "x": 404,
		} {
			if w := ask(s, method, here+path); w.Code != status || strings.Contains(path, "undo") && w.Header().Get("Location") != "../"+token {
				t.Errorf("%s %s: %d, want %d", method, path, w.Code, status)
			}
		}
	}
	if len(e.acts)+len(e.undone) > 0 {
		t.Errorf("it did %v %v", e.acts, e.undone)
	}
	e.view.Can = nil
	if w := ask(s, http.MethodGet, here+"/done"); w.Code != http.StatusSeeOther {
		t.Errorf("what is not possible is asked for: %d", w.Code)
	}
}

func TestConfirming(t *testing.T) {
	tests := []struct {
		path, form string
		want       action.Request
	}{
		{"/done", "", action.Request{Kind: action.Done}},
		{"/dismiss", "", action.Request{Kind: action.Dismiss}},
		{"/snooze", url.Values{"days": {"2"}, "seen": {"739943"}}.Encode(), action.Request{Kind: action.Snooze, Days: 2, Seen: 739943}},
		{"/snooze", "days=x&seen=x", action.Request{Kind: action.Snooze}},
		{"/replied", "answer=offer&about=a", action.Request{Kind: action.Replied, Answer: action.Offer, About: "a"}},
	}
	for _, tt := range tests {
		e := newEvent()
		w := post(eventSite(t, e), here+tt.path, tt.form)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "../"+token || len(e.acts) != 1 || e.acts[0] != tt.want {
			t.Errorf("%s %s: %d, %+v, want %+v", tt.path, tt.form, w.Code, e.acts, tt.want)
		}
	}
	e := newEvent()
	if w := post(eventSite(t, e), here+"/undo", "change=7"); w.Code != http.StatusSeeOther || len(e.undone) != 1 || e.undone[0] != 7 {
		t.Errorf("undo: %d, %v", w.Code, e.undone)
	}
}

func TestConfirmingIsRefused(t *testing.T) {
	gone := fault.New(fault.Gone, "This link worked until yesterday.")
	tests := []struct {
		name, path, form string
		headers          []string
		err              error
		status           int
	}{
		{"another site", "/done", "", []string{"Sec-Fetch-Site", "cross-site"}, nil, 403},
		{"another origin", "/done", "", []string{"Origin", "https://evil.example.com"}, nil, 403},
		{"nothing of that name", "/forget", "", nil, nil, 404},
		{"no change", "/undo", "", nil, nil, 422},
		{"a negative change", "/undo", "change=-1", nil, nil, 422},
		{"half a form", "/done", "%", nil, nil, 400},
		{"a form of five kilobytes", "/done", "x=" + strings.Repeat("x", 5<<10), nil, nil, 400},
		{"a link that is over", "/done", "", nil, gone, 410},
		{"the database is away", "/done", "", nil, fault.New(fault.Unavailable, "away"), 503},
		{"no action", "", "", nil, nil, 405},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := newEvent()
			e.err = tt.err
			w := post(eventSite(t, e), here+tt.path, tt.form, tt.headers...)
			if w.Code != tt.status || len(e.acts)+len(e.undone) > 0 {
				t.Errorf("got %d, %v, want %d\n%s", w.Code, e.acts, tt.status, w.Body)
			}
			if w.Header().Get("Cache-Control") != "no-store" || strings.Contains(w.Body.String(), token) {
				t.Errorf("the refusal may be kept, or shows the link:\n%v\n%s", w.Header(), w.Body)
			}
		})
	}
}

func TestWhoAsksTooOftenWaits(t *testing.T) {
	e := newEvent()
	now := time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC)
	s, _ := site(t, func(o *web.Options) { o.Events, o.Now = e, func() time.Time { return now } })
	asked := func(target, from string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, target, http.NoBody)
		r.RemoteAddr = from
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		return w
	}
	for i := range 30 {
		if w := asked(here, "[2001:db8::1]:1"); w.Code != 200 {
			t.Fatalf("request %d: %d", i, w.Code)
		}
	}
	w := asked(here, "192.0.2.9:1")
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "2" || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("the link's limit: %d %v", w.Code, w.Header())
	}
	if w := post(s, here+"/done", ""); w.Code != http.StatusTooManyRequests || len(e.acts) > 0 {
		t.Errorf("a change passes the limit: %d", w.Code)
	}
	now = now.Add(2 * time.Second)
	if w := asked(here, "192.0.2.9:1"); w.Code != 200 {
		t.Errorf("after waiting: %d", w.Code)
	}
	for i := range 91 { // of one network, with 30 before and 4 that came back
		asked(action.Path+strings.Repeat("x", i), "[2001:db8::2]:1")
	}
	for range 10 {
		w = asked(action.Path+"y", "[2001:db8::3]:1")
	}
	if w.Code != http.StatusTooManyRequests {
		t.Errorf("the address's limit: %d", w.Code)
	}
	if w := asked(action.Path+"z", "[2001:db8:0:1::1]:1"); w.Code != 404 {
		t.Errorf("the network beside it: %d", w.Code)
	}
}

func TestTheLogKeepsLinksOut(t *testing.T) {
	s, log := site(t, func(o *web.Options) { o.Events = newEvent() })
	for _, path := range []string{"", "/done", "/undo", "/x", "/a/b", "?x=" + token} {
		ask(s, http.MethodGet, here+path)
		post(s, here+path, "")
	}
	if strings.Contains(log.String(), token) || !strings.Contains(log.String(), "route=/e/{token}/{action}") {
		t.Errorf("logged:\n%s", log)
	}
}
