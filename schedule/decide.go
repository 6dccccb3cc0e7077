package schedule

import (
	"cmp"
	"slices"
)

// weight orders the kinds of decision: what is done stays done, and what was
// dismissed does not come back.
var weight = map[DecisionKind]int{Snooze: 1, Dismiss: 2, Done: 3}

// Outweighs reports whether d holds where a log has both about one event: done
// over dismissed over snoozed, of two snoozes the later day. The order in which
// a log holds them says nothing.
func (d *Decision) Outweighs(other *Decision) bool {
	return cmp.Or(
		cmp.Compare(weight[d.Kind], weight[other.Kind]),
		cmp.Compare(d.To, other.To),
		cmp.Compare(min(len(d.Concerns), 1), min(len(other.Concerns), 1)), // what is exact over what is bare
		cmp.Compare(d.On, other.On),
		cmp.Compare(d.Event, other.Event),
		slices.CompareFunc(d.Concerns, other.Concerns, func(a, b Concern) int {
			return cmp.Or(cmp.Compare(a.Application, b.Application), cmp.Compare(a.Event, b.Event))
		}),
	) > 0
}

// exact reports whether d says all that it came to when it was made.
func (d *Decision) exact() bool {
	return len(d.Concerns) > 0 && (d.Kind == Snooze || d.On != 0)
}

// state is what a decision makes of a pending event.
func (d *Decision) state() State {
	switch d.Kind {
	case Done:
		return StateDone
	case Dismiss:
		return StateDismissed
	}
	return StateSnoozed
}

// reason says what was decided, where the day of the decision is recorded.
func (d *Decision) reason() Reason {
	if d.Kind == Done {
		return Reason{Rule: RuleDone, Anchor: AnchorMarked, AnchorOn: d.On}
	}
	return Reason{Rule: RuleDismissed, Anchor: AnchorPlanned, AnchorOn: d.On}
}

// verdict is what a decision about a follow-up comes to for all the
// applications that it concerns.
type verdict struct {
	*Decision
	concerns []Concern
	event    Planned // what was decided about, when that ended it
}

// claim takes decisions over. Of several about one event or follow-up the
// weightier holds for it.
func (p *planner) claim(decisions []Decision) {
	for i := range decisions {
		d := &decisions[i]
		if !d.exact() {
			p.bare = true
			p.claimOne(d.Event, d)
			continue
		}
		p.exact = append(p.exact, d)
		for _, c := range d.Concerns {
			p.claimOne(c.Event, d)
		}
	}
}

func (p *planner) claimOne(uid string, d *Decision) {
	if known := p.decisions[uid]; known == nil || d.Outweighs(known) {
		p.decisions[uid] = d
	}
}

// uphold finds the follow-ups of these tracks that exact decisions are about.
// What was ended becomes one event about all of them.
func (p *planner) uphold(tracks []*track) {
	if len(p.exact) == 0 {
		return
	}
	byApplication := map[string][]*track{}
	for _, t := range tracks {
		byApplication[t.app.ID] = append(byApplication[t.app.ID], t)
	}
	for _, d := range p.exact {
		v := &verdict{Decision: d}
		members := p.concerned(v, byApplication)
		if len(members) == 0 || d.Kind == Snooze {
			continue
		}
		e := &contactEvent{members: members, decider: members[0], day: d.On}
		v.event = e.planned()
		v.event.Reason = d.reason()
		p.conclude(v, e.lead())
	}
}

// concerned gives v to the follow-ups that it is about, and returns their
// tracks in the order of its concerns.
func (p *planner) concerned(v *verdict, tracks map[string][]*track) []*track {
	var members []*track
	for _, c := range v.Concerns {
		for _, t := range tracks[c.Application] {
			if p.decisions[c.Event] == v.Decision && t.yields(c.Event) && !slices.Contains(members, t) {
				p.verdicts[c.Event] = v
				t.pending = &draft{step: step{v.On, v.reason()}, uid: c.Event, state: v.state()}
				members = append(members, t)
			}
		}
	}
	return members
}

// yields reports whether uid is one of t's follow-ups, none that an outreach
// completed.
func (t *track) yields(uid string) bool {
	for k := len(t.outreach); k < t.limit; k++ {
		if t.uid(k) == uid {
			return true
		}
	}
	return false
}

