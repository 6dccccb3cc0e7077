package queue_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"followcal/internal/fault"
	"followcal/internal/queue"
	"followcal/internal/rigs/postgres"
)

// TestProcessesShareTheirWork runs two processes' queues on one database.
func TestProcessesShareTheirWork(t *testing.T) {
	server, err := postgres.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Remove(context.WithoutCancel(t.Context())) }) // it is thrown away
	dsn, err := server.Database(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const accounts = 40
	l := newLanes()
	for n := range accounts {
		l.due[strings.Repeat("a", n+1)] = time.Time{}
	}
	all := make(chan struct{})
	seen := map[string]bool{}
	var mu sync.Mutex
	l.work = func(account string) (bool, error) {
		mu.Lock()
		defer mu.Unlock()
		if seen[account] = true; len(seen) == accounts {
			close(all)
		}
		return false, nil
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var both sync.WaitGroup
	for range 2 {
		q, err := queue.Open(ctx, queue.Options{DSN: dsn, Due: l.Due, Work: l.Work, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		both.Go(func() {
			if err := q.Run(ctx, time.Minute); err != nil {
				t.Error(err)
			}
		})
	}
	select {
	case <-all:
	case <-ctx.Done():
		t.Error("not every account ran within a minute")
	}
	cancel()
	both.Wait()
	if l.overlap || len(l.ran) != accounts {
		t.Errorf("%d accounts ran %d times, at once: %t", accounts, len(l.ran), l.overlap)
	}
}

func TestNoPasswordIsSaid(t *testing.T) {
	for _, dsn := range []string{"postgres://robin:hunter2@127.0.0.1:1/none?connect_timeout=2", "postgres://robin:hunter2@host:port/%zz"} {
		_, err := queue.Open(t.Context(), queue.Options{DSN: dsn, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
		if fault.KindOf(err) != fault.Unavailable || err == nil {
			t.Fatalf("fault = %v", err)
		}
		for ; err != nil; err = unwrap(err) {
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the password is in %q", err)
			}
		}
	}
}

func unwrap(err error) error {
	u, _ := err.(interface{ Unwrap() error })
	if u == nil {
		return nil
	}
	return u.Unwrap()
}
