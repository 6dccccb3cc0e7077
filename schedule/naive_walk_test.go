package schedule_test

import (
	"fmt"
	"sort"
	"strings"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// byPerson groups chains by whom they reach.
func (n naive) byPerson(chains []*chain) map[string][]*chain {
	groups := map[string][]*chain{}
	for _, c := range chains {
		reached := person(c.app, who(c.app))
		groups[reached] = append(groups[reached], c)
	}
	return groups
}

// reachedSince is the last outreach to somebody and how many there were since
// that person's last response.
func (n naive) reachedSince(somebody string) (last date.Date, count int) {
	var heard date.Date
	var made []date.Date
	for i := range n.log.Applications {
		a := &n.log.Applications[i]
		if n.answersFor(a, somebody) {
			heard = max(heard, n.heard(a))
		}
		for _, o := range a.Outreach {
			to := firstContact(a)
			switch {
			case o.Contact != "":
				to = named(a, o.Contact)
			case n.read.unnamedToWho:
				to = who(a)
			}
			if o.Purpose != schedule.ThankYou && person(a, to) == somebody {
				made = append(made, o.On)
			}
		}
	}
	for _, d := range n.log.Decisions {
		for i := range n.log.Applications {
			a := &n.log.Applications[i]
			if d.Kind == schedule.Done && len(d.Concerns) > 0 && d.Concerns[0].Application == a.ID && person(a, who(a)) == somebody {
				made = append(made, d.On)
			}
		}
	}
	for _, day := range made {
		last = max(last, day)
		if day > heard || day == heard && !n.read.sameDayResets {
			count++
		}
	}
	return last, count
}

// answersFor reports whether a's responses are somebody's.
func (n naive) answersFor(a *schedule.Application, somebody string) bool {
	from := []schedule.Contact{firstContact(a)}
	if n.read.answersForAll {
		from = append(append(from, who(a)), a.Contacts...)
	}
	for _, c := range from {
		if person(a, c) == somebody {
			return true
		}
	}
	return false
}

// heard is the day of a's last response.
func (n naive) heard(a *schedule.Application) (last date.Date) {
	for _, r := range a.Responses {
		if r.Kind != schedule.Acknowledgement || n.read.ackResets {
			last = max(last, r.On)
		}
	}
	if held := current(a); held != nil && n.read.interviewResets {
		last = max(last, n.heldOn(a, held))
	}
	return last
}

// walk puts the pending follow-ups of one person on their days.
func (n naive) walk(group []*chain) (events []string) {
	sort.Slice(group, func(i, j int) bool {
		a, b := group[i].app, group[j].app
		return a.AppliedOn < b.AppliedOn || a.AppliedOn == b.AppliedOn && a.ID < b.ID
	})
	last, count := n.reachedSince(person(group[0].app, who(group[0].app)))
	for {
		earliest := n.offer(group, last)
		if earliest == nil {
			return events
		}
		if count++; count > n.policy.UnansweredLimit {
			for _, c := range group {
				c.cut = c.cut || c.pending < len(c.days)
			}
			return events
		}
		joined, day := n.join(group, earliest)
		events, last = append(events, describe(joined, day)), day
		for _, c := range joined {
			c.days[c.pending] = day
			c.pending++
			if c.pending < len(c.days) {
				c.days[c.pending] = n.next(c, day, c.pending)
			}
		}
	}
}

// offer moves each chain's next day away from the last contact and returns the
// chain that offers the earliest, nil when nothing is left.
func (n naive) offer(group []*chain, last date.Date) (earliest *chain) {
	for _, c := range group {
		if c.pending >= len(c.days) {
			continue
		}
		if last != 0 {
			apart := n.land(c.app, n.add(c.app, last, n.policyOf(c.app).GapDays))
			c.days[c.pending] = max(c.days[c.pending], apart)
		}
		if earliest == nil || c.days[c.pending] < earliest.days[earliest.pending] {
			earliest = c
		}
	}
	return earliest
}

// join is the chains that share the earliest one's call, and its day.
func (n naive) join(group []*chain, earliest *chain) (joined []*chain, day date.Date) {
	limit := n.add(earliest.app, earliest.days[earliest.pending], n.policyOf(earliest.app).GapDays)
	for _, c := range group {
		if c.pending < len(c.days) && c.days[c.pending] < limit {
			joined, day = append(joined, c), max(day, c.days[c.pending])
		}
	}
	return joined, day
}

// describe writes a shared call, the leader first.
func describe(joined []*chain, day date.Date) string {
	kind, all := schedule.ApplicationFollowUp, []string{}
	for _, c := range joined {
		all = append(all, c.app.ID)
		if c.kind == schedule.InterviewFollowUp {
			kind = c.kind
		}
	}
	sort.Strings(all[1:])
	return fmt.Sprintf("%s %s pending %s", day, kind, strings.Join(all, "+"))
}
