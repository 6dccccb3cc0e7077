package schedule

import (
	"cmp"
	"slices"

	"github.com/rickb777/date/v2"
)

// group is everything that is planned for one contact.
type group struct {
	*person
	tracks []*track
	last   date.Date // the last outreach or planned follow-up to the contact
	count  int       // outreaches without a response between, planned ones included
}

// gather puts the earliest follow-up that a contact's applications offer
// together with those that are due within the distance from it.
func (g *group) gather() *contactEvent {
	earliest := g.earliest()
	if earliest == nil {
		return nil
	}
	e := &contactEvent{group: g}
	until := earliest.add(g.floored(earliest), earliest.policy.GapDays)
	for _, t := range g.tracks {
		if t.pending == nil {
			continue
		}
		day := g.floored(t)
		if t != earliest && day >= until {
			continue
		}
		e.members = append(e.members, t)
		if day > e.day {
			e.day, e.decider = day, t
		}
	}
	slices.SortFunc(e.members, func(a, b *track) int { return byAge(a.subject, b.subject) })
	e.explain()
	return e
}

// earliest is the track whose next follow-up comes first, the older
// application on a tie.
func (g *group) earliest() *track {
	var first *track
	var firstDay date.Date
	for _, t := range g.tracks {
		if t.pending == nil {
			continue
		}
		day := g.floored(t)
		if first == nil || cmp.Or(cmp.Compare(day, firstDay), byAge(t.subject, first.subject)) < 0 {
			first, firstDay = t, day
		}
	}
	return first
}

// floored is the day of t's next follow-up, no earlier than the distance from
// the last outreach to the contact allows.
func (g *group) floored(t *track) date.Date {
	if g.last == 0 {
		return t.pending.day
	}
	return max(t.pending.day, t.landFollowUp(t.add(g.last, t.policy.GapDays)))
}
