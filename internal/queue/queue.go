// Package queue runs the mirrors of accounts in the background: many accounts at
// once, each at most once, those that wait longest first. What is to be run
// stands in the lanes; jobs only carry it to whoever has time, so a job that is
// lost costs a little delay.
package queue

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"

	"followcal/internal/fault"
)

// Options says what is run, and how.
type Options struct {
	// DSN is a postgres:// address: the processes that use the same database
	// share their work. For anything else the process works alone, and keeps
	// its jobs in memory.
	DSN string
	// Due returns accounts that are to be run at an instant, those that wait
	// longest first, at most limit.
	Due func(ctx context.Context, now time.Time, limit int) ([]string, error)
	// Work runs one account. It returns true when there is more to do at once,
	// so that others come in between.
	Work func(ctx context.Context, account string) (more bool, err error)
	Log  *slog.Logger
	Now  func() time.Time

	Workers int           // accounts at once; 0: 32
	Every   time.Duration // how often Due is asked; 0: 5 seconds
	Settle  time.Duration // how long more changes of an account are waited for; 0: 2 seconds
}

const (
	defaultWorkers = 32
	defaultEvery   = 5 * time.Second
	defaultSettle  = 2 * time.Second
	// longest bounds one run of one account.
	longest = 10 * time.Minute
	// mostDue is how many accounts are looked for at once.
	mostDue = 5_000
	// fetches is how often a process looks for jobs that it was not told of.
	fetches = time.Second
)

// Queue runs accounts. Make it with [Open], run it with [Queue.Run].
type Queue struct {
	options Options
	client  client
	close   func() error

	mu     sync.Mutex
	missed map[string]bool // accounts that were asked for while they ran
}

// client is River's for any database.
type client interface {
	Start(ctx context.Context) error
	Stop(ctx context.Context) error
	StopAndCancel(ctx context.Context) error
	InsertMany(ctx context.Context, params []river.InsertManyParams) ([]*rivertype.JobInsertResult, error)
}

// Open prepares the queue. Faults are of kind Unavailable.
func Open(ctx context.Context, o Options) (*Queue, error) {
	o.complete()
	q := &Queue{options: o, missed: map[string]bool{}}
	var err error
	if strings.HasPrefix(o.DSN, "postgres://") || strings.HasPrefix(o.DSN, "postgresql://") {
		err = q.openPostgres(ctx)
	} else {
		err = q.openMemory(ctx)
	}
	if err != nil {
		if q.close != nil {
			_ = q.close() // the first error says more
		}
		return nil, fault.Wrap(fault.Unavailable, err, "the queue of background work cannot be opened in the database")
	}
	return q, nil
}

func (o *Options) complete() {
	if o.Workers == 0 {
		o.Workers = defaultWorkers
	}
	if o.Every == 0 {
		o.Every = defaultEvery
	}
	if o.Settle == 0 {
		o.Settle = defaultSettle
	}
}

func (q *Queue) openPostgres(ctx context.Context) error {
	pool, err := pgxpool.New(ctx, q.options.DSN)
	if err != nil {
		return errors.New("the address of the database is not right") // the error repeats it, with its password
	}
	q.close = func() error {
		pool.Close()
		return nil
	}
	return start(ctx, q, riverpgxv5.New(pool), true)
}

// openMemory keeps jobs where nothing but this process sees them, away from the
// file that people's entries wait for.
func (q *Queue) openMemory(ctx context.Context) error {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1) // another one would see another database
	db.SetMaxIdleConns(1)
	q.close = db.Close
	return start(ctx, q, riversqlite.New(db), false)
}

