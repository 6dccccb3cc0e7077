package mirror

import (
	"context"
	"errors"
)

// intent is the row as it is saved before the call.
func (c *Change) intent() Row {
	r := c.Row
	r.Phase, r.Intent = Deleting, Content{}
	if c.Kind != Delete {
		r.Phase, r.Intent = Writing, c.Want
	}
	return r
}

// attempts is how often a change is tried on an entry that somebody else changes
// all the while.
const attempts = 4

// change makes the call of a change, and looks at the entry first where it turns
// out not to be as the row says. The sight that it returns has the row to be
// saved; after a fault without an answer that is the intent, as the outcome is not
// known.
func (r *run) change(ctx context.Context, c *Change) (sight, error) {
	row := c.intent()
	var err error
	for range attempts {
		var s sight
		if s, err = r.write(ctx, c, row); err == nil {
			return s, nil
		}
		if !errors.Is(err, Exists) && !errors.Is(err, Stale) && !errors.Is(err, Missing) {
			return failed(c, row, err)
		}
		var final bool
		if s, final, err = r.look(ctx, c, row); err != nil {
			return sight{row: row}, err
		}
		if final {
			return s, nil
		}
		row = s.row
	}
	return sight{row: row}, err
}

// write calls the remote once.
func (r *run) write(ctx context.Context, c *Change, row Row) (sight, error) {
	if c.Kind == Delete {
		if err := r.remote.Delete(ctx, r.lane.Calendar, row.ID, row.Seen.ETag); err != nil {
			return sight{}, err
		}
		return sight{row: row.gone(), wrote: Written{UID: row.UID, Kind: Delete, Before: row.Written}}, nil
	}
	at := row.placeFor(&row.Intent)
	e := row.entry(at)
	method := r.remote.Update
	if row.Written.IsZero() {
		method = r.remote.Insert
	}
	kept, err := method(ctx, r.lane.Calendar, &e)
	if err != nil {
		return sight{}, err
	}
	s := sight{}
	s.row, s.wrote = landed(row)
	s.row.Seen.ETag, s.row.Seen.Hash = kept.ETag, e.Mark.Hash
	return s, nil
}

// failed says what becomes of a row after a fault.
func failed(c *Change, row Row, err error) (sight, error) {
	var answer Answer
	switch {
	case errors.Is(err, Refused):
		row.Phase = Barred
		return sight{row: row}, nil
	case errors.As(err, &answer): // nothing happened
		return sight{row: c.Row}, err
	}
	return sight{row: row}, err
}

// look asks for an entry that is not as its row says. It is final when nothing is
// to be written any more: it was written already, or a person did something that
// is to be logged first.
func (r *run) look(ctx context.Context, c *Change, row Row) (s sight, final bool, err error) {
	e, err := r.remote.Get(ctx, r.lane.Calendar, row.ID)
	switch {
	case errors.Is(err, Missing):
		if err := r.calendarGone(ctx); err != nil {
			return sight{}, false, err
		}
		s = observeAbsent(row)
	case err != nil:
		return sight{}, false, err
	default:
		s = observe(row, &e)
	}
	if s.found.Kind != "" || s.wrote.Kind != "" || s.row.Phase == Released || s.row.Phase == Gone {
		return s, true, nil
	}
	if s.adopted && c.Kind != Delete && s.row.Written.sameText(&c.Want) && s.row.placeFor(&c.Want).same(s.row.place()) {
		return s, true, nil
	}
	next := Change{Kind: c.Kind, Row: s.row, Want: c.Want}
	s.row = next.intent()
	return s, false, nil
}

// entry is what is written for a row in phase Writing.
func (r *Row) entry(at place) Entry {
	c := &r.Intent
	e := Entry{
		ID: r.ID, ETag: r.Seen.ETag,
		Summary: c.Summary, Description: joinNotes(r.Seen.Notes, c.Description), Location: c.Location, Source: c.Source,
		Busy: c.Busy, Reminders: c.Reminders,
		Mark: Mark{UID: r.UID, Hash: c.Hash()},
	}
	if at.allDay() {
		e.Day, e.Days = at.day, at.days
		return e
	}
	zone := located(at.zone)
	e.Start, e.End = at.start.In(zone), at.end.In(zone)
	return e
}
