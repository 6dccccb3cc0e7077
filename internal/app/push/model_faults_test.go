//go:build !race

package push_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"pgregory.net/rapid"

	"followcal/calendar/mirror"
	"followcal/internal/rigs/googlefake"
)

// service are faults of Google's and of the way there.
var service = map[string]googlefake.Fault{
	"dropped":          googlefake.Dropped,
	"commit, dropped":  googlefake.CommittedDropped,
	"halved":           googlefake.Halved,
	"late":             {Cut: googlefake.Lost, Late: 1},
	"later":            {Cut: googlefake.Lost, Late: 4},
	"401":              googlefake.ExpiredAccess,
	"403 user":         googlefake.UserRate,
	"403 project":      googlefake.ProjectRate,
	"403 quota":        googlefake.QuotaExceeded,
	"400":              {Status: http.StatusBadRequest},
	"409":              {Status: http.StatusConflict},
	"410":              {Status: http.StatusGone},
	"412":              {Status: http.StatusPreconditionFailed},
	"429":              googlefake.TooMany,
	"429 wait":         {Status: http.StatusTooManyRequests, RetryAfter: 20 * time.Second},
	"429 long":         {Status: http.StatusTooManyRequests, RetryAfter: time.Hour},
	"500":              googlefake.BackendError,
	"503":              googlefake.Overloaded,
	"commit, 503":      googlefake.CommittedError,
	"slow":             {Delay: 10 * time.Second},
	"time-out":         {Delay: time.Minute},
	"commit, time-out": {Delay: time.Minute, Commit: true},
}

// others are what happens at a call besides.
var others = []string{
	"crash", "crash after", "crash", "crash after", "person", "person", "log", "second", "second after", "at once", "revoked", "access ended",
	"ledger", "ledger after", "jump",
}

// kinds are all of them, in an order.
var kinds = append([]string{
	"dropped", "commit, dropped", "commit, dropped", "halved", "late", "later", "401", "403 user", "403 project", "403 quota", "400", "409", "410",
	"412", "429", "429 wait", "429 long", "500", "503", "commit, 503", "slow", "time-out", "commit, time-out",
}, others...)

// choose draws a number. Within a run it is one that was drawn before, because
// only the test's own goroutine may draw.
func (m *trial) choose(label string, from, to int) int {
	if m.running {
		m.script = append(m.script[1:], m.script[0])
		return from + m.script[0]%(to-from+1)
	}
	n := uint32(rapid.IntRange(0, 1<<16).Draw(m.T, label))
	return from + int(n*0x9e3779b1>>8)%(to-from+1) // rapid prefers small numbers; here none is better
}

func pick[T any](m *trial, label string, all ...T) T { return all[m.choose(label, 0, len(all)-1)] }

// runsBadly runs, or takes back, while things go wrong.
func (m *trial) runsBadly() {
	m.waits()
	m.at = map[int]string{}
	for range m.choose("faults", 1, 3) {
		at := m.choose("at", 0, 24)
		m.at[at] = pick(m, "fault", kinds...)
		if service[m.at[at]] != (googlefake.Fault{}) && m.choose("lasts", 0, 5) == 0 {
			for more := range 9 { // until patience ends
				m.at[at+more] = m.at[at]
			}
		}
	}
	undo := m.choose("undo", 0, 9) == 0
	m.script = rapid.SliceOfN(rapid.IntRange(0, 5039), 24, 24).Draw(m.T, "script")
	process := m.process()
	process.Parallel = pick(m, "parallel", 1, 1, 1, 3)
	m.during(func(ctx context.Context) {
		if undo {
			_, _ = process.Undo(ctx, account)
			m.changedAll()
			return
		}
		_, _ = process.Run(ctx, account, mirror.Options{Force: true})
	})
}

// during does something while things go wrong.
func (m *trial) during(do func(context.Context)) {
	ctx, kill := context.WithCancel(context.Background())
	defer kill()
	m.step, m.dead, m.kill, m.running = -1, false, kill, true
	m.ledger.Hook = func(call string, done bool) error {
		if done {
			return m.after(m.kindOf(call))
		}
		_, err := m.before(call)
		return err
	}
	do(ctx)
	m.ledger.Hook, m.at, m.running, m.dead, m.kill, m.next = nil, nil, false, false, nil, googlefake.Fault{}
}

func (m *trial) kindOf(string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.at[m.step]
}

// before is what happens before a call reaches Google or the ledger.
func (m *trial) before(call string) (kind string, err error) {
	if !m.running || m.deep {
		return "", nil
	}
	m.mu.Lock()
	if m.dead {
		m.mu.Unlock()
		return "", errCrash
	}
	m.step++
	kind = m.at[m.step]
	remote := strings.HasPrefix(call, "/")
	if remote && (kind != "410" || strings.HasSuffix(call, "/events")) { // it is said of tokens; of a deletion it would be a lie
		m.next = service[kind]
	}
	m.mu.Unlock()
	switch {
	case kind == "crash":
		return "", m.die()
	case kind == "ledger" && !remote:
		return "", errors.New("the database is away")
	case kind == "person":
		m.focus = call[strings.LastIndexByte(call, '/')+1:]
		m.alone(m.personActs)
		m.focus = ""
	case kind == "log":
		m.alone(func() { m.app.log(m) })
	case kind == "second":
		m.second()
	case kind == "revoked":
		m.revoke()
	case kind == "access ended" && m.tokens != nil:
		m.fake.EndAccess()
	case kind == "jump":
		m.jump += time.Hour
	}
	return kind, nil
}

// after is what happens before an answer arrives.
func (m *trial) after(kind string) error {
	if !m.running || m.deep {
		return nil
	}
	switch kind {
	case "crash after":
		return m.die()
	case "ledger after":
		return nil // a commit without an answer is tried by nobody: see the conformance suite
	case "second after":
		m.second()
	case "at once":
		m.atOnce()
	}
	return nil
}

func (m *trial) die() error {
	m.mu.Lock()
	m.dead = true
	m.mu.Unlock()
	m.kill()
	return errCrash
}

// alone does something that nothing goes wrong with.
func (m *trial) alone(do func()) {
	m.deep = true
	do()
	m.deep = false
}

// second has the lease run out, as on a machine that slept, and another process
// run while the first one still has a call on its way.
func (m *trial) second() {
	m.alone(func() {
		m.waits()
		if m.choose("logs", 0, 1) == 1 {
			m.app.log(m)
		}
		_, _ = m.process().Run(context.Background(), account, mirror.Options{Force: true})
	})
}

// atOnce has another process run while the first one has the lease.
func (m *trial) atOnce() {
	m.alone(func() { _, _ = m.process().Run(context.Background(), account, mirror.Options{Force: true}) })
}
