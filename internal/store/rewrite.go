package store

import (
	"context"
	"database/sql"
	"slices"

	"followcal/internal/store/internal/query"
	"followcal/schedule"
	"followcal/schedule/exchange"
)

// Rewrite implements [record.Writer].
func (w *writer) Rewrite(ctx context.Context, f func(*schedule.Application) bool) ([]string, error) {
	f = w.losing(f)
	standing, err := w.rewriteStanding(ctx, f)
	if err != nil {
		return nil, w.failed(err)
	}
	earlier, err := w.rewriteEarlier(ctx, f)
	if err != nil {
		return nil, w.failed(err)
	}
	all := unique(append(standing, earlier...))
	w.forgot = w.forgot || len(all) > 0
	for _, id := range all {
		if err := w.loseEvents(ctx, id); err != nil {
			return nil, w.failed(err)
		}
	}
	return all, nil
}

// rewriteStanding rewrites the applications as they are.
func (w *writer) rewriteStanding(ctx context.Context, f func(*schedule.Application) bool) (rewritten []string, err error) {
	for after := ""; ; {
		rows, err := w.ApplicationsAfter(ctx, query.ApplicationsAfterParams{Account: w.account, After: after, Most: page})
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			after = row.ID
			facts, changed, err := rewrite(row.Facts, f)
			if err != nil {
				return nil, err
			}
			if !changed {
				continue
			}
			rewritten = append(rewritten, row.ID)
			_, err = w.tx.ExecContext(ctx, w.dialect.bind("UPDATE applications SET facts = ? WHERE account = ? AND id = ?"), facts, w.account, row.ID)
			if err != nil {
				return nil, err
			}
		}
		if len(rows) < page {
			return rewritten, nil
		}
	}
}

// image is an earlier state of an application.
type image struct {
	id     string
	change int64
	before string
}

// rewriteEarlier rewrites what the applications were.
func (w *writer) rewriteEarlier(ctx context.Context, f func(*schedule.Application) bool) (rewritten []string, err error) {
	for last := (image{}); ; {
		images, err := w.imagesAfter(ctx, last)
		if err != nil {
			return nil, err
		}
		for _, last = range images {
			before, changed, err := rewrite(last.before, f)
			if err != nil {
				return nil, err
			}
			if !changed {
				continue
			}
			rewritten = append(rewritten, last.id)
			err = w.RewriteRevision(ctx, query.RewriteRevisionParams{
				Account: w.account, Kind: kindApplication, ID: last.id, Change: last.change, Before: orNull(before),
			})
			if err != nil {
				return nil, err
			}
		}
		if len(images) < page {
			return slices.Compact(rewritten), nil
		}
	}
}

// imagesAfter reads a page of earlier states, by id and change.
func (w *writer) imagesAfter(ctx context.Context, last image) ([]image, error) {
	rows, err := w.tx.QueryContext(ctx, w.dialect.bind(`SELECT id, change, before FROM revisions
WHERE account = ? AND kind = ? AND before IS NOT NULL AND (id > ? OR id = ? AND change > ?) ORDER BY id, change LIMIT ?`),
		w.account, kindApplication, last.id, last.id, last.change, page)
	if err != nil {
		return nil, err
	}
	return collect(rows, nil, func(rows *sql.Rows, i *image) error { return rows.Scan(&i.id, &i.change, &i.before) })
}

// rewrite runs f on a document.
func rewrite(facts string, f func(*schedule.Application) bool) (text string, changed bool, err error) {
	a, err := exchange.UnmarshalApplication([]byte(facts))
	if err != nil {
		return "", false, damaged(err)
	}
	if !f(&a) {
		return facts, false, nil
	}
	b, err := exchange.AppendApplication(nil, &a)
	return string(b), true, err
}
