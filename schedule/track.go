package schedule

import (
	"math"
	"slices"
	"strconv"

	"github.com/rickb777/date/v2"
)

// track is the row of follow-ups to one application or one interview. It
// yields them one at a time, because the day of each depends on what became of
// the one before.
type track struct {
	*subject
	kind      Kind
	interview *Interview // nil for the application
	prefix    string     // of the ordinals
	contact   Contact
	outreach  []date.Date // the attempts that complete its follow-ups, by day

	first    step // where the first follow-up is due
	anchor   Anchor
	anchorOn date.Date
	limit    int // how many follow-ups

	moveOnDays int
	moveOnRule Rule // empty: [RuleMoveOn]

	stopped   Stop // empty while it is open
	stoppedOn date.Date
	shaped    date.Date // the latest dated fact so far

	made     int       // follow-ups dealt with
	last     date.Date // the day of the last of them
	lastDone bool      // an outreach did it

	pending *draft // the next one that is open
	offered bool   // one was open at all
	held    *draft // the latest missed one, while it may come back
}

// draft is one follow-up of a track before it is placed among all others.
type draft struct {
	step
	uid     string
	state   State
	again   bool     // a missed one that comes back; its track counted it already
	verdict *verdict // the decision that ended it, as part of a shared event
}

// advance records the follow-ups of t that need no place and returns the next
// open one, nil when there is none.
func (p *planner) advance(t *track) *draft {
	for t.made < t.limit {
		d := p.next(t)
		if d.state.Open() {
			p.release(t)
			t.offered = true
			return d
		}
		t.pass(d)
		if d.state == StateMissed && p.includeMissed {
			p.release(t)
			t.held = d
			continue
		}
		p.record(t, d)
	}
	return p.bringBack(t)
}

// next works out the next follow-up of t.
func (p *planner) next(t *track) *draft {
	d := &draft{uid: t.uid(t.made), state: StatePending}
	if t.made < len(t.outreach) {
		on := t.outreach[t.made]
		t.shaped = max(t.shaped, on)
		d.state, d.step = StateDone, step{on, Reason{Rule: RuleDone, Anchor: AnchorOutreach, AnchorOn: on}}
		return d
	}
	d.step = t.due()
	p.judge(t, d)
	switch {
	case !d.state.Open():
	case t.stopped != "":
		d.state = StateCancelled
	case p.missed(t.subject, d.day):
		d.state = StateMissed
	}
	return d
}

// uid names the follow-up after that many others.
func (t *track) uid(made int) string {
	return UID(t.app.ID, t.kind, t.prefix+strconv.Itoa(made+1))
}

// due is the day of the next follow-up if nothing else gets in the way. However
// early an outreach was, no later follow-up comes before the first was due.
func (t *track) due() step {
	if t.made == 0 {
		return t.first
	}
	anchor := AnchorFollowUp
	if t.lastDone {
		anchor = AnchorOutreach
	}
	next := t.count(RuleAgain, anchor, t.last, t.policy.gap(t.made), t.landFollowUp)
	if next.day < t.first.day {
		return t.first
	}
	return next
}

// gap is the distance from follow-up k to the next in business days.
func (p *Policy) gap(k int) int {
	return int(math.Round(float64(p.GapDays) * math.Pow(p.GapGrowth, float64(k-1))))
}

// missed reports whether an event of that day is long past on the as-of date.
func (p *planner) missed(s *subject, day date.Date) bool {
	if p.asOf > day && p.asOf > s.add(day, s.policy.GapDays) {
		return true
	}
	if p.trace != nil {
		s.lapse(s.lastDayFor(day))
	}
	return false
}

// pass goes on to the follow-up after d, counting from d's day.
func (t *track) pass(d *draft) {
	t.last, t.lastDone = d.day, d.state == StateDone && d.reason.Anchor == AnchorOutreach
	if !d.again {
		t.made++
	}
}

// bringBack returns the latest missed follow-up as one that is due on the
// as-of date, when nothing else of t was open.
func (p *planner) bringBack(t *track) *draft {
	if t.held == nil || t.offered {
		p.release(t)
		return nil
	}
	t.offered = true
	return &draft{
		step: t.count(RuleBroughtBack, AnchorAsOf, p.asOf, 0, t.landFollowUp),
		uid:  t.held.uid, state: StatePending, again: true,
	}
}

// release records the held missed follow-up as missed.
func (p *planner) release(t *track) {
	if t.held != nil {
		p.record(t, t.held)
		t.held = nil
	}
}

// record adds d to the plan as an event of t alone. What was decided about is
// there already.
func (p *planner) record(t *track, d *draft) {
	if d.verdict != nil {
		return
	}
	e := t.follow(d)
	if d.state == StateCancelled {
		e.State = StatePending
		e.stop(t.stopped, t.stoppedOn)
	}
	p.planned = append(p.planned, e)
}

// follow is the event of d.
func (t *track) follow(d *draft) Planned {
	return Planned{
		UID: d.uid, Kind: t.kind, State: d.state, Applications: t.self, Interview: t.interview,
		Contact: t.contact, Method: t.method(), Due: d.day, AllDay: true, Zone: t.zone,
		Reason: d.reason, ShapedOn: t.shaped,
	}
}

// method is the recorded preference, else the contact's, else the policy's.
func (t *track) method() Method {
	if t.interview != nil && t.interview.Preference.Method != "" {
		return t.interview.Preference.Method
	}
	if t.contact.Method != "" {
		return t.contact.Method
	}
	return t.policy.Method
}

// moveOn plans the private note after the last follow-up of t.
func (p *planner) moveOn(t *track) {
	if t.limit > 0 && len(t.outreach) > t.limit {
		last := t.outreach[len(t.outreach)-1]
		t.last, t.lastDone, t.shaped = max(t.last, last), true, max(t.shaped, last)
	}
	rule, anchor, on := RuleMoveOn, AnchorFollowUp, t.last
	switch {
	case on == 0:
		anchor, on = t.anchor, t.anchorOn
	case t.lastDone:
		anchor = AnchorOutreach
	}
	if t.moveOnRule != "" {
		rule = t.moveOnRule
	}
	e := t.event(MoveOn, t.prefix+"end", t.count(rule, anchor, on, t.moveOnDays, stay))
	e.Interview, e.ShapedOn = t.interview, t.shaped
	if t.stopped != "" {
		e.stop(t.stopped, t.stoppedOn)
	}
	p.decided(t.subject, e)
}

// decided applies the candidate's decision to an event that is no follow-up,
// tells whether it was missed, and adds it to the plan.
func (p *planner) decided(s *subject, e Planned) {
	if d := p.decisions[e.UID]; d != nil && e.State != StateDone {
		switch {
		case d.Kind != Snooze:
			e.State = d.state()
		case e.State == StatePending && e.AllDay:
			at := s.count(RuleSnoozed, AnchorSnooze, d.To, 0, s.land)
			e.State, e.Due, e.Reason = StateSnoozed, at.day, at.reason
		}
	}
	if e.State.Open() && e.Kind.canBeMissed() && p.missed(s, e.Due) {
		e.State = StateMissed
	}
	p.planned = append(p.planned, e)
}

// canBeMissed reports whether an event lapses when nothing is logged for long;
// facts and deadlines do not.
func (k Kind) canBeMissed() bool {
	return slices.Contains([]Kind{ThankYouNote, LogPreference, Review, MoveOn}, k) || k.IsFollowUp()
}
