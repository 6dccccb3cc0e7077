package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Listener is told what changes.
type Listener struct {
	// Changed names accounts of which something changed that feeds show. It is
	// called by several goroutines, for changes of this process before the call
	// that makes them returns. It must be quick.
	Changed func(accounts ...string)
	// Failed is told once when it cannot be known what others change; they are
	// asked again until that is known, and nothing is missed. Nil: nobody cares.
	Failed func(error)
}

// Watch tells a listener which accounts changed, whoever changed them: this
// process at once, others within [Watch.Run].
type Watch struct {
	Listener
	db     *DB
	source interface {
		// look returns the marks that were set since it was last called, or more.
		look(ctx context.Context) ([]mark, error)
		every() time.Duration
		close() error
	}

	mu     sync.Mutex
	own    map[string]int64 // marks that this process set, until they are seen
	failed bool
}

// mark is how an account says that it changed.
type mark struct {
	account string
	touched int64
}

// Watch begins to tell a listener of everything that changes from now on.
// There is one for each DB, and it is to be run, which also ends it.
func (db *DB) Watch(ctx context.Context, l Listener) (*Watch, error) {
	w := &Watch{Listener: l, db: db, own: make(map[string]int64)}
	if db.dialect.shared {
		w.source = &snapshots{db: db}
	} else {
		w.source = &dataVersion{db: db}
	}
	db.watch.Store(w)
	if _, err := w.source.look(ctx); err != nil {
		return nil, db.faulted(err)
	}
	return w, nil
}

// Run tells of what other processes change until ctx ends.
func (w *Watch) Run(ctx context.Context) {
	var listening sync.WaitGroup
	defer func() {
		listening.Wait()
		w.report(ctx, w.source.close())
	}()
	if w.db.dialect.shared && w.db.options.Await != nil {
		listening.Go(func() { w.listen(ctx) })
	}
	tick := time.NewTicker(w.source.every())
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			w.look(ctx)
		}
	}
}

// look looks for marks once.
func (w *Watch) look(ctx context.Context) {
	marks, err := w.source.look(ctx)
	w.report(ctx, err)
	for _, m := range marks {
		w.see(m)
	}
}

// report tells of the first of several failures.
func (w *Watch) report(ctx context.Context, err error) {
	w.mu.Lock()
	first := err != nil && !w.failed && ctx.Err() == nil
	w.failed = err != nil
	w.mu.Unlock()
	if first && w.Failed != nil {
		w.Failed(w.db.faulted(err))
	}
}

// see passes a mark on, unless it is of this process, which told already.
func (w *Watch) see(m mark) {
	w.mu.Lock()
	mine := w.own[m.account] == m.touched
	if !mine || !w.db.dialect.shared { // on PostgreSQL a mark is seen more than once
		delete(w.own, m.account)
	}
	w.mu.Unlock()
	if !mine {
		w.Changed(m.account)
	}
}

// tell tells the listener that this process changed an account.
func (db *DB) tell(account string, touched int64) {
	w := db.watch.Load()
	if w == nil {
		return
	}
	w.mu.Lock()
	w.own[account] = touched
	w.mu.Unlock()
	w.Changed(account)
}

// touch marks an account as changed, in the transaction that changes it.
func (db *DB) touch(ctx context.Context, tx *sql.Tx, account string) (touched int64, err error) {
	if err := tx.QueryRowContext(ctx, db.dialect.touch, account).Scan(&touched); err != nil || !db.dialect.shared {
		return touched, err
	}
	_, err = tx.ExecContext(ctx, "SELECT pg_notify('"+channel+"', $1)", strconv.FormatInt(touched, 10)+" "+account)
	return touched, err
}

// channel is where PostgreSQL tells replicas of changes.
const channel = "followcal_changes"

// dataVersion looks on SQLite: one number says whether any other connection
// committed (sqlite.org/pragma.html#pragma_data_version). It is read without a
// lock, and is only comparable on one connection.
type dataVersion struct {
	db      *DB
	conn    *sql.Conn
	version int64
	last    int64 // the highest mark that was seen
}

func (*dataVersion) every() time.Duration { return 200 * time.Millisecond }

func (v *dataVersion) close() error {
	if v.conn == nil {
		return nil
	}
	return v.conn.Close()
}

func (v *dataVersion) look(ctx context.Context) (marks []mark, err error) {
	defer func() {
		if err != nil && v.conn != nil {
			err = errors.Join(err, v.conn.Close())
			v.conn = nil
		}
	}()
	begin := v.conn == nil
	if begin {
		if v.conn, err = v.db.sql.Conn(ctx); err != nil {
			return nil, err
		}
	}
	var version int64
	if err := v.conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version); err != nil {
		return nil, err
	}
	if !begin && version == v.version {
		return nil, nil
	}
	rows, err := v.conn.QueryContext(ctx, "SELECT id, touched FROM accounts WHERE touched > ? ORDER BY touched", v.last)
	if err != nil {
		return nil, err
	}
	marks, err = collect(rows, nil, func(rows *sql.Rows, m *mark) error { return rows.Scan(&m.account, &m.touched) })
	if err != nil {
		return nil, err
	}
	v.version = version
	if len(marks) > 0 {
		v.last = marks[len(marks)-1].touched
	}
	return marks, nil
}

// snapshots looks on PostgreSQL: marks are transactions, and those that were
// still running at one look are at or above the horizon of its snapshot.
type snapshots struct {
	db      *DB
	horizon int64
	seen    map[mark]bool // at or above the horizon
}

func (*snapshots) every() time.Duration { return 750 * time.Millisecond }

func (*snapshots) close() error { return nil }

func (s *snapshots) look(ctx context.Context) ([]mark, error) {
	rows, err := s.db.sql.QueryContext(ctx, `SELECT '', CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)
UNION ALL SELECT id, touched FROM accounts WHERE touched >= $1`, s.horizon)
	if err != nil {
		return nil, err
	}
	all, err := collect(rows, nil, func(rows *sql.Rows, m *mark) error { return rows.Scan(&m.account, &m.touched) })
	if err != nil {
		return nil, err
	}
	var fresh []mark
	seen := make(map[mark]bool)
	for _, m := range all {
		switch {
		case m.account == "":
			s.horizon = m.touched
		default:
			seen[m] = true
			if !s.seen[m] {
				fresh = append(fresh, m)
			}
		}
	}
	s.seen = seen
	return fresh, nil
}

// listen passes on what PostgreSQL tells, on a session of its own, until ctx
// ends. Between two sessions, looking is what is left.
func (w *Watch) listen(ctx context.Context) {
	again := time.NewTicker(time.Second)
	defer again.Stop()
	for {
		w.report(ctx, w.listenOnce(ctx))
		select {
		case <-ctx.Done():
			return
		case <-again.C:
		}
	}
}

func (w *Watch) listenOnce(ctx context.Context) (err error) {
	conn, err := w.db.sql.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // it is broken, or the process ends
	if _, err := conn.ExecContext(ctx, "LISTEN "+channel); err != nil {
		return err
	}
	for {
		var payload string
		err := conn.Raw(func(session any) (err error) {
			payload, err = w.db.options.Await(ctx, session)
			return err
		})
		if err != nil {
			return err
		}
		number, account, _ := strings.Cut(payload, " ")
		if touched, err := strconv.ParseInt(number, 10, 64); err == nil && account != "" {
			w.see(mark{account, touched})
		}
	}
}
