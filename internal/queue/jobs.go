package queue

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// mirrorJob runs one account.
type mirrorJob struct {
	Account string `json:"account" river:"unique"`
}

// Kind implements [river.JobArgs].
func (mirrorJob) Kind() string { return "mirror" }

// InsertOpts implements [river.JobArgsWithInsertOpts]. A run that fails is not
// repeated here: its lane says when it is to run again.
func (mirrorJob) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: waiting}}
}

// waiting are the states in which a job stands for what is asked for again.
var waiting = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning, rivertype.JobStateRetryable, rivertype.JobStateScheduled,
}

type mirrorWorker struct {
	river.WorkerDefaults[mirrorJob]
	q *Queue
}

// Work implements [river.Worker]. When there is more to do, the account goes to
// the end of the queue.
func (w *mirrorWorker) Work(ctx context.Context, job *river.Job[mirrorJob]) error {
	more, err := w.q.options.Work(ctx, job.Args.Account)
	if err == nil && more {
		return river.JobSnooze(0)
	}
	return err
}

// dueJob looks for accounts that are to be run.
type dueJob struct{}

// Kind implements [river.JobArgs].
func (dueJob) Kind() string { return "due" }

// dueQueue is the queue of looking, so that long work does not keep it waiting.
const dueQueue = "due"

// InsertOpts implements [river.JobArgsWithInsertOpts].
func (dueJob) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: dueQueue, MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: waiting}}
}

// periodic looks again and again, in one of the processes that share the work.
func (q *Queue) periodic() *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(q.options.Every),
		func() (river.JobArgs, *river.InsertOpts) { return dueJob{}, nil }, &river.PeriodicJobOpts{ID: "due", RunOnStart: true})
}

type dueWorker struct {
	river.WorkerDefaults[dueJob]
	q *Queue
}

// Work implements [river.Worker].
func (w *dueWorker) Work(ctx context.Context, _ *river.Job[dueJob]) error {
	now := w.q.options.Now()
	accounts, err := w.q.options.Due(ctx, now, mostDue)
	if err != nil {
		return err
	}
	_, err = w.q.insert(ctx, accounts, time.Time{}) // a time would have each pass through River's own schedule
	return err                                      // who runs is due no more when it ends
}

// reporter says in the log what failed. Arguments are left out but the account,
// which is no secret.
type reporter struct {
	log *slog.Logger
}

// HandleError implements [river.ErrorHandler].
func (r *reporter) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	if !errors.Is(err, context.Canceled) {
		r.log.LogAttrs(ctx, slog.LevelWarn, "background work failed", slog.String("work", job.Kind), slog.String("fault", err.Error()))
	}
	return nil
}

// HandlePanic implements [river.ErrorHandler]. A panic ends nothing but its job.
func (r *reporter) HandlePanic(ctx context.Context, job *rivertype.JobRow, panicked any, trace string) *river.ErrorHandlerResult {
	r.log.LogAttrs(ctx, slog.LevelError, "background work panicked", slog.String("work", job.Kind), slog.Any("panic", panicked), slog.String("trace", trace))
	return nil
}

// severe lets through what is more than a warning: River warns of every job that
// fails, which [reporter] says better.
type severe struct {
	slog.Handler
}

// Enabled implements [slog.Handler].
func (s severe) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelError && s.Handler.Enabled(ctx, level)
}

// WithAttrs implements [slog.Handler].
func (s severe) WithAttrs(attrs []slog.Attr) slog.Handler { return severe{s.Handler.WithAttrs(attrs)} }

// WithGroup implements [slog.Handler].
func (s severe) WithGroup(name string) slog.Handler { return severe{s.Handler.WithGroup(name)} }

var _ river.Worker[mirrorJob] = (*mirrorWorker)(nil)
