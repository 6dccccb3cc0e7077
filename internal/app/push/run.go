package push

import (
	"context"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar/mirror"
	"followcal/internal/fault"
)

// Change is one change of a calendar.
type Change struct {
	Kind     string `json:"kind"` // insert, update or delete
	Sentence string `json:"sentence"`
}

// Heard is what a person did in the calendar, and what came of it.
type Heard struct {
	Kind     string    `json:"kind"` // moved, deleted or ticked
	Title    string    `json:"title"`
	Day      date.Date `json:"day,omitzero"` // that it was moved to
	Sentence string    `json:"sentence,omitempty"`
	Refused  bool      `json:"refused,omitempty"` // the log cannot take it
}

// Plan is what a push would do.
type Plan struct {
	Changes []Change `json:"changes"`
	Heard   []Heard  `json:"heard"` // what would be logged first
	Same    int      `json:"same"`  // events without a change
	Guard   string   `json:"guard,omitempty"`
}

// Report is what a push or a pull did.
type Report struct {
	Changes  []Change   `json:"changes"`
	Heard    []Heard    `json:"heard"`
	Rejected []string   `json:"rejected,omitempty"` // titles that Google refuses
	Trouble  *Trouble   `json:"trouble,omitempty"`
	Paused   *time.Time `json:"paused_until,omitempty"` // nothing was done
}

// Plan says what a push would do, and changes nothing.
func (g *Google) Plan(ctx context.Context) (Plan, error) {
	if err := g.ready(ctx); err != nil {
		return Plan{}, err
	}
	plan, err := g.Mirror.Plan(ctx, g.Account, mirror.Options{})
	p := Plan{Changes: []Change{}, Heard: []Heard{}, Same: plan.Same, Guard: plan.Guard}
	for i := range plan.Changes {
		p.Changes = append(p.Changes, Change{string(plan.Changes[i].Kind), plan.Changes[i].Sentence})
	}
	for i := range plan.Findings {
		p.Heard = append(p.Heard, heard(&mirror.Taken{Finding: plan.Findings[i]}))
	}
	return p, err
}

// Request asks to bring a calendar up to date.
type Request struct {
	Force bool // also when it deletes much
	// Progress is told how many changes are made; nil: nobody waits.
	Progress func(made, total int)
}

// Push logs what the person did in the calendar, and brings it up to date. What
// was done until a fault is in the report.
func (g *Google) Push(ctx context.Context, r Request) (Report, error) {
	return g.run(ctx, mirror.Options{Force: r.Force, Progress: r.Progress})
}

// Pull logs what the person did in the calendar, and writes nothing there.
func (g *Google) Pull(ctx context.Context) (Report, error) {
	return g.run(ctx, mirror.Options{PullOnly: true})
}

func (g *Google) run(ctx context.Context, o mirror.Options) (Report, error) {
	if err := g.ready(ctx); err != nil {
		return Report{}, err
	}
	done, err := g.Mirror.Run(ctx, g.Account, o)
	return reportOf(&done, g.today()), advised(err, done.Trouble.Kind)
}

// Undo takes back what the last push changed in the calendar, and pauses, because
// the next push would do it again.
func (g *Google) Undo(ctx context.Context) (Report, error) {
	if err := g.ready(ctx); err != nil {
		return Report{}, err
	}
	done, err := g.Mirror.Undo(ctx, g.Account)
	if err != nil && fault.KindOf(err) == fault.NotFound {
		err = fault.Wrap(fault.NotFound, err, "there is nothing to take back: the last push changed nothing, or was taken back already")
	}
	return reportOf(&done, g.today()), err
}

func reportOf(done *mirror.Report, today date.Date) Report {
	r := Report{Changes: []Change{}, Heard: []Heard{}, Rejected: done.Rejected, Trouble: troubleOf(&done.Trouble), Paused: instant(done.Paused)}
	for i := range done.Wrote {
		r.Changes = append(r.Changes, Change{string(done.Wrote[i].Kind), done.Wrote[i].Sentence(today)})
	}
	for i := range done.Taken {
		r.Heard = append(r.Heard, heard(&done.Taken[i]))
	}
	return r
}

func heard(t *mirror.Taken) Heard {
	h := Heard{Kind: string(t.Kind), Title: t.From.Summary, Sentence: t.Sentence, Refused: t.Refused}
	if t.Kind == mirror.Moved {
		h.Day = t.Day
	}
	return h
}

// today tells this year from others, wherever the person is.
func (g *Google) today() date.Date { return date.NewAt(g.Now().UTC()) }
