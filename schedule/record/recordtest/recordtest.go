// Package recordtest holds what every [record.Store] must do, as tests.
package recordtest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rickb777/date/v2"
	"pgregory.net/rapid"

	"followcal/schedule"
	"followcal/schedule/record"
)

// Run runs the suite. Each call of open returns an empty store.
func Run(t *testing.T, open func(t *testing.T) record.Store) {
	t.Helper()
	t.Run("a log changes as a plain model does", func(t *testing.T) {
		n := 0
		store := open(t)
		rapid.Check(t, func(t *rapid.T) {
			n++
			follow(t, store, fmt.Sprintf("account %d", n))
		})
	})
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

var at = time.Date(2026, 11, 22, 9, 30, 0, 123456000, time.UTC)

func entry(v record.Verb) record.Entry { return record.Entry{At: at, By: "robin", Verb: v} }

// must fails the test when a store does.
func must[T any](t testing.TB, value T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatalf("the store failed: %v (%v)", err, errors.Unwrap(err))
	}
	return value
}

func put(t testing.TB, s record.Store, account string, all ...*schedule.Application) record.Change {
	t.Helper()
	c, err := s.Record(t.Context(), account, entry(record.Add), func(w record.Writer) error { return w.Put(t.Context(), all...) })
	return must(t, c, err)
}

func view(t testing.TB, s record.Store, account string, f func(record.Reader) error) {
	t.Helper()
	must(t, 0, s.View(t.Context(), account, f))
}

