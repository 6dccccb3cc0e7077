package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"followcal/calendar/mirror"
	"followcal/internal/fault"
	"followcal/internal/store/internal/query"
	"followcal/schedule/record"
)

const (
	mirroredColumns = "uid, ref, entry, generation, phase, intent, written, seen"
	pushedColumns   = "number, uid, kind, before, after"
	replaceMirrored = ` ON CONFLICT (account, uid) DO UPDATE SET ref = excluded.ref, entry = excluded.entry,
generation = excluded.generation, phase = excluded.phase, intent = excluded.intent, written = excluded.written, seen = excluded.seen`
)

// Rows implements [mirror.Ledger].
func (db *DB) Rows(ctx context.Context, account string) ([]mirror.Row, error) {
	return ofLane(ctx, db, account, mirroredColumns, "mirrored", "uid",
		func(rows *sql.Rows, r *mirror.Row) error { return scanMirrored(rows, r) })
}

// LastPush implements [mirror.Ledger].
func (db *DB) LastPush(ctx context.Context, account string) ([]mirror.Written, error) {
	return ofLane(ctx, db, account, pushedColumns, "pushed", "number",
		func(rows *sql.Rows, w *mirror.Written) error {
			var number int64
			return scanPushed(rows, &number, w)
		})
}

// ofLane reads what belongs to a lane, which must be there. Rows are large: they
// are counted first, so that the list need not grow.
func ofLane[T any](ctx context.Context, db *DB, account, columns, table, order string, scan func(*sql.Rows, *T) error) ([]T, error) {
	var n int
	of := " FROM " + table + " WHERE account = ?"
	err := db.sql.QueryRowContext(ctx, db.dialect.bind("SELECT count(*)"+of), account).Scan(&n)
	if err != nil {
		return nil, db.faulted(err)
	}
	if n == 0 {
		_, err := query.New(db.sql).LaneHolder(ctx, account)
		return nil, db.faulted(noLane(err, account))
	}
	rows, err := db.sql.QueryContext(ctx, db.dialect.bind("SELECT "+columns+of+" ORDER BY "+order), account)
	if err != nil {
		return nil, db.faulted(err)
	}
	all, err := collect(rows, make([]T, 0, n), scan)
	return all, db.faulted(err)
}

// Commit implements [mirror.Ledger].
func (db *DB) Commit(ctx context.Context, account, holder string, s mirror.Step) error {
	err := db.persist(ctx, func(tx *sql.Tx) error {
		if _, err := db.dialect.lockRow(ctx, tx, "lanes", account); err != nil {
			return err
		}
		w := newWriter(db.reader(tx, account), record.Change{})
		if err := w.checkHolder(ctx, holder, &s); err != nil {
			return err
		}
		return w.step(ctx, &s)
	})
	if isTaken(err) {
		return fault.Wrap(fault.Conflict, err, "two events would have one id at the remote; nothing was saved")
	}
	return err
}

// checkHolder makes sure that the lane is the holder's at the step's instant.
func (w *writer) checkHolder(ctx context.Context, holder string, s *mirror.Step) error {
	l, err := w.LaneHolder(ctx, w.account)
	if err != nil {
		return noLane(err, w.account)
	}
	if holder == "" || l.Holder != holder || l.HeldUntil <= s.At.UnixMicro() {
		return fault.New(fault.Conflict, "another process took over mirroring for %s; nothing was saved", w.account)
	}
	return nil
}

// step writes what a step brought, many rows in one statement.
func (w *writer) step(ctx context.Context, s *mirror.Step) error {
	err := w.execIn(ctx, "DELETE FROM mirrored WHERE account = ? AND uid IN ", []any{w.account}, unique(s.Remove))
	if err != nil {
		return err
	}
	if err := w.putMirrored(ctx, s.Put); err != nil {
		return err
	}
	if err := w.putPushed(ctx, s.Begin, s.Wrote); err != nil {
		return err
	}
	if s.Token != nil {
		if err := w.SetLaneToken(ctx, query.SetLaneTokenParams{Account: w.account, Token: *s.Token}); err != nil {
			return err
		}
	}
	if s.Revision == nil {
		return nil
	}
	return w.SetLaneRevision(ctx, query.SetLaneRevisionParams{Account: w.account, Revision: *s.Revision})
}

// putMirrored writes rows by UID, of several with one UID the last.
func (w *writer) putMirrored(ctx context.Context, all []mirror.Row) error {
	sorted := make([]*mirror.Row, len(all))
	for i := range all {
		sorted[len(all)-1-i] = &all[i]
	}
	slices.SortStableFunc(sorted, func(a, b *mirror.Row) int { return strings.Compare(a.UID, b.UID) })
	sorted = slices.CompactFunc(sorted, func(a, b *mirror.Row) bool { return a.UID == b.UID })
	rows := w.bulk("mirrored", mirroredColumns, replaceMirrored)
	for _, r := range sorted {
		for _, id := range []string{r.UID, r.ID} {
			if err := checkID(id); err != nil {
				return err
			}
		}
		intent, written, seen, err := documents(r)
		if err != nil {
			return err
		}
		if err := rows.add(ctx, r.UID, r.Ref, r.ID, r.Generation, string(r.Phase), intent, written, seen); err != nil {
			return err
		}
	}
	return rows.end(ctx)
}

// putPushed adds to what the last push wrote, which begin forgets.
func (w *writer) putPushed(ctx context.Context, begin bool, all []mirror.Written) error {
	var last int64
	var err error
	switch {
	case begin:
		err = w.RemovePushed(ctx, w.account)
	case len(all) > 0:
		last, err = w.LastPushed(ctx, w.account)
	}
	if err != nil {
		return err
	}
	rows := w.bulk("pushed", pushedColumns, "")
	for i := range all {
		before, err := document(&all[i].Before)
		if err != nil {
			return err
		}
		after, err := document(&all[i].After)
		if err != nil {
			return err
		}
		last++
		if err := rows.add(ctx, last, all[i].UID, string(all[i].Kind), before, after); err != nil {
			return err
		}
	}
	return rows.end(ctx)
}

// scanMirrored reads a row, and what was selected after its columns.
func scanMirrored(rows *sql.Rows, r *mirror.Row, more ...any) error {
	var intent, written, seen sql.RawBytes
	columns := []any{&r.UID, &r.Ref, &r.ID, &r.Generation, (*string)(&r.Phase), &intent, &written, &seen}
	if err := rows.Scan(append(columns, more...)...); err != nil {
		return err
	}
	return readDocuments(r, intent, written, seen)
}

func scanPushed(rows *sql.Rows, number *int64, w *mirror.Written) error {
	var before, after sql.RawBytes
	if err := rows.Scan(number, &w.UID, (*string)(&w.Kind), &before, &after); err != nil {
		return err
	}
	if err := readDocument(before, &w.Before); err != nil {
		return err
	}
	return readDocument(after, &w.After)
}
