package journal

import (
	"context"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/exchange"
	"followcal/schedule/record"
)

// UndoRequest asks to take a change back.
type UndoRequest struct {
	Redo bool // take back the last undo instead
	// Change is the number of the change that is to be taken back, as [Undoing]
	// told it; 0: whichever it is.
	Change int64
}

// Undoing is what an undo would do.
type Undoing struct {
	Change Change   `json:"change"` // what would be taken back
	Facts  []Fact   `json:"facts"`  // what would become of it
	More   bool     `json:"more,omitempty"`
	Notes  []string `json:"notes"`
	At     string   `json:"-"` // when the change was made, for people: in the candidate's zone
}

// Undoing tells what an undo would take back, and changes nothing.
func (j *Journal) Undoing(ctx context.Context, r UndoRequest) (Undoing, error) {
	var u Undoing
	err := j.Store.View(ctx, j.Account, func(v record.Reader) error {
		d, err := j.defaults(ctx, v)
		if err != nil {
			return err
		}
		target, notes, err := lastUndoable(ctx, v, r.Redo)
		if err != nil {
			return err
		}
		w := &historian{Reader: v, zone: d.head.Zone, sentences: mostSentences}
		u = Undoing{Change: changeOf(target), Facts: []Fact{}, Notes: append([]string{}, notes...), At: inZone(target.At, d.head.Zone)}
		if err := w.did(ctx, &u.Change); err != nil {
			return err
		}
		reverse := u.Change
		reverse.Facts = nil
		for revision, err := range v.Revised(ctx, target.Number) {
			if err != nil {
				return err
			}
			if u.More = len(reverse.Facts) >= mostSentences; u.More {
				break
			}
			w.add(&reverse, reversed(revision))
		}
		u.Facts = append(u.Facts, reverse.Facts...)
		return nil
	})
	return u, err
}

// Undo takes the last change back that was not taken back yet, as a change of
// its own; of what was forgotten nothing comes back. With Redo it takes the last
// undo back, as long as nothing else was logged since.
func (j *Journal) Undo(ctx context.Context, r UndoRequest) (Receipt, error) {
	return j.undo(ctx, r, func(context.Context, record.Reader, record.Change) error { return nil })
}

// undo is Undo of a change that may is asked about.
func (j *Journal) undo(ctx context.Context, r UndoRequest, may func(context.Context, record.Reader, record.Change) error) (Receipt, error) {
	entry := record.Entry{Verb: record.Undo}
	err := j.Store.View(ctx, j.Account, func(v record.Reader) error {
		target, _, err := lastUndoable(ctx, v, r.Redo)
		entry.Undoes = target.Number
		return err
	})
	if err != nil {
		return Receipt{}, err
	}
	if r.Redo {
		entry.Verb = record.Redo
	}
	return j.recordEntry(ctx, entry, func(ctx context.Context, e *edit) error {
		now, _, err := lastUndoable(ctx, e, r.Redo)
		if err != nil {
			return err
		}
		if now.Number != entry.Undoes || r.Change != 0 && r.Change != now.Number {
			return fault.New(fault.Conflict, "something else was logged in the meantime, and nothing was undone: look at it again")
		}
		if err := may(ctx, e, now); err != nil {
			return err
		}
		return e.revert(ctx, now.Number)
	})
}

// lastUndoable finds the change that an undo (a redo) takes back. Changes that
// were taken back are passed over together with what took them back, so that
// each further undo goes further back.
func lastUndoable(ctx context.Context, r record.Reader, redo bool) (target record.Change, notes []string, err error) {
	for c, err := range r.Changes(ctx) {
		if err != nil {
			return record.Change{}, nil, err
		}
		switch {
		case c.UndoneBy != 0:
			continue
		case c.Verb == record.Forget:
			notes = append(notes, "what was forgotten does not come back: this goes on to what was logged before")
			continue
		case c.Verb == record.Redo && redo, c.Verb == record.Undo && !redo:
			continue
		case redo && c.Verb != record.Undo:
			return record.Change{}, nil, fault.New(fault.NotFound, "there is nothing to redo: the last thing that was logged is no undo")
		}
		differs, err := anyDiffers(ctx, r, c.Number)
		if err != nil {
			return record.Change{}, nil, err
		}
		if differs {
			return c, notes[:min(len(notes), 1)], nil
		}
	}
	what := "undo"
	if redo {
		what = "redo"
	}
	return record.Change{}, nil, fault.New(fault.NotFound, "there is nothing to %s", what)
}

// anyDiffers reports whether anything is left of what a change did: all of it
// may have been forgotten since.
func anyDiffers(ctx context.Context, r record.Reader, change int64) (bool, error) {
	for revision, err := range r.Revised(ctx, change) {
		if err != nil {
			return false, err
		}
		before, err := document(reversed(revision))
		if err != nil {
			return false, err
		}
		after, err := document(revision)
		if err != nil || before != after {
			return err == nil, err
		}
	}
	return false, nil
}

// reversed is the revision that leads back.
func reversed(r record.Revision) record.Revision {
	r.Application = record.Pair[schedule.Application]{Before: r.Application.After, After: r.Application.Before}
	r.Decision = record.Pair[schedule.Decision]{Before: r.Decision.After, After: r.Decision.Before}
	r.Settings = record.Pair[record.Settings]{Before: r.Settings.After, After: r.Settings.Before}
	return r
}

// document is what a revision leaves, as text that can be compared; empty for
// nothing.
func document(r record.Revision) (string, error) {
	var text []byte
	var err error
	switch {
	case r.Application.After != nil:
		text, err = exchange.AppendApplication(nil, r.Application.After)
	case r.Decision.After != nil:
		text, err = exchange.AppendDecision(nil, r.Decision.After)
	case r.Settings.Known():
		var s record.Settings
		if r.Settings.After != nil {
			s = *r.Settings.After
		}
		text, err = exchange.AppendSettings(nil, logOf(&s))
	}
	return string(text), err
}

// logOf is a log that holds the settings alone.
func logOf(s *record.Settings) *schedule.Log {
	return &schedule.Log{
		Name: s.Name, Zone: s.Zone, Region: s.Region, DaysOff: s.DaysOff, Closed: s.Closed, Working: s.Working, Policy: s.Policy,
	}
}
