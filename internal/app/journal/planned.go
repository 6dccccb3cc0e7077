package journal

import (
	"context"
	"errors"

	"github.com/rickb777/date/v2"

	"followcal/schedule/record"
)

// planned runs f on the log with a plan of the as-of date; zero: of today. A
// plan that is not of today is brought up to date first. Another day's plan is
// made for f alone, and thrown away.
func (j *Journal) planned(ctx context.Context, asOf date.Date, f func(record.Reader, *defaults) error) error {
	late, err := j.ifFresh(ctx, asOf, f)
	if err != nil || !late {
		return err
	}
	return j.plannedNow(ctx, asOf, f)
}

// ifFresh runs f on the log when the stored plan is that of the as-of date, and
// reports whether it is not.
func (j *Journal) ifFresh(ctx context.Context, asOf date.Date, f func(record.Reader, *defaults) error) (late bool, err error) {
	err = j.Store.View(ctx, j.Account, func(r record.Reader) error {
		d, err := j.defaults(ctx, r)
		if err != nil {
			return err
		}
		state, err := r.Plan().State(ctx)
		if err != nil {
			return err
		}
		other := asOf != 0 && asOf != d.moment.today
		if late = other || !fresh(state, d) && d.head.Region != ""; late {
			return nil
		}
		return f(r, d)
	})
	return late, err
}

// errDiscard ends a transaction whose work is not to be kept.
var errDiscard = errors.New("discard")

// plannedNow brings the plan up to date and runs f. It records no change.
func (j *Journal) plannedNow(ctx context.Context, asOf date.Date, f func(record.Reader, *defaults) error) error {
	entry := record.Entry{At: j.Now().UTC(), By: j.By, Verb: record.Planning}
	_, err := j.Store.Record(ctx, j.Account, entry, func(w record.Writer) error {
		d, err := j.defaults(ctx, w)
		if err != nil {
			return err
		}
		other := asOf != 0 && asOf != d.moment.today
		if other {
			d.moment.today = asOf
		}
		if err := j.freshen(ctx, w, d, nil); err != nil {
			return err
		}
		if err := f(w, d); err != nil || !other {
			return err
		}
		return errDiscard
	})
	if errors.Is(err, errDiscard) {
		return nil
	}
	return err
}
