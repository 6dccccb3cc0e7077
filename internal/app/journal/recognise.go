package journal

import (
	"cmp"
	"context"
	"slices"

	"followcal/schedule"
	"followcal/schedule/exchange"
	"followcal/schedule/record"
)

// recognised is what the record knows already of a log's applications.
type recognised struct {
	byID   map[string]*schedule.Application
	alike  []schedule.Application // of other ids
	finder *exchange.Finder       // of those; nil when there are none
}

// find returns the stored application that a is; nil for a new one.
func (k *recognised) find(a *schedule.Application) *schedule.Application {
	if stored := k.byID[a.ID]; stored != nil || k.finder == nil {
		return stored
	}
	if i, found := k.finder.Find(a); found {
		return &k.alike[i]
	}
	return nil
}

// recognise finds the applications in the record. Most imports are known by
// their ids, or meet an empty record: only what is left then is looked for
// among all others.
func recognise(ctx context.Context, r record.Reader, all []schedule.Application) (*recognised, error) {
	k := &recognised{byID: map[string]*schedule.Application{}}
	stored, shared, err := sharedIDs(ctx, r, all)
	if err != nil || stored == 0 {
		return k, err
	}
	for ids := range slices.Chunk(shared, together) {
		found, err := r.Applications(ctx, ids)
		if err != nil {
			return nil, err
		}
		for i := range found {
			k.byID[found[i].ID] = &found[i]
		}
	}
	if stored == len(k.byID) || len(all) == len(k.byID) {
		return k, nil
	}
	return k, k.findAlike(ctx, r, all)
}

// together is how many applications are read at once.
const together = 1_000

// sharedIDs counts the applications of the record, and lists the ids that it
// shares with a log.
func sharedIDs(ctx context.Context, r record.Reader, all []schedule.Application) (stored int, shared []string, err error) {
	var wanted map[string]bool
	for id, err := range r.IDs(ctx) {
		if err != nil {
			return 0, nil, err
		}
		if wanted == nil {
			wanted = make(map[string]bool, len(all))
			for i := range all {
				wanted[all[i].ID] = true
			}
		}
		stored++
		if wanted[id] {
			shared = append(shared, id)
		}
	}
	return stored, shared, nil
}

// findAlike reads what in the record may be an application of the log under
// another id.
func (k *recognised) findAlike(ctx context.Context, r record.Reader, all []schedule.Application) error {
	fresh := make([]*schedule.Application, 0, len(all)-len(k.byID))
	for i := range all {
		if k.byID[all[i].ID] == nil {
			fresh = append(fresh, &all[i])
		}
	}
	// Employer, role and date lead to the first that has them: it must be one
	// without a posting, which any other can be.
	slices.SortStableFunc(fresh, func(a, b *schedule.Application) int {
		return cmp.Compare(min(len(a.Posting.URL), 1), min(len(b.Posting.URL), 1))
	})
	wanted := exchange.NewFinder(func(i int) *schedule.Application { return fresh[i] })
	for i := range fresh {
		wanted.Add(i)
	}
	for a, err := range r.All(ctx) {
		if err != nil {
			return err
		}
		if _, may := wanted.Find(&a); may && k.byID[a.ID] == nil {
			k.alike = append(k.alike, a)
		}
	}
	if len(k.alike) == 0 {
		return nil
	}
	k.finder = exchange.NewFinder(func(i int) *schedule.Application { return &k.alike[i] })
	for i := range k.alike {
		k.finder.Add(i)
	}
	return nil
}