func collect[T any](seq iter.Seq2[T, error]) ([]T, error) {
	var all []T
	for one, err := range seq {
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

func idsOf(t testing.TB, s record.Store, account string) (ids []string) {
	t.Helper()
	view(t, s, account, func(r record.Reader) (err error) {
		ids, err = collect(r.IDs(t.Context()))
		return err
	})
	return ids
}

// same compares facts; times by instant and offset.
var same = cmp.Options{cmp.Comparer(func(a, b time.Time) bool {
	_, x := a.Zone()
	_, y := b.Zone()
	return a.Equal(b) && x == y
})}

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

// operation is one thing that a writer does, and what it does to the model.
type operation struct {
	say   string
	write func(ctx context.Context, w record.Writer) error
	model func(s *state, m *model)
}

var ids = []string{"a", "b", "ab", "c's", "日本", "x\u00a0y"}

func drawApplication(t *rapid.T) *schedule.Application {
	a := &schedule.Application{
		ID:       rapid.SampledFrom(ids).Draw(t, "id"),
		Employer: rapid.SampledFrom([]string{"", "Acme", "Ärzte & Söhne", "A"}).Draw(t, "employer"),
		Role:     rapid.SampledFrom([]string{"", "Clerk", "アクメ"}).Draw(t, "role"),
		Status:   schedule.Applied,
	}
	if rapid.Bool().Draw(t, "dated") {
		a.AppliedOn = date.New(2026, 11, 2) + date.Date(rapid.IntRange(0, 2).Draw(t, "day"))
	}
	return a
}

func drawDecision(t *rapid.T) *schedule.Decision {
	d := &schedule.Decision{
		Event: rapid.SampledFrom([]string{"u1", "u2", "u3"}).Draw(t, "event"),
		Kind:  rapid.SampledFrom([]schedule.DecisionKind{schedule.Done, schedule.Dismiss}).Draw(t, "kind"),
	}
	for _, id := range rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 0, 2, rapid.ID).Draw(t, "concerns") {
		d.Concerns = append(d.Concerns, schedule.Concern{Application: id, Event: "of " + id})
		d.On = date.New(2026, time.November, 20) // what concerns somebody counts on a day
	}
	return d
}

func drawOperation(t *rapid.T) operation {
	switch rapid.SampledFrom([]string{"put", "put", "put several", "remove", "decide", "undecide", "settings", "forget"}).Draw(t, "what") {
	case "put":
		return putting(drawApplication(t))
	case "put several":
		return putting(drawApplication(t), drawApplication(t), drawApplication(t))
	case "remove":
		id := rapid.SampledFrom(ids).Draw(t, "removed")
		return operation{
			"remove " + id, func(ctx context.Context, w record.Writer) error { return w.Remove(ctx, id) },
			func(s *state, _ *model) { delete(s.apps, id) },
		}
	case "decide":
		d := drawDecision(t)
		return operation{
			"decide " + d.Event, func(ctx context.Context, w record.Writer) error { return w.PutDecision(ctx, d) },
			func(s *state, _ *model) { s.decisions[d.Event] = d },
		}
	case "undecide":
		return operation{
			"undecide", func(ctx context.Context, w record.Writer) error { return w.RemoveDecision(ctx, "u1") },
			func(s *state, _ *model) { delete(s.decisions, "u1") },
		}
	case "settings":
		set := &record.Settings{Zone: rapid.SampledFrom([]string{"", "Europe/Berlin", "Asia/Tokyo"}).Draw(t, "zone")}
		return operation{
			"settings " + set.Zone, func(ctx context.Context, w record.Writer) error { return w.PutSettings(ctx, set) },
			func(s *state, _ *model) {
				if s.settings = set; set.Zone == "" {
					s.settings = nil
				}
			},
		}
	}
	return forgetting(rapid.SampledFrom(ids).Draw(t, "forgotten"))
}

func putting(all ...*schedule.Application) operation {
	return operation{
		fmt.Sprintf("put %v", all), func(ctx context.Context, w record.Writer) error { return w.Put(ctx, all...) },
		func(s *state, _ *model) {
			for _, a := range all {
				s.apps[a.ID] = a
			}
		},
	}
}

// forgetting takes an application out of the present and of the past.
func forgetting(id string) operation {
	return operation{
		"forget " + id, func(ctx context.Context, w record.Writer) error { return w.Forget(ctx, id) },
		func(s *state, m *model) { m.forget(s, id) },
	}
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

var errAfterAll = errors.New("after all not")

// follow records random changes and compares the store with the model.
func follow(t *rapid.T, store record.Store, account string) {
	ctx := context.Background()
	m := &model{state: state{}.clone()}
	for range rapid.IntRange(1, 8).Draw(t, "changes") {
		var said []string
		ops := rapid.SliceOfN(rapid.Custom(drawOperation), 1, 4).Draw(t, "operations")
		fails := rapid.IntRange(0, 5).Draw(t, "fails") == 0
		e := entry(record.Edit)
		e.Undoes = m.undoable(rapid.Bool().Draw(t, "undoes"))
		c, err := store.Record(ctx, account, e, func(w record.Writer) error {
			for _, op := range ops {
				if err := op.write(ctx, w); err != nil {
					return err
				}
				said = append(said, op.say)
			}
			if fails {
				return errAfterAll
			}
			return nil
		})
		if fails && errors.Is(err, errAfterAll) {
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v: %v", said, err, errors.Unwrap(err))
		}
		if n := m.record(e, ops); n != c.Number {
			t.Fatalf("%s: this is change %d, not %d", said, n, c.Number)
		}
		compare(t, store, account, m, strings.Join(said, "; "))
	}
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

// compare reads everything that a store tells and compares it.
func compare(t *rapid.T, store record.Store, account string, m *model, said string) {
	ctx := context.Background()
	err := store.View(ctx, account, func(r record.Reader) error {
		if err := compareFacts(ctx, r, m); err != nil {
			return err
		}
		return compareHistory(ctx, r, m)
	})
	if err != nil {
		t.Fatalf("after %s: %v (%v)", said, err, errors.Unwrap(err))
	}
}

func compareFacts(ctx context.Context, r record.Reader, m *model) error {
	var apps []schedule.Application
	for _, id := range keys(m.apps, nil) {
		apps = append(apps, *m.apps[id])
	}
	all, err := collect(r.All(ctx))
	if diff := cmp.Diff(apps, all, same); diff != "" || err != nil {
		return fmt.Errorf("the applications differ: %v %s", err, diff)
	}
	listed, err := collect(r.IDs(ctx))
	if diff := cmp.Diff(keys(m.apps, nil), listed); diff != "" || err != nil {
		return fmt.Errorf("the ids differ: %v %s", err, diff)
	}
	var decisions []schedule.Decision
	for _, event := range keys(m.decisions, nil) {
		decisions = append(decisions, *m.decisions[event])
	}
	decided, err := r.Decisions(ctx)
	if diff := cmp.Diff(decisions, decided); diff != "" || err != nil {
		return fmt.Errorf("the decisions differ: %v %s", err, diff)
	}
	var settings record.Settings
	if m.settings != nil {
		settings = *m.settings
	}
	set, err := r.Settings(ctx)
	if diff := cmp.Diff(settings, set); diff != "" || err != nil {
		return fmt.Errorf("the settings differ: %v %s", err, diff)
	}
	return nil
}

func compareHistory(ctx context.Context, r record.Reader, m *model) error {
	changes := slices.Clone(m.changes)
	slices.Reverse(changes)
	listed, err := collect(r.Changes(ctx))
	if diff := cmp.Diff(changes, listed, same); diff != "" || err != nil {
		return fmt.Errorf("the changes differ: %v %s", err, diff)
	}
	numbered := func(number int64) record.Change { return m.changes[number-1] }
	for _, c := range m.changes {
		if err := compareRevisions(r.Revised(ctx, c.Number), m, func(v record.Revision) bool { return v.Change.Number == c.Number }, numbered); err != nil {
			return fmt.Errorf("change %d: %w", c.Number, err)
		}
	}
	for _, id := range ids {
		concerns := func(d *schedule.Decision) bool {
			return d != nil && slices.ContainsFunc(d.Concerns, func(c schedule.Concern) bool { return c.Application == id })
		}
		about := func(v record.Revision) bool {
			return isOf(v, id) || concerns(v.Decision.Before) || concerns(v.Decision.After)
		}
		if err := compareRevisions(r.Revisions(ctx, id), m, about, numbered); err != nil {
			return fmt.Errorf("application %s: %w", id, err)
		}
	}
	return nil
}

func compareRevisions(got iter.Seq2[record.Revision, error], m *model, want func(record.Revision) bool, numbered func(int64) record.Change) error {
	var wanted []record.Revision
	for _, v := range m.revised {
		if want(v) {
			v.Change = numbered(v.Change.Number)
			wanted = append(wanted, v)
		}
	}
	all, err := collect(got)
	if diff := cmp.Diff(wanted, all, same); diff != "" || err != nil {
		return fmt.Errorf("the revisions differ: %v %s", err, diff)
	}
	return nil
}

var tests = map[string]func(*testing.T, record.Store){}
