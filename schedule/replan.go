package schedule

import (
	"context"
	"maps"
	"slices"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
)

// Replan plans anew what a change touches, and gives exactly what [Plan] would
// give for these applications in the whole log.
//
// changed are the ids of the applications that were added, changed or removed,
// that an added, changed or removed decision concerns, and whose
// [Outlook.LapsesOn] is not zero and before asOf. head is the log without its
// applications and with the bare decisions only; it, policy and days are those
// of the last plan, whose asOf was no later. When any of them changed, or a bare
// decision, everything is to be planned with [Plan] and [WithFootprint].
//
// Errors are those of Plan and of last; what last left must fit its facts.
func Replan(ctx context.Context, head *Log, policy Policy, days Days, asOf date.Date, changed []string, last Standing) (Revision, error) {
	p, err := newPlanner(head, policy, days, asOf)
	if err != nil {
		return Revision{}, err
	}
	p.trace = &Footprint{}
	p.claim(head.Decisions)
	r := &replanner{
		planner: p, last: last,
		changed: map[string]bool{}, taken: map[string]bool{}, known: map[string]bool{},
		stayed: map[slot]bool{}, contended: map[date.Date]int{}, appointments: map[string]Appointment{},
	}
	for _, id := range changed {
		r.changed[id] = true
	}
	if err := r.walkAnew(ctx, changed); err != nil {
		return Revision{}, err
	}
	if err := r.placeCallsAnew(ctx); err != nil {
		return Revision{}, err
	}
	return Revision{
		Replanned: slices.Sorted(maps.Keys(r.taken)),
		Footprint: r.footprint(), Planned: r.sorted(), Omitted: r.omitted(),
	}, nil
}

// replanner plans some applications within what the last plan left of all
// others. It starts with those that changed, and takes in others when what
// becomes of them differs from the last plan.
type replanner struct {
	*planner
	last    Standing
	changed map[string]bool
	taken   map[string]bool // the applications that are planned anew
	known   map[string]bool // keys whose applications are all taken

	// What the last plan left of those that are taken.
	stayed       map[slot]bool
	contended    map[date.Date]int
	appointments map[string]Appointment // by UID

	due    queue
	ahead  dayQueue // days that an application asked for in the last plan
	tracks []*track
	ended  int // how many of the tracks have got their move-on
}

// slot is what an application asks for on a day.
type slot struct {
	day         date.Date
	application string
}

// component is applications that belong together by their keys, today's and
// those of the last plan, or by a decision.
type component struct {
	applications []Application
	decisions    []Decision
	traces       []Footprint
}

// component loads what belongs together with some applications. They are taken
// from now on.
func (r *replanner) component(ctx context.Context, ids []string) (*component, error) {
	c := &component{}
	for next := r.take(ids); len(next) > 0; {
		applications, err := r.last.Applications(ctx, next)
		if err != nil {
			return nil, err
		}
		decisions, err := r.last.Decisions(ctx, next)
		if err != nil {
			return nil, err
		}
		traces, err := r.last.Traces(ctx, next)
		if err != nil {
			return nil, err
		}
		c.applications = append(c.applications, applications...)
		c.decisions = append(c.decisions, decisions...)
		c.traces = append(c.traces, traces)
		if next, err = r.related(ctx, applications, decisions, traces.Outlooks); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// related takes the applications that are linked to those just loaded.
func (r *replanner) related(ctx context.Context, applications []Application, decisions []Decision, outlooks []Outlook) ([]string, error) {
	var keys, ids []string
	for i := range applications {
		keys = append(keys, Keys(&applications[i])...)
	}
	for _, o := range outlooks {
		keys = append(keys, o.Keys...)
	}
	keys = slices.DeleteFunc(sortedOnce(keys), func(key string) bool { return r.known[key] })
	for _, key := range keys {
		r.known[key] = true
	}
	for _, d := range decisions {
		for _, c := range d.Concerns {
			ids = append(ids, c.Application)
		}
	}
	if len(keys) > 0 {
		more, err := r.last.Related(ctx, keys)
		if err != nil {
			return nil, err
		}
		ids = append(ids, more...)
	}
	return r.take(ids), nil
}

// take marks applications as taken and returns those that were not before.
func (r *replanner) take(ids []string) []string {
	var fresh []string
	for _, id := range ids {
		if !r.taken[id] {
			r.taken[id] = true
			fresh = append(fresh, id)
		}
	}
	return fresh
}

// join takes in applications with all that belong to them, and goes with them
// through the days before the given one as the last plan did.
func (r *replanner) join(ctx context.Context, ids []string, day date.Date) error {
	c, err := r.component(ctx, ids)
	if err != nil {
		return err
	}
	for _, t := range c.traces {
		r.remember(t, day)
	}
	r.exact = nil
	r.claim(c.decisions)
	tracks, err := r.admit(c.applications)
	if err != nil {
		return err
	}
	r.tracks = append(r.tracks, tracks...)
	for _, g := range r.groups(tracks) {
		e := r.form(g)
		for e != nil && e.day < day {
			stays, known := r.stayed[slot{e.day, e.lead().app.ID}]
			if !known {
				return fault.Wrap(fault.Internal, ErrFootprint, "what the last plan left of application %q does not fit the log; plan all of it anew", e.lead().app.ID)
			}
			e = r.place(e, stays)
		}
		r.due.offer(e)
	}
	return nil
}

// remember keeps what the last plan left of applications that are now taken.
func (r *replanner) remember(left Footprint, day date.Date) {
	for _, c := range left.Contenders {
		r.stayed[slot{c.Day, c.Application}] = c.Stayed
		r.contended[c.Day]++
		if c.Day > day {
			r.ahead.add(c.Day)
		}
	}
	for _, a := range left.Appointments {
		r.appointments[a.UID] = a
	}
}
