package journal

import (
	"context"
	"fmt"
	"strings"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/record"
)

// DecisionKind is what was decided about a planned event.
type DecisionKind = schedule.DecisionKind

// The decisions.
const (
	Done    = schedule.Done
	Snooze  = schedule.Snooze
	Dismiss = schedule.Dismiss
)

// DecisionRequest says what became of a planned event.
type DecisionRequest struct {
	Event string // the beginning of its UID, or the name of an application that has only one
	Kind  DecisionKind
	On    date.Date // when it was done; zero: today. For what was done only
	To    date.Date // where it is snoozed to; exactly one of To and Days is set for a snooze
	Days  int       // snooze by so many business days from today
	// If is asked in the same transaction. Where it reports false, nothing
	// changes; nil: there is no such condition.
	If func(*Item) bool
}

// Decide records what became of a planned event, for all applications that
// share it.
func (j *Journal) Decide(ctx context.Context, r DecisionRequest) (Receipt, error) {
	return j.record(ctx, record.Decide, func(ctx context.Context, e *edit) error {
		if err := j.freshen(ctx, e.Writer, e.defaults, nil); err != nil {
			return err
		}
		i, err := event(ctx, e, r.Event, openStates, r.likely(e.moment.today))
		if err != nil {
			return err
		}
		if r.If != nil && !r.If(&i) {
			return nil
		}
		if err := canDecide(&i, r.Kind); err != nil {
			return err
		}
		d := &schedule.Decision{Event: i.UID, Kind: r.Kind, Concerns: i.Content.Concerns}
		if err := j.day(ctx, e, &i, &r, d); err != nil {
			return err
		}
		if err := e.touch(ctx, d); err != nil {
			return err
		}
		if !strings.HasPrefix(i.UID, strings.ToLower(strings.TrimSpace(r.Event))) {
			e.did = append(e.did, fmt.Sprintf("of %s, planned for %s  [%s]", i.Words.Summary, schedule.LongDate(i.Due), i.UID[:shownUID]))
		}
		return e.PutDecision(ctx, d)
	})
}

// likely tells which of an application's events is meant. What is done was due:
// when one event was, and the others are to come, it is that one. Nothing is
// taken for put off or given up that was not named.
func (r *DecisionRequest) likely(today date.Date) func(*Item) bool {
	if r.Kind != schedule.Done {
		return anyEvent
	}
	on := today
	if r.On != 0 {
		on = r.On
	}
	return func(i *Item) bool { return i.Due <= on }
}

// touch notes the applications that a decision concerns, and those that the one
// which it replaces concerned.
func (e *edit) touch(ctx context.Context, d *schedule.Decision) error {
	for _, c := range d.Concerns {
		e.touched = append(e.touched, c.Application)
	}
	known, err := e.Decisions(ctx, e.touched...)
	for i := range known {
		if known[i].Event != d.Event {
			continue
		}
		for _, c := range known[i].Concerns {
			e.touched = append(e.touched, c.Application)
		}
	}
	return err
}

// canDecide refuses what a decision cannot change: facts, and what is over.
func canDecide(i *Item, kind schedule.DecisionKind) error {
	switch {
	case i.State == schedule.StateCancelled:
		return fault.New(fault.Conflict, "%q is no longer planned: followcal why %s says why", i.Words.Summary, i.UID[:shownUID])
	case i.Kind == schedule.InterviewHeld && kind == schedule.Snooze:
		return fault.New(fault.Invalid, "an interview cannot be snoozed: when it takes place on another day, use followcal interview move")
	case kind == schedule.Snooze && !i.Start.IsZero() && !i.Kind.IsFollowUp():
		return fault.New(fault.Invalid, "%q is due at its time and cannot be snoozed: change it with followcal deadline", i.Words.Summary)
	}
	return nil
}

// day fills in the day on which the decision counts, and the day of a snooze.
func (j *Journal) day(ctx context.Context, e *edit, i *Item, r *DecisionRequest, d *schedule.Decision) error {
	today := e.moment.today
	switch r.Kind {
	case schedule.Done:
		d.On = r.On
		if d.On == 0 {
			d.On = today
		}
		if d.On > today {
			return fault.New(fault.Invalid, "--on: %s has not come yet", d.On)
		}
	case schedule.Dismiss:
		d.On = i.Due
	case schedule.Snooze:
		return j.snooze(ctx, e, i, r, d)
	}
	return nil
}

// snooze finds the day: the one that is named, or so many business days of the
// employer's after today.
func (j *Journal) snooze(ctx context.Context, e *edit, i *Item, r *DecisionRequest, d *schedule.Decision) error {
	today := e.moment.today
	if (r.To != 0) == (r.Days != 0) {
		return fault.New(fault.Usage, "name the day to snooze to (--to 2026-12-01), or a number of business days (--days 3)")
	}
	d.To = r.To
	if r.Days != 0 {
		to, err := j.snoozes(ctx, e, e.defaults, i, r.Days)
		if err != nil {
			return err
		}
		d.To = to[0]
	}
	if d.To < today {
		return fault.New(fault.Invalid, "--to: %s is over; name a day to come", d.To)
	}
	return nil
}

// snoozes counts business days of the employer's from today.
func (j *Journal) snoozes(ctx context.Context, r record.Facts, d *defaults, i *Item, days ...int) ([]date.Date, error) {
	known, err := r.Applications(ctx, []string{i.Application})
	if err != nil {
		return nil, err
	}
	region := d.head.Region
	if len(known) == 1 && known[0].Region != "" {
		region = known[0].Region
	}
	calendar, err := j.Days(region)
	if err != nil {
		return nil, err
	}
	to := make([]date.Date, len(days))
	for k, n := range days {
		if to[k], err = calendar.Add(d.moment.today, n); err != nil {
			return nil, err
		}
	}
	return to, nil
}
