package queue_test

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	_ "modernc.org/sqlite" // the driver of what is kept in memory

	"followcal/internal/fault"
	"followcal/internal/queue"
)

// lanes is what the queue is asked to run.
type lanes struct {
	mu      sync.Mutex
	due     map[string]time.Time
	ran     []string
	running map[string]bool
	most    int // at once
	overlap bool
	work    func(account string) (bool, error)
}

func newLanes(accounts ...string) *lanes {
	l := &lanes{due: map[string]time.Time{}, running: map[string]bool{}}
	for _, a := range accounts {
		l.due[a] = time.Time{}
	}
	return l
}

func (l *lanes) Due(_ context.Context, now time.Time, limit int) ([]string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var due []string
	for a, at := range l.due {
		if !at.After(now) {
			due = append(due, a)
		}
	}
	slices.Sort(due)
	return due[:min(limit, len(due))], nil
}

func (l *lanes) Work(_ context.Context, account string) (bool, error) {
	l.mu.Lock()
	l.overlap = l.overlap || l.running[account]
	l.running[account] = true
	l.ran = append(l.ran, account)
	l.due[account] = time.Now().Add(time.Minute)
	l.most = max(l.most, len(l.running))
	work := l.work
	l.mu.Unlock()
	var more bool
	var err error
	if work != nil {
		more, err = work(account)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.running, account)
	return more, err
}

func (l *lanes) times(account string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, a := range l.ran {
		if a == account {
			n++
		}
	}
	return n
}

// run runs a queue in the bubble until the test's function returns.
func run(t *testing.T, l *lanes, log *strings.Builder, f func(*queue.Queue)) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	q, err := queue.Open(ctx, queue.Options{
		DSN: "/data/followcal.db", Due: l.Due, Work: l.Work, Now: time.Now, Log: slog.New(slog.NewTextHandler(log, nil)), Workers: 3,
	})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	go func() { ended <- q.Run(ctx, time.Minute) }()
	f(q)
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestWhatChangesDuringARunIsSeen asks for an account that runs: it is run once
// more, and only once.
func TestWhatChangesDuringARunIsSeen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLanes("ada")
		l.work = func(string) (bool, error) {
			wait(3 * time.Second)
			return false, nil
		}
		run(t, l, &strings.Builder{}, func(q *queue.Queue) {
			for l.times("ada") == 0 {
				wait(time.Second)
			}
			for range 3 {
				if err := q.Soon(t.Context(), "ada"); err != nil {
					t.Error(err)
				}
			}
			wait(30 * time.Second)
			if n := l.times("ada"); n != 2 || l.overlap {
				t.Errorf("it ran %d times, at once with itself: %t", n, l.overlap)
			}
		})
	})
}

func TestAccountsRunWhenTheyAreDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLanes("ada", "ben", "cem", "dov", "eva")
		run(t, l, &strings.Builder{}, func(*queue.Queue) {
			wait(20 * time.Second)
			for a := range l.due {
				if n := l.times(a); n != 1 {
					t.Errorf("%s ran %d times at the start", a, n)
				}
			}
			wait(time.Minute)
			if n := l.times("ada"); n != 2 {
				t.Errorf("ada ran %d times within a minute", n)
			}
		})
	})
}

func TestManyRunAtOnceAndNoneTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLanes("ada", "ben", "cem", "dov", "eva")
		l.work = func(string) (bool, error) {
			wait(10 * time.Second)
			return false, nil
		}
		run(t, l, &strings.Builder{}, func(q *queue.Queue) {
			wait(8 * time.Second)
			for range 3 { // while it runs
				if err := q.Soon(t.Context(), "ada"); err != nil {
					t.Error(err)
				}
			}
			wait(40 * time.Second)
		})
		if l.overlap || l.most != 3 {
			t.Errorf("an account ran twice at once: %t; %d ran at once, of 3 that may", l.overlap, l.most)
		}
	})
}

func TestChangesThatComeTogetherRunOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLanes()
		run(t, l, &strings.Builder{}, func(q *queue.Queue) {
			wait(2 * time.Second)
			for range 5 {
				if err := q.Soon(t.Context(), "ada", "ben"); err != nil {
					t.Error(err)
				}
				wait(100 * time.Millisecond)
			}
			if n := l.times("ada"); n != 0 {
				t.Errorf("ran %d times before everything had come", n)
			}
			wait(10 * time.Second)
			if n, m := l.times("ada"), l.times("ben"); n != 1 || m != 1 {
				t.Errorf("ran %d and %d times for five changes", n, m)
			}
		})
	})
}

func TestLongWorkLetsOthersIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLanes("ada", "ben", "cem", "zoe")
		left := map[string]int{"ada": 20, "ben": 20, "cem": 20}
		var mu sync.Mutex
		var done []string
		l.work = func(account string) (bool, error) {
			wait(time.Second)
			mu.Lock()
			defer mu.Unlock()
			if left[account]--; left[account] > 0 {
				return true, nil
			}
			done = append(done, account)
			return false, nil
		}
		run(t, l, &strings.Builder{}, func(*queue.Queue) { wait(2 * time.Minute) })
		if len(done) < 4 || done[0] != "zoe" {
			t.Errorf("who has little to do waits for those who have much: %q", done)
		}
	})
}

func TestFailuresAreSaidAndHurtNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLanes("ada", "ben", "cem")
		l.work = func(account string) (bool, error) {
			switch account {
			case "ada":
				return false, fault.New(fault.Unavailable, "Google does not answer")
			case "ben":
				panic("a defect")
			}
			return false, nil
		}
		var log strings.Builder
		run(t, l, &log, func(*queue.Queue) { wait(90 * time.Second) })
		for _, a := range []string{"ada", "ben", "cem"} {
			if n := l.times(a); n != 2 {
				t.Errorf("%s ran %d times in one and a half minutes, and is due every minute", a, n)
			}
		}
		if strings.Count(log.String(), "Google does not answer") != 2 || strings.Count(log.String(), "background work panicked") != 2 || strings.Contains(log.String(), "ada") {
			t.Errorf("the log says\n%s", log.String())
		}
	})
}

func TestWorkUnderWayEndsInGoodOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLanes("ada")
		ended := false
		l.work = func(string) (bool, error) {
			wait(30 * time.Second)
			ended = true
			return false, nil
		}
		run(t, l, &strings.Builder{}, func(*queue.Queue) { wait(10 * time.Second) })
		if !ended {
			t.Error("work was cut off")
		}
	})
}

// wait lets time pass in the bubble.
func wait(d time.Duration) { <-time.After(d) }
