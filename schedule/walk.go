package schedule

// mostDaysMoved is how many business days the daily limit may move a follow-up
// on; one that would go further is missed instead.
const mostDaysMoved = 10

// walk gives every open follow-up its day: contact by contact in order of
// days, one call for several roles, and no more on a day than the limit. It
// never goes back, so all who ask for a day are known when the day comes.
func (p *planner) walk(tracks []*track) {
	var due queue
	for _, g := range p.groups(tracks) {
		due.offer(p.form(g))
	}
	for due.Len() > 0 {
		for i, e := range due.popDay() {
			due.offer(p.place(e, i < p.policy.DailyLimit))
		}
	}
}

// place settles e on its day, or moves it on from there, and returns what its
// contact offers for later days, nil when nothing is left.
func (p *planner) place(e *contactEvent, stays bool) *contactEvent {
	day := e.day
	if p.trace != nil {
		p.trace.Contenders = append(p.trace.Contenders, e.contender(stays))
	}
	if stays {
		p.settle(e)
		e = p.form(e.group)
	}
	for e != nil && e.day <= day && !e.moveOnFrom(day) {
		p.settleMissed(e)
		e = p.form(e.group)
	}
	return e
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
	if planned.Method == Phone && planned.Contact.Phone != "" {
		p.calls = append(p.calls, call{subject: e.lead().subject, uid: planned.UID, day: e.day, place: len(p.planned) - 1})
	}
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