// start brings the tables of jobs up to date and makes the client. What others
// share tells of new jobs; in memory it is quicker to look.
func start[T any](ctx context.Context, q *Queue, driver riverdriver.Driver[T], shared bool) error {
	quiet := slog.New(slog.DiscardHandler)
	migrator, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: quiet})
	if err != nil {
		return err
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return err
	}
	workers := river.NewWorkers()
	if err := errors.Join(river.AddWorkerSafely(workers, &mirrorWorker{q: q}), river.AddWorkerSafely(workers, &dueWorker{q: q})); err != nil {
		return err
	}
	made, err := river.NewClient(driver, &river.Config{
		Queues:               map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: q.options.Workers}, dueQueue: {MaxWorkers: 1}},
		Workers:              workers,
		PeriodicJobs:         []*river.PeriodicJob{q.periodic()},
		FetchPollInterval:    fetches,
		PollOnly:             !shared,
		JobTimeout:           longest,
		RescueStuckJobsAfter: 2 * longest,
		// Finished jobs say nothing that lanes do not.
		CompletedJobRetentionPeriod: time.Minute,
		CancelledJobRetentionPeriod: time.Minute,
		DiscardedJobRetentionPeriod: time.Minute,
		Logger:                      slog.New(severe{q.options.Log.Handler()}),
		ErrorHandler:                &reporter{log: q.options.Log},
	})
	q.client = made
	return err
}

// Run runs accounts until ctx ends. What is running then may end within the
// grace period, and is cancelled after it.
func (q *Queue) Run(ctx context.Context, grace time.Duration) error {
	defer func() { _ = q.close() }() // nothing is written any more
	if err := q.client.Start(context.WithoutCancel(ctx)); err != nil {
		return fault.Wrap(fault.Unavailable, err, "background work cannot begin")
	}
	q.repeat(ctx)
	soft, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if err := q.client.Stop(soft); err == nil {
		return nil
	}
	hard, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if err := q.client.StopAndCancel(hard); err != nil {
		return fault.Wrap(fault.Unavailable, err, "background work did not end in time")
	}
	return nil
}

// Soon has accounts run in a moment, when more of their changes may have come.
// One that waits already is not run twice. One that runs is run once more, for it
// may have looked before the change.
func (q *Queue) Soon(ctx context.Context, accounts ...string) error {
	running, err := q.insert(ctx, accounts, q.options.Now().Add(q.options.Settle))
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, account := range running {
		q.missed[account] = true
	}
	return err
}

// repeat asks again for accounts that ran when they were asked for, until ctx
// ends. A job counts as running until a while after its work, in whichever process
// that is, and until then no other can be noted.
func (q *Queue) repeat(ctx context.Context) {
	again := time.NewTicker(q.options.Settle)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-again.C:
		}
		q.mu.Lock()
		accounts := slices.Collect(maps.Keys(q.missed))
		clear(q.missed)
		q.mu.Unlock()
		if err := q.Soon(ctx, accounts...); err != nil && ctx.Err() == nil {
			q.options.Log.LogAttrs(ctx, slog.LevelWarn, "calendars are brought up to date later", slog.String("fault", err.Error()))
		}
	}
}

// insert notes jobs, and returns the accounts that run at the moment.
func (q *Queue) insert(ctx context.Context, accounts []string, at time.Time) (running []string, err error) {
	if len(accounts) == 0 {
		return nil, nil
	}
	jobs := make([]river.InsertManyParams, len(accounts))
	for i, account := range accounts {
		jobs[i] = river.InsertManyParams{Args: mirrorJob{Account: account}, InsertOpts: &river.InsertOpts{ScheduledAt: at}}
	}
	noted, err := q.client.InsertMany(ctx, jobs)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "background work cannot be noted")
	}
	for _, n := range noted {
		var job mirrorJob
		if !n.UniqueSkippedAsDuplicate || n.Job.State != rivertype.JobStateRunning {
			continue
		}
		if err := json.Unmarshal(n.Job.EncodedArgs, &job); err != nil {
			return running, fault.Wrap(fault.Internal, err, "background work cannot be read")
		}
		running = append(running, job.Account)
	}
	return running, nil
}
