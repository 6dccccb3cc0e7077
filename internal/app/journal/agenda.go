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

// Agenda is what to do today and next. Its lists are short enough to be read;
// what they leave out is said, not counted.
type Agenda struct {
	AsOf       date.Date               `json:"-"`
	Today      List                    `json:"today"`      // due today, and overdue
	Next       List                    `json:"next"`       // due in the days that were asked for
	Then       List                    `json:"then"`       // the first after those
	Missed     List                    `json:"missed"`     // the latest first
	Incomplete []record.Lack           `json:"incomplete"` // the first ones of each kind
	AllLacks   map[record.LackKind]int `json:"all_incomplete"`
	Notes      []string                `json:"notes"`
}

// List is the first of some events.
type List struct {
	Items []Item `json:"events"`
	More  bool   `json:"more"` // there are further ones
}

// How many entries an agenda lists of each.
const (
	mostToday  = 20
	mostMissed = 10
	mostLacks  = 10
)

// MarshalJSON writes the as-of date as text.
func (a *Agenda) MarshalJSON() ([]byte, error) {
	type plain Agenda
	return json.Marshal(struct {
		AsOf string `json:"as_of"`
		*plain
	}{a.AsOf.String(), (*plain)(a)})
}

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
		agenda.Notes = append(agenda.Notes, "your region is not known, so nothing is planned: set it with followcal settings set --region, such as --region US-NY")
	}
	last := today + date.Date(days) - 1
	for _, part := range []struct {
		list *List
		q    record.EventQuery
	}{
		{&agenda.Today, record.EventQuery{States: openStates, To: today, Limit: mostToday}},
		{&agenda.Next, record.EventQuery{States: openStates, From: today + 1, To: last, Limit: mostToday}},
		{&agenda.Then, record.EventQuery{States: openStates, From: last + 1, Limit: 1}},
		{&agenda.Missed, record.EventQuery{States: []schedule.State{schedule.StateMissed}, Latest: true, Limit: mostMissed}},
	} {
		if *part.list, err = listed(ctx, r, part.q); err != nil {
			return agenda, err
		}
	}
	agenda.Incomplete, agenda.AllLacks, err = r.Plan().Lacks(ctx, mostLacks)
	return agenda, err
}

// listed reads the first events, and looks whether there are more.
func listed(ctx context.Context, r record.Reader, q record.EventQuery) (List, error) {
	most := q.Limit
	q.Limit++
	found, err := items(ctx, r, q)
	if len(found) > most {
		return List{Items: found[:most], More: true}, err
	}
	return List{Items: found}, err
}
