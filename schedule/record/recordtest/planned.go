package recordtest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rickb777/date/v2"

	"followcal/schedule"
	"followcal/schedule/record"
)

var monday = date.New(2026, 11, 23)

func planEvent(uid, lead string, due date.Date, others ...string) *record.Event {
	return &record.Event{
		UID: uid, Application: lead, Applications: append([]string{lead}, others...), Kind: schedule.ApplicationFollowUp,
		State: schedule.StatePending, Due: due, Zone: "America/New_York", Content: []byte(`{"title":"` + uid + `"}`),
	}
}

// aPlan is a plan of three applications: a and b share an event.
func aPlan() ([]*record.Event, *schedule.Footprint, []record.Lack) {
	timed := planEvent("k3", "c", monday)
	timed.Start = time.Date(2026, 11, 23, 15, 0, 0, 1000, time.UTC)
	timed.End = timed.Start.Add(time.Hour)
	timed.State, timed.Kind, timed.Sequence, timed.Fingerprint = schedule.StateMissed, schedule.InterviewHeld, 7, "fp"
	timed.Modified, timed.RemovedAt = at, at.Add(time.Hour)
	far := planEvent("k4", "c", monday+30)
	far.Content = nil
	events := []*record.Event{planEvent("k2", "b", monday), planEvent("k1", "a", monday+1, "b"), timed, far}
	long := "employer:" + strings.Repeat("ö", 2000)
	f := &schedule.Footprint{
		Contenders: []schedule.Contender{
			{Day: monday, Application: "b", UID: "k2", AnchorOn: monday - 9, Age: monday - 9, Stayed: true},
			{Day: monday, Application: "a", UID: "k1", AnchorOn: monday - 9, Age: date.Max()},
			{Day: monday, Application: "c", UID: "k5", AnchorOn: monday - 20, Age: monday - 20},
			{Day: monday + 1, Application: "a", UID: "k1", AnchorOn: monday - 9, Age: date.Max(), Stayed: true},
		},
		Outlooks: []schedule.Outlook{
			{Application: "a", Keys: []string{"employer:acme", "mailto:d@acme.example"}, LapsesOn: monday + 5},
			{Application: "b", Keys: []string{"employer:acme", long + "x"}, LapsesOn: monday + 6},
			{Application: "c", Keys: []string{long + "y"}, Omitted: "no day is open"},
		},
		Appointments: []schedule.Appointment{
			{UID: "k3", Application: "c", Kind: schedule.InterviewHeld, Due: monday, Start: timed.Start, End: timed.End},
			{UID: "k1", Application: "a", Kind: schedule.ApplicationFollowUp, Due: monday + 1, Call: true},
		},
	}
	lacks := []record.Lack{
		{Application: "a", Kind: record.LacksNumber, What: "no number"},
		{Application: "c", Kind: record.LacksNumber, What: "日本"},
		{Application: "a", Kind: record.LacksRegion, What: "a region"},
	}
	return events, f, lacks
}

func writePlan(t *testing.T, s record.Store, account string, of []string, events []*record.Event, f *schedule.Footprint, lacks []record.Lack) record.Change {
	t.Helper()
	c, err := s.Record(t.Context(), account, entry(record.Edit), func(w record.Writer) error {
		return errors.Join(w.Replace(t.Context(), of, slices.Values(events), f, lacks),
			w.SetPlanState(t.Context(), record.PlanState{AsOf: monday, Rules: "rules 1", Stale: true}))
	})
	return must(t, c, err)
}

// readPlan reads all of a plan, sorted.
func readPlan(t *testing.T, s record.Store, account string, ids ...string) (events []*record.Event, f schedule.Footprint, lacks []record.Lack) {
	t.Helper()
	view(t, s, account, func(r record.Reader) error {
		all, err := collect(r.Plan().Events(t.Context(), record.EventQuery{}))
		for i := range all {
			events = append(events, &all[i])
		}
		var err2, err3 error
		f, err2 = r.Plan().Traces(t.Context(), ids)
		lacks, _, err3 = r.Plan().Lacks(t.Context(), 99)
		return errors.Join(err, err2, err3)
	})
	return events, f, lacks
}

