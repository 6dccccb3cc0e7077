package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"iter"
	"slices"

	"followcal/internal/store/internal/query"
	"followcal/schedule"
	"followcal/schedule/record"
)

// Events implements [record.Plan]. Each way to select has an index of its own:
// what names applications, a UID or a removal finds few events, which are sorted here;
// everything else is read in the order of an index, a page after the other.
func (p plan) Events(ctx context.Context, q record.EventQuery) iter.Seq2[record.Event, error] {
	if q.Leads != nil || q.Applications != nil || q.Prefix != "" || !q.RemovedSince.IsZero() {
		return p.named(ctx, &q)
	}
	return func(yield func(record.Event, error) bool) {
		streams := p.streams(&q)
		for n := 0; q.Limit <= 0 || n < q.Limit; n++ {
			first, err := next(ctx, streams)
			if err != nil {
				yield(record.Event{}, err)
				return
			}
			if first == nil || !yield(first.take(), nil) {
				return
			}
		}
	}
}

const (
	eventColumns = `uid, application, applications, kind, state, due, start_at, end_at, zone, content, fingerprint, sequence, modified, removed_at`
	selectEvents = "SELECT " + eventColumns + " FROM events WHERE account = ? AND "
)

// named yields the events of applications, with the beginning of a UID, or
// removed of late.
func (p plan) named(ctx context.Context, q *record.EventQuery) iter.Seq2[record.Event, error] {
	return func(yield func(record.Event, error) bool) {
		events, err := p.find(ctx, q)
		if err != nil {
			yield(record.Event{}, err)
			return
		}
		events = slices.DeleteFunc(events, func(e record.Event) bool { return !selects(q, &e) })
		slices.SortFunc(events, func(a, b record.Event) int { return inOrder(&a, &b, q.Latest) })
		for i := range events {
			if q.Limit > 0 && i == q.Limit || !yield(events[i], nil) {
				return
			}
		}
	}
}

// find reads by the one condition that finds the fewest.
func (p plan) find(ctx context.Context, q *record.EventQuery) ([]record.Event, error) {
	account := []any{p.r.account}
	switch {
	case q.Prefix != "":
		text := selectEvents + "uid >= ? AND uid < ? ORDER BY uid"
		rows, err := p.r.tx.QueryContext(ctx, p.r.dialect.bind(text), p.r.account, q.Prefix, q.Prefix+"\U0010ffff")
		if err != nil {
			return nil, err
		}
		return collect(rows, nil, scanEvent)
	case !q.RemovedSince.IsZero():
		text := selectEvents + "removed_at > 0 AND removed_at >= ?" // the index has those above zero alone
		rows, err := p.r.tx.QueryContext(ctx, p.r.dialect.bind(text), p.r.account, q.RemovedSince.UnixMicro())
		if err != nil {
			return nil, err
		}
		return collect(rows, nil, scanEvent)
	case q.Leads != nil:
		return selectIn(ctx, p.r, selectEvents+"application IN ", account, unique(q.Leads), scanEvent)
	}
	ids := unique(q.Applications)
	own, err := selectIn(ctx, p.r, selectEvents+"application IN ", account, ids, scanEvent)
	if err != nil {
		return nil, err
	}
	uids, err := selectIn(ctx, p.r, "SELECT uid FROM shared_events WHERE account = ? AND application IN ", account, ids,
		func(rows *sql.Rows, uid *string) error { return rows.Scan(uid) })
	if err != nil {
		return nil, err
	}
	for i := range own {
		uids = slices.DeleteFunc(uids, func(uid string) bool { return uid == own[i].UID })
	}
	shared, err := selectIn(ctx, p.r, selectEvents+"uid IN ", account, unique(uids), scanEvent)
	return append(own, shared...), err
}

