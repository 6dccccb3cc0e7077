package mirror

import (
	"context"
	"errors"
	"time"

	"followcal/internal/fault"
)

// prepare opens the remote, and makes the calendar where there is none.
func (r *run) prepare(ctx context.Context) (err error) {
	if r.remote == nil {
		if r.remote, err = r.Remote(ctx, r.account); err != nil {
			return err
		}
	}
	if r.lane.Calendar != "" {
		return nil
	}
	if !r.lane.Making.IsZero() {
		return undecided(nil)
	}
	return r.makeCalendar(ctx)
}

func undecided(cause error) error {
	return fault.Wrap(fault.Conflict, errors.Join(errUndecided, cause),
		"It is not known whether the calendar was made. Look into the calendar service: take the new calendar that is there by its id, or have another made.")
}

// makeCalendar makes the calendar. It cannot be repeated harmlessly, so that it
// is begun is saved first, and an unknown outcome is left for the person to look
// at.
func (r *run) makeCalendar(ctx context.Context) error {
	zone, err := r.zone(ctx)
	if err != nil {
		return err
	}
	if err := r.update(ctx, func(l *Lane) { l.Making = r.now() }); err != nil {
		return err
	}
	id, err := r.remote.MakeCalendar(ctx, Calendar{Name: r.lane.Settings.Name, Description: r.Describe, Zone: zone})
	var answer Answer
	switch {
	case err == nil:
		return r.update(context.WithoutCancel(ctx), func(l *Lane) {
			l.Calendar, l.Making, l.Token = id, time.Time{}, ""
		})
	case errors.As(err, &answer): // it said no
		if saved := r.update(context.WithoutCancel(ctx), func(l *Lane) { l.Making = time.Time{} }); saved != nil {
			return saved
		}
		return err
	}
	return undecided(err)
}

// zone is the person's, for the calendar.
func (r *run) zone(ctx context.Context) (string, error) {
	d, err := r.Source.Desired(ctx, r.account, r.lane.Settings)
	if err != nil {
		return "", err
	}
	return d.Zone.String(), nil
}

// gone returns what a missing calendar or entry means: a fault when the calendar
// is not there any more, nil when it is.
func (r *run) calendarGone(ctx context.Context) error {
	_, err := r.remote.Calendar(ctx, r.lane.Calendar)
	if errors.Is(err, Missing) {
		return fault.Wrap(fault.Gone, errors.Join(errGone, err),
			"The calendar was deleted at the service. Nothing is written any more; have a new one made, or disconnect.")
	}
	return err
}
