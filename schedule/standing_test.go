package schedule_test

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// standing is a store in memory: the facts, and what the last plan left. It
// counts what is read of it.
type standing struct {
	head      schedule.Log // without applications
	policy    schedule.Policy
	asOf      date.Date
	facts     map[string]schedule.Application
	decisions []schedule.Decision // with concerns

	planned []schedule.Planned
	omitted map[string]string
	left    schedule.Footprint

	loaded int // applications handed out
	read   int // rows of the last plan handed out
}

// stand plans a whole log and keeps what that leaves.
func stand(log *schedule.Log, policy schedule.Policy, asOf date.Date) (*standing, error) {
	s := &standing{head: *log, policy: policy, asOf: asOf, facts: map[string]schedule.Application{}}
	s.head.Applications, s.head.Decisions = nil, nil
	for _, a := range log.Applications {
		s.facts[a.ID] = a
	}
	for _, d := range log.Decisions {
		if len(d.Concerns) > 0 {
			s.decisions = append(s.decisions, d)
		} else {
			s.head.Decisions = append(s.head.Decisions, d)
		}
	}
	outcome, err := s.plan()
	if err != nil {
		return nil, err
	}
	s.planned, s.left, s.omitted = outcome.Planned, outcome.Footprint, map[string]string{}
	for _, o := range outcome.Omitted {
		s.omitted[o.Application.ID] = o.Why
	}
	return s, nil
}

// log is everything as one log.
func (s *standing) log() *schedule.Log {
	log := s.head
	log.Decisions = append(slices.Clone(s.head.Decisions), s.decisions...)
	for _, a := range s.facts {
		log.Applications = append(log.Applications, a)
	}
	return &log
}

func (s *standing) plan() (schedule.Outcome, error) {
	return schedule.Plan(s.log(), s.policy, byHand, s.asOf, schedule.WithFootprint())
}

// replan plans what changed and lets it take the place of what was left.
func (s *standing) replan(changed ...string) (schedule.Revision, error) {
	for _, o := range s.left.Outlooks {
		if o.LapsesOn != 0 && o.LapsesOn < s.asOf {
			changed = append(changed, o.Application)
		}
	}
	r, err := schedule.Replan(context.Background(), &s.head, s.policy, byHand, s.asOf, changed, s)
	if err != nil {
		return r, err
	}
	gone := func(id string) bool { return contains(r.Replanned, id) }
	s.planned = append(slices.DeleteFunc(s.planned, func(p schedule.Planned) bool { return gone(p.Applications[0].ID) }), r.Planned...)
	s.left.Contenders = append(slices.DeleteFunc(s.left.Contenders, func(c schedule.Contender) bool { return gone(c.Application) }), r.Footprint.Contenders...)
	s.left.Outlooks = append(slices.DeleteFunc(s.left.Outlooks, func(o schedule.Outlook) bool { return gone(o.Application) }), r.Footprint.Outlooks...)
	s.left.Appointments = append(slices.DeleteFunc(s.left.Appointments, func(a schedule.Appointment) bool { return gone(a.Application) }), r.Footprint.Appointments...)
	for _, id := range r.Replanned {
		delete(s.omitted, id)
	}
	for _, o := range r.Omitted {
		s.omitted[o.Application.ID] = o.Why
	}
	return r, nil
}

func (s *standing) Applications(_ context.Context, ids []string) (all []schedule.Application, _ error) {
	for _, id := range ids {
		if a, ok := s.facts[id]; ok {
			all = append(all, a)
		}
	}
	s.loaded += len(all)
	return all, nil
}

func (s *standing) Related(_ context.Context, keys []string) (ids []string, _ error) {
	for _, o := range s.left.Outlooks {
		if slices.ContainsFunc(o.Keys, func(key string) bool { return contains(keys, key) }) {
			ids = append(ids, o.Application)
		}
	}
	s.read += len(ids)
	return ids, nil
}

func (s *standing) Decisions(_ context.Context, ids []string) (all []schedule.Decision, _ error) {
	for _, d := range s.decisions {
		if slices.ContainsFunc(d.Concerns, func(c schedule.Concern) bool { return contains(ids, c.Application) }) {
			all = append(all, d)
		}
	}
	s.read += len(all)
	return all, nil
}

func (s *standing) Traces(_ context.Context, ids []string) (left schedule.Footprint, _ error) {
	left.Contenders = keepIf(s.left.Contenders, func(c schedule.Contender) bool { return contains(ids, c.Application) })
	left.Outlooks = keepIf(s.left.Outlooks, func(o schedule.Outlook) bool { return contains(ids, o.Application) })
	left.Appointments = keepIf(s.left.Appointments, func(a schedule.Appointment) bool { return contains(ids, a.Application) })
	s.read += len(left.Contenders) + len(left.Outlooks) + len(left.Appointments)
	return left, nil
}

func (s *standing) Contenders(_ context.Context, day date.Date, losers int) ([]schedule.Contender, error) {
	all := keepIf(s.left.Contenders, func(c schedule.Contender) bool { return c.Day == day })
	slices.SortFunc(all, schedule.Contender.Compare)
	all = keepIf(all, func(c schedule.Contender) bool {
		if !c.Stayed {
			losers--
		}
		return c.Stayed || losers >= 0
	})
	s.read += len(all)
	return all, nil
}

func (s *standing) Appointments(_ context.Context, from, to date.Date) ([]schedule.Appointment, error) {
	all := keepIf(s.left.Appointments, func(a schedule.Appointment) bool { return from <= a.Due && a.Due <= to })
	s.read += len(all)
	return all, nil
}

func keepIf[T any](list []T, keep func(T) bool) (kept []T) {
	for _, one := range list {
		if keep(one) {
			kept = append(kept, one)
		}
	}
	return kept
}

// account writes all that a plan comes to, in an order of its own.
func account(planned []schedule.Planned, omitted map[string]string, left schedule.Footprint) string {
	var all []string
	for i := range planned {
		p := &planned[i]
		interview := 0
		if p.Interview != nil {
			interview = p.Interview.Round
		}
		all = append(all, fmt.Sprintf("%s %s %s %v %d %+v %s %v %v %v %s %v %+v %s %v",
			line(p), p.State, p.UID, ids(p), interview, p.Contact, p.Method, p.AllDay, p.Start, p.End, p.Zone, p.Asks, p.Reason, p.ShapedOn, p.Absorbed))
	}
	for id, why := range omitted {
		all = append(all, "omitted "+id+": "+why)
	}
	for _, c := range left.Contenders {
		all = append(all, fmt.Sprintf("contender %+v", c))
	}
	for _, o := range left.Outlooks {
		all = append(all, fmt.Sprintf("outlook %+v", o))
	}
	for _, a := range left.Appointments {
		all = append(all, fmt.Sprintf("appointment %+v", a))
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}
