package journal

import (
	"context"
	"encoding/json"
	"fmt"

	"followcal/schedule"
	"followcal/schedule/record"
)

// Receipt is what a change did, and what comes of it.
type Receipt struct {
	Change       int64         `json:"change"` // its number; 0: nothing changed
	Verb         record.Verb   `json:"verb"`
	Did          []string      `json:"did"` // a sentence for each thing that changed
	Applications []Application `json:"applications"`
	// Next is what is planned and still open for them, the earliest first, as
	// in a plan in JSON.
	Next  []Item   `json:"next"`
	Notes []string `json:"notes"` // what was assumed, and what is missing
}

// Application is an application in short.
type Application struct {
	ID        string `json:"id"`
	Employer  string `json:"employer"`
	Role      string `json:"role"`
	Status    string `json:"status"`
	AppliedOn string `json:"applied_on,omitempty"`
}

func brief(a *schedule.Application) Application {
	b := Application{ID: a.ID, Employer: a.Employer, Role: a.Role, Status: string(a.Status)}
	if a.AppliedOn != 0 {
		b.AppliedOn = a.AppliedOn.String()
	}
	return b
}

// edit is a change that is being made.
type edit struct {
	record.Writer
	*defaults

	touched  []string // applications whose facts changed
	settings bool     // the settings changed, which all plans depend on
	did      []string // what no history will say
	notes    []string
}

// note tells the user what was assumed.
func (e *edit) note(format string, args ...any) {
	e.notes = append(e.notes, fmt.Sprintf(format, args...))
}

// put writes an application.
func (e *edit) put(ctx context.Context, a *schedule.Application) error {
	e.touched = append(e.touched, a.ID)
	return e.Put(ctx, a)
}

// record runs f as one change, and brings the plan up to date in the same
// transaction.
func (j *Journal) record(ctx context.Context, verb record.Verb, f func(context.Context, *edit) error) (Receipt, error) {
	return j.recordEntry(ctx, record.Entry{Verb: verb}, f)
}

func (j *Journal) recordEntry(ctx context.Context, entry record.Entry, f func(context.Context, *edit) error) (Receipt, error) {
	entry.At, entry.By = j.Now().UTC(), j.By
	receipt := Receipt{Verb: entry.Verb, Did: []string{}, Applications: []Application{}, Next: []Item{}, Notes: []string{}}
	var touched []string
	change, err := j.Store.Record(ctx, j.Account, entry, func(w record.Writer) error {
		d, err := j.defaults(ctx, w)
		if err != nil {
			return err
		}
		e := &edit{Writer: w, defaults: d}
		if entry.Undoes == 0 { // what was before everything has no settings either
			if err := j.begin(ctx, e); err != nil {
				return err
			}
		}
		if entry.Verb == record.SetSettings {
			e.notes = nil // whoever sets them knows them
		}
		if err := f(ctx, e); err != nil {
			return err
		}
		touched, receipt.Did, receipt.Notes = e.touched, append([]string{}, e.did...), append([]string{}, e.notes...)
		return j.follow(ctx, e)
	})
	if err != nil {
		return Receipt{}, err
	}
	receipt.Change = change.Number
	return receipt, j.complete(ctx, &receipt, touched)
}

// begin makes the settings of somebody who never made any.
func (j *Journal) begin(ctx context.Context, e *edit) error {
	s, err := e.Settings(ctx)
	if err != nil || s.Zone != "" {
		return err
	}
	if err := j.fill(&s); err != nil {
		return err
	}
	if s.Region == "" {
		e.note("your time zone is taken to be %s, as on this system; your region is not known, so nothing is planned yet: set it with followcal settings set --region, such as --region US-NY", s.Zone)
	} else {
		e.note("your time zone is taken to be %s, as on this system, and your holidays those of %s; set them with followcal settings set --zone … --region …", s.Zone, s.Region)
	}
	return e.PutSettings(ctx, &s)
}

// follow brings the plan up to date after e.
func (j *Journal) follow(ctx context.Context, e *edit) error {
	if e.forgetful && !e.settings {
		return j.freshen(ctx, e.Writer, e.defaults, e.touched) // the plan has names in it too
	}
	if !e.settings {
		return j.freshenSoon(ctx, e.Writer, e.defaults, e.touched)
	}
	d, err := j.defaults(ctx, e)
	if err != nil {
		return err
	}
	state, err := e.Plan().State(ctx)
	if err != nil {
		return err
	}
	state.Stale = true
	if err := e.SetPlanState(ctx, state); err != nil {
		return err
	}
	return j.freshenSoon(ctx, e.Writer, d, nil)
}

// complete fills in what the change did and what is planned now.
func (j *Journal) complete(ctx context.Context, receipt *Receipt, touched []string) error {
	if receipt.Change == 0 && len(touched) == 0 {
		return nil
	}
	return j.Store.View(ctx, j.Account, func(r record.Reader) (err error) {
		did, err := j.did(ctx, r, receipt.Change, mostSentences)
		if err != nil {
			return err
		}
		if receipt.Did = append(receipt.Did, did...); len(touched) > mostSentences {
			return nil
		}
		applications, err := r.Applications(ctx, touched)
		if err != nil {
			return err
		}
		for i := range applications {
			receipt.Applications = append(receipt.Applications, brief(&applications[i]))
		}
		receipt.Next, err = items(ctx, r, record.EventQuery{States: openStates, Applications: touched})
		return err
	})
}

// did says what a change did, at most so many things.
func (j *Journal) did(ctx context.Context, r record.Reader, change int64, most int) ([]string, error) {
	s, err := r.Settings(ctx)
	if err != nil {
		return nil, err
	}
	sentences := []string{}
	for revision, err := range r.Revised(ctx, change) {
		if err != nil {
			return nil, err
		}
		sentences = append(sentences, record.Describe(revision, s.Zone)...)
		if len(sentences) > most {
			return append(sentences[:most], "…"), nil
		}
	}
	return sentences, nil
}

// mostSentences bounds what a receipt says one by one.
const mostSentences = 50

// Item is one planned event, worded.
type Item struct {
	record.Event
	Content Content
	Words   Words
}

// Undecided reports whether nothing was decided about the event yet, and it is
// planned.
func (i *Item) Undecided() bool { return i.State.Open() || i.State == schedule.StateMissed }

// MarshalJSON writes the event as a plan in JSON has it.
func (i Item) MarshalJSON() ([]byte, error) { return json.Marshal(i.Content.Event) }
