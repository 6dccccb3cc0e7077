package exchange

import (
	"fmt"
	"slices"

	"followcal/internal/fault"
	"followcal/schedule"
)

// ownTable takes the rows of followcal's own CSV.
type ownTable struct {
	in       *intake
	at       map[string]int // columns by name
	header   []string
	known    map[string]int // applications by id
	lines    []int          // the line of each application
	person   int            // the line of the candidate's record, 0 for none yet
	policies map[string][]policyRow
}

// policyRow is one value of a policy. Whether it is in range shows only when
// all values of its policy are there, which are kept by the application's id,
// empty for the log.
type policyRow struct {
	field *schedule.PolicyKey
	line  int
}

// ownTable binds the columns, whatever their order, and returns what takes the
// rows.
func (in *intake) ownTable(names, header []string) (func(record) error, error) {
	t := &ownTable{in: in, at: make(map[string]int), header: header, known: make(map[string]int), policies: make(map[string][]policyRow)}
	for _, column := range ownColumns {
		if i := slices.Index(names, folded(column)); i >= 0 {
			t.at[column] = i
		}
	}
	for i, h := range header {
		if !slices.ContainsFunc(ownColumns, func(c string) bool { return folded(c) == names[i] }) {
			in.result.Unused = append(in.result.Unused, h)
		}
	}
	if _, ok := t.at["record"]; !ok {
		return nil, fault.New(fault.Invalid, `%s has no column "record", so it is not followcal's own CSV`, in.file)
	}
	in.finish = t.finish
	in.budget.left++ // the candidate's record, which is none of the log's entries
	return t.take, nil
}

// take hands one row to the reader of its kind.
func (t *ownTable) take(rec record) error {
	row := &ownRow{ownTable: t, line: rec.line, cells: rec.cells}
	kind := row.name("record")
	if !slices.Contains(recordKinds, kind) {
		row.fail(fmt.Sprintf("the record is none of %s", list(recordKinds)), kind)
	}
	if owner := row.name("application"); owner != "" && kind != recordApplication {
		at, ok := t.known[owner]
		if !ok {
			row.fail("it belongs to an application that no row before it has", owner)
		} else {
			row.application = &t.in.result.Log.Applications[at]
		}
	}
	keep := row.read(kind)
	if row.bad != nil {
		t.in.reject(rec.line, row.bad.reason, row.bad.value)
		return nil
	}
	if row.dropped {
		t.in.warn(rec.line, "control characters were dropped")
	}
	keep()
	return nil
}

// read reads a record and returns what adds it to the log.
func (r *ownRow) read(kind string) (keep func()) {
	switch kind {
	case recordCandidate:
		return r.candidate()
	case recordDayOff:
		return r.dayOff()
	case recordClosed:
		return r.extraDay(func(l *schedule.Log) *[]schedule.Day { return &l.Closed }, func(a *schedule.Application) *[]schedule.Day { return &a.Closed })
	case recordWorking:
		return r.extraDay(func(l *schedule.Log) *[]schedule.Day { return &l.Working }, func(a *schedule.Application) *[]schedule.Day { return &a.Working })
	case recordDecision:
		return r.decision()
	case recordPolicy:
		return r.policy()
	case recordApplication:
		return r.submission()
	}
	if r.application == nil {
		r.fail("it names no application", "")
		return nil
	}
	return r.below(kind)
}

// below reads a record that belongs to an application.
func (r *ownRow) below(kind string) (keep func()) {
	switch kind {
	case recordContact:
		return r.contact()
	case recordInterview:
		return r.interview()
	case recordOutreach:
		return r.outreach()
	case recordResponse:
		return r.response()
	}
	return r.deadline()
}

// finish decides what needs the whole file: rounds of interviews, and policies.
func (t *ownTable) finish() {
	log := &t.in.result.Log
	t.settlePolicy("", &log.Policy)
	for i := range log.Applications {
		a := &log.Applications[i]
		settle(a)
		if a.Policy != nil {
			t.settlePolicy(a.ID, &a.Policy, log.Policy)
		}
	}
}

// settlePolicy rejects the rows of a policy that leave it out of range: the
// one that the check names, or all of its owner's when the fault is between
// them.
func (t *ownTable) settlePolicy(owner string, policy **schedule.Overrides, below ...*schedule.Overrides) {
	if *policy == nil {
		return
	}
	for {
		key, sentence := (*policy).Check(below...)
		if key == "" {
			break
		}
		named := t.dropPolicy(owner, *policy, key+": "+sentence, func(p policyRow) bool { return p.field.Key == key })
		if !named && !t.dropPolicy(owner, *policy, key+": "+sentence, func(policyRow) bool { return true }) {
			break
		}
	}
	if noPolicy(*policy) {
		*policy = nil
	}
}

// dropPolicy rejects some rows of a policy and takes their values out of it. It
// reports whether there were any.
func (t *ownTable) dropPolicy(owner string, o *schedule.Overrides, reason string, which func(policyRow) bool) bool {
	dropped := false
	t.policies[owner] = slices.DeleteFunc(t.policies[owner], func(p policyRow) bool {
		if !which(p) {
			return false
		}
		p.field.Clear(o)
		t.in.reject(p.line, reason, "")
		dropped = true
		return true
	})
	return dropped
}
