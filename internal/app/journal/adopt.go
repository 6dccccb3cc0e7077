package journal

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"followcal/schedule"
	"followcal/schedule/record"
)

func (c *comparison) note(format string, args ...any) {
	c.report.Notes = append(c.report.Notes, fmt.Sprintf(format, args...))
}

// compareSettings finds out which settings of a log the record lacks.
func (j *Journal) compareSettings(ctx context.Context, r record.Reader, log *schedule.Log, c *comparison) error {
	stored, err := r.Settings(ctx)
	if err != nil {
		return err
	}
	s := stored
	adopt(c, "name", &s.Name, log.Name)
	adopt(c, "time zone", &s.Zone, log.Zone)
	adopt(c, "region", &s.Region, log.Region)
	adoptList(c, "days off", &s.DaysOff, log.DaysOff)
	adoptList(c, "closed days", &s.Closed, log.Closed)
	adoptList(c, "working days", &s.Working, log.Working)
	switch {
	case s.Policy == nil:
		s.Policy = log.Policy
	case log.Policy != nil && log.Policy.Apply(schedule.DefaultPolicy()) != s.Policy.Apply(schedule.DefaultPolicy()):
		c.note("the policy of the file is not taken over: yours holds (followcal policy shows it)")
	}
	c.zone = s.Zone
	if c.zone == "" {
		if c.zone, err = j.SystemZone(); err != nil {
			return err
		}
	}
	c.region = s.Region
	p := record.Pair[record.Settings]{Before: &stored, After: &s}
	c.report.Settings = append(c.report.Settings, record.Describe(record.Revision{Settings: p}, c.zone)...)
	if len(c.report.Settings) == 0 {
		return nil
	}
	c.settings = &s
	return j.checkSettings(&s)
}

// adopt takes a setting over that was never made.
func adopt(c *comparison, what string, known *string, again string) {
	if *known != "" && again != "" && *known != again {
		c.note("the %s %q of the file is not taken over: yours is %q", what, again, *known)
	}
	*known = cmp.Or(*known, again)
}

// adoptList takes a list over where there is none.
func adoptList[T comparable](c *comparison, what string, known *[]T, again []T) {
	switch {
	case len(*known) == 0:
		*known = again
	case len(again) > 0 && !slices.Equal(*known, again):
		c.note("the %s of the file are not taken over: you have your own (followcal days-off)", what)
	}
}

// compareDecisions finds out which decisions of a log are new, or weigh more
// than those known about the same event.
func (j *Journal) compareDecisions(ctx context.Context, r record.Reader, log *schedule.Log, c *comparison) error {
	if len(log.Decisions) == 0 {
		return nil
	}
	decided, err := j.completed(log, c.zone, c.region)
	if err != nil {
		return err
	}
	stored, err := r.Decisions(ctx)
	if err != nil {
		return err
	}
	held := make(map[string]*schedule.Decision, len(stored))
	for i := range stored {
		held[stored[i].Event] = &stored[i]
	}
	for i := range decided {
		d := &decided[i]
		switch known := held[d.Event]; {
		case c.misses(d):
			c.note("the decision about the event %s is not taken over: its application has another id in your record", d.Event)
		case known == nil || d.Outweighs(known):
			c.decisions = append(c.decisions, *d)
		}
	}
	c.report.Decisions = len(c.decisions)
	return nil
}

// misses reports whether a decision is about an application that the record
// calls otherwise, so that its events are others there.
func (c *comparison) misses(d *schedule.Decision) bool {
	return slices.ContainsFunc(d.Concerns, func(about schedule.Concern) bool { return c.renamed[about.Application] != "" })
}

// completed is what the log decided, with what it came to in the plan of the log
// itself: that is what the candidate saw. The zone and region are those of a log
// that has none.
func (j *Journal) completed(log *schedule.Log, zone, region string) ([]schedule.Decision, error) {
	if !slices.ContainsFunc(log.Decisions, func(d schedule.Decision) bool { return len(d.Concerns) == 0 }) {
		return log.Decisions, nil
	}
	s := record.Settings{Zone: cmp.Or(log.Zone, zone), Region: cmp.Or(log.Region, region)}
	if err := j.fill(&s); err != nil {
		return nil, err
	}
	if s.Region == "" {
		return log.Decisions, nil // nothing can be planned, so they stay as they are
	}
	head := *log
	head.Zone, head.Region = s.Zone, s.Region
	return schedule.Complete(&head, head.Policy.Apply(schedule.DefaultPolicy()), j.Days)
}
