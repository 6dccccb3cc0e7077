package journal

import (
	"context"
	"encoding/json"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/record"
)

// AgendaRequest asks what to do.
type AgendaRequest struct {
	Days int       // how many days ahead, today included; at least 1
	AsOf date.Date // zero: today
}

// Agenda is what to do today and next.
type Agenda struct {
	AsOf       date.Date               `json:"-"`
	Today      []Item                  `json:"today"`  // due today, and overdue
	Next       []Item                  `json:"next"`   // due in the days that were asked for
	Later      int                     `json:"later"`  // open events after those
	Missed     []Item                  `json:"missed"` // the latest ones, the latest first
	AllMissed  int                     `json:"all_missed"`
	Incomplete []record.Lack           `json:"incomplete"` // the first ones of each kind
	AllLacks   map[record.LackKind]int `json:"all_incomplete"`
	Notes      []string                `json:"notes"`
}

// MarshalJSON writes the as-of date as text.
func (a *Agenda) MarshalJSON() ([]byte, error) {
	type plain Agenda
	return json.Marshal(struct {
		AsOf string `json:"as_of"`
		*plain
	}{a.AsOf.String(), (*plain)(a)})
}

// How many entries an agenda lists of what is not to be done.
const (
	mostMissed = 10
	mostLacks  = 10
)

// Agenda tells what to do. The first agenda of a day brings the plan up to
// date.
func (j *Journal) Agenda(ctx context.Context, r AgendaRequest) (Agenda, error) {
	if r.Days < 1 {
		return Agenda{}, fault.New(fault.Usage, "--days: %d is not at least 1", r.Days)
	}
	var agenda Agenda
	err := j.planned(ctx, r.AsOf, func(v record.Reader, d *defaults) (err error) {
		agenda, err = agendaOf(ctx, v, r.Days, d)
		return err
	})
	return agenda, err
}

func agendaOf(ctx context.Context, r record.Reader, days int, d *defaults) (agenda Agenda, err error) {
	today := d.moment.today
	agenda.AsOf = today
	if d.head.Region == "" {
		agenda.Notes = append(agenda.Notes, "your region is not known, so nothing is planned: set it with followcal settings --region, such as --region US-NY")
	}
	if agenda.Today, err = items(ctx, r, record.EventQuery{States: openStates, To: today}); err != nil {
		return agenda, err
	}
	last := today + date.Date(days) - 1
	if agenda.Next, err = items(ctx, r, record.EventQuery{States: openStates, From: today + 1, To: last}); err != nil {
		return agenda, err
	}
	counts, err := r.Plan().CountEvents(ctx)
	if err != nil {
		return agenda, err
	}
	for _, s := range openStates {
		agenda.Later += counts[s]
	}
	agenda.Later -= len(agenda.Today) + len(agenda.Next)
	agenda.AllMissed = counts[schedule.StateMissed]
	missed := record.EventQuery{States: []schedule.State{schedule.StateMissed}, Latest: true, Limit: mostMissed}
	if agenda.Missed, err = items(ctx, r, missed); err != nil {
		return agenda, err
	}
	agenda.Incomplete, agenda.AllLacks, err = r.Plan().Lacks(ctx, mostLacks)
	return agenda, err
}
