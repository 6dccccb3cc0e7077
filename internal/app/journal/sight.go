package journal

import (
	"context"
	"slices"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
	"followcal/schedule/record"
)

// Sight is one planned event for somebody who may see and decide about that
// event and nothing else.
type Sight struct {
	Item
	Script  string
	Shared  []Application  // the applications that it is about, its own first
	Can     []DecisionKind // what may be decided about it now
	Snoozes []date.Date    // where a snooze by each of the asked numbers of business days leads
	Next    []Item         // what else is open for these applications alone, the earliest first
	// Own is the last change of the record where the viewer made it about this
	// event, so that it can be taken back; nil: it is none.
	Own *Change
}

// mostNext is how much of what comes next is shown.
const mostNext = 3

// Sight shows the planned event with exactly that UID, which may be over, and
// where a snooze by the numbers of business days leads. There being none is a
// fault of kind NotFound.
func (j *Journal) Sight(ctx context.Context, uid string, days ...int) (Sight, error) {
	var s Sight
	err := j.planned(ctx, 0, func(r record.Reader, d *defaults) (err error) {
		if s.Item, err = exactly(ctx, r, uid); err != nil {
			return err
		}
		s.Script, s.Can, s.Snoozes = s.script(), decidable(&s.Item), nil
		known, err := r.Applications(ctx, s.Applications)
		if err != nil {
			return err
		}
		s.Shared = inOrder(known, s.Applications)
		if slices.Contains(s.Can, Snooze) {
			if s.Snoozes, err = j.snoozes(ctx, r, d, &s.Item, days...); err != nil {
				return err
			}
		}
		if s.Next, err = following(ctx, r, &s.Item); err != nil {
			return err
		}
		s.Own, err = j.own(ctx, r, &s.Item, d.head.Zone)
		return err
	})
	return s, err
}

// exactly finds an event by its whole UID, never by what else is called so.
func exactly(ctx context.Context, r record.Reader, uid string) (Item, error) {
	found, err := items(ctx, r, record.EventQuery{Prefix: uid, Limit: 1})
	if err != nil {
		return Item{}, err
	}
	if len(found) != 1 || found[0].UID != uid {
		return Item{}, fault.New(fault.NotFound, "this event is no longer planned")
	}
	return found[0], nil
}

// decidable lists what may be decided about an event now. What was decided
// already stays, until it is taken back.
func decidable(i *Item) []DecisionKind {
	if !i.Undecided() {
		return nil
	}
	return slices.DeleteFunc([]DecisionKind{Done, Snooze, Dismiss}, func(k DecisionKind) bool { return canDecide(i, k) != nil })
}

// following lists what else is open for the event's applications. What is about
// others as well is left out: it would reveal them.
func following(ctx context.Context, r record.Reader, i *Item) ([]Item, error) {
	open, err := items(ctx, r, record.EventQuery{States: openStates, Applications: i.Applications})
	open = slices.DeleteFunc(open, func(n Item) bool {
		return n.UID == i.UID || slices.ContainsFunc(n.Applications, func(id string) bool { return !slices.Contains(i.Applications, id) })
	})
	return open[:min(len(open), mostNext)], err
}

// own is the change that an undo would take back, if j's user made it about this
// event.
func (j *Journal) own(ctx context.Context, r record.Reader, i *Item, zone string) (*Change, error) {
	last, _, err := lastUndoable(ctx, r, false)
	if err != nil {
		if fault.KindOf(err) == fault.NotFound {
			err = nil
		}
		return nil, err
	}
	c := changeOf(last)
	if ok, err := j.isOwn(ctx, r, i, last); !ok || err != nil {
		return nil, err
	}
	w := &historian{Reader: r, zone: zone, sentences: mostSentences}
	return &c, w.did(ctx, &c)
}

// isOwn reports whether j's user made a change, and made it about this event
// alone.
func (j *Journal) isOwn(ctx context.Context, r record.Reader, i *Item, c record.Change) (bool, error) {
	if c.By != j.By || c.Verb != record.Decide && c.Verb != record.LogResponse {
		return false, nil
	}
	for v, err := range r.Revised(ctx, c.Number) {
		if err != nil {
			return false, err
		}
		switch {
		case v.Decision.Known() && v.Decision.After != nil && v.Decision.After.Event == i.UID:
		case v.Application.Known() && slices.Contains(i.Applications, idOf(v.Application)):
		default:
			return false, nil
		}
	}
	return true, nil
}

// TakeBack undoes a change that j's user made about the event with that UID, as
// long as it is the last one; when it was taken back already, nothing happens.
// Any other change is a fault of kind Conflict; NotFound says that there is no
// such event.
func (j *Journal) TakeBack(ctx context.Context, uid string, change int64) error {
	undone, err := j.undone(ctx, uid, change)
	if err != nil || undone {
		return err
	}
	_, err = j.undo(ctx, UndoRequest{Change: change}, func(ctx context.Context, r record.Reader, c record.Change) error {
		i, err := exactly(ctx, r, uid)
		if err != nil {
			return err
		}
		if ok, err := j.isOwn(ctx, r, &i, c); ok || err != nil {
			return err
		}
		return notHere(nil)
	})
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return notHere(err)
	}
	return err
}

func notHere(cause error) error {
	return fault.Wrap(fault.Conflict, cause, "This cannot be taken back here any more, because of what was logged since. The command followcal undo can.")
}

// undone reports whether j's user made a change that was taken back.
func (j *Journal) undone(ctx context.Context, uid string, change int64) (undone bool, err error) {
	err = j.Store.View(ctx, j.Account, func(r record.Reader) error {
		if _, err := exactly(ctx, r, uid); err != nil {
			return err
		}
		undone = false
		for c, err := range r.Changes(ctx) {
			if err != nil {
				return err
			}
			if c.Number <= change {
				undone = c.Number == change && c.By == j.By && c.UndoneBy != 0
				break
			}
		}
		return nil
	})
	return undone, err
}
