package journal

import (
	"cmp"
	"context"
	"slices"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/record"
)

// ListRequest selects applications.
type ListRequest struct {
	Statuses []string // empty: those that are not over
	All      bool     // those that are over as well
	Name     string   // the beginning of an id, employer or role; empty: any
}

// List returns the selected applications, the latest applied first.
func (j *Journal) List(ctx context.Context, r ListRequest) ([]Application, error) {
	wanted, err := r.wanted()
	if err != nil {
		return nil, err
	}
	list := []Application{}
	err = j.Store.View(ctx, j.Account, func(v record.Reader) error {
		list = list[:0]
		for a, err := range v.All(ctx) {
			if err != nil {
				return err
			}
			if wanted(&a) {
				list = append(list, brief(&a))
			}
		}
		return nil
	})
	slices.SortStableFunc(list, func(a, b Application) int {
		return cmp.Or(cmp.Compare(b.AppliedOn, a.AppliedOn), cmp.Compare(a.Employer, b.Employer), cmp.Compare(a.ID, b.ID))
	})
	return list, err
}

// wanted is the selection as a test.
func (r *ListRequest) wanted() (func(*schedule.Application) bool, error) {
	for _, s := range r.Statuses {
		if !slices.Contains(schedule.Statuses, schedule.Status(s)) {
			return nil, fault.New(fault.Usage, "--status: %q is no status; choose from %v", s, schedule.Statuses)
		}
	}
	name := schedule.Fold(r.Name)
	return func(a *schedule.Application) bool {
		switch {
		case len(r.Statuses) > 0 && !slices.Contains(r.Statuses, string(a.Status)):
			return false
		case len(r.Statuses) == 0 && !r.All && a.Status.Terminal():
			return false
		}
		return r.Name == "" || begins(a.ID, r.Name) || begins(schedule.Fold(a.Employer), name) || begins(schedule.Fold(a.Role), name)
	}, nil
}

func begins(text, prefix string) bool {
	return prefix != "" && len(text) >= len(prefix) && text[:len(prefix)] == prefix
}
