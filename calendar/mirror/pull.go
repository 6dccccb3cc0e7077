package mirror

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"followcal/internal/fault"
)

// pull reads what changed at the remote, has the source take what persons did,
// and saves both with the token. It returns the rows where it read them.
func (r *run) pull(ctx context.Context) ([]Row, error) {
	listing, err := r.list(ctx, r.lane.Token)
	if err != nil {
		return nil, err
	}
	var rows []Row
	var found Found
	if len(listing.Entries) > 0 || listing.Full || r.lane.Revision == "" {
		if rows, err = r.Ledger.Rows(ctx, r.account); err != nil {
			return nil, err
		}
		if found, err = r.find(ctx, rows, &listing); err != nil {
			return nil, err
		}
	}
	if err := r.logged(ctx, found.Findings, found.Put); err != nil {
		return nil, err
	}
	r.report.Wrote = append(r.report.Wrote, found.Wrote...)
	if len(found.Put) == 0 && len(found.Wrote) == 0 && !found.Again {
		r.token = &listing.Token
	} else {
		step := Step{Put: found.Put, Wrote: found.Wrote, Token: &listing.Token}
		if found.Again || len(found.Findings) > 0 { // an entry is to go where the source says, even where it said so before
			step.Revision = new(string)
		}
		err = r.commit(ctx, step)
	}
	if rows != nil {
		rows = merged(rows, found.Put)
	}
	return rows, err
}

// list lists what changed, everything when the token has expired.
func (r *run) list(ctx context.Context, token string) (Listing, error) {
	listing, err := r.listed(ctx, token)
	switch {
	case errors.Is(err, TokenExpired) && token != "":
		return r.list(ctx, "")
	case errors.Is(err, Missing):
		if gone := r.calendarGone(ctx); gone != nil {
			return Listing{}, gone
		}
	}
	return listing, err
}

// listed asks for what changed, unless that was just listed, and nobody ran the
// lane since.
func (r *run) listed(ctx context.Context, token string) (Listing, error) {
	g := r.glanced
	r.glanced = nil
	if g != nil && g.asked && token == g.lane.Token && g.still(&r.lane) {
		return g.listing, g.failure
	}
	return r.remote.List(ctx, r.lane.Calendar, token)
}

// find compares a listing with the rows, and asks for what it leaves unsure.
func (r *run) find(ctx context.Context, rows []Row, l *Listing) (Found, error) {
	unsure, missing := Unsure(rows, l)
	if err := r.guard(rows, l, missing); err != nil {
		return Found{}, err
	}
	entries, absent, err := r.getAll(ctx, unsure)
	if err != nil {
		return Found{}, err
	}
	return Findings(rows, append(l.Entries, entries...), absent), nil
}

// guard stops before too much counts as deleted.
func (r *run) guard(rows []Row, l *Listing, gone int) error {
	live := make(map[string]bool, len(rows))
	for i := range rows {
		if rows[i].there() {
			live[rows[i].ID] = true
		}
	}
	for i := range l.Entries {
		if e := &l.Entries[i]; e.Deleted && live[e.ID] {
			gone++
		}
	}
	if sentence := guardListing(l, gone, len(live)); sentence != "" && !r.Force {
		return fault.Wrap(fault.Conflict, errGuarded, "%s", sentence)
	}
	return nil
}

// getAll asks for entries by their ids.
func (r *run) getAll(ctx context.Context, ids []string) (entries []Entry, absent []string, err error) {
	type answer struct {
		entry  Entry
		absent bool
	}
	answers := make([]answer, len(ids))
	group, calling := errgroup.WithContext(ctx)
	group.SetLimit(r.parallel())
	for i, id := range ids {
		group.Go(func() error {
			e, err := r.remote.Get(calling, r.lane.Calendar, id)
			answers[i] = answer{e, errors.Is(err, Missing)}
			if answers[i].absent {
				return nil
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, nil, err
	}
	for i := range answers {
		if answers[i].absent {
			absent = append(absent, ids[i])
			continue
		}
		entries = append(entries, answers[i].entry)
	}
	if len(absent) > 0 {
		err = r.calendarGone(ctx)
	}
	return entries, absent, err
}

// logged has the source take findings, and notes in their rows which days it
// took.
func (r *run) logged(ctx context.Context, all []Finding, rows []Row) error {
	if len(all) == 0 {
		return nil
	}
	outcomes, err := r.Source.Take(ctx, r.account, all)
	if err != nil {
		return err
	}
	if len(outcomes) != len(all) {
		return fault.New(fault.Internal, "%d findings had %d outcomes", len(all), len(outcomes))
	}
	took := make(map[string]bool, len(all))
	for i := range all {
		r.report.Taken = append(r.report.Taken, Taken{all[i], outcomes[i]})
		took[all[i].UID] = all[i].Kind == Moved && !outcomes[i].Refused
	}
	for i := range rows {
		if s := &rows[i].Seen; took[rows[i].UID] {
			moved := s.place()
			s.Taken = !moved.none()
		}
	}
	return nil
}

// merged returns rows with newer ones in place of theirs.
func merged(rows, newer []Row) []Row {
	at := make(map[string]int, len(rows))
	for i := range rows {
		at[rows[i].UID] = i
	}
	for i := range newer {
		if j, known := at[newer[i].UID]; known {
			rows[j] = newer[i]
			continue
		}
		at[newer[i].UID] = len(rows)
		rows = append(rows, newer[i])
	}
	return rows
}
