package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"iter"
	"slices"
	"strings"

	"followcal/internal/store/internal/query"
	"followcal/schedule"
	"followcal/schedule/record"
)

// SetPlanState implements [record.PlanWriter].
func (w *writer) SetPlanState(ctx context.Context, s record.PlanState) error {
	w.planned = true
	return w.failed(w.Queries.SetPlanState(ctx, query.SetPlanStateParams{
		Account: w.account, AsOf: query.Day(s.AsOf), Rules: s.Rules, Stale: s.Stale,
	}))
}

// Replace implements [record.PlanWriter].
func (w *writer) Replace(ctx context.Context, applications []string, events iter.Seq[*record.Event], f *schedule.Footprint, lacks []record.Lack) error {
	w.planned = true
	for _, step := range []func() error{
		func() error { return w.clearPlan(ctx, applications) },
		func() error { return w.putEvents(ctx, events) },
		func() error { return w.putFootprint(ctx, f) },
		func() error { return w.putLacks(ctx, lacks) },
	} {
		if err := step(); err != nil {
			return w.failed(err)
		}
	}
	return nil
}

// clearPlan removes what the last plan left of the applications, of all when
// there is no list.
func (w *writer) clearPlan(ctx context.Context, applications []string) error {
	tables := []string{"events", "contenders", "outlooks", "appointments", "lacks"}
	if applications == nil {
		for _, table := range append(tables, "shared_events", "outlook_keys") {
			if _, err := w.tx.ExecContext(ctx, w.dialect.bind("DELETE FROM "+table+" WHERE account = ?"), w.account); err != nil {
				return err
			}
		}
		return nil
	}
	ids := unique(applications)
	if err := w.clearKeys(ctx, ids); err != nil {
		return err
	}
	err := w.execIn(ctx, `DELETE FROM shared_events WHERE account = ? AND uid IN (
SELECT uid FROM events WHERE account = ? AND applications <> '' AND application IN `, []any{w.account, w.account}, ids, ")")
	if err != nil {
		return err
	}
	for _, table := range tables {
		if err := w.execIn(ctx, "DELETE FROM "+table+" WHERE account = ? AND application IN ", []any{w.account}, ids); err != nil {
			return err
		}
	}
	return nil
}

// clearKeys removes the keys of outlooks, which know them.
func (w *writer) clearKeys(ctx context.Context, ids []string) error {
	outlooks, err := selectIn(ctx, w.reader, "SELECT application, keys, lapses_on, omitted FROM outlooks WHERE account = ? AND application IN ",
		[]any{w.account}, ids, scanOutlook)
	if err != nil {
		return err
	}
	for _, o := range outlooks {
		for _, key := range o.Keys {
			err := w.RemoveKey(ctx, query.RemoveKeyParams{Account: w.account, Key: cutKey(key), Application: o.Application})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// putEvents writes events. Events of other applications than those that are
// replaced would be there already, which is a defect of the caller.
func (w *writer) putEvents(ctx context.Context, events iter.Seq[*record.Event]) error {
	if events == nil {
		return nil
	}
	rows := w.bulk("events", eventColumns, "")
	shared := w.bulk("shared_events", "application, uid", "")
	for e := range events {
		applications := ""
		if !slices.Equal(e.Applications, []string{e.Application}) {
			applications = jsonList(e.Applications)
		}
		err := rows.add(ctx, e.UID, e.Application, applications, string(e.Kind), string(e.State), query.Day(e.Due),
			e.Start.UnixMicro(), e.End.UnixMicro(), e.Zone, e.Content, e.Fingerprint, e.Sequence, e.Modified.UnixMicro(), e.RemovedAt.UnixMicro())
		if err != nil {
			return err
		}
		for _, other := range unique(e.Applications) {
			if other == e.Application {
				continue
			}
			if err := shared.add(ctx, other, e.UID); err != nil {
				return err
			}
		}
	}
	if err := rows.end(ctx); err != nil {
		return err
	}
	return shared.end(ctx)
}

// putLacks writes what applications lack.
func (w *writer) putLacks(ctx context.Context, lacks []record.Lack) error {
	rows := w.bulk("lacks", "application, kind, what", "")
	for _, l := range lacks {
		if err := rows.add(ctx, l.Application, string(l.Kind), l.What); err != nil {
			return err
		}
	}
	return rows.end(ctx)
}

// maxKey is the length of a key in bytes that an index takes whole.
const maxKey = 512

// cutKey is the form in which a key is found: as it is, or when it is long its
// beginning with the hash of the whole.
func cutKey(key string) string {
	if len(key) <= maxKey {
		return key
	}
	sum := sha256.Sum256([]byte(key))
	return strings.ToValidUTF8(key[:maxKey-64], "") + hex.EncodeToString(sum[:])
}
