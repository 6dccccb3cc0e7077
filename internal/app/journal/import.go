package journal

import (
	"context"

	"followcal/schedule"
	"followcal/schedule/record"
)

// Import is what an import changes, or would.
type Import struct {
	Change    int64      `json:"change"` // its number; 0: nothing was changed
	New       int        `json:"new"`
	Updated   int        `json:"updated"`
	Same      int        `json:"same"`
	Decisions int        `json:"decisions"` // that are new or weigh more than those known
	Settings  []string   `json:"settings"`  // a sentence for each that changes
	Changes   []Imported `json:"changes"`   // the first ones, new ones and updates in the order of the files
	Notes     []string   `json:"notes"`     // what was assumed, and what is not taken over
}

// Imported is one application that is new or changes.
type Imported struct {
	What string `json:"what"` // new or update
	Application
	Did []string `json:"did"` // a sentence for each change
}

// Nothing reports whether the import changes nothing.
func (i *Import) Nothing() bool {
	return i.New+i.Updated+i.Decisions+len(i.Settings) == 0
}

// PreviewImport says what importing the log would change, one by one for at most
// so many new applications and as many updates.
func (j *Journal) PreviewImport(ctx context.Context, log *schedule.Log, most int) (Import, error) {
	var c *comparison
	err := j.Store.View(ctx, j.Account, func(r record.Reader) (err error) {
		c, err = j.compare(ctx, r, log, most)
		return err
	})
	if err != nil {
		return Import{}, err
	}
	return c.report, nil
}

// Import takes a log over into the record, as one change. An application that is
// known already, by the rules of [exchange.Merge], takes from the log what it
// lacks. A status never moves back, settings that are made stay, and doing the
// same again changes nothing.
func (j *Journal) Import(ctx context.Context, log *schedule.Log, most int) (Import, error) {
	var c *comparison
	entry := record.Entry{At: j.Now().UTC(), By: j.By, Verb: record.Import}
	change, err := j.Store.Record(ctx, j.Account, entry, func(w record.Writer) (err error) {
		c, err = j.compare(ctx, w, log, most)
		if err != nil || c.report.Nothing() {
			return err
		}
		return j.takeOver(ctx, w, c)
	})
	if err != nil {
		return Import{}, err
	}
	c.report.Change = change.Number
	return c.report, nil
}

// takeOver writes what an import changes.
func (j *Journal) takeOver(ctx context.Context, w record.Writer, c *comparison) error {
	e := &edit{Writer: w}
	if c.settings != nil {
		e.settings = true
		if err := w.PutSettings(ctx, c.settings); err != nil {
			return err
		}
	}
	if err := j.begin(ctx, e); err != nil {
		return err
	}
	if err := w.Put(ctx, c.write...); err != nil {
		return err
	}
	for i := range c.decisions {
		d := &c.decisions[i]
		if err := w.PutDecision(ctx, d); err != nil {
			return err
		}
		for _, concern := range d.Concerns {
			e.touched = append(e.touched, concern.Application)
		}
		e.settings = e.settings || len(d.Concerns) == 0 // what it is about shows when all is planned
	}
	for _, a := range c.write {
		e.touched = append(e.touched, a.ID)
	}
	c.report.Notes = append(c.report.Notes, e.notes...)
	var err error
	if e.defaults, err = j.defaults(ctx, w); err != nil {
		return err
	}
	return j.followImport(ctx, e)
}

// followImport brings the plan up to date after a small import. A large one is
// planned when somebody asks: its files may be many, and each would plan anew.
func (j *Journal) followImport(ctx context.Context, e *edit) error {
	if len(e.touched) <= planAtOnce {
		return j.follow(ctx, e)
	}
	state, err := e.Plan().State(ctx)
	if err != nil {
		return err
	}
	state.Stale = true
	return e.SetPlanState(ctx, state)
}
