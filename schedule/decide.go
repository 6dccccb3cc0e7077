package schedule

import (
	"cmp"
	"slices"

	"github.com/rickb777/date/v2"
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

// verdict is what a decision about a follow-up comes to for one of the
// applications that share it.
type verdict struct {
	state State
	to    date.Date // the new day of a snooze
	event Planned   // what was decided about, when that ended it
	track *track    // its lead's
}

// rehearse finds out which applications each decision about a follow-up
// concerns. A decision names one event, which may stand for several roles, and
// what they were does not depend on the as-of date; so it plans once as if
// nothing had ever been missed. A call that was made for all of them then stays
// made for all of them, on its day.
func (p *planner) rehearse() {
	if len(p.decisions) == 0 {
		return
	}
	r := *p
	r.asOf, r.includeMissed, r.rehearsal = 0, false, true
	r.verdicts = make(map[string]*verdict)
	r.people = newDirectory(p.subjects)
	r.planned, r.omitted = nil, nil
	r.walk(r.draft())
	p.verdicts = r.verdicts
	for uid, v := range p.verdicts {
		if v.state == StateDone && v.event.UID == uid {
			who := p.people.person(v.track.subject, v.track.contact)
			who.outreach = append(who.outreach, v.event.Due)
		}
	}
}

// decide applies a decision about e, or about one of its members alone, while
// rehearsing. It reports whether there was one, so that e is to be formed anew.
func (p *planner) decide(e *contactEvent) bool {
	if !p.rehearsal {
		return false
	}
	for _, t := range e.members[1:] {
		if d := p.undecided(t); d != nil {
			alone := &contactEvent{group: e.group, members: []*track{t}, decider: t, day: e.floored(t)}
			p.rule(d, alone)
			return true
		}
	}
	if d := p.undecided(e.lead()); d != nil {
		p.rule(d, e)
		return true
	}
	return false
}

// undecided is the decision about the next follow-up of t that was not applied
// yet.
func (p *planner) undecided(t *track) *Decision {
	if p.verdicts[t.pending.uid] != nil {
		return nil
	}
	return p.decisions[t.pending.uid]
}

// rule applies d to all members of e.
func (p *planner) rule(d *Decision, e *contactEvent) {
	v := &verdict{state: d.state(), to: d.To, track: e.lead()}
	if d.Kind != Snooze {
		v.event = e.planned()
		v.event.State = v.state
	}
	if d.Kind == Done {
		e.last = max(e.last, e.day)
		e.count++
	}
	for _, t := range e.members {
		p.verdicts[t.pending.uid] = v
		p.judge(t, t.pending)
		if !t.pending.state.Open() {
			t.pass(t.pending)
			t.pending = p.advance(t)
		}
	}
}

// judge applies to d what was decided about it. A decision about a follow-up
// that is stopped anyway concerns it alone.
func (p *planner) judge(t *track, d *draft) {
	v := p.verdicts[d.uid]
	if v == nil {
		if decision := p.decisions[d.uid]; decision != nil && t.stopped != "" {
			d.state = decision.state()
		}
		return
	}
	d.state = v.state
	if v.state == StateSnoozed {
		d.step = t.count(RuleSnoozed, AnchorSnooze, v.to, 0, t.land)
		return
	}
	d.verdict, d.day = v, v.event.Due
}
