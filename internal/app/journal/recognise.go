package journal

import (
	"context"
	"slices"
	"strings"

	"followcal/schedule"
	"followcal/schedule/exchange"
	"followcal/schedule/record"
)

// recognised is what the record knows already of a log's applications.
type recognised struct {
	byID   map[string]*schedule.Application
	alike  []schedule.Application // of other ids
	finder *exchange.Finder       // of those; nil when there are none
	apart  map[string]bool        // ids in the log that are none of those
}

// find returns the stored application that a is; nil for a new one.
func (k *recognised) find(a *schedule.Application) *schedule.Application {
	if stored := k.byID[a.ID]; stored != nil || k.finder == nil || k.apart[a.ID] {
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
	k := &recognised{byID: map[string]*schedule.Application{}, apart: map[string]bool{}}
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
	w := wanted{names: map[[2]string]bool{}, jobs: map[string]bool{}}
	for i := range all {
		if k.byID[all[i].ID] == nil {
			w.add(&all[i])
		}
	}
	var ids []string
	for t, err := range r.Traits(ctx) {
		if err != nil {
			return err
		}
		if k.byID[t.ID] == nil && w.may(&t) {
			ids = append(ids, t.ID)
		}
	}
	for ids := range slices.Chunk(ids, together) {
		found, err := r.Applications(ctx, ids)
		if err != nil {
			return err
		}
		k.alike = append(k.alike, found...)
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

// wanted is what applications are looked for by. Of the keys that can be equal
// while the ids are not, all hold employer and role but one: LinkedIn's number of
// a posting.
type wanted struct {
	names  map[[2]string]bool // folded employer and role
	jobs   map[string]bool    // ids that LinkedIn's numbers give, of applications with other ids
	linked bool               // there is a posting on LinkedIn
}

func (w *wanted) add(a *schedule.Application) {
	w.names[[2]string{schedule.Fold(a.Employer), schedule.Fold(a.Role)}] = true
	if !strings.Contains(a.Posting.URL, "/jobs/view/") {
		return
	}
	job := schedule.Application{Posting: schedule.Posting{URL: a.Posting.URL}}
	exchange.Identify(&job)
	w.linked = true
	if job.ID != a.ID {
		w.jobs[job.ID] = true
	}
}

// may reports whether one of them may be the application.
func (w *wanted) may(t *record.Trait) bool {
	const linkedIn = "linkedin-" // begins the ids that LinkedIn's numbers give
	return w.names[[2]string{t.Employer, t.Role}] || w.jobs[t.ID] ||
		w.linked && t.LinkedIn && !strings.HasPrefix(t.ID, linkedIn)
}
