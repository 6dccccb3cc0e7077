package recordtest

import (
	"slices"

	"github.com/google/go-cmp/cmp"

	"followcal/schedule"
	"followcal/schedule/record"
)

// model is a log in memory with all its states.
type model struct {
	state
	changes []record.Change
	revised []record.Revision
	forgot  bool // within the change that is being made
}

type state struct {
	apps      map[string]*schedule.Application
	decisions map[string]*schedule.Decision
	settings  *record.Settings
}

func (s state) clone() state {
	c := state{apps: map[string]*schedule.Application{}, decisions: map[string]*schedule.Decision{}, settings: s.settings}
	for k, v := range s.apps {
		c.apps[k] = v
	}
	for k, v := range s.decisions {
		c.decisions[k] = v
	}
	return c
}

// differences are the revisions that lead from one state to another.
func differences(c record.Change, from, to state) (all []record.Revision) {
	for _, id := range keys(from.apps, to.apps) {
		if p := (record.Pair[schedule.Application]{Before: from.apps[id], After: to.apps[id]}); !cmp.Equal(p.Before, p.After, same) {
			all = append(all, record.Revision{Change: c, Application: p})
		}
	}
	for _, event := range keys(from.decisions, to.decisions) {
		if p := (record.Pair[schedule.Decision]{Before: from.decisions[event], After: to.decisions[event]}); !cmp.Equal(p.Before, p.After, same) {
			all = append(all, record.Revision{Change: c, Decision: p})
		}
	}
	if p := (record.Pair[record.Settings]{Before: from.settings, After: to.settings}); !cmp.Equal(p.Before, p.After, same) {
		all = append(all, record.Revision{Change: c, Settings: p})
	}
	return all
}

func keys[T any](a, b map[string]T) (all []string) {
	for k := range a {
		all = append(all, k)
	}
	for k := range b {
		all = append(all, k)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// forget takes an application out of s, which is being made of m, and of m.
func (m *model) forget(s *state, id string) {
	known := s.apps[id] != nil || m.apps[id] != nil || slices.ContainsFunc(m.revised, func(v record.Revision) bool { return isOf(v, id) })
	if !known {
		return
	}
	delete(s.apps, id)
	delete(m.apps, id)
	for _, decisions := range []map[string]*schedule.Decision{s.decisions, m.decisions} {
		for event, d := range decisions {
			if decisions[event] = without(d, id); decisions[event] == nil {
				delete(decisions, event)
			}
		}
	}
	m.revised = slices.DeleteFunc(m.revised, func(v record.Revision) bool { return isOf(v, id) })
	for i := range m.revised {
		d := &m.revised[i].Decision
		d.Before, d.After = without(d.Before, id), without(d.After, id)
	}
	m.revised = slices.DeleteFunc(m.revised, func(v record.Revision) bool {
		return !v.Application.Known() && !v.Decision.Known() && !v.Settings.Known()
	})
	m.forgot = true
}

func isOf(v record.Revision, id string) bool {
	p := v.Application
	return (p.Before != nil && p.Before.ID == id) || (p.After != nil && p.After.ID == id)
}

// without is d without the application, nil when it concerned no other.
func without(d *schedule.Decision, id string) *schedule.Decision {
	about := func(c schedule.Concern) bool { return c.Application == id }
	if d == nil || !slices.ContainsFunc(d.Concerns, about) {
		return d
	}
	kept := *d
	kept.Concerns = slices.DeleteFunc(slices.Clone(d.Concerns), about)
	if len(kept.Concerns) == 0 {
		return nil
	}
	return &kept
}

// undoable is the number of a change that is not undone, 0 for none.
func (m *model) undoable(want bool) int64 {
	for _, c := range m.changes {
		if want && c.UndoneBy == 0 {
			return c.Number
		}
	}
	return 0
}

// record does to the model what a change does.
func (m *model) record(e record.Entry, ops []operation) (number int64) {
	m.forgot = false
	next := m.clone()
	for _, op := range ops {
		op.model(&next, m)
	}
	made := record.Change{Number: int64(len(m.changes)) + 1, Entry: e}
	all := differences(made, m.state, next)
	m.state = next
	if len(all) == 0 && !m.forgot {
		return 0
	}
	if e.Undoes != 0 {
		m.changes[e.Undoes-1].UndoneBy = made.Number
	}
	m.changes = append(m.changes, made)
	m.revised = append(m.revised, all...)
	return made.Number
}
