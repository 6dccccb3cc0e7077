package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"

	"followcal/internal/fault"
	"followcal/internal/store/internal/query"
	"followcal/schedule/record"
)

// finish records the change, if there is any.
func (w *writer) finish(ctx context.Context) (record.Change, error) {
	if w.err != nil {
		return record.Change{}, w.err
	}
	if err := w.settle(ctx); err != nil {
		return record.Change{}, err
	}
	if err := w.forgetMirrored(ctx); err != nil {
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
