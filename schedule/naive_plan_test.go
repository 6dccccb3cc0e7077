package schedule_test

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// chain is the follow-ups of one stage of one application, in order.
type chain struct {
	first   date.Date // the earliest day for any of them
	app     *schedule.Application
	kind    schedule.Kind
	from    date.Date // what the first one counts from, for a move-on without any
	days    []date.Date
	pending int // index of the first pending one
	cut     bool
}

// lines plans the log and writes the events that are pending or missed, as
// [compared] does for the planner's.
func (n naive) lines() (text string, cut []string) {
	var all []string
	var chains []*chain
	for i := range n.log.Applications {
		a := &n.log.Applications[i]
		events, c := n.application(a)
		all = append(all, events...)
		if c != nil {
			chains = append(chains, c)
		}
	}
	for _, group := range n.byPerson(chains) {
		all = append(all, n.walk(group)...)
	}
	for _, c := range chains {
		if c.cut {
			cut = append(cut, c.app.ID)
			continue
		}
		last := c.from
		if len(c.days) > 0 {
			last = c.days[len(c.days)-1]
		}
		all = append(all, fmt.Sprintf("%s move-on %s", n.add(c.app, last, n.policyOf(c.app).MoveOnDays), c.app.ID))
	}
	sort.Strings(all)
	return strings.Join(all, "\n"), cut
}

// application is the events of a that depend on a alone, and its chain.
func (n naive) application(a *schedule.Application) (events []string, c *chain) {
	p := n.policyOf(a)
	if a.Status.Terminal() || contains(kindsOf(a.Responses), schedule.Rejection) || a.Status == schedule.Saved && a.AppliedOn == 0 {
		return nil, nil
	}
	last := current(a)
	for i := range a.Interviews {
		if held := &a.Interviews[i]; !held.Cancelled && !over(a) {
			events = append(events, n.thankYou(a, held)...)
		}
	}
	switch {
	case over(a):
	case last != nil:
		on := n.heldOn(a, last)
		if !answered(a, on) {
			more, c := n.afterInterview(a, last, on)
			return append(events, more...), c
		}
	case a.Status != schedule.Applied || answered(a, a.AppliedOn):
	case a.Posting.NoContact:
		events = append(events, fmt.Sprintf("%s move-on %s", n.add(a, anchor(a), 15), a.ID))
	default:
		first := n.land(a, n.add(a, anchor(a), p.AfterApplicationDays))
		return events, n.chain(a, schedule.ApplicationFollowUp, anchor(a), first, a.AppliedOn, &events)
	}
	return events, nil
}

func (n naive) thankYou(a *schedule.Application, held *schedule.Interview) []string {
	on := n.heldOn(a, held)
	for _, o := range a.Outreach {
		if o.Purpose == schedule.ThankYou && o.On >= on {
			return nil // done
		}
	}
	if held.End().In(zone(n.zoneOf(a))).Hour() >= 16 {
		on++
	}
	return []string{n.line(a, schedule.ThankYouNote, on)}
}

func (n naive) afterInterview(a *schedule.Application, i *schedule.Interview, on date.Date) (events []string, c *chain) {
	p, pref := n.policyOf(a), i.Preference
	decided := n.add(a, pref.DecisionBy, p.AfterDecisionDays)
	waited := n.add(a, on, p.AfterInterviewDays)
	switch pref.Permission {
	case schedule.Granted:
		first := waited
		if pref.DecisionBy != 0 {
			first = decided
		}
		if pref.NotBefore != 0 && (pref.DecisionBy == 0 || pref.NotBefore > first) {
			first = pref.NotBefore
		}
		c = n.chain(a, schedule.InterviewFollowUp, on, n.land(a, first), on, &events)
		switch { // a promise over a preferred day over the interview
		case pref.DecisionBy != 0:
			c.from = pref.DecisionBy
		case pref.NotBefore != 0:
			c.from = pref.NotBefore
		}
		c.cut = c.cut || p.FollowUps == 0 && pref.DecisionBy != 0 && pref.NotBefore != 0 // either may be meant
		return events, c
	case schedule.Denied:
		if pref.DecisionBy != 0 {
			waited = decided
		}
		return []string{n.line(a, schedule.Review, waited)}, nil
	}
	return []string{n.line(a, schedule.LogPreference, n.land(a, n.add(a, on, 1)))}, nil
}

// chain counts the days of a stage's follow-ups and writes the missed ones.
func (n naive) chain(a *schedule.Application, kind schedule.Kind, from, first, since date.Date, events *[]string) *chain {
	p := n.policyOf(a)
	var made []date.Date
	for _, o := range a.Outreach {
		if o.Purpose == schedule.FollowUp && o.On >= since {
			made = append(made, o.On)
		}
	}
	slices.Sort(made)
	c := &chain{app: a, kind: kind, from: from, first: first, cut: len(made) > p.FollowUps} // does a further one count for the move-on?
	for k := range p.FollowUps {
		day := first
		switch {
		case k < len(made):
			c.days, c.pending = append(c.days, made[k]), k+1
			continue
		case k > 0:
			day = n.next(c, c.days[k-1], k)
		}
		if decided := n.decided(followUp(a, kind, k)); decided != 0 {
			c.days, c.pending = append(c.days, decided), k+1
			continue
		}
		c.days = append(c.days, day)
		if n.asOf > n.add(a, day, p.GapDays) {
			*events, c.pending = append(*events, n.line(a, kind, day)), k+1
		}
	}
	return c
}

// followUp is the UID of follow-up k, from 0, of a's current stage.
func followUp(a *schedule.Application, kind schedule.Kind, k int) string {
	ordinal := fmt.Sprint(k + 1)
	if kind == schedule.InterviewFollowUp {
		ordinal = fmt.Sprintf("%d/%s", current(a).Round, ordinal)
	}
	return schedule.UID(a.ID, kind, ordinal)
}

// decided is the day on which a follow-up was done or dismissed, zero if it was
// not.
func (n naive) decided(uid string) date.Date {
	for _, d := range n.log.Decisions {
		for _, c := range d.Concerns {
			if c.Event == uid {
				return d.On
			}
		}
	}
	return 0
}

// next is the day of follow-up k+1 when follow-up k is on day.
func (n naive) next(c *chain, day date.Date, k int) date.Date {
	p := n.policyOf(c.app)
	gap := float64(p.GapDays)
	for ; k > 1; k-- {
		gap *= p.GapGrowth
	}
	return max(c.first, n.land(c.app, n.add(c.app, day, int(gap)))) // never before the anchor's minimum
}

// line writes one event with its state; nothing here is done or cancelled.
func (n naive) line(a *schedule.Application, kind schedule.Kind, day date.Date) string {
	state := schedule.StatePending
	if n.asOf > n.add(a, day, n.policyOf(a).GapDays) {
		state = schedule.StateMissed
	}
	return fmt.Sprintf("%s %s %s %s", day, kind, state, a.ID)
}

func kindsOf(responses []schedule.Response) (kinds []schedule.ResponseKind) {
	for _, r := range responses {
		kinds = append(kinds, r.Kind)
	}
	return kinds
}
