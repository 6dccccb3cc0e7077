package google_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"followcal/calendar/google"
	"followcal/calendar/mirror"
	"followcal/internal/rigs/googlefake"
)

const ann, app = "ann@example.com", "app"

// quick is patience that tests can wait for.
var quick = google.Patience{First: time.Millisecond, Longest: 2 * time.Millisecond, All: 2 * time.Second, Tries: 4}

// rig is a remote over real connections to the fake service.
type rig struct {
	*google.Remote
	t        *testing.T
	fake     *googlefake.Service
	server   *httptest.Server
	calendar string

	mu     sync.Mutex
	plan   func(googlefake.Call) googlefake.Fault
	faults []googlefake.Fault // of the next calls
	sent   []string           // requests
}

func newRig(t *testing.T, with ...func(*googlefake.Options, *google.Options)) *rig {
	t.Helper()
	r := &rig{t: t}
	now := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	f := googlefake.Options{Now: func() time.Time { return now }, Plan: r.next}
	o := google.Options{Patience: quick}
	for _, change := range with {
		change(&f, &o)
	}
	r.fake = googlefake.New(f)
	r.server = httptest.NewServer(r.fake)
	t.Cleanup(r.server.Close)
	o.Endpoint = r.server.URL + googlefake.APIPath
	client := r.fake.Authorised(r.fake.Grant(ann, app).Access, recorder{r, r.server.Client().Transport})
	remote, err := google.New(o).Remote("account", client)
	if err != nil {
		t.Fatal(err)
	}
	r.Remote = remote
	if r.calendar, err = r.MakeCalendar(t.Context(), mirror.Calendar{Name: "Follow-ups", Description: "Made by followcal", Zone: "Europe/Berlin"}); err != nil {
		t.Fatal(err)
	}
	return r
}

// next is what goes wrong with a call.
func (r *rig) next(c googlefake.Call) googlefake.Fault {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.plan != nil {
		return r.plan(c)
	}
	if len(r.faults) == 0 {
		return googlefake.Fault{}
	}
	f := r.faults[0]
	r.faults = r.faults[1:]
	return f
}

// fail makes the next calls go wrong.
func (r *rig) fail(with ...googlefake.Fault) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.faults = with
}

// recorder keeps what is sent.
type recorder struct {
	r    *rig
	next http.RoundTripper
}

func (c recorder) RoundTrip(q *http.Request) (*http.Response, error) {
	text, err := written(q)
	if err != nil {
		return nil, err
	}
	c.r.mu.Lock()
	c.r.sent = append(c.r.sent, text)
	c.r.mu.Unlock()
	return c.next.RoundTrip(q)
}

// written is a request as a person reads it: the line, the parameters, the
// condition, the body.
func written(q *http.Request) (string, error) {
	var b strings.Builder
	fmt.Fprintln(&b, q.Method, q.URL.Path)
	parameters := q.URL.Query()
	for _, name := range slices.Sorted(maps.Keys(parameters)) {
		fmt.Fprintf(&b, "  %s = %s\n", name, strings.Join(parameters[name], " | "))
	}
	if condition := q.Header.Get("If-Match"); condition != "" {
		fmt.Fprintln(&b, "  If-Match:", condition)
	}
	if q.GetBody == nil {
		return b.String(), nil
	}
	body, err := q.GetBody()
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(body)
	if err != nil {
		return "", err
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, text, "", "  "); err != nil {
		return "", err
	}
	return b.String() + indented.String(), nil
}

func (r *rig) insert(e mirror.Entry) mirror.Entry {
	r.t.Helper()
	got, err := r.Insert(r.t.Context(), r.calendar, &e)
	if err != nil {
		r.t.Fatal(err)
	}
	return got
}

func (r *rig) get(id string) mirror.Entry {
	r.t.Helper()
	got, err := r.Get(r.t.Context(), r.calendar, id)
	if err != nil {
		r.t.Fatal(err)
	}
	return got
}

func (r *rig) list(token string) mirror.Listing {
	r.t.Helper()
	l, err := r.List(r.t.Context(), r.calendar, token)
	if err != nil {
		r.t.Fatal(err)
	}
	return l
}

// calls is how many calls a function makes.
func (r *rig) calls(do func()) int {
	before := len(r.fake.Calls())
	do()
	return len(r.fake.Calls()) - before
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	l, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// call is an entry at ten in Berlin.
func call(t testing.TB, id string) mirror.Entry {
	t.Helper()
	start := time.Date(2026, time.March, 3, 10, 0, 0, 0, zone(t, "Europe/Berlin"))
	return mirror.Entry{
		ID: id, Summary: "Follow up with Acme", Description: "Applied on 2 March.", Location: "Berlin", Source: "https://example.com/jobs/1",
		Start: start, End: start.Add(15 * time.Minute), Reminders: []time.Duration{0, time.Hour},
		Mark: mirror.Mark{UID: "uid-" + id, Hash: "hash"},
	}
}

// answers are those that an error can carry.
var answers = []mirror.Answer{
	mirror.Exists, mirror.Stale, mirror.Missing, mirror.TokenExpired, mirror.Unauthorized, mirror.Exhausted, mirror.Refused, mirror.Undone,
}

// answerOf returns the answer that err wraps, zero for none.
func answerOf(err error) (found mirror.Answer) {
	for _, a := range answers {
		if errors.Is(err, a) {
			found = a
		}
	}
	return found
}

// act is one call of a remote.
type act func(ctx context.Context, r *rig) error

// newResponse is an answer of JSON.
func newResponse(r *http.Request, status int, body string) *http.Response {
	w := httptest.NewRecorder()
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.WriteString(body)
	out := w.Result()
	out.Request = r
	return out
}
