package serve

import (
	"io"
	"log/slog"
	"sync"
	"time"
)

// logs are the log in two loggers that write to one place in one order.
type logs struct {
	*slog.Logger              // writes at once
	polls        *slog.Logger // lines about polls, of which there are thousands a second
	lines        *lines
}

// newLogs returns the log in the format of the settings. It is to be flushed at
// the end.
func newLogs(w io.Writer, format string) logs {
	l := &lines{to: w}
	return logs{slog.New(newHandler(prompt{l}, format)), slog.New(newLean(l, format)), l}
}

// lines collects lines and writes many at once: a write for each line costs as
// much as all else that a poll needs. Half a second of them is lost when the
// process is killed.
type lines struct {
	mu      sync.Mutex
	to      io.Writer
	waiting []byte
	timer   *time.Timer // runs while lines wait
	clock   clock
}

const (
	longestWait = 500 * time.Millisecond
	mostWaiting = 32 << 10
)

// Write implements [io.Writer].
func (l *lines) Write(line []byte) (int, error) {
	return len(line), l.add(func(to []byte) []byte { return append(to, line...) })
}

// add has a line appended to those that wait.
func (l *lines) add(line func(to []byte) []byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.waiting) == 0 {
		l.wait()
	}
	l.waiting = line(l.waiting)
	if len(l.waiting) >= mostWaiting {
		return l.write()
	}
	return nil
}

// wait has what waits written in time.
func (l *lines) wait() {
	if l.timer == nil {
		l.timer = time.AfterFunc(longestWait, l.flush)
		return
	}
	l.timer.Reset(longestWait)
}

// flush writes what waits.
func (l *lines) flush() {
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = l.write() // nobody can be told
}

func (l *lines) write() error {
	if len(l.waiting) == 0 {
		return nil
	}
	l.timer.Stop()
	_, err := l.to.Write(l.waiting)
	l.waiting = l.waiting[:0]
	return err
}

// prompt writes a line at once, and those that waited before it.
type prompt struct{ *lines }

// Write implements [io.Writer].
func (p prompt) Write(line []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.waiting) == 0 {
		return p.to.Write(line)
	}
	p.waiting = append(p.waiting, line...)
	return len(line), p.write()
}
