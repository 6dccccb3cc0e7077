package exchange

import (
	"fmt"

	"followcal/internal/fault"
	"followcal/schedule"
)

// Merge makes one log of several, in their order. The same application in two
// of them is one: it has the same id, LinkedIn's job id, or the same posting
// with employer and role; where one of the two has no posting, the same
// employer, role and date. A status never moves backwards. Of what a log has
// once (name, zone, region, policy) the first that has it wins, and a warning
// names the others. The results' logs must not be used afterwards.
func Merge(results ...*Result) (*Result, error) {
	switch len(results) {
	case 0:
		return &Result{}, nil
	case 1:
		return results[0], nil // nothing need be found in it
	}
	merged := results[0]
	m := merger{into: &merged.Log, result: merged}
	m.finder = NewFinder(func(i int) *schedule.Application { return &m.into.Applications[i] })
	for i := range merged.Log.Applications {
		m.finder.Add(i)
	}
	for _, r := range results[1:] {
		m.head(r)
		merged.Rows += r.Rows
		merged.Duplicates += r.Duplicates
		merged.Rejected = append(merged.Rejected, r.Rejected...)
		merged.Warnings = append(merged.Warnings, r.Warnings...)
		merged.Unused = union(merged.Unused, r.Unused, MaxColumns)
		if merged.Format != r.Format {
			merged.Format = ""
		}
		for i := range r.Log.Applications {
			m.application(&r.Log.Applications[i])
		}
		if len(merged.Log.Applications) > MaxRows {
			return merged, fault.New(fault.TooLarge, "the files together have more than %d applications, the most that followcal reads", MaxRows)
		}
	}
	return merged, nil
}

// merger makes one log of several.
type merger struct {
	into   *schedule.Log
	result *Result
	finder *Finder
}

// application takes one over, or folds it into the one that it repeats.
func (m *merger) application(a *schedule.Application) {
	at, again := m.finder.Find(a)
	if !again {
		m.into.Applications = append(m.into.Applications, *a)
		m.finder.Add(len(m.into.Applications) - 1)
		return
	}
	m.result.Duplicates++
	if fold(&m.into.Applications[at], a) {
		m.warn(shown(a.ID) + ": " + fullApplication)
	}
}

// head merges what a log has beside its applications.
func (m *merger) head(r *Result) {
	m.once("name", &m.into.Name, r.Log.Name)
	m.once("zone", &m.into.Zone, r.Log.Zone)
	m.once("region", &m.into.Region, r.Log.Region)
	switch {
	case m.into.Policy == nil:
		m.into.Policy = r.Log.Policy
	case r.Log.Policy != nil && r.Log.Policy.Apply(schedule.DefaultPolicy()) != m.into.Policy.Apply(schedule.DefaultPolicy()):
		m.warn("the policy of a later file is not used: the first file's holds")
	}
	m.into.DaysOff = unite(m.into.DaysOff, r.Log.DaysOff)
	m.into.Closed = unite(m.into.Closed, r.Log.Closed)
	m.into.Working = unite(m.into.Working, r.Log.Working)
	m.decisions(r.Log.Decisions)
}

// decisions merges what was decided, by event: of two about one the weightier
// holds, as in a plan.
func (m *merger) decisions(again []schedule.Decision) {
	held := make(map[string]int, len(m.into.Decisions))
	for i, d := range m.into.Decisions {
		held[d.Event] = i
	}
	for i := range again {
		d := &again[i]
		at, known := held[d.Event]
		switch {
		case !known:
			held[d.Event] = len(m.into.Decisions)
			m.into.Decisions = append(m.into.Decisions, *d)
		case d.Outweighs(&m.into.Decisions[at]):
			m.into.Decisions[at] = *d
		}
	}
}

// once merges a text that a log has once.
func (m *merger) once(what string, known *string, again string) {
	if *known != "" && again != "" && *known != again {
		m.warn(fmt.Sprintf("the %s %q of a later file is not used: %q holds", what, shown(again), shown(*known)))
	}
	keep(known, again)
}

func (m *merger) warn(text string) {
	m.result.Warnings = append(m.result.Warnings, Warning{Text: text})
}

// unite is union for lists that may be as long as a log.
func unite[T comparable](known, again []T) []T {
	held := make(map[T]bool, len(known))
	for _, k := range known {
		held[k] = true
	}
	for _, a := range again {
		if !held[a] {
			held[a] = true
			known = append(known, a)
		}
	}
	return known
}
