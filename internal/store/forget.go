package store

import (
	"context"
	"encoding/json"
	"slices"

	"followcal/internal/store/internal/query"
	"followcal/schedule"
	"followcal/schedule/exchange"
)

// Forget implements [record.Writer]. A decision that concerns others as well
// stays, and concerns them alone.
func (w *writer) Forget(ctx context.Context, ids ...string) error {
	for _, id := range unique(ids) {
		if err := w.forget(ctx, id); err != nil {
			return w.failed(err)
		}
	}
	return nil
}

// forget removes one application with its history.
func (w *writer) forget(ctx context.Context, id string) error {
	t, err := w.timeline(ctx, kindApplication, id)
	if err != nil || len(t.moments) == 0 {
		return err
	}
	w.forgot = true
	if err := w.lose(ctx, id, &t); err != nil {
		return err
	}
	for _, m := range t.moments {
		if m.change == m.created {
			if err := w.forgetCreation(ctx, m.created, id); err != nil {
				return err
			}
		}
	}
	delete(w.removed, id)
	if err := w.forgetPlan(ctx, id); err != nil {
		return err
	}
	if err := w.forgetDecisions(ctx, id); err != nil {
		return err
	}
	err = w.RemoveRevisionsOf(ctx, query.RemoveRevisionsOfParams{Account: w.account, Kind: kindApplication, ID: id})
	if err != nil {
		return err
	}
	return w.execIn(ctx, "DELETE FROM applications WHERE account = ? AND id IN ", []any{w.account}, []string{id})
}

// forgetCreation takes an id out of the list of what a change created.
func (w *writer) forgetCreation(ctx context.Context, number int64, id string) error {
	if number == w.change.Number {
		w.gone[id] = struct{}{}
		return nil
	}
	created, err := w.createdIn(ctx, number)
	if err != nil {
		return err
	}
	created = slices.DeleteFunc(created, func(other string) bool { return other == id })
	text, err := json.Marshal(created)
	if err != nil {
		return err
	}
	return w.RewriteCreated(ctx, query.RewriteCreatedParams{Account: w.account, Number: number, Created: string(text)})
}

// forgetDecisions takes an application out of all decisions and their history.
func (w *writer) forgetDecisions(ctx context.Context, id string) error {
	events, err := w.concerned(ctx, []string{id})
	if err != nil {
		return err
	}
	for _, event := range events {
		if err := w.forgetDecision(ctx, event, id); err != nil {
			return err
		}
	}
	return w.RemoveConcerns(ctx, query.RemoveConcernsParams{Account: w.account, Application: id})
}

func (w *writer) forgetDecision(ctx context.Context, event, id string) error {
	now, err := w.decisionNow(ctx, event)
	if err != nil {
		return err
	}
	if now.Valid {
		kept, err := without(now.String, id)
		if err == nil && kept == "" {
			err = w.Queries.RemoveDecision(ctx, query.RemoveDecisionParams{Account: w.account, Event: event})
		} else if err == nil {
			err = w.Queries.PutDecision(ctx, query.PutDecisionParams{Account: w.account, Event: event, Facts: kept})
		}
		if err != nil {
			return err
		}
	}
	rows, err := w.RevisionsOf(ctx, query.RevisionsOfParams{Account: w.account, Kind: kindDecision, ID: event})
	if err != nil {
		return err
	}
	for _, row := range rows {
		if !row.Before.Valid {
			continue
		}
		kept, err := without(row.Before.String, id)
		if err != nil {
			return err
		}
		err = w.RewriteRevision(ctx, query.RewriteRevisionParams{
			Account: w.account, Kind: kindDecision, ID: event, Change: row.Change, Before: orNull(kept),
		})
		if err != nil {
			return err
		}
	}
	return w.forgetEmptyHistory(ctx, event)
}

// forgetEmptyHistory removes the history of an event of which nothing is left.
func (w *writer) forgetEmptyHistory(ctx context.Context, event string) error {
	now, err := w.decisionNow(ctx, event)
	if err != nil || now.Valid {
		return err
	}
	rows, err := w.RevisionsOf(ctx, query.RevisionsOfParams{Account: w.account, Kind: kindDecision, ID: event})
	if err != nil {
		return err
	}
	for _, row := range rows {
		if row.Before.Valid {
			return nil
		}
	}
	return w.RemoveRevisionsOf(ctx, query.RemoveRevisionsOfParams{Account: w.account, Kind: kindDecision, ID: event})
}

// without is a decision that no longer concerns the application, empty when it
// concerns no other.
func without(facts, id string) (string, error) {
	d, err := exchange.UnmarshalDecision([]byte(facts))
	if err != nil {
		return "", damaged(err)
	}
	about := func(c schedule.Concern) bool { return c.Application == id }
	if !slices.ContainsFunc(d.Concerns, about) {
		return facts, nil
	}
	if d.Concerns = slices.DeleteFunc(d.Concerns, about); len(d.Concerns) == 0 {
		return "", nil
	}
	kept, err := exchange.AppendDecision(nil, &d)
	return string(kept), err
}
