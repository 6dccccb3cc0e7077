package journal

import (
	"context"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/record"
)

// revertPage is how many applications are put back at once.
const revertPage = 500

// reverting collects what is to be put back, since many at once are much faster.
type reverting struct {
	*edit
	put    []*schedule.Application
	remove []string
}

// revert makes of everything that a change revised what it was before.
func (e *edit) revert(ctx context.Context, change int64) error {
	r := &reverting{edit: e}
	for revision, err := range e.Revised(ctx, change) {
		if err != nil {
			return err
		}
		if err := r.add(ctx, revision); err != nil {
			return err
		}
	}
	if err := r.flush(ctx); err != nil {
		return err
	}
	if len(e.touched) > planAtOnce {
		e.settings = true // planning everything is quicker than planning nearly everything
	}
	return nil
}

// add takes one revision back.
func (r *reverting) add(ctx context.Context, v record.Revision) error {
	switch {
	case v.Application.Known():
		return r.application(ctx, v)
	case v.Decision.Known():
		return r.decision(ctx, v)
	}
	if err := r.unchanged(ctx, v, "your settings"); err != nil {
		return err
	}
	var before record.Settings
	if v.Settings.Before != nil {
		before = *v.Settings.Before
	}
	r.settings = true
	return r.PutSettings(ctx, &before)
}

func (r *reverting) application(ctx context.Context, v record.Revision) error {
	before, after := v.Application.Before, v.Application.After
	about := after
	if about == nil {
		about = before
	}
	if err := r.unchanged(ctx, v, schedule.About(about)); err != nil {
		return err
	}
	r.touched = append(r.touched, about.ID)
	if before != nil {
		r.put = append(r.put, before)
	} else {
		r.remove = append(r.remove, about.ID)
	}
	if len(r.put)+len(r.remove) < revertPage {
		return nil
	}
	return r.flush(ctx)
}

func (r *reverting) decision(ctx context.Context, v record.Revision) error {
	before, after := v.Decision.Before, v.Decision.After
	if err := r.unchanged(ctx, v, "a decision"); err != nil {
		return err
	}
	for _, d := range []*schedule.Decision{before, after} {
		if d == nil {
			continue
		}
		for _, c := range d.Concerns {
			r.touched = append(r.touched, c.Application)
		}
		if len(d.Concerns) == 0 {
			r.settings = true // nobody knows which application it is about
		}
	}
	if before == nil {
		return r.RemoveDecision(ctx, after.Event)
	}
	return r.PutDecision(ctx, before)
}

func (r *reverting) flush(ctx context.Context) error {
	if err := r.Put(ctx, r.put...); err != nil {
		return err
	}
	if err := r.Remove(ctx, r.remove...); err != nil {
		return err
	}
	r.put, r.remove = r.put[:0], r.remove[:0]
	return nil
}

// unchanged refuses to take back what is not as the change left it. Undoing in
// order cannot meet that; a record that was mended by hand can.
func (r *reverting) unchanged(ctx context.Context, v record.Revision, what string) error {
	left, err := document(v)
	if err != nil {
		return err
	}
	now, err := r.now(ctx, v)
	if err != nil {
		return err
	}
	stands, err := document(now)
	if err != nil {
		return err
	}
	if left != stands {
		return fault.New(fault.Conflict, "%s is not as that change left it, and nothing was undone: followcal history tells what happened since", what)
	}
	return nil
}

// now is the revision's fact as it stands.
func (r *reverting) now(ctx context.Context, v record.Revision) (record.Revision, error) {
	var now record.Revision
	switch {
	case v.Application.Known():
		id := idOf(v.Application)
		known, err := r.Applications(ctx, []string{id})
		if err != nil || len(known) == 0 {
			return now, err
		}
		now.Application.After = &known[0]
	case v.Decision.Known():
		return r.decisionNow(ctx, v.Decision)
	default:
		s, err := r.Settings(ctx)
		now.Settings.After = &s
		return now, err
	}
	return now, nil
}

// decisionNow finds the decision about the event among those about its
// applications.
func (r *reverting) decisionNow(ctx context.Context, p record.Pair[schedule.Decision]) (record.Revision, error) {
	var now record.Revision
	d := p.After
	if d == nil {
		d = p.Before
	}
	about := []string{""}
	for _, c := range d.Concerns {
		about = append(about, c.Application)
	}
	known, err := r.Decisions(ctx, about...)
	for i := range known {
		if known[i].Event == d.Event {
			now.Decision.After = &known[i]
		}
	}
	return now, err
}

func idOf(p record.Pair[schedule.Application]) string {
	if p.After != nil {
		return p.After.ID
	}
	return p.Before.ID
}
