package schedule

import (
	"github.com/rickb777/date/v2"
)

// mostDaysMoved is how many business days the daily limit may move a follow-up
// on; one that would go further is missed instead.
const mostDaysMoved = 10

// walk gives every open follow-up its day: contact by contact in order of
// days, one call for several roles, and no more on a day than the limit.
func (p *planner) walk(tracks []*track) {
	var due queue
	for _, g := range p.groups(tracks) {
		due.offer(p.form(g))
	}
	placed := map[date.Date]int{}
	for due.Len() > 0 {
		today := due.popDay()
		day := today[0].day
		free := max(p.policy.DailyLimit-placed[day], 0)
		stay := min(free, len(today))
		placed[day] += stay
		for _, e := range today[:stay] {
			p.settle(e)
			due.offer(p.form(e.group))
		}
		for _, e := range today[stay:] {
			if !e.moveOnFrom(day) {
				p.settleMissed(e)
				e = p.form(e.group)
			}
			due.offer(e)
		}
	}
}

// groups puts the tracks that are still open together by contact.
func (p *planner) groups(tracks []*track) []*group {
	byPerson := map[*person]*group{}
	var groups []*group
	for _, t := range tracks {
		if t.pending == nil {
			continue
		}
		who := p.people.person(t.subject, t.contact)
		g := byPerson[who]
		if g == nil {
			g = &group{person: who, last: who.lastOutreach(), count: who.unanswered()}
			byPerson[who] = g
			groups = append(groups, g)
		}
		g.tracks = append(g.tracks, t)
	}
	return groups
}

// form makes the next follow-up to a contact from what its applications offer,
// nil when nothing is left or the contact has been asked often enough.
func (p *planner) form(g *group) *contactEvent {
	for {
		e := g.gather()
		switch {
		case e == nil:
			return nil
		case g.count >= e.lead().policy.UnansweredLimit:
			p.end(g)
			return nil
		case !p.decide(e):
			return e
		}
	}
}

// settle adds e to the plan on its day, and lets its members go on from there.
func (p *planner) settle(e *contactEvent) {
	planned := e.planned()
	planned.Asks = e.questions(planned.Kind)
	e.asked = append(e.asked, planned.Asks...)
	p.planned = append(p.planned, planned)
	e.last = e.day
	e.count++
	for _, t := range e.members {
		shared := *t.pending
		shared.day = e.day
		t.held = nil
		t.pass(&shared)
		t.pending = p.advance(t)
	}
}

// settleMissed records that the members of e found no day near enough.
func (p *planner) settleMissed(e *contactEvent) {
	for _, t := range e.members {
		d := t.pending
		if d.again {
			p.release(t)
		} else {
			d.state = StateMissed
			p.record(t, d)
		}
		t.pass(d)
		t.pending = p.advance(t)
	}
}

// end drops what is still open for a contact who has been asked often enough.
func (p *planner) end(g *group) {
	for _, t := range g.tracks {
		t.pending = nil
		p.release(t)
	}
}
