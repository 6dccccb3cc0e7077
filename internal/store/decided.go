package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"followcal/schedule"
	"followcal/schedule/exchange"
)

// Decisions implements [record.Facts].
func (r *reader) Decisions(ctx context.Context, applications ...string) ([]schedule.Decision, error) {
	if len(applications) == 0 {
		rows, err := r.Queries.Decisions(ctx, r.account)
		if err != nil {
			return nil, err
		}
		return readDecisions(rows, func(*schedule.Decision) bool { return true })
	}
	applications = unique(applications)
	events, err := r.concerned(ctx, applications)
	if err != nil {
		return nil, err
	}
	rows, err := selectIn(ctx, r, "SELECT facts FROM decisions WHERE account = ? AND event IN ", []any{r.account}, events,
		func(rows *sql.Rows, facts *string) error { return rows.Scan(facts) })
	if err != nil {
		return nil, err
	}
	found, err := readDecisions(rows, func(d *schedule.Decision) bool { return concernsAny(d, applications) })
	slices.SortFunc(found, func(a, b schedule.Decision) int { return strings.Compare(a.Event, b.Event) })
	return found, err
}

// concerned returns the events of all decisions that ever concerned one of the
// applications.
func (r *reader) concerned(ctx context.Context, applications []string) ([]string, error) {
	events, err := selectIn(ctx, r, "SELECT event FROM concerns WHERE account = ? AND application IN ", []any{r.account}, applications,
		func(rows *sql.Rows, event *string) error { return rows.Scan(event) })
	return unique(events), err
}

// concernsAny reports whether d concerns one of the applications, which are
// sorted. The empty id stands for none.
func concernsAny(d *schedule.Decision, applications []string) bool {
	if len(d.Concerns) == 0 {
		return applications[0] == ""
	}
	return slices.ContainsFunc(d.Concerns, func(c schedule.Concern) bool {
		_, found := slices.BinarySearch(applications, c.Application)
		return found
	})
}

// readDecisions reads the documents and keeps some.
func readDecisions(rows []string, keep func(*schedule.Decision) bool) ([]schedule.Decision, error) {
	var all []schedule.Decision
	for _, facts := range rows {
		d, err := exchange.UnmarshalDecision([]byte(facts))
		if err != nil {
			return nil, damaged(err)
		}
		if keep(&d) {
			all = append(all, d)
		}
	}
	return all, nil
}
