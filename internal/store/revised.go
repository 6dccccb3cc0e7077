package store

import (
	"context"
	"database/sql"
	"iter"
	"slices"

	"followcal/schedule/record"
)

// Revised implements [record.History]. Applications come first, then decisions,
// then the settings.
func (r *reader) Revised(ctx context.Context, change int64) iter.Seq2[record.Revision, error] {
	return func(yield func(record.Revision, error) bool) {
		if err := r.revised(ctx, change, yield); err != nil {
			yield(record.Revision{}, err)
		}
	}
}

// revised yields until yield wants no more, and then returns no error.
func (r *reader) revised(ctx context.Context, number int64, yield func(record.Revision, error) bool) error {
	c, err := r.changeNumbered(ctx, number)
	if isNone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	created, err := r.createdIn(ctx, number)
	if err != nil {
		return damaged(err)
	}
	for _, kind := range []string{kindApplication, kindDecision, kindSettings} {
		ids, err := r.revisedIDs(ctx, number, kind)
		if err != nil {
			return err
		}
		if kind == kindApplication {
			ids = unique(append(ids, created...))
		}
		for ids := range slices.Chunk(ids, page) {
			more, err := r.revisedPage(ctx, c, kind, ids, yield)
			if err != nil || !more {
				return err
			}
		}
	}
	return nil
}

// revisedIDs lists what of a kind a change revised.
func (r *reader) revisedIDs(ctx context.Context, number int64, kind string) ([]string, error) {
	rows, err := r.tx.QueryContext(ctx, r.dialect.bind("SELECT id FROM revisions WHERE account = ? AND change = ? AND kind = ? ORDER BY id"), r.account, number, kind)
	if err != nil {
		return nil, err
	}
	return collect(rows, nil, func(rows *sql.Rows, id *string) error { return rows.Scan(id) })
}

// revisedPage yields what a change did to a page of ids.
func (r *reader) revisedPage(ctx context.Context, c record.Change, kind string, ids []string, yield func(record.Revision, error) bool) (more bool, err error) {
	before, err := r.momentsOf(ctx, kind, ids, "change = ?", c.Number)
	if err != nil {
		return false, err
	}
	next, err := r.momentsOf(ctx, kind, ids, `change = (SELECT MIN(change) FROM revisions AS n
WHERE n.account = revisions.account AND n.kind = revisions.kind AND n.id = revisions.id AND n.change > ?)`, c.Number)
	if err != nil {
		return false, err
	}
	now, err := r.nowOf(ctx, kind, ids)
	if err != nil {
		return false, err
	}
	for _, id := range ids {
		after, known := next[id]
		if !known {
			after = now[id]
		}
		if after.created > c.Number {
			after = moment{} // a later change created it again
		}
		if !before[id].before.Valid && !after.before.Valid {
			continue // what it was about was forgotten
		}
		revision, err := revisionOf(c, kind, before[id].before, after.before)
		if err != nil {
			return false, err
		}
		if !yield(revision, nil) {
			return false, nil
		}
	}
	return true, nil
}

// momentsOf reads one revision of each id.
func (r *reader) momentsOf(ctx context.Context, kind string, ids []string, which string, number int64) (map[string]moment, error) {
	type identified struct {
		id string
		moment
	}
	rows, err := selectIn(ctx, r, "SELECT id, change, created, before FROM revisions WHERE account = ? AND kind = ? AND "+which+" AND id IN ",
		[]any{r.account, kind, number}, ids, func(rows *sql.Rows, m *identified) error {
			return rows.Scan(&m.id, &m.change, &m.created, &m.before)
		})
	found := make(map[string]moment, len(rows))
	for _, m := range rows {
		found[m.id] = m.moment
	}
	return found, err
}

// nowOf reads what stands of each id.
func (r *reader) nowOf(ctx context.Context, kind string, ids []string) (map[string]moment, error) {
	now := make(map[string]moment, len(ids))
	if kind == kindApplication {
		found, err := r.standing(ctx, ids)
		for _, s := range found {
			now[s.id] = moment{created: s.created, before: orNull(s.facts)}
		}
		return now, err
	}
	for _, id := range ids {
		read := r.decisionNow
		if kind == kindSettings {
			read = r.settingsNow
		}
		facts, err := read(ctx, id)
		if err != nil {
			return nil, err
		}
		now[id] = moment{before: facts}
	}
	return now, nil
}
