package publish

import (
	"context"
	"time"

	"golang.org/x/sync/singleflight"

	"followcal/internal/app/journal"
	"followcal/internal/fault"
)

// Plans reads what calendars show of logs. The zero value is ready, and safe for
// concurrent use.
type Plans struct {
	planning singleflight.Group
}

const (
	// longestPlanning bounds how long a log may take to be planned from scratch.
	// It goes on when the request that needed it has given up.
	longestPlanning = 5 * time.Minute
	// mostPlannings bounds how often a log is planned whose plan is thrown away
	// meanwhile.
	mostPlannings = 3
)

// Published reads what calendars show of the journal's account. When a new day
// began the log is planned first, once for all who ask meanwhile, and to the end
// even if nobody waits for it. What is read is always read after the question.
func (p *Plans) Published(ctx context.Context, j *journal.Journal, request journal.PublishedRequest) (journal.Published, error) {
	for range mostPlannings {
		published, late, err := j.Published(ctx, request)
		if err != nil || !late {
			return published, err
		}
		done := p.planning.DoChan(j.Account, func() (any, error) {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), longestPlanning)
			defer cancel()
			return nil, j.Freshen(ctx)
		})
		select {
		case result := <-done:
			if result.Err != nil {
				return published, result.Err
			}
		case <-ctx.Done():
			return published, fault.Wrap(fault.Unavailable, ctx.Err(), "the log is still being planned; ask again in a minute")
		}
	}
	return journal.Published{}, fault.New(fault.Conflict, "the log changed again and again while it was planned; ask again in a minute")
}