// selects reports whether an event fulfils every condition of q.
func selects(q *record.EventQuery, e *record.Event) bool {
	concerns := func(id string) bool { return id == e.Application || slices.Contains(e.Applications, id) }
	switch {
	case q.States != nil && !slices.Contains(q.States, e.State),
		q.Kinds != nil && !slices.Contains(q.Kinds, e.Kind),
		q.From != 0 && e.Due < q.From,
		q.To != 0 && e.Due > q.To,
		q.Leads != nil && !slices.Contains(q.Leads, e.Application),
		!q.RemovedSince.IsZero() && e.RemovedAt.Before(q.RemovedSince),
		q.Applications != nil && !slices.ContainsFunc(q.Applications, concerns):
		return false
	}
	return len(q.Prefix) <= len(e.UID) && e.UID[:len(q.Prefix)] == q.Prefix
}

// inOrder compares by due day, start and UID, or the other way round.
func inOrder(a, b *record.Event, latest bool) int {
	if latest {
		a, b = b, a
	}
	return cmp.Or(cmp.Compare(a.Due, b.Due), a.Start.Compare(b.Start), cmp.Compare(a.UID, b.UID))
}

// stream is the events of one state, or of all, in order.
type stream struct {
	plan
	query  *record.EventQuery
	state  *schedule.State
	last   *record.Event // of the page before
	events []record.Event
	ended  bool
}

// streams are the queries that together answer q: the index by state has the
// events of one state in order.
func (p plan) streams(q *record.EventQuery) []*stream {
	if q.States == nil {
		return []*stream{{plan: p, query: q}}
	}
	var all []*stream
	for _, state := range slices.Compact(slices.Sorted(slices.Values(q.States))) {
		all = append(all, &stream{plan: p, query: q, state: &state})
	}
	return all
}

// next is the stream whose event comes first, nil when all have ended.
func next(ctx context.Context, streams []*stream) (first *stream, err error) {
	for _, s := range streams {
		if err := s.fill(ctx); err != nil {
			return nil, err
		}
		if len(s.events) > 0 && (first == nil || inOrder(&s.events[0], &first.events[0], s.query.Latest) < 0) {
			first = s
		}
	}
	return first, nil
}

func (s *stream) take() record.Event {
	e := s.events[0]
	s.events = s.events[1:]
	return e
}

// fill reads the next page when the last one is used up.
func (s *stream) fill(ctx context.Context) (err error) {
	if len(s.events) > 0 || s.ended {
		return nil
	}
	most := page
	if s.query.Limit > 0 {
		most = min(page, s.query.Limit)
	}
	text, args := s.text()
	rows, err := s.r.tx.QueryContext(ctx, s.r.dialect.bind(text), append(args, most)...)
	if err != nil {
		return err
	}
	if s.events, err = collect(rows, nil, scanEvent); err != nil {
		return err
	}
	if s.ended = len(s.events) < most; len(s.events) > 0 {
		last := s.events[len(s.events)-1]
		s.last = &last
	}
	return nil
}

// text is the query for the next page.
func (s *stream) text() (string, []any) {
	text, args := selectEvents+"1 = 1", []any{s.r.account}
	and := func(condition string, more ...any) {
		text += " AND " + condition
		args = append(args, more...)
	}
	order, beyond := " ORDER BY due, start_at, uid", ">"
	if s.query.Latest {
		order, beyond = " ORDER BY due DESC, start_at DESC, uid DESC", "<"
	}
	if s.state != nil {
		and("state = ?", string(*s.state))
	}
	switch {
	case s.query.Kinds == nil:
	case len(s.query.Kinds) == 0:
		and("1 = 0")
	default:
		kinds := make([]any, len(s.query.Kinds))
		for i, kind := range s.query.Kinds {
			kinds[i] = string(kind)
		}
		and("kind IN "+list(len(kinds)), kinds...)
	}
	if s.query.From != 0 {
		and("due >= ?", query.Day(s.query.From))
	}
	if s.query.To != 0 {
		and("due <= ?", query.Day(s.query.To))
	}
	if s.last != nil {
		and("(due, start_at, uid) "+beyond+" (?, ?, ?)", query.Day(s.last.Due), s.last.Start.UnixMicro(), s.last.UID)
	}
	return text + order + " LIMIT ?", args
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

// jsonList is a list of texts as the one parameter that [dialect.elements] takes.
func jsonList[T ~string](values []T) string {
	b, _ := json.Marshal(append([]T{}, values...)) // texts always have a JSON
	return string(b)
}
