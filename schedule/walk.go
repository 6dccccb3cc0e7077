package schedule

import (
	"cmp"
	"container/heap"
	"slices"

	"github.com/rickb777/date/v2"
)

// mostDaysMoved is how many business days the daily limit may move a follow-up
// on; one that would go further is missed instead.
const mostDaysMoved = 10

// group is everything that is planned for one contact.
type group struct {
	*person
	tracks []*track
	last   date.Date // the last outreach or planned follow-up to the contact
	count  int       // outreaches without a response between, planned ones included
}

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

// queue is a heap of follow-ups by day.
type queue []*contactEvent

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].day < q[j].day }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(e any)        { *q = append(*q, e.(*contactEvent)) }

func (q *queue) Pop() any {
	last := len(*q) - 1
	e := (*q)[last]
	*q = (*q)[:last]
	return e
}

// offer adds e unless it is nil.
func (q *queue) offer(e *contactEvent) {
	if e != nil {
		heap.Push(q, e)
	}
}

// popDay removes all follow-ups of the first day, the oldest anchors first.
func (q *queue) popDay() []*contactEvent {
	day := (*q)[0].day
	var same []*contactEvent
	for q.Len() > 0 && (*q)[0].day == day {
		same = append(same, heap.Pop(q).(*contactEvent))
	}
	slices.SortFunc(same, func(a, b *contactEvent) int {
		return cmp.Or(
			cmp.Compare(a.decider.pending.reason.AnchorOn, b.decider.pending.reason.AnchorOn),
			byAge(a.lead().subject, b.lead().subject),
		)
	})
	return same
}
