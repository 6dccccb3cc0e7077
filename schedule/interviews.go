package schedule

import (
	"slices"
	"strconv"
	"time"

	"github.com/rickb777/date/v2"
)

// thankYouByHour is the hour, in the employer's zone, before which an interview
// must be over for its thank-you e-mail to go out on the same day.
const thankYouByHour = 16

// draftInterviews plans the interviews that are not cancelled with their
// thank-yous, and returns the tracks of the follow-ups to them. A later
// interview stops what an earlier one left open, its thank-you apart.
func (p *planner) draftInterviews(s *subject) []*track {
	held := s.interviews()
	var tracks []*track
	for n, i := range held {
		ordinal := ordinalOf(held, n)
		p.draftInterview(s, i, ordinal)
		p.draftThankYous(s, held, n, ordinal)
		stop, stopOn := s.stoppedSince(s.dayOf(i))
		switch {
		case stop != "":
		case s.stage == Offer:
			stop = StoppedOffer
		case n < len(held)-1:
			stop = StoppedLaterInterview
		}
		tracks = append(tracks, p.draftPermission(s, held, n, ordinal, stop, stopOn)...)
	}
	return tracks
}

// interviews lists the interviews that are not cancelled by start, then round.
func (s *subject) interviews() []*Interview {
	var list []*Interview
	for i := range s.app.Interviews {
		if !s.app.Interviews[i].Cancelled {
			list = append(list, &s.app.Interviews[i])
		}
	}
	slices.SortFunc(list, func(a, b *Interview) int {
		if c := a.Start.Compare(b.Start); c != 0 {
			return c
		}
		return a.Round - b.Round
	})
	return list
}

// ordinalOf names an interview by its round, and by its place among several of
// the same round.
func ordinalOf(held []*Interview, n int) string {
	ordinal := strconv.Itoa(held[n].Round)
	same := 0
	for _, i := range held[:n] {
		if i.Round == held[n].Round {
			same++
		}
	}
	if same > 0 {
		ordinal += "." + strconv.Itoa(same+1)
	}
	return ordinal
}

func (s *subject) dayOf(i *Interview) date.Date {
	_, on := s.inZone(i.Start)
	return on
}

func (p *planner) draftInterview(s *subject, i *Interview, ordinal string) {
	start, on := s.inZone(i.Start)
	e := p.dated(s, InterviewHeld, ordinal, RuleAskPermission, AnchorInterview, on)
	e.Interview, e.Contact = i, s.interviewContact(i)
	e.Start, e.AllDay = start, false
	e.End, _ = s.inZone(i.End())
	if s.stage.Terminal() && on > p.asOf {
		e.stop(StoppedTerminal, s.lastResponse())
		if p.trace != nil {
			s.lapse(on - 1)
		}
	}
	p.decided(s, e)
}

// draftThankYous plans the note after an interview: an e-mail within 24 hours,
// a letter on the next business day.
func (p *planner) draftThankYous(s *subject, held []*Interview, n int, ordinal string) {
	i := held[n]
	sent := s.thanksFor(held, n)
	for _, method := range s.policy.ThankYou.methods() {
		at := s.thankYouDay(i, method)
		e := s.event(ThankYouNote, ordinal+"/"+string(method), at)
		e.Interview, e.Contact, e.Method = i, s.interviewContact(i), method
		if s.stage.Terminal() {
			e.stop(StoppedTerminal, s.lastResponse())
		}
		if on, ok := sent(method); ok {
			e.complete(on)
		}
		p.decided(s, e)
	}
}

// methods lists the notes to write.
func (t ThankYouBy) methods() []Method {
	switch t {
	case ThankByEmail:
		return []Method{Email}
	case ThankByLetter:
		return []Method{Letter}
	case ThankByBoth:
		return []Method{Email, Letter}
	}
	return nil
}

func (s *subject) thankYouDay(i *Interview, method Method) step {
	on := s.dayOf(i)
	if method == Letter {
		return s.count(RuleThankYouLetter, AnchorInterview, on, 1, s.land)
	}
	end, endOn := s.inZone(i.End())
	if endOn == on && end.Hour() < thankYouByHour {
		return step{on, Reason{Rule: RuleThankYou, Anchor: AnchorInterview, AnchorOn: on}}
	}
	return step{on + 1, Reason{Rule: RuleThankYou, Anchor: AnchorInterview, AnchorOn: on}}
}

