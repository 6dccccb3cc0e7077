package journal

import (
	"context"
	"encoding/json"
	"slices"

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
	Today      List                    `json:"today"`      // due today, and overdue; notes to move on last
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
	agenda.Today.moveOnLast()
	agenda.Incomplete, agenda.AllLacks, err = r.Plan().Lacks(ctx, mostLacks)
	return agenda, err
}

// listed reads the first events, and looks whether there are more. Where there
// are too many, notes to move on make room: they can wait, and after an import
// there are as many as applications.
func listed(ctx context.Context, r record.Reader, q record.EventQuery) (List, error) {
	most := q.Limit
	q.Limit++
	found, err := items(ctx, r, q)
	if err != nil || len(found) <= most {
		return List{Items: found}, err
	}
	q.Kinds = notMoveOn
	if found, err = items(ctx, r, q); err != nil {
		return List{}, err
	}
	if q.Limit = most - len(found); q.Limit > 0 {
		q.Kinds = []schedule.Kind{schedule.MoveOn}
		notes, err := items(ctx, r, q)
		if err != nil {
			return List{}, err
		}
		found = append(found, notes...)
		sortItems(found, q.Latest)
	}
	return List{Items: found[:most], More: true}, nil
}

// notMoveOn are the kinds of all events but notes to move on.
var notMoveOn = slices.DeleteFunc(slices.Clone(schedule.Kinds), func(k schedule.Kind) bool { return k == schedule.MoveOn })

// moveOnLast puts notes to move on behind what is to be done.
func (l *List) moveOnLast() {
	note := func(i *Item) int {
		if i.Kind == schedule.MoveOn {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(l.Items, func(a, b Item) int { return note(&a) - note(&b) })
}