// conclude adds what was decided about to the plan, as an outreach to the
// lead's contact when it was done.
func (p *planner) conclude(v *verdict, lead *track) {
	p.planned = append(p.planned, v.event)
	if v.Kind == Done {
		who := p.people.person(lead.subject, lead.contact)
		who.outreach = append(who.outreach, v.event.Due)
	}
}

// rehearsal finds out what the bare decisions about follow-ups come to.
type rehearsal struct {
	found []*verdict
	leads []*track
}

// rehearse finds out which applications each bare decision about a follow-up
// concerns. It names one event, which may stand for several roles, and what they
// were does not depend on the as-of date; so each contact is planned once as if
// nothing had ever been missed and no day were full. A call that was made for all of
// them then stays made for all of them, on its day.
func (p *planner) rehearse(subjects []*subject) {
	if !p.bare || p.rehearsal != nil {
		return
	}
	r := *p
	r.asOf, r.includeMissed, r.trace, r.rehearsal = 0, false, nil, &rehearsal{}
	r.people = newDirectory(subjects)
	r.planned, r.calls = nil, nil
	for _, g := range r.groups(r.draft(subjects)) {
		for e := r.form(g); e != nil; e = r.form(g) {
			r.settle(e)
		}
	}
	for i, v := range r.rehearsal.found {
		if v.Kind != Snooze {
			p.conclude(v, r.rehearsal.leads[i])
		}
	}
}

// decide applies a decision about e, or about one of its members alone, while
// rehearsing. It reports whether there was one, so that e is to be formed anew.
func (p *planner) decide(e *contactEvent) bool {
	if p.rehearsal == nil {
		return false
	}
	for _, t := range e.members[1:] {
		if d := p.undecided(t.pending); d != nil {
			alone := &contactEvent{group: e.group, members: []*track{t}, decider: t, day: e.floored(t)}
			p.rule(d, alone)
			return true
		}
	}
	if d := p.undecided(e.lead().pending); d != nil {
		p.rule(d, e)
		return true
	}
	return false
}

// undecided is the bare decision about d that was not applied yet.
func (p *planner) undecided(d *draft) *Decision {
	decision := p.decisions[d.uid]
	if decision == nil || decision.exact() || p.verdicts[d.uid] != nil {
		return nil
	}
	return decision
}

// rule applies d to all members of e.
func (p *planner) rule(d *Decision, e *contactEvent) {
	v := p.find(d, e)
	if d.Kind == Done {
		e.outreach = append(e.outreach, v.event.Due)
		e.last, e.count = e.lastOutreach(), e.unanswered()
	}
	for _, t := range e.members {
		p.judge(t, t.pending)
		if !t.pending.state.Open() {
			t.pass(t.pending)
			t.pending = p.advance(t)
		}
	}
}

// find notes what d comes to when it is about e.
func (p *planner) find(d *Decision, e *contactEvent) *verdict {
	v := &verdict{Decision: d}
	if d.Kind != Snooze {
		v.event = e.planned()
		v.event.State = d.state()
		if d.On != 0 {
			v.event.Due, v.event.Reason = d.On, d.reason()
		}
	}
	for _, t := range e.members {
		v.concerns = append(v.concerns, Concern{t.app.ID, t.pending.uid})
		p.verdicts[t.pending.uid] = v
	}
	p.rehearsal.found = append(p.rehearsal.found, v)
	p.rehearsal.leads = append(p.rehearsal.leads, e.lead())
	return v
}

// judge applies to d what was decided about it. A bare decision about a
// follow-up that is stopped anyway concerns it alone.
func (p *planner) judge(t *track, d *draft) {
	v := p.verdicts[d.uid]
	if v == nil && p.rehearsal != nil && t.stopped != "" {
		v = p.findStopped(t, d)
	}
	switch {
	case v == nil:
	case v.Kind == Snooze:
		d.state = StateSnoozed
		d.step = t.count(RuleSnoozed, AnchorSnooze, v.To, 0, t.land)
	default:
		d.state, d.verdict, d.day = v.state(), v, v.event.Due
		t.shaped = max(t.shaped, v.event.Reason.logged())
	}
}

// findStopped is the verdict about a follow-up that is stopped, nil without a
// decision.
func (p *planner) findStopped(t *track, d *draft) *verdict {
	decision := p.undecided(d)
	if decision == nil {
		return nil
	}
	t.pending = d
	v := p.find(decision, &contactEvent{members: []*track{t}, decider: t, day: d.day})
	if v.Kind != Snooze {
		p.conclude(v, t)
	}
	return v
}
