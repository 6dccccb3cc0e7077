package schedule

import (
	"cmp"
	"slices"

	"github.com/rickb777/date/v2"
)

// contactEvent is one follow-up to a contact, about one application or more,
// on its way to a final day.
type contactEvent struct {
	*group
	members []*track // the lead first, then by age
	decider *track   // the one whose day it took
	counted date.Date
	day     date.Date
	moves   []Move
}

func (e *contactEvent) lead() *track { return e.members[0] }

// anchorOn is what the day of e was counted from.
func (e *contactEvent) anchorOn() date.Date { return e.decider.pending.reason.AnchorOn }

// contender is e as it asks for a slot on its day.
func (e *contactEvent) contender(stays bool) Contender {
	lead := e.lead()
	return Contender{
		Day: e.day, Application: lead.app.ID, UID: lead.pending.uid,
		AnchorOn: e.anchorOn(), Age: lead.age(), Stayed: stays,
	}
}

// explain settles the day on which all members can be served, and notes what
// moved it there.
func (e *contactEvent) explain() {
	if own := e.decider.pending.day; own < e.day {
		e.moves = append(e.moves, Move{Cause: MovedForContact, From: own, On: e.last})
	}
	if open := e.openFrom(e.day); open != e.day {
		e.moves = append(e.moves, Move{Cause: MovedForAll, From: e.day})
		e.day = open
	}
	e.counted = e.day
}

// openFrom is d or the next day that is open for all members.
func (e *contactEvent) openFrom(d date.Date) date.Date {
	for settled := false; !settled; {
		settled = true
		for _, t := range e.members {
			if landed := t.land(d); landed != d {
				d, settled = landed, false
			}
		}
	}
	return d
}

// moveOnFrom moves e to the next open day because day is full, and reports
// whether that is still near enough.
func (e *contactEvent) moveOnFrom(day date.Date) bool {
	e.day = e.openFrom(day + 1)
	if e.day <= day || e.day > e.lead().add(e.counted, mostDaysMoved) {
		return false
	}
	if n := len(e.moves); n == 0 || e.moves[n-1].Cause != MovedByDailyLimit {
		e.moves = append(e.moves, Move{Cause: MovedByDailyLimit, From: e.counted})
	}
	return true
}

// planned is the event that e becomes: the lead's, about all members.
func (e *contactEvent) planned() Planned {
	lead := e.lead()
	planned := lead.follow(lead.pending)
	planned.Due = e.day
	planned.Reason = e.decider.pending.reason
	planned.Reason.Moves = e.moves
	if len(e.members) > 1 {
		planned.Applications = make([]*Application, 0, len(e.members))
		planned.Reason.About = roleOf(e.decider.app)
	}
	for _, t := range e.members {
		if t.kind == InterviewFollowUp {
			planned.Kind = InterviewFollowUp
		}
		planned.ShapedOn = max(planned.ShapedOn, t.shaped, t.pending.reason.logged())
		planned.Contact.complete(t.contact)
		if len(e.members) > 1 {
			planned.Applications = append(planned.Applications, t.app)
		}
		if t != lead {
			planned.Absorbed = append(planned.Absorbed, t.pending.uid)
		}
	}
	planned.ShapedOn = max(planned.ShapedOn, e.movedByOutreach())
	return planned
}

// movedByOutreach is the day of the outreach that kept e off, zero if none did.
func (e *contactEvent) movedByOutreach() date.Date {
	for _, m := range e.moves {
		if m.Cause == MovedForContact && slices.Contains(e.outreach, m.On) {
			return m.On
		}
	}
	return 0
}

// complete fills what is not known of c from another record of the person.
func (c *Contact) complete(from Contact) {
	c.Name = cmp.Or(c.Name, from.Name)
	c.Phone = cmp.Or(c.Phone, from.Phone)
	c.Email = cmp.Or(c.Email, from.Email)
}
