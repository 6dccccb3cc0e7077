package journal

import (
	"context"
	"time"

	"followcal/schedule/record"
	"followcal/schedule/workday"
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

// LastChanged tells when the record was last changed, in the candidate's zone.
// It is empty when it never was.
func (s *Status) LastChanged() string {
	if s.Last.Number == 0 {
		return ""
	}
	return inZone(s.Last.At, s.Zone)
}

// inZone tells an instant in a zone, whose IANA name it adds: abbreviations are
// ambiguous. A zone that is not known on this machine is told as UTC.
func inZone(at time.Time, zone string) string {
	location, err := workday.Zone(zone)
	if err != nil {
		return at.UTC().Format("Mon 2 Jan 2006, 15:04 MST")
	}
	return at.In(location).Format("Mon 2 Jan 2006, 15:04 MST") + " (" + zone + ")"
}
