package store

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"slices"
	"strconv"
	"strings"
	"sync"

	"followcal/internal/store/internal/query"
	"followcal/schedule"
	"followcal/schedule/exchange"
	"followcal/schedule/record"
)

// page is how many rows are read or named in one query. Reading in pages leaves
// the connection free in between, so that callers may ask something else while
// they iterate.
const page = 200

// reader reads an account's log within a transaction.
type reader struct {
	*query.Queries
	tx      *sql.Tx
	dialect *dialect
	account string
	open    *writer // that it belongs to; nil when it only reads
}

// isNone reports whether a row was asked for that there is not.
func isNone(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// Settings implements [record.Facts].
func (r *reader) Settings(ctx context.Context) (record.Settings, error) {
	a, err := r.Account(ctx, r.account)
	if isNone(err) {
		return record.Settings{}, nil
	}
	if err != nil {
		return record.Settings{}, err
	}
	return readSettings(a.Settings)
}

// standing is an application as it is stored.
type standing struct {
	id, facts string
	created   int64
}

// standing returns those of the ids that exist, in any order.
func (r *reader) standing(ctx context.Context, ids []string) ([]standing, error) {
	return selectIn(ctx, r, "SELECT id, facts, created FROM applications WHERE account = ? AND id IN ", []any{r.account}, ids,
		func(rows *sql.Rows, s *standing) error { return rows.Scan(&s.id, &s.facts, &s.created) })
}

// Applications implements [record.Facts].
func (r *reader) Applications(ctx context.Context, ids []string) ([]schedule.Application, error) {
	found, err := r.standing(ctx, unique(ids))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(found, func(a, b standing) int { return strings.Compare(a.id, b.id) })
	all := make([]schedule.Application, len(found))
	for i, s := range found {
		if all[i], err = exchange.UnmarshalApplication([]byte(s.facts)); err != nil {
			return nil, damaged(err)
		}
	}
	return all, nil
}

// unique sorts ids into a new list, each once.
func unique(ids []string) []string {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return slices.Compact(ids)
}

// All implements [record.Facts].
func (r *reader) All(ctx context.Context) iter.Seq2[schedule.Application, error] {
	return func(yield func(schedule.Application, error) bool) {
		after := ""
		for {
			rows, err := r.ApplicationsAfter(ctx, query.ApplicationsAfterParams{Account: r.account, After: after, Most: page})
			if err != nil {
				yield(schedule.Application{}, err)
				return
			}
			for _, row := range rows {
				a, err := exchange.UnmarshalApplication([]byte(row.Facts))
				if !yield(a, damaged(err)) || err != nil {
					return
				}
				after = row.ID
			}
			if len(rows) < page {
				return
			}
		}
	}
}

// IDs implements [record.Facts].
func (r *reader) IDs(ctx context.Context) iter.Seq2[string, error] {
	const most = 10 * page
	return func(yield func(string, error) bool) {
		after := ""
		for {
			ids, err := r.IDsAfter(ctx, query.IDsAfterParams{Account: r.account, After: after, Most: most})
			if err != nil {
				yield("", err)
				return
			}
			for _, id := range ids {
				if !yield(id, nil) {
					return
				}
				after = id
			}
			if len(ids) < most {
				return
			}
		}
	}
}

// Traits implements [record.Facts]. The documents are looked through by the
// database, which is much quicker than reading each.
func (r *reader) Traits(ctx context.Context) iter.Seq2[record.Trait, error] {
	const most = 10 * page
	text := r.dialect.bind(`SELECT id, employer, role, lower(facts) LIKE '%linkedin.com%/jobs/view/%'
FROM applications WHERE account = ? AND id > ? ORDER BY id LIMIT ` + strconv.Itoa(most))
	return func(yield func(record.Trait, error) bool) {
		after := ""
		for {
			rows, err := r.tx.QueryContext(ctx, text, r.account, after)
			if err != nil {
				yield(record.Trait{}, err)
				return
			}
			traits, err := collect(rows, nil, func(rows *sql.Rows, t *record.Trait) error {
				return rows.Scan(&t.ID, &t.Employer, &t.Role, &t.LinkedIn)
			})
			if err != nil {
				yield(record.Trait{}, err)
				return
			}
			for _, t := range traits {
				if !yield(t, nil) {
					return
				}
				after = t.ID
			}
			if len(traits) < most {
				return
			}
		}
	}
}

// Named implements [record.Facts].
func (r *reader) Named(ctx context.Context, prefix string, limit int) ([]record.Named, error) {
	if limit <= 0 {
		return nil, nil
	}
	folded := schedule.Fold(prefix)
	if folded == "" {
		folded = prefix // of punctuation alone: the beginning of an id at most
	}
	rows, err := r.Queries.Named(ctx, query.NamedParams{Account: r.account, ID: prefix, Name: folded, Most: int32(limit)})
	if err != nil {
		return nil, err
	}
	named := make([]record.Named, len(rows))
	for i, facts := range rows {
		a, err := exchange.UnmarshalApplication([]byte(facts))
		if err != nil {
			return nil, damaged(err)
		}
		named[i] = record.Named{ID: a.ID, Employer: a.Employer, Role: a.Role, Status: a.Status, AppliedOn: a.AppliedOn}
	}
	return named, nil
}

// readSettings reads the document of an account's settings.
func readSettings(facts string) (record.Settings, error) {
	if facts == "" {
		return record.Settings{}, nil
	}
	l, err := exchange.UnmarshalSettings([]byte(facts))
	return record.Settings{
		Name: l.Name, Zone: l.Zone, Region: l.Region, DaysOff: l.DaysOff, Closed: l.Closed, Working: l.Working, Policy: l.Policy,
	}, damaged(err)
}

// writeSettings is the document of settings, empty when they set nothing.
func writeSettings(s *record.Settings) (string, error) {
	b, err := exchange.AppendSettings(nil, &schedule.Log{
		Name: s.Name, Zone: s.Zone, Region: s.Region, DaysOff: s.DaysOff, Closed: s.Closed, Working: s.Working, Policy: s.Policy,
	})
	if err != nil || string(b) == nothingSet() {
		return "", err
	}
	return string(b), nil
}

// nothingSet is the document of settings that set nothing.
var nothingSet = sync.OnceValue(func() string {
	b, _ := exchange.AppendSettings(nil, &schedule.Log{})
	return string(b)
})
