package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"followcal/internal/store/internal/query"
	"followcal/schedule"
)

// putFootprint writes what the next plan starts from.
func (w *writer) putFootprint(ctx context.Context, f *schedule.Footprint) error {
	if f == nil {
		return nil
	}
	if err := w.putOutlooks(ctx, f.Outlooks); err != nil {
		return err
	}
	contenders := w.bulk("contenders", "day, stayed, anchor_on, age, application, uid", "")
	for _, c := range f.Contenders {
		err := contenders.add(ctx, query.Day(c.Day), c.Stayed, int64(c.AnchorOn), int64(c.Age), c.Application, c.UID)
		if err != nil {
			return err
		}
	}
	if err := contenders.end(ctx); err != nil {
		return err
	}
	appointments := w.bulk("appointments", "due, uid, application, kind, start_at, end_at, is_call", "")
	for _, a := range f.Appointments {
		err := appointments.add(ctx, query.Day(a.Due), a.UID, a.Application, string(a.Kind), a.Start.UnixMicro(), a.End.UnixMicro(), a.Call)
		if err != nil {
			return err
		}
	}
	return appointments.end(ctx)
}

func (w *writer) putOutlooks(ctx context.Context, outlooks []schedule.Outlook) error {
	rows := w.bulk("outlooks", "application, keys, lapses_on, omitted", "")
	var keys []outlookKey
	for _, o := range outlooks {
		if err := rows.add(ctx, o.Application, jsonList(o.Keys), query.Day(o.LapsesOn), o.Omitted); err != nil {
			return err
		}
		for _, key := range o.Keys {
			keys = append(keys, outlookKey{cutKey(key), o.Application})
		}
	}
	if err := rows.end(ctx); err != nil {
		return err
	}
	return w.putKeys(ctx, keys)
}

// outlookKey is a key with an application that has it.
type outlookKey struct{ key, application string }

// putKeys writes keys in their order, in which SQLite appends them.
func (w *writer) putKeys(ctx context.Context, keys []outlookKey) error {
	slices.SortFunc(keys, func(a, b outlookKey) int {
		return cmp.Or(strings.Compare(a.key, b.key), strings.Compare(a.application, b.application))
	})
	rows := w.bulk("outlook_keys", "key, application", "")
	for _, k := range slices.Compact(keys) {
		if err := rows.add(ctx, k.key, k.application); err != nil {
			return err
		}
	}
	return rows.end(ctx)
}
