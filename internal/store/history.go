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
	return t.revisions(kind, all, func(number int64) (record.Change, error) { return r.changeNumbered(ctx, number) })
}

// revisions appends what happened.
func (t *timeline) revisions(kind string, all []record.Revision, change func(number int64) (record.Change, error)) ([]record.Revision, error) {
	for i, m := range t.moments {
		after := t.after(i)
		if !m.before.Valid && !after.Valid {
			continue // what it was about was forgotten
		}
		c, err := change(m.change)
		if err != nil {
			return nil, err
		}
		revision, err := revisionOf(c, kind, m.before, after)
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
