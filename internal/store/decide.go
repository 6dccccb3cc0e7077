package store

import (
	"context"
	"database/sql"

	"followcal/internal/store/internal/query"
	"followcal/schedule"
	"followcal/schedule/exchange"
	"followcal/schedule/record"
)

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
