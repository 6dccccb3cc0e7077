package journal

import (
	"context"

	"followcal/schedule/record"
)

// Status is how the record stands.
type Status struct {
	Applications int
	Last         record.Change // the zero value: nothing ever changed
	Zone, Region string        // as they are used; empty: not known
	Fresh        bool          // the plan is that of today
}

// Status tells how the record stands. It changes nothing.
func (j *Journal) Status(ctx context.Context) (Status, error) {
	var s Status
	err := j.Store.View(ctx, j.Account, func(r record.Reader) error {
		s = Status{}
		for _, err := range r.IDs(ctx) {
			if err != nil {
				return err
			}
			s.Applications++
		}
		for c, err := range r.Changes(ctx) {
			if err != nil {
				return err
			}
			s.Last = c
			break
		}
		if s.Last.Number == 0 {
			return nil
		}
		d, err := j.defaults(ctx, r)
		if err != nil {
			return err
		}
		s.Zone, s.Region = d.head.Zone, d.head.Region
		state, err := r.Plan().State(ctx)
		s.Fresh = fresh(state, d)
		return err
	})
	return s, err
}
