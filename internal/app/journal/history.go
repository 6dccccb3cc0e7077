package journal

import (
	"context"
	"slices"
	"time"

	"followcal/schedule"
	"followcal/schedule/record"
)

// HistoryRequest asks what was entered when.
type HistoryRequest struct {
	Application string // a short name; empty: everything
	Limit       int    // how many changes, the latest first; 0: all
	Sentences   int    // how many sentences of a change; 0: all
}

// Change is one change of the record, worded.
type Change struct {
	Number   int64       `json:"number"`
	At       time.Time   `json:"at"` // UTC
	By       string      `json:"by"`
	Verb     record.Verb `json:"verb"`
	Undoes   int64       `json:"undoes,omitempty"`    // the change that it reverted
	UndoneBy int64       `json:"undone_by,omitempty"` // the change that reverted it
	Facts    []Fact      `json:"facts"`
	More     bool        `json:"more,omitempty"` // it did more than the facts say
}

// Fact is what a change did to one application, one decision or the settings.
type Fact struct {
	Application string   `json:"application,omitempty"` // its id; empty: the settings, or a decision that names none
	About       string   `json:"about"`                 // for people: role and employer
	Did         []string `json:"did"`                   // a sentence for each thing that it changed
}

// History is the dated record of what was entered.
type History struct {
	Zone    string   // IANA: the candidate's, in which times are told
	Changes []Change // the latest first
	More    bool     // there are earlier ones
}

// History returns the changes of the record, or those of one application and of
// the decisions that concern it.
func (j *Journal) History(ctx context.Context, r HistoryRequest) (History, error) {
	h := History{Changes: []Change{}}
	err := j.Store.View(ctx, j.Account, func(v record.Reader) error {
		s, err := v.Settings(ctx)
		if err != nil {
			return err
		}
		if err := j.fill(&s); err != nil {
			return err
		}
		h = History{Zone: s.Zone, Changes: []Change{}}
		w := &historian{Reader: v, zone: s.Zone, sentences: r.Sentences}
		if r.Application != "" {
			return w.ofApplication(ctx, &r, &h)
		}
		return w.ofAll(ctx, &r, &h)
	})
	return h, err
}

// historian words changes.
type historian struct {
	record.Reader
	zone      string
	sentences int // at most, of a change; 0: all
}

func (w *historian) ofAll(ctx context.Context, r *HistoryRequest, h *History) error {
	for c, err := range w.Changes(ctx) {
		if err != nil {
			return err
		}
		if h.More = r.Limit > 0 && len(h.Changes) == r.Limit; h.More {
			return nil
		}
		worded := changeOf(c)
		if err := w.did(ctx, &worded); err != nil {
			return err
		}
		h.Changes = append(h.Changes, worded)
	}
	return nil
}

// did adds what the change did.
func (w *historian) did(ctx context.Context, c *Change) error {
	said := 0
	for revision, err := range w.Revised(ctx, c.Number) {
		if err != nil {
			return err
		}
		if c.More = w.sentences > 0 && said >= w.sentences; c.More {
			return nil
		}
		said += w.add(c, revision)
	}
	return nil
}

// add adds one fact to a change, and returns how many sentences it has.
func (w *historian) add(c *Change, r record.Revision) int {
	f := factOf(r, w.zone)
	if len(f.Did) == 0 {
		return 0 // what differed was forgotten
	}
	c.Facts = append(c.Facts, f)
	return len(f.Did)
}

func (w *historian) ofApplication(ctx context.Context, r *HistoryRequest, h *History) error {
	a, err := application(ctx, w, r.Application)
	if err != nil {
		return err
	}
	for revision, err := range w.Revisions(ctx, a.ID) {
		if err != nil {
			return err
		}
		last := len(h.Changes) - 1
		if last < 0 || h.Changes[last].Number != revision.Change.Number {
			h.Changes = append(h.Changes, changeOf(revision.Change))
			last++
		}
		w.add(&h.Changes[last], revision)
	}
	h.Changes = slices.DeleteFunc(h.Changes, func(c Change) bool { return len(c.Facts) == 0 })
	slices.Reverse(h.Changes)
	if h.More = r.Limit > 0 && len(h.Changes) > r.Limit; h.More {
		h.Changes = h.Changes[:r.Limit]
	}
	return nil
}

func changeOf(c record.Change) Change {
	return Change{Number: c.Number, At: c.At, By: c.By, Verb: c.Verb, Undoes: c.Undoes, UndoneBy: c.UndoneBy, Facts: []Fact{}}
}

// factOf words one revision.
func factOf(r record.Revision, zone string) Fact {
	f := Fact{About: "settings", Did: record.Describe(r, zone)}
	switch {
	case r.Application.Known():
		a := r.Application.After
		if a == nil {
			a = r.Application.Before
		}
		f.Application, f.About = a.ID, schedule.About(a)
	case r.Decision.Known():
		d := r.Decision.After
		if d == nil {
			d = r.Decision.Before
		}
		f.About = "event " + d.Event[:min(len(d.Event), shownUID)]
		if len(d.Concerns) > 0 {
			f.Application = d.Concerns[0].Application
		}
	}
	return f
}
