package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"

	"followcal/internal/fault"
	"followcal/internal/store/internal/query"
	"followcal/schedule"
	"followcal/schedule/exchange"
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

// PutDecision implements [record.Writer].
func (w *writer) PutDecision(ctx context.Context, d *schedule.Decision) error {
	return w.failed(w.putDecision(ctx, d))
}

func (w *writer) putDecision(ctx context.Context, d *schedule.Decision) error {
	if err := checkName("event of a decision", d.Event, maxID); err != nil {
		return err
	}
	facts, err := exchange.AppendDecision(nil, d)
	if err != nil {
		return err
	}
	same, err := w.reviseDecision(ctx, d.Event, string(facts))
	if err != nil || same {
		return err
	}
	if err := w.Queries.PutDecision(ctx, query.PutDecisionParams{Account: w.account, Event: d.Event, Facts: string(facts)}); err != nil {
		return err
	}
	if len(d.Concerns) == 0 {
		return w.concern(ctx, "", d.Event)
	}
	for _, c := range d.Concerns {
		if err := checkID(c.Application); err != nil {
			return err
		}
		if err := w.concern(ctx, c.Application, d.Event); err != nil {
			return err
		}
	}
	return nil
}

// concern makes a decision found by an application, by the empty id when it
// names none.
func (w *writer) concern(ctx context.Context, application, event string) error {
	return w.PutConcern(ctx, query.PutConcernParams{Account: w.account, Application: application, Event: event})
}

// RemoveDecision implements [record.Writer].
func (w *writer) RemoveDecision(ctx context.Context, event string) error {
	same, err := w.reviseDecision(ctx, event, "")
	if err != nil || same {
		return w.failed(err)
	}
	return w.failed(w.Queries.RemoveDecision(ctx, query.RemoveDecisionParams{Account: w.account, Event: event}))
}

// reviseDecision keeps the decision about an event as it is, before facts take
// its place: none when they are empty. It reports whether they are the same.
func (w *writer) reviseDecision(ctx context.Context, event, facts string) (same bool, err error) {
	before, err := w.Decision(ctx, query.DecisionParams{Account: w.account, Event: event})
	if err != nil && !isNone(err) {
		return false, err
	}
	if before == facts {
		return true, nil
	}
	w.decided[event] = struct{}{}
	return false, w.keep(ctx, kindDecision, event, before)
}

// keep adds a revision of a decision or the settings, unless this change has one
// already.
func (w *writer) keep(ctx context.Context, kind, id, before string) error {
	return w.AddRevision(ctx, query.AddRevisionParams{
		Account: w.account, Kind: kind, ID: id, Change: w.change.Number, Before: orNull(before),
	})
}

// orNull is a document, NULL for none.
func orNull(facts string) sql.NullString { return sql.NullString{String: facts, Valid: facts != ""} }

// PutSettings implements [record.Writer].
func (w *writer) PutSettings(ctx context.Context, s *record.Settings) error {
	return w.failed(w.putSettings(ctx, s))
}

func (w *writer) putSettings(ctx context.Context, s *record.Settings) error {
	facts, err := writeSettings(s)
	if err != nil {
		return err
	}
	a, err := w.Account(ctx, w.account)
	if err != nil || a.Settings == facts {
		return err
	}
	w.set = true
	if err := w.keep(ctx, kindSettings, "", a.Settings); err != nil {
		return err
	}
	return w.SetSettings(ctx, query.SetSettingsParams{Account: w.account, Settings: facts})
}

// finish records the change, if there is any.
func (w *writer) finish(ctx context.Context) (record.Change, error) {
	if w.err != nil {
		return record.Change{}, w.err
	}
	if err := w.settle(ctx); err != nil {
		return record.Change{}, err
	}
	changed, err := w.changed(ctx)
	w.wrote = changed || w.planned
	if err != nil || !changed {
		return record.Change{}, err
	}
	created, err := json.Marshal(w.createdIDs())
	if err != nil {
		return record.Change{}, err
	}
	c := w.change
	if err := w.markUndone(ctx); err != nil {
		return record.Change{}, err
	}
	err = w.AddChange(ctx, query.AddChangeParams{
		Account: w.account, Number: c.Number, At: c.At.UnixMicro(), Author: c.By, Verb: string(c.Verb),
		Undoes: c.Undoes, Created: string(created),
	})
	if err != nil {
		return record.Change{}, err
	}
	return c, w.SetLastChange(ctx, query.SetLastChangeParams{Account: w.account, Number: c.Number})
}

// changed reports whether any fact is another than before.
func (w *writer) changed(ctx context.Context) (bool, error) {
	if w.forgot || len(w.created) > len(w.gone) {
		return true, nil
	}
	revised, err := w.RevisedIn(ctx, query.RevisedInParams{Account: w.account, Change: w.change.Number})
	return len(revised) > 0, err
}

// markUndone notes at the change that this one undoes by which it was undone.
func (w *writer) markUndone(ctx context.Context) error {
	if w.change.Undoes == 0 {
		return nil
	}
	n, err := w.MarkUndone(ctx, query.MarkUndoneParams{Account: w.account, Number: w.change.Undoes, UndoneBy: w.change.Number})
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "change %d is undone already, or there is none of that number; see the history", w.change.Undoes)
	}
	return err
}

// createdIDs lists the applications that this change created, sorted.
func (w *writer) createdIDs() []string {
	ids := make([]string, 0, len(w.created))
	for _, id := range w.created {
		if _, gone := w.gone[id]; !gone {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// settle drops the revisions of this change of what is in the end as it was.
func (w *writer) settle(ctx context.Context) error {
	for _, id := range unique(w.again) {
		if err := w.settleOne(ctx, kindApplication, id, w.applicationNow); err != nil {
			return err
		}
	}
	for event := range w.decided {
		if err := w.settleOne(ctx, kindDecision, event, w.decisionNow); err != nil {
			return err
		}
	}
	if w.set {
		return w.settleOne(ctx, kindSettings, "", w.settingsNow)
	}
	return nil
}

func (w *writer) settleOne(ctx context.Context, kind, id string, now func(context.Context, string) (sql.NullString, error)) error {
	after, err := now(ctx, id)
	if err != nil {
		return err
	}
	rows, err := w.RevisionsOf(ctx, query.RevisionsOfParams{Account: w.account, Kind: kind, ID: id})
	if err != nil || len(rows) == 0 {
		return err
	}
	if last := rows[len(rows)-1]; last.Change != w.change.Number || last.Before != after {
		return nil
	}
	return w.RemoveRevision(ctx, query.RemoveRevisionParams{Account: w.account, Kind: kind, ID: id, Change: w.change.Number})
}
