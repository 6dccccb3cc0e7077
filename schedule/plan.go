package schedule

import (
	"cmp"
	"slices"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
	"followcal/schedule/workday"
)

// Days gives the business days of a region, named by its ISO 3166 code. An
// unknown region is a fault that names near matches. [workday.Region] is the
// one for real regions.
type Days func(region string) (*workday.Calendar, error)

// Outcome is what [Plan] returns.
type Outcome struct {
	Planned   []Planned  // by due day, then start, then UID; every state
	Omitted   []Omission // in the order of application ids
}

// Omission is an application for which no follow-up could be counted, with the
// reason as a sentence for the user.
type Omission struct {
	Application *Application
	Why         string
}

// Option changes how [Plan] works.
type Option func(*planner)

// IncludeMissed lets the latest missed follow-up of each application that has
// no pending one come back on the as-of date, spread by the daily limit.
func IncludeMissed() Option { return func(p *planner) { p.includeMissed = true } }

// Plan turns a log into planned events. It is a pure function of its arguments:
// policy is the candidate's (the default, then the log's, then a file's), and
// each application's own policy is applied on top; the log's zone and region
// must be set. asOf only sets states. The order of the log does not matter.
//
// The result points into log. A zone or region that does not exist is a fault;
// an application that lies outside the years of the holiday tables, or has no
// date to count from, is omitted with the reason.
func Plan(log *Log, policy Policy, days Days, asOf date.Date, options ...Option) (Outcome, error) {
	p := &planner{
		log: log, policy: policy, asOf: asOf,
		calendars: newCalendars(log, days),
		zones:     zones{},
		decisions: make(map[string]*Decision, len(log.Decisions)),
	}
	for _, option := range options {
		option(p)
	}
	if err := p.prepare(); err != nil {
		return Outcome{}, err
	}
	p.rehearse()
	tracks := p.draft()
	p.walk(tracks)
	for _, t := range tracks {
		p.moveOn(t)
	}
	p.placeCalls()
	return Outcome{Planned: p.sorted(), Omitted: p.omitted}, nil
}

// planner is the state of one call of Plan.
type planner struct {
	log           *Log
	policy        Policy
	asOf          date.Date
	includeMissed bool

	calendars *calendars
	zones     zones
	home      *time.Location
	decisions map[string]*Decision
	verdicts  map[string]*verdict // what the decisions come to, by UID
	rehearsal bool                // the verdicts are being found
	subjects  []*subject          // by age, then id
	people    *directory

	planned []Planned
	omitted []Omission
}

// prepare resolves what the whole plan needs: zones, business days, decisions
// and people.
func (p *planner) prepare() error {
	home, err := p.zones.get(p.log.Zone)
	if err != nil {
		return fault.Wrap(fault.KindOf(err), err, "zone: %v", err)
	}
	p.home = home
	for i := range p.log.Decisions {
		d := &p.log.Decisions[i]
		if known := p.decisions[d.Event]; known == nil || d.Outweighs(known) {
			p.decisions[d.Event] = d
		}
	}
	p.subjects = make([]*subject, 0, len(p.log.Applications))
	for i := range p.log.Applications {
		s, err := p.subject(&p.log.Applications[i])
		if err != nil {
			return err
		}
		p.subjects = append(p.subjects, s)
	}
	slices.SortFunc(p.subjects, byAge)
	p.people = newDirectory(p.subjects)
	events := 0
	for _, s := range p.subjects {
		events += s.mostEvents()
	}
	p.planned = make([]Planned, 0, events)
	return nil
}

// mostEvents is how many events there can be about s: for each stage its
// follow-ups and the move-on, an interview with its notes, the deadlines.
func (s *subject) mostEvents() int {
	return 1 + s.policy.FollowUps + len(s.app.Deadlines) + len(s.app.Interviews)*(4+s.policy.FollowUps)
}

// omit notes that nothing, or no more, is planned for s.
func (p *planner) omit(s *subject, why string) {
	p.omitted = append(p.omitted, Omission{Application: s.app, Why: why})
}

// sorted returns the planned events without those of applications that could
// not be counted to the end.
func (p *planner) sorted() []Planned {
	failed := map[*Application]bool{}
	for _, s := range p.subjects {
		if s.err != nil {
			failed[s.app] = true
			p.omit(s, s.err.Error())
		}
	}
	if len(failed) > 0 {
		p.planned = slices.DeleteFunc(p.planned, func(e Planned) bool { return failed[e.Applications[0]] })
	}
	slices.SortFunc(p.omitted, func(a, b Omission) int { return cmp.Compare(a.Application.ID, b.Application.ID) })
	sortByDay(p.planned)
	return p.planned
}

// sortByDay sorts the places of the events and then moves each event once,
// because an event is large and sorting moves things often.
func sortByDay(events []Planned) {
	from := make([]int32, len(events))
	for i := range from {
		from[i] = int32(i)
	}
	slices.SortFunc(from, func(a, b int32) int { return byDay(&events[a], &events[b]) })
	for start := range from {
		if int(from[start]) == start {
			continue
		}
		first, to := events[start], start
		for int(from[to]) != start {
			next := int(from[to])
			events[to], from[to] = events[next], int32(to)
			to = next
		}
		events[to], from[to] = first, int32(to)
	}
}

// byDay orders by due day, all-day events first, then start, then UID.
func byDay(a, b *Planned) int {
	if c := cmp.Compare(a.Due, b.Due); c != 0 {
		return c
	}
	if c := a.Start.Compare(b.Start); c != 0 {
		return c
	}
	return cmp.Compare(a.UID, b.UID)
}