// thanksFor tells when the thank-you for the n-th interview was sent. Where
// both notes are due, a letter completes the letter and all else the e-mail.
func (s *subject) thanksFor(held []*Interview, n int) func(Method) (date.Date, bool) {
	both := s.policy.ThankYou == ThankByBoth
	return func(method Method) (date.Date, bool) {
		var sent date.Date
		for i := range s.app.Outreach {
			o := &s.app.Outreach[i]
			if o.Purpose != ThankYou || s.latestInterview(held, o.On) != n {
				continue
			}
			if both && (o.Method == Letter) != (method == Letter) {
				continue
			}
			if sent == 0 || o.On < sent {
				sent = o.On
			}
		}
		return sent, sent != 0
	}
}

// latestInterview is the index of the last interview on or before a day, -1
// when there is none.
func (s *subject) latestInterview(held []*Interview, on date.Date) int {
	latest := -1
	for n, i := range held {
		if s.dayOf(i) <= on {
			latest = n
		}
	}
	return latest
}

// draftPermission plans what comes after an interview by the interviewer's
// answer: a reminder to log it, a private review, or follow-ups.
func (p *planner) draftPermission(s *subject, held []*Interview, n int, ordinal string, stop Stop, stopOn date.Date) []*track {
	i := held[n]
	on := s.dayOf(i)
	private := func(kind Kind, at step) {
		e := s.event(kind, ordinal, at)
		e.Interview = i
		if stop != "" {
			e.stop(stop, stopOn)
		}
		p.decided(s, e)
	}
	switch i.Preference.Permission {
	case Granted:
		return []*track{p.interviewTrack(s, held, n, ordinal, stop, stopOn)}
	case Denied:
		at := s.count(RuleReview, AnchorInterview, on, s.policy.AfterInterviewDays, stay)
		if by := i.Preference.DecisionBy; by != 0 {
			at = s.count(RuleReview, AnchorPromised, by, s.policy.AfterDecisionDays, stay)
		}
		private(Review, at)
	default:
		private(LogPreference, s.count(RuleLogPreference, AnchorInterview, on, 1, s.land))
	}
	return nil
}

func (p *planner) interviewTrack(s *subject, held []*Interview, n int, ordinal string, stop Stop, stopOn date.Date) *track {
	i := held[n]
	t := &track{
		subject: s, kind: InterviewFollowUp, interview: i, prefix: ordinal + "/", first: s.afterInterview(i),
		limit: s.policy.FollowUps, moveOnDays: s.policy.MoveOnDays,
		contact: s.preferredContact(i), outreach: s.outreachTo(func(on date.Date) bool { return s.latestInterview(held, on) == n }),
		stopped: stop, stoppedOn: stopOn,
	}
	t.anchor, t.anchorOn = t.first.reason.Anchor, t.first.reason.AnchorOn
	t.shaped = max(s.app.AppliedOn, s.dayOf(i), t.anchorOn)
	return t
}

// afterInterview is the day of the first follow-up to an interview: the later
// of the day that they prefer and the promised decision with some days' grace,
// else a few business days after the interview.
func (s *subject) afterInterview(i *Interview) step {
	on := s.dayOf(i)
	notBefore, by := i.Preference.NotBefore, i.Preference.DecisionBy
	var promised, preferred step
	if by != 0 {
		promised = s.count(RuleAfterDecision, AnchorPromised, by, s.policy.AfterDecisionDays, s.landFollowUp)
	}
	if notBefore != 0 {
		preferred = s.count(RulePreferredDay, AnchorPreferred, notBefore, 0, s.landFollowUp)
	}
	latest := promised
	if preferred.day > promised.day {
		latest = preferred
	}
	if latest.day <= on {
		return s.count(RuleAfterInterview, AnchorInterview, on, s.policy.AfterInterviewDays, s.landFollowUp)
	}
	return latest
}

// stoppedByStage says why the follow-ups to the application end at a stage.
var stoppedByStage = map[Status]Stop{Interviewing: StoppedInterview, Offer: StoppedOffer}

// DefaultInterviewMinutes is the length of an interview whose length is not
// recorded.
const DefaultInterviewMinutes = 60

// End is the instant at which the interview is over.
func (i *Interview) End() time.Time {
	minutes := i.Minutes
	if minutes == 0 {
		minutes = DefaultInterviewMinutes
	}
	return i.Start.Add(time.Duration(minutes) * time.Minute)
}
