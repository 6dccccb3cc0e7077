package serve_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"followcal/internal/app/push"
	"followcal/internal/rigs/googlefake"
	"followcal/internal/rigs/postgres"
)

// meter sees which of several processes writes to which calendar.
type meter struct {
	mu      sync.Mutex
	writers map[string]map[int]int // calls under way, by calendar and process
	wrote   map[int]int            // by process
	overlap []string
}

// front is the service as one process reaches it.
func (m *meter) front(t *testing.T, process int, service http.Handler) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calendar, _, isEvents := strings.Cut(strings.TrimPrefix(r.URL.Path, googlefake.APIPath+"calendars/"), "/events")
		if isEvents && r.Method != http.MethodGet {
			m.enter(calendar, process)
			defer m.leave(calendar, process)
		}
		service.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server
}

func (m *meter) enter(calendar string, process int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.writers[calendar] == nil {
		m.writers[calendar] = map[int]int{}
	}
	m.writers[calendar][process]++
	m.wrote[process]++
	if len(m.writers[calendar]) > 1 {
		m.overlap = append(m.overlap, calendar)
	}
}

func (m *meter) leave(calendar string, process int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.writers[calendar][process]--; m.writers[calendar][process] == 0 {
		delete(m.writers[calendar], process)
	}
}

// TestReplicasShareTheWork has two servers keep the calendars of many accounts on
// one PostgreSQL.
func TestReplicasShareTheWork(t *testing.T) {
	const accounts, replicas = 40, 2
	server, err := postgres.Start(t.Context())
	must(t, err)
	t.Cleanup(func() {
		if err := server.Remove(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	dsn, err := server.Database(t.Context())
	must(t, err)
	service := googlefake.New(googlefake.Options{
		Now: time.Now, Clients: []googlefake.Client{{ID: "town", Secret: "secret", Desktop: true}},
		Plan: func(googlefake.Call) googlefake.Fault {
			return googlefake.Fault{Delay: 5 * time.Millisecond, Commit: true} // a call takes its time
		},
	})
	m := &meter{writers: map[string]map[int]int{}, wrote: map[int]int{}}
	base := settings(t)
	base.DB, base.SealFile, base.KeyFile = dsn, filepath.Join(t.TempDir(), "keys"), filepath.Join(t.TempDir(), "key")
	var all [replicas]*town
	for i := range all {
		w := &town{settings: settings(t), service: service}
		w.settings.DB, w.settings.SealFile, w.settings.KeyFile = base.DB, base.SealFile, base.KeyFile
		api := m.front(t, i, service)
		g := &w.settings.Google
		g.ClientID, g.ClientSecret, g.APIURL = "town", "secret", api.URL
		g.AuthURL, g.TokenURL, g.RevokeURL = api.URL+googlefake.AuthPath, api.URL+googlefake.TokenPath, api.URL+googlefake.RevokePath
		all[i] = w
	}
	record := all[0].open(t)
	for i := range accounts {
		record.Account = fmt.Sprintf("person-%d", i)
		all[0].applied(t, record, "Acme")
		google, err := record.Google(t.Context(), &all[0].settings)
		must(t, err)
		must(t, google.Connect(t.Context(), push.ConnectRequest{Browse: func(ctx context.Context, address string) error {
			r, err := http.NewRequestWithContext(context.WithoutCancel(ctx), http.MethodGet, address, http.NoBody)
			if err != nil {
				return err
			}
			response, err := (&http.Client{Timeout: time.Minute}).Do(r)
			if err == nil {
				err = response.Body.Close()
			}
			return err
		}}))
	}
	for _, w := range all {
		w.serve(t)
	}
	shown := func(employer string) int {
		n := 0
		for _, c := range service.Calendars(ann) {
			for _, e := range service.Events(c.ID) {
				if strings.Contains(e.Summary, employer) {
					n++
				}
			}
		}
		return n
	}
	until(t, "every account has its calendar", func() bool { return shown("Acme") == 3*accounts })
	for i := range accounts {
		record.Account = fmt.Sprintf("person-%d", i)
		all[0].applied(t, record, "Globex")
	}
	until(t, "every calendar is brought up to date", func() bool { return shown("Globex") == 3*accounts })
	for _, w := range all {
		must(t, w.stop())
	}
	if n := len(service.Calendars(ann)); n != accounts {
		t.Errorf("there are %d calendars", n)
	}
	if len(m.overlap) > 0 {
		t.Errorf("two processes wrote at once to %s", m.overlap)
	}
	if writes := m.wrote[0] + m.wrote[1]; min(m.wrote[0], m.wrote[1]) == 0 || writes != 6*accounts {
		t.Errorf("writes by process: %v, want %d", m.wrote, 6*accounts)
	}
}
