package store

import (
	"context"
	"database/sql"
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
	told   map[string]int64 // the last mark of each account that the listener knows of
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
	w := &Watch{Listener: l, db: db, told: make(map[string]int64)}
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

// see passes a mark on, unless the listener knows of it: because this process
// set it, or because PostgreSQL told of it before.
func (w *Watch) see(m mark) {
	w.mu.Lock()
	known := w.told[m.account] == m.touched
	if w.db.dialect.shared {
		w.told[m.account] = m.touched
	} else {
		delete(w.told, m.account) // it is seen once
	}
	w.mu.Unlock()
	if !known {
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
	w.told[account] = touched
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
