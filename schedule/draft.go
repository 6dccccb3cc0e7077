package schedule

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/rickb777/date/v2"
)

// noContactDays is how long a posting that wants no contact is left alone
// before the candidate moves on: three weeks of business days.
const noContactDays = 15

// draft plans every event that concerns one application alone, and what was
// decided exactly, and returns the tracks of follow-ups, by age, each with the
// next one that is open.
func (p *planner) draft(subjects []*subject) []*track {
	var tracks []*track
	for _, s := range subjects {
		p.draftPosting(s)
		p.draftDeadlines(s)
		tracks = append(tracks, p.draftStage(s)...)
	}
	p.uphold(tracks)
	p.rehearse(subjects)
	for _, t := range tracks {
		t.pending = p.advance(t)
	}
	return tracks
}

func (p *planner) draftPosting(s *subject) {
	if s.stage == Saved && s.app.Posting.ClosesOn != 0 {
		p.decided(s, p.dated(s, PostingCloses, "1", RuleClosing, AnchorDeadline, s.app.Posting.ClosesOn))
	}
}

// draftDeadlines numbers the deadlines of a kind by due date.
func (p *planner) draftDeadlines(s *subject) {
	deadlines := slices.Clone(s.app.Deadlines)
	slices.SortFunc(deadlines, func(a, b Deadline) int {
		return cmp.Or(cmp.Compare(s.dueOn(a), s.dueOn(b)), a.At.Compare(b.At))
	})
	ordinals := map[Kind]int{}
	for _, d := range deadlines {
		kind := TakeHomeDue
		if d.Kind == OfferDecision {
			kind = OfferDeadline
		}
		ordinals[kind]++
		e := p.dated(s, kind, strconv.Itoa(ordinals[kind]), RuleDeadline, AnchorDeadline, s.dueOn(d))
		if !d.At.IsZero() {
			e.Start, _ = s.inZone(d.At)
			e.End = e.Start
			e.AllDay = false
		}
		if s.stage.Terminal() {
			e.stop(StoppedTerminal, 0)
		}
		p.decided(s, e)
	}
}

func (s *subject) dueOn(d Deadline) date.Date {
	if d.At.IsZero() {
		return d.On
	}
	_, on := s.inZone(d.At)
	return on
}

// dated is an all-day event on a day that is a fact rather than a count.
func (p *planner) dated(s *subject, kind Kind, ordinal string, rule Rule, anchor Anchor, on date.Date) Planned {
	return s.event(kind, ordinal, step{on, Reason{Rule: rule, Anchor: anchor, AnchorOn: on}})
}

// event is a pending all-day event of s.
func (s *subject) event(kind Kind, ordinal string, at step) Planned {
	return Planned{
		UID: UID(s.app.ID, kind, ordinal), Kind: kind, State: StatePending,
		Applications: s.self, Due: at.day, AllDay: true, Zone: s.zone,
		Reason: at.reason, ShapedOn: max(s.app.AppliedOn, at.reason.AnchorOn),
	}
}

// draftStage plans the follow-ups of the stage that s has reached, and what
// goes with them. Those of an earlier stage are planned as cancelled.
func (p *planner) draftStage(s *subject) []*track {
	var tracks []*track
	if s.stage != Saved {
		tracks = append(tracks, p.applicationTrack(s)...)
	}
	return append(tracks, p.draftInterviews(s)...)
}

// applicationTrack is the track of follow-ups to the application itself.
func (p *planner) applicationTrack(s *subject) []*track {
	anchor, on, rule := AnchorApplication, s.app.AppliedOn, RuleAfterApplying
	if closes := s.app.Posting.ClosesOn; closes > on {
		anchor, on, rule = AnchorClosing, closes, RuleAfterClosing
	}
	if on == 0 {
		if s.stage == Applied {
			s.undated = true
		}
		return nil
	}
	t := &track{
		subject: s, kind: ApplicationFollowUp, anchor: anchor, anchorOn: on,
		limit: s.policy.FollowUps, moveOnDays: s.policy.MoveOnDays,
		contact: s.contact(), outreach: s.outreachTo(nil),
		shaped: max(s.app.AppliedOn, on),
	}
	if s.app.Posting.NoContact {
		t.limit, t.moveOnDays, t.moveOnRule = 0, noContactDays, RuleNoContact
	} else {
		t.first = s.count(rule, anchor, on, s.policy.AfterApplicationDays, s.landFollowUp)
	}
	t.stopped, t.stoppedOn = s.stoppedSince(s.app.AppliedOn)
	if t.stopped == "" && s.stage != Applied {
		t.stopped = stoppedByStage[s.stage]
	}
	return []*track{t}
}

// stoppedSince tells what put an end to events that go back to a day: a
// terminal status, or the first response on that day or later.
func (s *subject) stoppedSince(day date.Date) (Stop, date.Date) {
	if s.stage.Terminal() {
		return StoppedTerminal, s.lastResponse()
	}
	var first date.Date
	for _, r := range s.app.Responses {
		if r.Kind != Acknowledgement && r.On >= day && (first == 0 || r.On < first) {
			first = r.On
		}
	}
	if first != 0 {
		return StoppedResponse, first
	}
	return "", 0
}

func (s *subject) lastResponse() date.Date {
	var last date.Date
	for _, r := range s.app.Responses {
		last = max(last, r.On)
	}
	return last
}
