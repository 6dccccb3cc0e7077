package journal

import (
	"context"
	"slices"
	"strings"
	"time"

	"followcal/schedule"
	"followcal/schedule/record"
)

// Version says how often and when an event last changed visibly.
type Version struct {
	Sequence int32
	Modified time.Time // UTC
}

// WholeLog returns everything that was logged, applications in the order of their
// ids and decisions in that of their events. Zone and region are those that
// were set; they may be empty.
func (j *Journal) WholeLog(ctx context.Context) (*schedule.Log, error) {
	var log *schedule.Log
	err := j.Store.View(ctx, j.Account, func(r record.Reader) (err error) {
		log, err = everything(ctx, r)
		return err
	})
	return log, err
}

// CompleteLog returns everything that was logged with what bare decisions came
// to, so that reading it anew decides the same.
func (j *Journal) CompleteLog(ctx context.Context) (*schedule.Log, error) {
	log, err := j.WholeLog(ctx)
	if err != nil {
		return nil, err
	}
	log.Decisions, err = j.completed(log, "", "")
	slices.SortFunc(log.Decisions, func(a, b schedule.Decision) int { return strings.Compare(a.Event, b.Event) })
	return log, err
}

// Versions brings the plan up to date, and returns everything that was logged
// with the versions of all planned events by their UIDs.
func (j *Journal) Versions(ctx context.Context) (*schedule.Log, map[string]Version, error) {
	var log *schedule.Log
	versions := map[string]Version{}
	err := j.planned(ctx, 0, func(r record.Reader, _ *defaults) (err error) {
		clear(versions)
		for e, err := range r.Plan().Events(ctx, record.EventQuery{}) {
			if err != nil {
				return err
			}
			versions[e.UID] = Version{e.Sequence, e.Modified}
		}
		log, err = everything(ctx, r)
		return err
	})
	return log, versions, err
}

// everything is the whole log as it was set and logged.
func everything(ctx context.Context, r record.Reader) (*schedule.Log, error) {
	s, err := r.Settings(ctx)
	if err != nil {
		return nil, err
	}
	return wholeLog(ctx, r, &defaults{head: schedule.Log{
		Name: s.Name, Zone: s.Zone, Region: s.Region, DaysOff: s.DaysOff, Closed: s.Closed, Working: s.Working, Policy: s.Policy,
	}})
}
