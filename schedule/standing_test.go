package schedule_test

import (
	"context"
	"errors"
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
	index   *index // of left, nil when that changed

	loaded int // applications handed out
	read   int // rows of the last plan handed out
	calls  int
	failAt int // the call that fails, 0 for none
}

var errAway = errors.New("the store is away")

// called counts a call, and fails the one that is to fail.
func (s *standing) called() error {
	if s.calls++; s.calls == s.failAt {
		return errAway
	}
	return nil
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
	s.index = nil
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
	if err := s.called(); err != nil {
		return nil, err
	}
	for _, id := range ids {
		if a, ok := s.facts[id]; ok {
			all = append(all, a)
		}
	}
	s.loaded += len(all)
	return all, nil
}

func (s *standing) Related(_ context.Context, keys []string) (ids []string, _ error) {
	if err := s.called(); err != nil {
		return nil, err
	}
	for _, key := range keys {
		ids = append(ids, s.indexed().byKey[key]...)
	}
	s.read += len(ids)
	return ids, nil
}

func (s *standing) Decisions(_ context.Context, ids []string) (all []schedule.Decision, _ error) {
	if err := s.called(); err != nil {
		return nil, err
	}
	for _, d := range s.decisions {
		if slices.ContainsFunc(d.Concerns, func(c schedule.Concern) bool { return contains(ids, c.Application) }) {
			all = append(all, d)
		}
	}
	s.read += len(all)
	return all, nil
}

func (s *standing) Traces(_ context.Context, ids []string) (left schedule.Footprint, _ error) {
	if err := s.called(); err != nil {
		return left, err
	}
	for _, id := range ids {
		if of := s.indexed().of[id]; of != nil {
			left.Contenders = append(left.Contenders, of.Contenders...)
			left.Outlooks = append(left.Outlooks, of.Outlooks...)
			left.Appointments = append(left.Appointments, of.Appointments...)
		}
	}
	s.read += len(left.Contenders) + len(left.Outlooks) + len(left.Appointments)
	return left, nil
}

func (s *standing) Contenders(_ context.Context, day date.Date, losers int) ([]schedule.Contender, error) {
	if err := s.called(); err != nil {
		return nil, err
	}
	all := keepIf(s.indexed().on(day).Contenders, func(c schedule.Contender) bool {
		if !c.Stayed {
			losers--
		}
		return c.Stayed || losers >= 0
	})
	s.read += len(all)
	return all, nil
}

func (s *standing) Appointments(_ context.Context, from, to date.Date) (all []schedule.Appointment, _ error) {
	if err := s.called(); err != nil {
		return nil, err
	}
	for day := from; day <= to; day++ {
		all = append(all, s.indexed().on(day).Appointments...)
	}
	s.read += len(all)
	return all, nil
}

// index finds what the last plan left by application, day and key.
type index struct {
	of    map[string]*schedule.Footprint
	days  map[date.Date]*schedule.Footprint
	byKey map[string][]string
}

func (s *standing) indexed() *index {
	if s.index != nil {
		return s.index
	}
	x := &index{of: map[string]*schedule.Footprint{}, days: map[date.Date]*schedule.Footprint{}, byKey: map[string][]string{}}
	s.index = x
	for _, o := range s.left.Outlooks {
		x.of[o.Application] = &schedule.Footprint{Outlooks: []schedule.Outlook{o}}
		for _, key := range o.Keys {
			x.byKey[key] = append(x.byKey[key], o.Application)
		}
	}
	for _, c := range s.left.Contenders {
		x.of[c.Application].Contenders = append(x.of[c.Application].Contenders, c)
		x.on(c.Day).Contenders = append(x.on(c.Day).Contenders, c)
	}
	for _, a := range s.left.Appointments {
		x.of[a.Application].Appointments = append(x.of[a.Application].Appointments, a)
		x.on(a.Due).Appointments = append(x.on(a.Due).Appointments, a)
	}
	for _, left := range x.days {
		slices.SortFunc(left.Contenders, schedule.Contender.Compare)
	}
	return x
}

func (x *index) on(day date.Date) *schedule.Footprint {
	if x.days[day] == nil {
		x.days[day] = &schedule.Footprint{}
	}
	return x.days[day]
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
