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
	Planned []Planned  // by due day, then start, then UID; every state
	Omitted []Omission // in the order of application ids

	Footprint Footprint // empty without [WithFootprint]
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

// WithFootprint has Plan return what [Replan] needs of it later.
func WithFootprint() Option { return func(p *planner) { p.trace = &Footprint{} } }

// Plan turns a log into planned events. It is a pure function of its arguments:
// policy is the candidate's (the default, then the log's, then a file's), and
// each application's own policy is applied on top; the log's zone and region
// must be set. asOf only sets states. The order of the log does not matter.
//
// The result points into log. A zone or region that does not exist is a fault;
// an application that lies outside the years of the holiday tables, or has no
// date to count from, is omitted with the reason.
func Plan(log *Log, policy Policy, days Days, asOf date.Date, options ...Option) (Outcome, error) {
	p, err := newPlanner(log, policy, days, asOf)
	if err != nil {
		return Outcome{}, err
	}
	for _, option := range options {
		option(p)
	}
	if err := p.plan(); err != nil {
		return Outcome{}, err
	}
	p.placeCalls()
	return Outcome{Footprint: p.footprint(), Planned: p.sorted(), Omitted: p.omitted()}, nil
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

	decisions map[string]*Decision // by the UIDs of what they are about
	exact     []*Decision
	bare      bool                // there are others
	verdicts  map[string]*verdict // what the decisions about follow-ups come to, by UID
	rehearsal *rehearsal          // not nil while the verdicts of bare decisions are being found

	subjects []*subject // by age, then id
	people   *directory

	planned []Planned
	calls   []call
	trace   *Footprint // nil when nobody asked for one
}

// newPlanner makes a planner for candidates whose zone exists.
func newPlanner(log *Log, policy Policy, days Days, asOf date.Date) (*planner, error) {
	p := &planner{
		log: log, policy: policy, asOf: asOf,
		calendars: newCalendars(log, days),
		zones:     zones{},
		decisions: make(map[string]*Decision, len(log.Decisions)),
		verdicts:  map[string]*verdict{},
		people:    newDirectory(nil),
	}
	home, err := p.zones.get(log.Zone)
	if err != nil {
		return nil, fault.Wrap(fault.KindOf(err), err, "zone: %v", err)
	}
	p.home = home
	return p, nil
}

// plan plans the log up to the times of its calls.
func (p *planner) plan() error {
	p.claim(p.log.Decisions)
	tracks, err := p.admit(p.log.Applications)
	if err != nil {
		return err
	}
	p.walk(tracks)
	for _, t := range tracks {
		p.moveOn(t)
	}
	return nil
}

// admit takes applications into the plan, together with all that belong to
// them, and returns their tracks of follow-ups.
func (p *planner) admit(applications []Application) ([]*track, error) {
	subjects := make([]*subject, 0, len(applications))
	events := 0
	for i := range applications {
		s, err := p.subject(&applications[i])
		if err != nil {
			return nil, err
		}
		subjects = append(subjects, s)
		events += s.mostEvents()
	}
	slices.SortFunc(subjects, byAge)
	p.subjects = append(p.subjects, subjects...)
	p.people.learn(subjects)
	p.planned = slices.Grow(p.planned, events)
	return p.draft(subjects), nil
}

// mostEvents is how many events there can be about s: for each stage its
// follow-ups and the move-on, an interview with its notes, the deadlines.
func (s *subject) mostEvents() int {
	return 1 + s.policy.FollowUps + len(s.app.Deadlines) + len(s.app.Interviews)*(4+s.policy.FollowUps)
}

// sorted returns the planned events without those of applications that could
// not be counted to the end.
func (p *planner) sorted() []Planned {
	failed := map[*Application]bool{}
	for _, s := range p.subjects {
		if s.err != nil {
			failed[s.app] = true
		}
	}
	if len(failed) > 0 {
		p.planned = slices.DeleteFunc(p.planned, func(e Planned) bool { return failed[e.Applications[0]] })
	}
	sortByDay(p.planned)
	return p.planned
}

// omitted lists the applications for which nothing, or no more, is planned.
func (p *planner) omitted() []Omission {
	var all []Omission
	for _, s := range p.subjects {
		if why := s.omitted(); why != "" {
			all = append(all, Omission{Application: s.app, Why: why})
		}
	}
	slices.SortFunc(all, func(a, b Omission) int { return cmp.Compare(a.Application.ID, b.Application.ID) })
	return all
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
