package journal

import (
	"context"
	"errors"
	"slices"

	"followcal/schedule"
	"followcal/schedule/record"
)

// rules identifies how plans are made and worded. It changes with the planner,
// its sentences and the holiday tables, so that a store that another version
// planned is planned anew. A test fails when plans change and this does not.
const rules = "2026-11-23"

// planAtOnce is up to how many applications an entry plans a log from scratch
// that has no plan yet. A larger log is planned when somebody asks for it.
const planAtOnce = 2_000

// freshen brings the stored plan up to date after the facts of the touched
// applications changed: only what can have changed is planned anew. The store
// keeps a plan of any day, but only the first use case of a day moves it.
func (j *Journal) freshen(ctx context.Context, w record.Writer, d *defaults, touched []string) error {
	if d.head.Region == "" {
		return w.SetPlanState(ctx, record.PlanState{})
	}
	state, err := w.Plan().State(ctx)
	if err != nil {
		return err
	}
	if !usable(state, d) {
		return j.planAll(ctx, w, d)
	}
	if state.AsOf < d.moment.today {
		lapsed, err := w.Plan().Lapsed(ctx, d.moment.today)
		if err != nil {
			return err
		}
		touched = append(slices.Clone(touched), lapsed...)
	}
	if len(touched) > 0 {
		if err := j.planAnew(ctx, w, d, touched); err != nil {
			return err
		}
	}
	if state.AsOf == d.moment.today {
		return nil
	}
	return w.SetPlanState(ctx, record.PlanState{AsOf: d.moment.today, Rules: rules})
}

// freshenSoon is freshen for an entry, which must not wait for a large log to
// be planned from scratch.
func (j *Journal) freshenSoon(ctx context.Context, w record.Writer, d *defaults, touched []string) error {
	state, err := w.Plan().State(ctx)
	if err != nil {
		return err
	}
	if usable(state, d) || d.head.Region == "" {
		return j.freshen(ctx, w, d, touched)
	}
	n := 0
	for _, err := range w.IDs(ctx) {
		if err != nil {
			return err
		}
		if n++; n > planAtOnce {
			state.Stale = true
			return w.SetPlanState(ctx, state)
		}
	}
	return j.freshen(ctx, w, d, touched)
}

// usable reports whether the stored plan can be carried on.
func usable(state record.PlanState, d *defaults) bool {
	return state.AsOf != 0 && !state.Stale && state.Rules == rules && state.AsOf <= d.moment.today
}

// fresh reports whether the stored plan is that of today.
func fresh(state record.PlanState, d *defaults) bool {
	return usable(state, d) && state.AsOf == d.moment.today
}

// planAnew plans what the touched applications can have changed.
func (j *Journal) planAnew(ctx context.Context, w record.Writer, d *defaults, touched []string) error {
	slices.Sort(touched)
	revision, err := schedule.Replan(ctx, &d.head, d.policy, j.Days, d.moment.today, slices.Compact(touched), w.Plan())
	if errors.Is(err, schedule.ErrFootprint) {
		return j.planAll(ctx, w, d) // the stored plan is derived: what is wrong with it is made anew
	}
	if err != nil {
		return err
	}
	before, err := newRows(ctx, w, d, revision.Replanned)
	if err != nil {
		return err
	}
	return write(ctx, w, before, revision.Replanned, revision.Planned, revision.Omitted, &revision.Footprint)
}

// planAll plans the whole log.
func (j *Journal) planAll(ctx context.Context, w record.Writer, d *defaults) error {
	log, err := wholeLog(ctx, w, d)
	if err != nil {
		return err
	}
	if j.Progress != nil {
		j.Progress("planning", len(log.Applications))
	}
	outcome, err := schedule.Plan(log, d.policy, j.Days, d.moment.today, schedule.WithFootprint())
	if err != nil {
		return err
	}
	before, err := newRows(ctx, w, d, nil)
	if err != nil {
		return err
	}
	if err := write(ctx, w, before, nil, outcome.Planned, outcome.Omitted, &outcome.Footprint); err != nil {
		return err
	}
	return w.SetPlanState(ctx, record.PlanState{AsOf: d.moment.today, Rules: rules})
}

// wholeLog is the log with all of its applications and decisions.
func wholeLog(ctx context.Context, r record.Reader, d *defaults) (*schedule.Log, error) {
	log := d.head
	var err error
	if log.Decisions, err = r.Decisions(ctx); err != nil {
		return nil, err
	}
	for a, err := range r.All(ctx) {
		if err != nil {
			return nil, err
		}
		log.Applications = append(log.Applications, a)
	}
	return &log, nil
}

// write writes what a plan of the applications left; nil: of all.
func write(ctx context.Context, w record.Writer, before *rows, applications []string, planned []schedule.Planned,
	omitted []schedule.Omission, footprint *schedule.Footprint,
) error {
	err := w.Replace(ctx, applications, before.all(planned), footprint, lacks(planned, omitted))
	if before.err != nil {
		return before.err
	}
	return err
}
