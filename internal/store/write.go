package store

import (
	"context"
	"slices"

	"followcal/schedule/record"
)

// The kinds of what has revisions.
const (
	kindApplication = "application"
	kindDecision    = "decision"
	kindSettings    = "settings"
)

// writer changes an account's log. What was before goes to the revisions at
// once, what was created is listed in memory until [writer.finish].
type writer struct {
	*reader
	change  record.Change
	created []string            // applications that this change created
	gone    map[string]struct{} // those of them that it removed again
	removed map[string]int64    // applications that it removed, and the change that created each
	revised map[string]struct{} // applications that have a revision of this change
	again   []string            // those of them that it wrote again
	decided map[string]struct{} // events whose decision it wrote
	set     bool                // it wrote the settings
	planned bool                // it wrote of the plan
	wrote   bool                // anything is to be committed
	forgot  bool
	lost    lost  // what it forgets
	err     error // the first of writing; nothing can be committed after it
}

func newWriter(r *reader, c record.Change) *writer {
	w := &writer{
		reader: r, change: c, gone: make(map[string]struct{}), removed: make(map[string]int64),
		revised: make(map[string]struct{}), decided: make(map[string]struct{}),
	}
	r.open = w
	return w
}

// failed remembers an error: a caller that goes on regardless must not commit
// half of what it wrote.
func (w *writer) failed(err error) error {
	if w.err == nil {
		w.err = err
	}
	return err
}

// Remove implements [record.Writer].
func (w *writer) Remove(ctx context.Context, ids ...string) error {
	for ids := range slices.Chunk(unique(ids), page) {
		if err := w.remove(ctx, ids); err != nil {
			return w.failed(err)
		}
	}
	return nil
}

func (w *writer) remove(ctx context.Context, ids []string) error {
	found, err := w.standing(ctx, ids)
	if err != nil || len(found) == 0 {
		return err
	}
	var before []string
	for _, s := range found {
		if s.created == w.change.Number {
			w.gone[s.id] = struct{}{}
			continue
		}
		w.removed[s.id] = s.created
		before = append(before, s.id)
	}
	if err := w.revise(ctx, before); err != nil {
		return err
	}
	return w.execIn(ctx, "DELETE FROM applications WHERE account = ? AND id IN ", []any{w.account}, ids)
}

// revise keeps how the applications are, before this change replaces or removes
// them.
func (w *writer) revise(ctx context.Context, ids []string) error {
	for _, id := range ids {
		if _, known := w.revised[id]; known {
			w.again = append(w.again, id)
		}
		w.revised[id] = struct{}{}
	}
	return w.execIn(ctx, `INSERT INTO revisions (account, kind, id, change, created, before)
SELECT account, 'application', id, CAST(? AS BIGINT), created, facts FROM applications WHERE account = ? AND id IN `,
		[]any{w.change.Number, w.account}, ids, " ON CONFLICT (account, kind, id, change) DO NOTHING")
}

// execIn runs a statement for each page of ids, which stand before its tail.
func (w *writer) execIn(ctx context.Context, statement string, fixed []any, ids []string, tail ...string) error {
	for ids := range slices.Chunk(ids, page) {
		args := slices.Clone(fixed)
		for _, id := range ids {
			args = append(args, id)
		}
		text := statement + list(len(ids))
		for _, t := range tail {
			text += t
		}
		if _, err := w.tx.ExecContext(ctx, w.dialect.bind(text), args...); err != nil {
			return err
		}
	}
	return nil
}
