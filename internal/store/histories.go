package store

import (
	"context"
	"database/sql"
	"slices"

	"followcal/internal/store/internal/query"
	"followcal/schedule/record"
)

// Histories implements [record.History].
func (r *reader) Histories(ctx context.Context, ids []string) (map[string][]record.Revision, error) {
	ids = unique(ids)
	timelines, err := r.timelines(ctx, ids)
	if err != nil {
		return nil, err
	}
	changes, err := r.changesOf(ctx, timelines)
	if err != nil {
		return nil, err
	}
	histories := make(map[string][]record.Revision, len(timelines))
	for id, t := range timelines {
		histories[id], err = t.revisions(kindApplication, nil, func(number int64) (record.Change, error) { return changes[number], nil })
		if err != nil {
			return nil, err
		}
	}
	return histories, nil
}

// timelines reads what happened to those of the applications that exist.
func (r *reader) timelines(ctx context.Context, ids []string) (map[string]*timeline, error) {
	found, err := r.standing(ctx, ids)
	if err != nil {
		return nil, err
	}
	timelines := make(map[string]*timeline, len(found))
	for i := range found {
		timelines[found[i].id] = &timeline{}
		timelines[found[i].id].stands(&found[i])
	}
	type revised struct {
		id string
		moment
	}
	rows, err := selectIn(ctx, r, "SELECT id, change, created, before FROM revisions WHERE account = ? AND kind = ? AND id IN ",
		[]any{r.account, kindApplication}, ids, func(rows *sql.Rows, v *revised) error {
			return rows.Scan(&v.id, &v.change, &v.created, &v.before)
		})
	for _, v := range rows {
		if t := timelines[v.id]; t != nil {
			t.moments = append(t.moments, v.moment)
		}
	}
	for _, t := range timelines {
		t.begin()
	}
	return timelines, err
}

// changesOf reads the changes that timelines name, each once.
func (r *reader) changesOf(ctx context.Context, timelines map[string]*timeline) (map[int64]record.Change, error) {
	changes := map[int64]record.Change{}
	if r.open != nil {
		changes[r.open.change.Number] = r.open.change
	}
	var missing []int64
	for _, t := range timelines {
		for _, m := range t.moments {
			if _, known := changes[m.change]; !known {
				changes[m.change] = record.Change{}
				missing = append(missing, m.change)
			}
		}
	}
	slices.Sort(missing)
	rows, err := selectIn(ctx, r, "SELECT number, at, author, verb, undoes, undone_by FROM changes WHERE account = ? AND number IN ",
		[]any{r.account}, missing, func(rows *sql.Rows, c *query.ChangeRow) error {
			return rows.Scan(&c.Number, &c.At, &c.Author, &c.Verb, &c.Undoes, &c.UndoneBy)
		})
	for _, row := range rows {
		changes[row.Number] = changeOf(row)
	}
	return changes, err
}
