package googlefake_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"google.golang.org/api/calendar/v3"
	"google.golang.org/api/googleapi"
	"google.golang.org/api/option"

	"followcal/internal/rigs/googlefake"
)

const ann, app = "ann@example.com", "app"

// rig is a service with a client of Google's own, over real connections.
type rig struct {
	t        *testing.T
	service  *googlefake.Service
	server   *httptest.Server
	api      *calendar.Service
	calendar string

	mu   sync.Mutex
	now  time.Time
	plan func(googlefake.Call) googlefake.Fault
}

func newRig(t *testing.T, with ...func(*googlefake.Options)) *rig {
	t.Helper()
	r := &rig{t: t, now: time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)}
	o := googlefake.Options{Now: r.clock, Plan: func(c googlefake.Call) googlefake.Fault {
		if r.plan == nil {
			return googlefake.Fault{}
		}
		return r.plan(c)
	}}
	for _, change := range with {
		change(&o)
	}
	r.service = googlefake.New(o)
	r.server = httptest.NewServer(r.service)
	t.Cleanup(r.server.Close)
	r.api = r.client(r.service.Grant(ann, app).Access)
	c, err := r.api.Calendars.Insert(&calendar.Calendar{Summary: "Follow-ups", TimeZone: "Europe/Berlin"}).Do()
	if err != nil {
		t.Fatal(err)
	}
	r.calendar = c.Id
	return r
}

func (r *rig) clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

func (r *rig) pass(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = r.now.Add(d)
}

func (r *rig) client(token string) *calendar.Service {
	r.t.Helper()
	api, err := calendar.NewService(context.Background(),
		option.WithHTTPClient(r.service.Authorised(token, http.DefaultTransport)), option.WithEndpoint(r.server.URL+googlefake.APIPath))
	if err != nil {
		r.t.Fatal(err)
	}
	return api
}

func timed(id, summary string) *calendar.Event {
	return &calendar.Event{
		Id: id, Summary: summary,
		Start: &calendar.EventDateTime{DateTime: "2026-03-03T10:00:00+01:00", TimeZone: "Europe/Berlin"},
		End:   &calendar.EventDateTime{DateTime: "2026-03-03T10:15:00+01:00", TimeZone: "Europe/Berlin"},
	}
}

func (r *rig) insert(id, summary string) *calendar.Event {
	r.t.Helper()
	e, err := r.api.Events.Insert(r.calendar, timed(id, summary)).Do()
	if err != nil {
		r.t.Fatal(err)
	}
	return e
}

func (r *rig) list(token string) (*calendar.Events, error) {
	return r.api.Events.List(r.calendar).SyncToken(token).Do()
}

// wantProblem checks Google's status and reason.
func wantProblem(t *testing.T, err error, status int, reason string) {
	t.Helper()
	var problem *googleapi.Error
	if !errors.As(err, &problem) {
		t.Fatalf("got %v, want %d %s", err, status, reason)
	}
	if problem.Code != status || len(problem.Errors) == 0 || problem.Errors[0].Reason != reason {
		t.Fatalf("got %d %+v, want %d %s", problem.Code, problem.Errors, status, reason)
	}
}
