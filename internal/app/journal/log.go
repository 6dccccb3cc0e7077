package journal

import (
	"context"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/entry"
	"followcal/schedule/exchange"
	"followcal/schedule/record"
)

// Entry is something that a person logs about an application: a function of
// [entry], with its arguments.
type Entry func(a *schedule.Application, here entry.Here) (warnings []string, err error)

// Log records an entry about the application that the short name means.
func (j *Journal) Log(ctx context.Context, verb record.Verb, name string, log Entry) (Receipt, error) {
	return j.record(ctx, verb, func(ctx context.Context, e *edit) error {
		a, err := application(ctx, e, name)
		if err != nil {
			return err
		}
		changed := *a
		warnings, err := log(&changed, e.here())
		if err != nil {
			return err
		}
		e.warn(warnings)
		return e.put(ctx, &changed)
	})
}

// Add records a new application, which make gives an id or leaves without one.
// One that is logged already is a fault that names it.
func (j *Journal) Add(ctx context.Context, create func(entry.Here) (schedule.Application, []string, error)) (Receipt, error) {
	return j.record(ctx, record.Add, func(ctx context.Context, e *edit) error {
		a, warnings, err := create(e.here())
		if err != nil {
			return err
		}
		exchange.Identify(&a)
		known, err := e.Applications(ctx, []string{a.ID})
		if err != nil {
			return err
		}
		if len(known) > 0 {
			return fault.New(fault.Conflict, "%s is logged already: change it with followcal edit %s, or give the new one an id of its own with --id", schedule.Label(&known[0]), a.ID)
		}
		e.warn(warnings)
		return e.put(ctx, &a)
	})
}

// Configure records a change of the settings.
func (j *Journal) Configure(ctx context.Context, verb record.Verb, change func(*record.Settings, entry.Here) (warnings []string, err error)) (Receipt, error) {
	return j.record(ctx, verb, func(ctx context.Context, e *edit) error {
		s, err := e.Settings(ctx)
		if err != nil {
			return err
		}
		warnings, err := change(&s, e.here())
		if err != nil {
			return err
		}
		if err := j.checkSettings(&s); err != nil {
			return err
		}
		e.warn(warnings)
		e.settings = true
		return e.PutSettings(ctx, &s)
	})
}

// checkSettings refuses a zone, region or policy that no plan could use.
func (j *Journal) checkSettings(s *record.Settings) error {
	filled := *s
	if err := j.fill(&filled); err != nil {
		return err
	}
	if _, err := j.moment(filled.Zone); err != nil {
		return err
	}
	if s.Region != "" {
		if _, err := j.Days(s.Region); err != nil {
			return fault.Wrap(fault.KindOf(err), err, "region: %v", err)
		}
	}
	return s.Policy.Apply(schedule.DefaultPolicy()).Validate()
}

// here is what an entry must know that is not in the application.
func (e *edit) here() entry.Here {
	return entry.Here{Today: e.moment.today, Zone: e.head.Zone, Policy: e.head.Policy}
}

func (e *edit) warn(warnings []string) { e.notes = append(e.notes, warnings...) }
