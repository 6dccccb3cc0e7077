package app_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"followcal/auth"
	"followcal/auth/google"
	"followcal/auth/seal"
	"followcal/calendar/mirror"
	"followcal/internal/app"
	"followcal/internal/config"
	"followcal/internal/rigs/googlefake"
	"followcal/internal/store"
)

// standIn has this program be Google, in a process of its own: what it uses is
// nothing of what polling costs.
const standIn = "FOLLOWCAL_TEST_STAND_IN"

// google is what the stand-in says of itself.
type standing struct {
	URL     string
	Refresh []string // tokens of as many persons
}

// TestMain is the tests, or the stand-in where a benchmark asks for it.
func TestMain(m *testing.M) {
	n := 0
	if _, err := fmt.Sscan(os.Getenv(standIn), &n); err != nil {
		flag.Parse()
		if err := flag.Set("rapid.checks", usual()); err != nil {
			panic(err)
		}
		os.Exit(m.Run())
	}
	if err := standInFor(n); err != nil {
		panic(err)
	}
}

// usual is how many times random logs are tried: as often as was asked for, else
// as rapid does, and less often with the race detector, with which SQLite takes a
// second to open a file.
func usual() string {
	checks := flag.Lookup("rapid.checks").Value.String()
	asked := false
	flag.Visit(func(f *flag.Flag) { asked = asked || f.Name == "rapid.checks" })
	if raced && !asked {
		return "20"
	}
	return checks
}

// standInFor is Google to so many persons until its input ends.
func standInFor(persons int) error {
	service := googlefake.New(googlefake.Options{
		Now: time.Now, Clients: []googlefake.Client{{ID: "rig", Secret: "rig", Desktop: true}}, Quota: googlefake.Quota{User: 600},
	})
	server := httptest.NewServer(service)
	defer server.Close()
	s := standing{URL: server.URL}
	for i := range persons {
		s.Refresh = append(s.Refresh, service.Grant(fmt.Sprintf("person%d@example.com", i), "rig").Refresh)
	}
	if err := json.NewEncoder(os.Stdout).Encode(s); err != nil {
		return err
	}
	var end string
	_, _ = fmt.Scan(&end) // until the benchmark ends
	return nil
}

// BenchmarkIdlePolls is what polling an account costs this process when nothing
// changed, in all of what serve does: the queue, the ledger in SQLite, tokens, and
// a request to Google, which is another process. 10,000 accounts polled every ten
// minutes are 16.7 polls a second.
func BenchmarkIdlePolls(b *testing.B) {
	const accounts = 300
	google := startStandIn(b, accounts)
	now := time.Now
	file := filepath.Join(b.TempDir(), "log.db")
	settings := config.Serve{Drain: 10 * time.Second, Google: config.Google{Poll: 10 * time.Minute}}
	settings.DB = file
	settings.Google.ClientID, settings.Google.ClientSecret, settings.Google.APIURL = "rig", "rig", google.URL
	settings.Google.TokenURL, settings.Google.AuthURL, settings.Google.RevokeURL = google.URL+"/token", google.URL+"/auth", google.URL+"/revoke"
	record, err := app.New().OpenRecord(b.Context(), app.OpenRequest{
		DB: file, By: "robin", Now: now, SystemZone: func() (string, error) { return "America/New_York", nil },
	})
	fine(b, err)
	defer record.Close()
	db, err := store.Open(b.Context(), store.Options{DSN: file, Now: now, Random: rand.Reader})
	fine(b, err)
	defer db.Close()
	connect(b, db, file+".keys", google.Refresh, now)

	pusher, err := record.Pusher(b.Context(), app.PusherRequest{Settings: &settings, Log: slog.New(slog.DiscardHandler), Now: now})
	fine(b, err)
	ctx, stop := context.WithCancel(b.Context())
	var running sync.WaitGroup
	running.Go(func() { pusher.Run(ctx) })
	defer running.Wait()
	defer stop()
	settled := func() {
		for {
			due, err := db.Due(b.Context(), now(), 1)
			fine(b, err)
			if len(due) == 0 {
				return
			}
			time.Sleep(200 * time.Millisecond)
		}
	}
	settled() // calendars are made, and tokens are renewed
	direct, err := sql.Open("sqlite", file)
	fine(b, err)
	defer direct.Close()
	polls, began, used := 0, time.Now(), time.Duration(0)
	for b.Loop() {
		_, err := direct.ExecContext(b.Context(), "UPDATE lanes SET next_at = ?", now().UnixMicro()) // all are due at once
		fine(b, err)
		before := cpu(b)
		settled()
		used += cpu(b) - before
		polls += accounts
	}
	perPoll := used / time.Duration(polls)
	b.ReportMetric(float64(perPoll.Microseconds()), "µs-CPU/poll")
	b.ReportMetric(float64(perPoll)*10_000/float64(10*time.Minute)*100, "%-of-a-core")
	b.ReportMetric(float64(polls)/time.Since(began).Seconds(), "polls/s")
	l, err := db.Lane(b.Context(), "account-7")
	fine(b, err)
	if l.Trouble.Kind != "" || l.Calendar == "" || l.Synced.IsZero() {
		b.Fatalf("the accounts are not idle: %+v", l)
	}
}

// startStandIn starts a process that is Google.
func startStandIn(b *testing.B, persons int) (s standing) {
	b.Helper()
	process := exec.CommandContext(b.Context(), os.Args[0])
	process.Env = append(os.Environ(), fmt.Sprintf("%s=%d", standIn, persons))
	in, err := process.StdinPipe()
	fine(b, err)
	out, err := process.StdoutPipe()
	fine(b, err)
	fine(b, process.Start())
	b.Cleanup(func() {
		_ = in.Close()
		_ = process.Wait()
	})
	fine(b, json.NewDecoder(out).Decode(&s))
	return s
}

// connect connects accounts as persons do.
func connect(b *testing.B, db *store.DB, keys string, refresh []string, now func() time.Time) {
	b.Helper()
	sealer, err := seal.KeysOf(b.Context(), seal.Place{File: keys}, db)
	fine(b, err)
	for i, token := range refresh {
		account := fmt.Sprintf("account-%d", i)
		sealed, err := sealer.Seal(account, auth.GrantPurpose, []byte(fmt.Sprintf(`{"refresh":%q}`, token)))
		fine(b, err)
		fine(b, db.UpdateGrant(b.Context(), account, func(g *auth.Grant) error {
			g.Sealed, g.Scopes, g.Connected = sealed, []string{google.Scope}, now().UTC().Truncate(time.Microsecond)
			return nil
		}))
		fine(b, db.UpdateLane(b.Context(), account, func(l *mirror.Lane) error {
			l.Settings, l.Next = mirror.Settings{Name: "Follow-ups", Privacy: "full"}, now().UTC().Truncate(time.Microsecond)
			return nil
		}))
	}
}

// cpu is what this process used of all cores.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	fine(b, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func fine(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}