var anyOrder = cmp.Options{
	cmpopts.SortSlices(func(a, b schedule.Contender) bool { return fmt.Sprint(a) < fmt.Sprint(b) }),
	cmpopts.SortSlices(func(a, b schedule.Outlook) bool { return a.Application < b.Application }),
	cmpopts.SortSlices(func(a, b schedule.Appointment) bool { return a.UID < b.UID }),
	cmpopts.EquateEmpty(),
}

func planned(t *testing.T, s record.Store) {
	events, f, lacks := aPlan()
	writePlan(t, s, "one", nil, events, f, lacks)
	gotEvents, gotF, gotLacks := readPlan(t, s, "one", "a", "b", "c", "c")
	want := []*record.Event{events[0], events[2], events[1], events[3]} // by due day, start, UID
	if diff := cmp.Diff(want, gotEvents, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(*f, gotF, anyOrder); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(lacks, gotLacks); diff != "" {
		t.Error(diff)
	}
	view(t, s, "one", func(r record.Reader) error { return standing(t, r.Plan(), f) })
}

// standing checks what a re-planning asks for.
func standing(t *testing.T, p record.Plan, f *schedule.Footprint) error {
	t.Helper()
	equal := func(what string, want, got any) {
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	state, err := p.State(t.Context())
	equal("state", record.PlanState{AsOf: monday, Rules: "rules 1", Stale: true}, state)
	lacks, all, err2 := p.Lacks(t.Context(), 1)
	equal("lacks", []record.Lack{
		{Application: "a", Kind: record.LacksNumber, What: "no number"}, {Application: "a", Kind: record.LacksRegion, What: "a region"},
	}, lacks)
	equal("all lacks", map[record.LackKind]int{record.LacksNumber: 2, record.LacksRegion: 1}, all)
	errs := []error{err, err2}
	for asOf, want := range map[date.Date][]string{monday + 5: nil, monday + 6: {"a"}, monday + 7: {"a", "b"}} {
		lapsed, err := p.Lapsed(t.Context(), asOf)
		equal(fmt.Sprint("lapsed before ", asOf), want, lapsed)
		errs = append(errs, err)
	}
	for i, want := range [][]string{{"a", "b"}, {"a"}, {"b"}, {"c"}, nil} {
		keys := [][]string{{"employer:acme"}, {"mailto:d@acme.example"}, f.Outlooks[1].Keys[1:], f.Outlooks[2].Keys, {"none"}}[i]
		related, err := p.Related(t.Context(), keys)
		equal("related by "+keys[0], want, related)
		errs = append(errs, err)
	}
	for losers, want := range map[int][]string{0: {"b"}, 1: {"b", "c"}, 9: {"a", "b", "c"}} {
		found, err := p.Contenders(t.Context(), monday, losers)
		var ids []string
		for _, c := range found {
			ids = append(ids, c.Application)
		}
		slices.Sort(ids)
		equal(fmt.Sprint("contenders with losers ", losers), want, ids)
		errs = append(errs, err)
	}
	due, err := p.Appointments(t.Context(), monday+1, monday+1)
	equal("appointments", f.Appointments[1:], due)
	none, err2 := p.Decisions(t.Context(), nil)
	equal("decisions about nothing", []schedule.Decision(nil), none)
	traces, err3 := p.Traces(t.Context(), nil)
	equal("traces of nothing", schedule.Footprint{}, traces)
	return errors.Join(append(errs, err, err2, err3)...)
}

func replanned(t *testing.T, s record.Store) {
	events, f, lacks := aPlan()
	writePlan(t, s, "one", nil, events, f, lacks)
	writePlan(t, s, "two", nil, events, f, lacks)
	again := planEvent("k1", "a", monday+2)
	again.Sequence = 1
	part := &schedule.Footprint{
		Outlooks:   []schedule.Outlook{{Application: "a", Keys: []string{"employer:globex"}}},
		Contenders: []schedule.Contender{{Day: monday + 2, Application: "a", UID: "k1", AnchorOn: monday, Age: monday, Stayed: true}},
	}
	writePlan(t, s, "one", []string{"a", "gone"}, []*record.Event{again}, part, []record.Lack{{Application: "a", Kind: record.LacksDate, What: "new"}})
	gotEvents, gotF, gotLacks := readPlan(t, s, "one", "a", "b", "c")
	if diff := cmp.Diff([]*record.Event{events[0], events[2], again, events[3]}, gotEvents, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	want := schedule.Footprint{
		Contenders:   append(part.Contenders, f.Contenders[0], f.Contenders[2]),
		Outlooks:     append(part.Outlooks, f.Outlooks[1:]...),
		Appointments: f.Appointments[:1],
	}
	if diff := cmp.Diff(want, gotF, anyOrder); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]record.Lack{{Application: "a", Kind: record.LacksDate, What: "new"}, lacks[1]}, gotLacks); diff != "" {
		t.Error(diff)
	}
	view(t, s, "one", func(r record.Reader) error {
		old, err := r.Plan().Related(t.Context(), []string{"mailto:d@acme.example"})
		shared, err2 := collect(r.Plan().Events(t.Context(), record.EventQuery{Applications: []string{"b"}}))
		if len(old) > 0 || len(shared) != 1 {
			t.Errorf("%q and %d events are left of the last plan", old, len(shared))
		}
		return errors.Join(err, err2)
	})
	writePlan(t, s, "one", nil, nil, nil, nil)
	gotEvents, gotF, gotLacks = readPlan(t, s, "one", "a", "b", "c")
	if len(gotEvents)+len(gotF.Contenders)+len(gotF.Outlooks)+len(gotF.Appointments)+len(gotLacks) > 0 {
		t.Errorf("%v %v %v are left of a plan that was thrown away", gotEvents, gotF, gotLacks)
	}
	if other, _, _ := readPlan(t, s, "two"); len(other) != len(events) {
		t.Errorf("another account has %d events left", len(other))
	}
}

func selected(t *testing.T, s record.Store) {
	events, _, _ := aPlan()
	for i := range 450 {
		events = append(events, planEvent(fmt.Sprintf("m%03d", i), "d", monday+100+date.Date(i/7)))
	}
	removed := time.Date(2026, time.November, 22, 12, 0, 0, 1000, time.UTC)
	for i := range 3 {
		events[len(events)-1-i].RemovedAt = removed.AddDate(0, 0, -i)
	}
	writePlan(t, s, "one", nil, events, nil, nil)
	find := func(q record.EventQuery) (uids []string) {
		view(t, s, "one", func(r record.Reader) error {
			found, err := collect(r.Plan().Events(t.Context(), q))
			for _, e := range found {
				uids = append(uids, e.UID)
			}
			return err
		})
		return uids
	}
	for _, c := range []struct {
		q    record.EventQuery
		want string
	}{
		{record.EventQuery{To: monday + 30}, "k2 k3 k1 k4"},
		{record.EventQuery{To: monday + 30, Latest: true}, "k4 k1 k3 k2"},
		{record.EventQuery{From: monday + 1, To: monday + 1}, "k1"},
		{record.EventQuery{States: []schedule.State{schedule.StateMissed, schedule.StateDone}}, "k3"},
		{record.EventQuery{States: []schedule.State{}}, ""},
		{record.EventQuery{To: monday + 30, Kinds: []schedule.Kind{schedule.InterviewHeld}}, "k3"},
		{record.EventQuery{To: monday + 30, Kinds: []schedule.Kind{schedule.MoveOn, schedule.ApplicationFollowUp}, Latest: true, Limit: 2}, "k4 k1"},
		{record.EventQuery{Kinds: []schedule.Kind{schedule.InterviewHeld}, Prefix: "k"}, "k3"},
		{record.EventQuery{Kinds: []schedule.Kind{}}, ""},
		{record.EventQuery{Applications: []string{"b"}}, "k2 k1"},
		{record.EventQuery{Leads: []string{"b", "a"}}, "k2 k1"},
		{record.EventQuery{Leads: []string{"b"}}, "k2"},
		{record.EventQuery{Leads: []string{}}, ""},
		{record.EventQuery{Prefix: "k"}, "k2 k3 k1 k4"},
		{record.EventQuery{Prefix: "k", Limit: 2}, "k2 k3"},
		{record.EventQuery{Prefix: "k3"}, "k3"},
		{record.EventQuery{Prefix: "%"}, ""},
		{record.EventQuery{Latest: true, Limit: 1}, "m449"},
		{record.EventQuery{RemovedSince: removed.AddDate(0, 0, -1)}, "k3 m448 m449"},
		{record.EventQuery{RemovedSince: removed, States: []schedule.State{schedule.StateDone}}, ""},
		{record.EventQuery{RemovedSince: removed.Add(time.Microsecond)}, ""},
	} {
		if got := strings.Join(find(c.q), " "); got != c.want {
			t.Errorf("%+v selects %q, not %q", c.q, got, c.want)
		}
	}
	for q, want := range map[*record.EventQuery]int{{}: 454, {Limit: 400}: 400, {Limit: 1000, Latest: true}: 454, {Leads: []string{"d"}}: 450} {
		all := find(*q)
		if slices.Sort(all); len(slices.Compact(all)) != want {
			t.Errorf("%+v selects %d, not %d", q, len(all), want)
		}
	}
}

func noChange(t *testing.T, s record.Store) {
	events, f, lacks := aPlan()
	if c := writePlan(t, s, "one", nil, events, f, lacks); c != (record.Change{}) {
		t.Errorf("it is change %+v", c)
	}
	if c := put(t, s, "one", &schedule.Application{ID: "a"}); c.Number != 1 {
		t.Errorf("the first change is %d", c.Number)
	}
	if got, _, _ := readPlan(t, s, "one"); len(got) != len(events) {
		t.Errorf("a change of facts touched the plan: %d events", len(got))
	}
}

func forgotten(t *testing.T, s record.Store) {
	concern := func(ids ...string) (all []schedule.Concern) {
		for _, id := range ids {
			all = append(all, schedule.Concern{Application: id, Event: "k of " + id})
		}
		return all
	}
	put(t, s, "one", &schedule.Application{ID: "a", Notes: "old"}, &schedule.Application{ID: "b"}, &schedule.Application{ID: "c"})
	put(t, s, "one", &schedule.Application{ID: "a", Notes: "new"})
	c, err := s.Record(t.Context(), "one", entry(record.Decide), func(w record.Writer) error {
		return errors.Join(w.PutDecision(t.Context(), &schedule.Decision{Event: "k1", Kind: schedule.Done, On: monday, Concerns: concern("a", "b")}),
			w.PutDecision(t.Context(), &schedule.Decision{Event: "k9", Kind: schedule.Done, On: monday, Concerns: concern("a")}))
	})
	must(t, c, err)
	events, f, lacks := aPlan()
	events = append(events, planEvent("k6", "b", monday+40, "a", "c"))
	writePlan(t, s, "one", nil, events, f, lacks)
	c, err = s.Record(t.Context(), "one", entry(record.Forget), func(w record.Writer) error { return w.Forget(t.Context(), "a") })
	if must(t, c, err).Number != 4 {
		t.Errorf("forgetting is change %d", c.Number)
	}
	view(t, s, "one", func(r record.Reader) error {
		left, err := collect(r.Revisions(t.Context(), "a"))
		first, err2 := collect(r.Revised(t.Context(), 1))
		second, err3 := collect(r.Revised(t.Context(), 2))
		last, err4 := collect(r.Revised(t.Context(), 4))
		if len(left)+len(second)+len(last) > 0 || len(first) != 2 {
			t.Errorf("of a are left %v, of change 1 %v, 2 %v, 4 %v", left, first, second, last)
		}
		decided, err5 := r.Decisions(t.Context())
		if diff := cmp.Diff([]schedule.Decision{{Event: "k1", Kind: schedule.Done, On: monday, Concerns: concern("b")}}, decided); diff != "" {
			t.Error(diff)
		}
		return errors.Join(err, err2, err3, err4, err5)
	})
	got, traces, lacksLeft := readPlan(t, s, "one", "a")
	for _, e := range got {
		if e.Application == "a" || slices.Contains(e.Applications, "a") || (e.UID == "k6" && e.Content != nil) {
			t.Errorf("%+v is left", e)
		}
	}
	if len(got) != 4 || len(traces.Contenders)+len(traces.Outlooks)+len(traces.Appointments) > 0 || len(lacksLeft) != 1 {
		t.Errorf("%d events, %v and %v are left", len(got), traces, lacksLeft)
	}
}
