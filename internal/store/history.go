package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"iter"
	"math"
	"slices"
	"time"

	"followcal/internal/store/internal/query"
	"followcal/schedule/exchange"
	"followcal/schedule/record"
)

// Changes implements [record.History].
func (r *reader) Changes(ctx context.Context) iter.Seq2[record.Change, error] {
	return func(yield func(record.Change, error) bool) {
		before := int64(math.MaxInt64)
		for {
			rows, err := r.ChangesBefore(ctx, query.ChangesBeforeParams{Account: r.account, Number: before, Most: page})
			if err != nil {
				yield(record.Change{}, err)
				return
			}
			for _, row := range rows {
				if !yield(changeOf(query.ChangeRow(row)), nil) {
					return
				}
				before = row.Number
			}
			if len(rows) < page {
				return
			}
		}
	}
}

func changeOf(c query.ChangeRow) record.Change {
	return record.Change{
		Number:   c.Number,
		Entry:    record.Entry{At: time.UnixMicro(c.At).UTC(), By: c.Author, Verb: record.Verb(c.Verb), Undoes: c.Undoes},
		UndoneBy: c.UndoneBy,
	}
}

// changeNumbered is a change of the history, or the one that is being made.
func (r *reader) changeNumbered(ctx context.Context, number int64) (record.Change, error) {
	if r.open != nil && r.open.change.Number == number {
		return r.open.change, nil
	}
	row, err := r.Change(ctx, query.ChangeParams{Account: r.account, Number: number})
	return changeOf(row), err
}

// createdIn lists the applications that a change created, sorted.
func (r *reader) createdIn(ctx context.Context, number int64) ([]string, error) {
	if r.open != nil && r.open.change.Number == number {
		return r.open.createdIDs(), nil
	}
	text, err := r.Created(ctx, query.CreatedParams{Account: r.account, Number: number})
	if err != nil {
		return nil, err
	}
	var ids []string
	return ids, json.Unmarshal([]byte(text), &ids)
}

// moment is what was before a change of one thing; of its creation nothing.
type moment struct {
	change, created int64
	before          sql.NullString
}

// timeline is all that happened to one thing, the oldest first, and how it is now.
type timeline struct {
	moments []moment
	now     sql.NullString
}

// after is how the thing was after its i-th moment.
func (t *timeline) after(i int) sql.NullString {
	if i+1 < len(t.moments) {
		return t.moments[i+1].before
	}
	return t.now
}

// timeline reads what happened to one thing. Of an application it adds the
// moments at which it was created, which have no rows.
func (r *reader) timeline(ctx context.Context, kind, id string) (timeline, error) {
	rows, err := r.RevisionsOf(ctx, query.RevisionsOfParams{Account: r.account, Kind: kind, ID: id})
	if err != nil {
		return timeline{}, err
	}
	var t timeline
	for _, row := range rows {
		t.moments = append(t.moments, moment{row.Change, row.Created, row.Before})
	}
	switch kind {
	case kindDecision:
		t.now, err = r.decisionNow(ctx, id)
	case kindSettings:
		t.now, err = r.settingsNow(ctx, id)
	default:
		err = r.addCreations(ctx, id, &t)
	}
	return t, err
}

// addCreations completes the timeline of an application.
func (r *reader) addCreations(ctx context.Context, id string, t *timeline) error {
	var creations []int64
	for _, m := range t.moments {
		creations = append(creations, m.created)
	}
	found, err := r.standing(ctx, []string{id})
	for _, s := range found {
		creations = append(creations, s.created)
		t.now = orNull(s.facts)
	}
	slices.Sort(creations)
	for _, c := range slices.Compact(creations) {
		t.moments = append(t.moments, moment{change: c, created: c})
	}
	slices.SortFunc(t.moments, func(a, b moment) int { return cmp.Compare(a.change, b.change) })
	return err
}

// applicationNow, decisionNow and settingsNow are the documents that stand.
func (r *reader) applicationNow(ctx context.Context, id string) (now sql.NullString, err error) {
	found, err := r.standing(ctx, []string{id})
	for _, s := range found {
		now = orNull(s.facts)
	}
	return now, err
}

func (r *reader) decisionNow(ctx context.Context, event string) (sql.NullString, error) {
	facts, err := r.Decision(ctx, query.DecisionParams{Account: r.account, Event: event})
	if isNone(err) {
		err = nil
	}
	return orNull(facts), err
}

func (r *reader) settingsNow(ctx context.Context, _ string) (sql.NullString, error) {
	a, err := r.Account(ctx, r.account)
	if isNone(err) {
		err = nil
	}
	return orNull(a.Settings), err
}

// Revisions implements [record.History].
func (r *reader) Revisions(ctx context.Context, application string) iter.Seq2[record.Revision, error] {
	return func(yield func(record.Revision, error) bool) {
		all, err := r.revisions(ctx, application)
		if err != nil {
			yield(record.Revision{}, err)
			return
		}
		for _, revision := range all {
			if !yield(revision, nil) {
				return
			}
		}
	}
}

// revisions collects the history of an application and of the decisions that
// concern it, by change.
func (r *reader) revisions(ctx context.Context, application string) ([]record.Revision, error) {
	all, err := r.revisionsOf(ctx, kindApplication, application, nil)
	if err != nil {
		return nil, err
	}
	events, err := r.concerned(ctx, []string{application})
	if err != nil {
		return nil, err
	}
	about := []string{application}
	for _, event := range events {
		if all, err = r.revisionsOf(ctx, kindDecision, event, all); err != nil {
			return nil, err
		}
	}
	all = slices.DeleteFunc(all, func(v record.Revision) bool {
		d := v.Decision
		return d.Known() && !(d.Before != nil && concernsAny(d.Before, about)) && !(d.After != nil && concernsAny(d.After, about))
	})
	slices.SortStableFunc(all, func(a, b record.Revision) int { return cmp.Compare(a.Change.Number, b.Change.Number) })
	return all, nil
}

// revisionsOf appends the history of one thing.
func (r *reader) revisionsOf(ctx context.Context, kind, id string, all []record.Revision) ([]record.Revision, error) {
	t, err := r.timeline(ctx, kind, id)
	if err != nil {
		return nil, err
	}
	for i, m := range t.moments {
		if after := t.after(i); !m.before.Valid && !after.Valid {
			continue // what it was about was forgotten
		}
		c, err := r.changeNumbered(ctx, m.change)
		if err != nil {
			return nil, err
		}
		revision, err := revisionOf(c, kind, m.before, t.after(i))
		if err != nil {
			return nil, err
		}
		all = append(all, revision)
	}
	return all, nil
}

// revisionOf reads the documents before and after a change.
func revisionOf(c record.Change, kind string, before, after sql.NullString) (v record.Revision, err error) {
	v.Change = c
	switch kind {
	case kindApplication:
		v.Application, err = pair(exchange.UnmarshalApplication, before, after)
	case kindDecision:
		v.Decision, err = pair(exchange.UnmarshalDecision, before, after)
	default:
		v.Settings, err = pair(func(b []byte) (record.Settings, error) { return readSettings(string(b)) }, before, after)
	}
	return v, err
}

func pair[T any](read func([]byte) (T, error), before, after sql.NullString) (p record.Pair[T], err error) {
	if before.Valid {
		one, err := read([]byte(before.String))
		if err != nil {
			return p, damaged(err)
		}
		p.Before = &one
	}
	if after.Valid {
		one, err := read([]byte(after.String))
		if err != nil {
			return p, damaged(err)
		}
		p.After = &one
	}
	return p, nil
}

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
