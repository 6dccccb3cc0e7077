package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"iter"
	"slices"
	"strings"

	"followcal/internal/store/internal/query"
	"followcal/schedule/record"
)

// Events implements [record.Plan].
func (p plan) Events(ctx context.Context, q record.EventQuery) iter.Seq2[record.Event, error] {
	return func(yield func(record.Event, error) bool) {
		left := q.Limit
		for s := newSelection(p.r, &q); ; {
			most := page
			if q.Limit > 0 {
				most = min(page, left)
			}
			events, err := s.next(ctx, most)
			if err != nil {
				yield(record.Event{}, err)
				return
			}
			for _, e := range events {
				if !yield(e, nil) {
					return
				}
			}
			if left -= len(events); len(events) < most || (q.Limit > 0 && left == 0) {
				return
			}
		}
	}
}

// selection is a query for events, a page after the other.
type selection struct {
	r      *reader
	where  strings.Builder
	args   []any
	latest bool
	last   *record.Event // of the page before
}

const eventColumns = `uid, application, applications, kind, state, due, start_at, end_at, zone, content, fingerprint, sequence, modified, removed_at`

func newSelection(r *reader, q *record.EventQuery) *selection {
	s := &selection{r: r, latest: q.Latest}
	s.and("account = ?", r.account)
	if q.States != nil {
		s.and("state IN "+r.dialect.elements, jsonList(q.States))
	}
	if q.From != 0 {
		s.and("due >= ?", query.Day(q.From))
	}
	if q.To != 0 {
		s.and("due <= ?", query.Day(q.To))
	}
	if q.Leads != nil {
		s.and("application IN "+r.dialect.elements, jsonList(q.Leads))
	}
	if q.Applications != nil {
		ids := jsonList(q.Applications)
		s.and("(application IN "+r.dialect.elements+" OR uid IN (SELECT uid FROM shared_events WHERE account = ? AND application IN "+
			r.dialect.elements+"))", ids, r.account, ids)
	}
	if q.Prefix != "" {
		s.and("uid >= ? AND uid < ?", q.Prefix, q.Prefix+"\U0010ffff")
	}
	return s
}

// and adds a condition.
func (s *selection) and(condition string, args ...any) {
	if s.where.Len() > 0 {
		s.where.WriteString(" AND ")
	}
	s.where.WriteString(condition)
	s.args = append(s.args, args...)
}

// jsonList is a list of texts as the one parameter that [dialect.elements] takes.
func jsonList[T ~string](values []T) string {
	b, _ := json.Marshal(append([]T{}, values...)) // texts always have a JSON
	return string(b)
}

// next reads a page of events.
func (s *selection) next(ctx context.Context, most int) ([]record.Event, error) {
	where, args := s.where.String(), slices.Clone(s.args)
	order, beyond := " ORDER BY due, start_at, uid", ">"
	if s.latest {
		order, beyond = " ORDER BY due DESC, start_at DESC, uid DESC", "<"
	}
	if s.last != nil {
		where += " AND (due, start_at, uid) " + beyond + " (?, ?, ?)"
		args = append(args, query.Day(s.last.Due), s.last.Start.UnixMicro(), s.last.UID)
	}
	text := "SELECT " + eventColumns + " FROM events WHERE " + where + order + " LIMIT ?"
	rows, err := s.r.tx.QueryContext(ctx, s.r.dialect.bind(text), append(args, most)...)
	if err != nil {
		return nil, err
	}
	events, err := collect(rows, nil, scanEvent)
	if len(events) > 0 {
		s.last = &events[len(events)-1]
	}
	return events, err
}

func scanEvent(rows *sql.Rows, e *record.Event) error {
	var applications string
	var start, end, modified, removed int64
	err := rows.Scan(&e.UID, &e.Application, &applications, &e.Kind, &e.State, (*query.Day)(&e.Due), &start, &end, &e.Zone,
		&e.Content, &e.Fingerprint, &e.Sequence, &modified, &removed)
	if err != nil {
		return err
	}
	e.Start, e.End, e.Modified, e.RemovedAt = instantOf(start), instantOf(end), instantOf(modified), instantOf(removed)
	if applications == "" {
		e.Applications = []string{e.Application}
		return nil
	}
	return json.Unmarshal([]byte(applications), &e.Applications)
}
