package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"followcal/internal/store/internal/query"
)

// moment is what was before a change of one thing; of its creation nothing.
type moment struct {
	change, created int64
	before          sql.NullString
}

// timeline is all that happened to one thing, the oldest first, and how it is now.
type timeline struct {
	moments []moment
	now     sql.NullString
	created []int64 // the change that created what stands now; none when nothing does
}

// after is how the thing was after its i-th moment.
func (t *timeline) after(i int) sql.NullString {
	if i+1 < len(t.moments) {
		return t.moments[i+1].before
	}
	return t.now
}

// timeline reads what happened to one thing. Of an application it adds the
// moments at which it was created, which have no rows.
func (r *reader) timeline(ctx context.Context, kind, id string) (timeline, error) {
	rows, err := r.RevisionsOf(ctx, query.RevisionsOfParams{Account: r.account, Kind: kind, ID: id})
	if err != nil {
		return timeline{}, err
	}
	var t timeline
	for _, row := range rows {
		t.moments = append(t.moments, moment{row.Change, row.Created, row.Before})
	}
	switch kind {
	case kindDecision:
		t.now, err = r.decisionNow(ctx, id)
	case kindSettings:
		t.now, err = r.settingsNow(ctx, id)
	default:
		err = r.addCreations(ctx, id, &t)
	}
	return t, err
}

// addCreations completes the timeline of an application.
func (r *reader) addCreations(ctx context.Context, id string, t *timeline) error {
	found, err := r.standing(ctx, []string{id})
	for i := range found {
		t.stands(&found[i])
	}
	t.begin()
	return err
}

// stands adds how the application is now.
func (t *timeline) stands(s *standing) {
	t.now, t.created = orNull(s.facts), append(t.created, s.created)
}

// begin adds the moments at which the application was created.
func (t *timeline) begin() {
	created := t.created
	for _, m := range t.moments {
		created = append(created, m.created)
	}
	slices.Sort(created)
	for _, c := range slices.Compact(created) {
		t.moments = append(t.moments, moment{change: c, created: c})
	}
	slices.SortFunc(t.moments, func(a, b moment) int { return cmp.Compare(a.change, b.change) })
}

// applicationNow, decisionNow and settingsNow are the documents that stand.
func (r *reader) applicationNow(ctx context.Context, id string) (now sql.NullString, err error) {
	found, err := r.standing(ctx, []string{id})
	for _, s := range found {
		now = orNull(s.facts)
	}
	return now, err
}

func (r *reader) decisionNow(ctx context.Context, event string) (sql.NullString, error) {
	facts, err := r.Decision(ctx, query.DecisionParams{Account: r.account, Event: event})
	if isNone(err) {
		err = nil
	}
	return orNull(facts), err
}

func (r *reader) settingsNow(ctx context.Context, _ string) (sql.NullString, error) {
	a, err := r.Account(ctx, r.account)
	if isNone(err) {
		err = nil
	}
	return orNull(a.Settings), err
}
