package entry

import (
	"cmp"
	"slices"
	"time"

	"followcal/schedule"
)

// InterviewChange is what changes about an interview. Zero values leave things
// as they are.
type InterviewChange struct {
	Start    time.Time
	Minutes  int
	Mode     Field[schedule.Mode]
	Place    Field[string]
	Contacts Field[[]string] // names, as in [AddInterview]
}

// AddInterview adds an interview that is agreed or was held. A round of 0 is the
// next free one, 0 minutes are [schedule.DefaultInterviewMinutes]. Its contacts
// are names, which need not be among the application's. A second interview at the
// same instant is refused, and so is one that is cancelled already. The status
// moves forward to interviewing.
func AddInterview(a *schedule.Application, i schedule.Interview, here Here) (warnings []string, err error) {
	c := &checker{here: here}
	if i.Cancelled {
		c.fail(wrong("start", "an interview that is cancelled is not added; add it first"))
	}
	c.room("interview", len(a.Interviews), schedule.MaxRound)
	i.Round = cmp.Or(i.Round, nextRound(a))
	if i.Round < 1 || i.Round > schedule.MaxRound {
		c.fail(wrong("round", "%d is outside 1 to %d", i.Round, schedule.MaxRound))
	}
	i.Contacts = c.names(a, "contact", i.Contacts)
	c.preference(a, &i)
	c.interview(a, &i, nil)
	changed := *a
	changed.Interviews = added(a.Interviews, i)
	c.advance(&changed, schedule.Interviewing)
	c.ended(&changed)
	return c.done(a, &changed)
}

// nextRound is the one after the highest that stands.
func nextRound(a *schedule.Application) int {
	round := 0
	for _, i := range a.Interviews {
		if !i.Cancelled {
			round = max(round, i.Round)
		}
	}
	return round + 1
}

// interview checks the fields of i; before is the same one as it was, nil for a
// new one.
func (c *checker) interview(a *schedule.Application, i, before *schedule.Interview) {
	i.Start = c.instant("start", i.Start)
	i.Minutes = cmp.Or(i.Minutes, schedule.DefaultInterviewMinutes)
	if i.Minutes < 1 || i.Minutes > schedule.MaxMinutes {
		c.fail(wrong("minutes", "%d is outside 1 to %d", i.Minutes, schedule.MaxMinutes))
	}
	optional(c, "mode", i.Mode, schedule.Modes)
	i.Place = c.name("place", i.Place)
	zone := zoneOf(a, c.here)
	for n := range a.Interviews {
		other := &a.Interviews[n]
		if other != before && !other.Cancelled && other.Start.Equal(i.Start) {
			c.fail(wrong("start", "%s is at that time already", said(other, zone)))
		}
	}
	if on := dayIn(i.Start, zone); a.AppliedOn != 0 && on < a.AppliedOn {
		c.warn("the interview on %s is before the application of %s", schedule.LongDate(on), schedule.LongDate(a.AppliedOn))
	}
}

// MoveInterview moves an interview to another start, or changes how it is held.
// Its round and preference stay.
func MoveInterview(a *schedule.Application, w Which, change InterviewChange, here Here) (warnings []string, err error) {
	n, err := w.next(a, here)
	if err != nil {
		return nil, err
	}
	c := &checker{here: here}
	before := &a.Interviews[n]
	i := *before
	if !change.Start.IsZero() {
		i.Start = change.Start
	}
	i.Minutes = cmp.Or(change.Minutes, i.Minutes)
	put(c, "mode", &i.Mode, change.Mode, same)
	put(c, "place", &i.Place, change.Place, func(v string) string { return c.name("place", v) })
	if change.Contacts.Changes() {
		i.Contacts = c.names(a, "contact", change.Contacts.value)
	}
	if change.Contacts.what == set && len(i.Contacts) == 0 {
		c.fail(wrong("contact", "there is nothing to set; clear it to remove who is there"))
	}
	c.interview(a, &i, before)
	if on := dayIn(i.Start, zoneOf(a, here)); i.Preference.NotBefore != 0 && i.Preference.NotBefore < on {
		c.warn("they asked not to be contacted before %s, which is now before the interview", schedule.LongDate(i.Preference.NotBefore))
	}
	changed := *a
	changed.Interviews = slices.Clone(a.Interviews)
	changed.Interviews[n] = i
	return c.done(a, &changed)
}

// CancelInterview cancels an interview. It stays in the log; a replacement is a
// new one, which may have the same round. The status stays.
func CancelInterview(a *schedule.Application, w Which, here Here) (warnings []string, err error) {
	n, err := w.next(a, here)
	if err != nil {
		return nil, err
	}
	c := &checker{here: here}
	if a.Interviews[n].Preference != (schedule.Preference{}) {
		c.warn("a preference is logged for the interview that is now cancelled; it no longer counts")
	}
	changed := *a
	changed.Interviews = slices.Clone(a.Interviews)
	changed.Interviews[n].Cancelled = true
	return c.done(a, &changed)
}
