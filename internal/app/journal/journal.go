// Package journal is the use cases of the record: a candidate logs what
// happens, sees what to do next and why, and takes things back. Every use case
// is one transaction of the store, in which the plan is brought up to date as
// well.
package journal

import (
	"context"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/record"
	"followcal/schedule/workday"
)

// Journal answers the use cases for one account. It is safe for concurrent use.
type Journal struct {
	Store      record.Store
	Account    string
	By         string // who acts, for the history
	Days       schedule.Days
	Now        func() time.Time
	SystemZone func() (string, error) // the IANA name of the system's zone
	// Progress is told about work that takes long, before it begins: what is
	// done and how many applications it is about. Nil: nobody listens.
	Progress func(what string, applications int)
}

// moment is one reading of the clock, for one use case.
type moment struct {
	at    time.Time // UTC
	today date.Date // in the candidate's zone
}

// defaults is what holds for a whole log once everything is filled in.
type defaults struct {
	head   schedule.Log // without applications
	policy schedule.Policy
	moment moment
	// forgetful has what calendars still keep of removed events lose its words:
	// they may be about what is being forgotten.
	forgetful bool
}

// defaults reads the settings and fills in what was never set: the zone is the
// system's, the region that of the zone's country.
func (j *Journal) defaults(ctx context.Context, r record.Reader) (*defaults, error) {
	s, err := r.Settings(ctx)
	if err != nil {
		return nil, err
	}
	if err := j.fill(&s); err != nil {
		return nil, err
	}
	bare, err := bareDecisions(ctx, r)
	if err != nil {
		return nil, err
	}
	d := &defaults{
		head: schedule.Log{
			Name: s.Name, Zone: s.Zone, Region: s.Region, DaysOff: s.DaysOff, Closed: s.Closed, Working: s.Working,
			Decisions: bare, Policy: s.Policy,
		},
		policy: s.Policy.Apply(schedule.DefaultPolicy()),
	}
	d.moment, err = j.moment(s.Zone)
	return d, err
}

// fill completes settings that were never made.
func (j *Journal) fill(s *record.Settings) (err error) {
	if s.Zone == "" {
		if s.Zone, err = j.SystemZone(); err != nil {
			return err
		}
	}
	if s.Region == "" {
		s.Region, _ = workday.RegionOfZone(s.Zone)
	}
	return nil
}

// moment reads the clock once.
func (j *Journal) moment(zone string) (moment, error) {
	location, err := workday.Zone(zone)
	if err != nil {
		return moment{}, fault.Wrap(fault.KindOf(err), err, "your time zone: %v", err)
	}
	now := j.Now().UTC().Truncate(time.Microsecond)
	return moment{at: now, today: date.NewAt(now.In(location))}, nil
}

// bareDecisions are those that name no application: they came with a log that
// was written by hand, and their event was never found.
func bareDecisions(ctx context.Context, r record.Reader) ([]schedule.Decision, error) {
	return r.Decisions(ctx, "")
}
