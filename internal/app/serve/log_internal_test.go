package serve

import (
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// place counts the writes that it takes.
type place struct {
	mu sync.Mutex
	strings.Builder
	writes int
	broken bool
}

func (p *place) Write(octets []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.writes++
	if p.broken {
		return 0, errors.New("the disk is full")
	}
	return p.Builder.Write(octets)
}

func (p *place) want(t *testing.T, writes int, words ...string) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.writes != writes || strings.Count(p.String(), "\n") != len(words) {
		t.Errorf("%d writes, want %d, of\n%s", p.writes, writes, p.String())
	}
	for i, line := range strings.Split(strings.TrimSpace(p.String()), "\n") {
		if i < len(words) && !strings.Contains(line, words[i]) {
			t.Errorf("line %d is %q, want one with %q", i, line, words[i])
		}
	}
}

func TestLinesAboutPollsAreWrittenTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := new(place)
		l := newLogs(p, "text")
		l.polls.Info("a")
		l.polls.Info("b")
		p.want(t, 0)
		<-time.After(longestWait)
		synctest.Wait()
		p.want(t, 1, "msg=a", "msg=b")
		l.polls.Info("c")
		l.Warn("d") // what matters is there at once, in its order
		p.want(t, 2, "msg=a", "msg=b", "msg=c", "msg=d")
		l.Warn("e")
		p.want(t, 3, "msg=a", "msg=b", "msg=c", "msg=d", "msg=e")
		<-time.After(time.Hour)
		p.want(t, 3, "msg=a", "msg=b", "msg=c", "msg=d", "msg=e")
		l.polls.Info("f")
		l.lines.flush()
		l.lines.flush()
		p.want(t, 4, "msg=a", "msg=b", "msg=c", "msg=d", "msg=e", "msg=f")
	})
}

func TestManyLinesDoNotWait(t *testing.T) {
	p := new(place)
	l := newLogs(p, "json")
	for range 2000 {
		l.polls.Info("poll", slog.String("feed", strings.Repeat("x", 12)))
	}
	if p.writes < 4 || p.writes > 20 {
		t.Errorf("%d writes of %d octets", p.writes, p.Len())
	}
	l.lines.flush()
	if n := strings.Count(p.String(), `"feed":"xxxxxxxxxxxx"}`+"\n"); n != 2000 {
		t.Errorf("%d lines", n)
	}
}

// TestALogThatCannotBeWrittenHoldsNothing: what was lost is not kept, or memory
// would grow until the disk has room.
func TestALogThatCannotBeWrittenHoldsNothing(t *testing.T) {
	p := &place{broken: true}
	l := newLogs(p, "text")
	for range 5000 {
		l.polls.Info("poll")
	}
	l.lines.flush()
	if held := len(l.lines.waiting); held > 0 {
		t.Errorf("%d octets wait", held)
	}
}
