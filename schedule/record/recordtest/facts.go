package recordtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/record"
)

func emptyLog(t *testing.T, s record.Store) {
	view(t, s, "nobody", func(r record.Reader) error {
		settings, err := r.Settings(t.Context())
		if diff := cmp.Diff(record.Settings{}, settings); diff != "" || err != nil {
			t.Error(err, diff)
		}
		all, err := collect(r.All(t.Context()))
		changes, err2 := collect(r.Changes(t.Context()))
		revised, err3 := collect(r.Revised(t.Context(), 1))
		revisions, err4 := collect(r.Revisions(t.Context(), "a"))
		decided, err5 := r.Decisions(t.Context())
		if n := len(all) + len(changes) + len(revised) + len(revisions) + len(decided); n > 0 {
			t.Errorf("there are %d things in an empty log", n)
		}
		state, err6 := r.Plan().State(t.Context())
		if state != (record.PlanState{}) {
			t.Errorf("there is a plan: %+v", state)
		}
		return errors.Join(err, err2, err3, err4, err5, err6)
	})
}

func idle(t *testing.T, s record.Store) {
	a := &schedule.Application{ID: "a", Role: "Clerk", AppliedOn: date.New(2026, 11, 2)}
	d := &schedule.Decision{Event: "u", Kind: schedule.Done, On: monday, Concerns: []schedule.Concern{{Application: "a", Event: "u"}}}
	write := func(w record.Writer) error {
		return errors.Join(w.Put(t.Context(), a), w.PutDecision(t.Context(), d), w.PutSettings(t.Context(), &record.Settings{Zone: "Asia/Tokyo"}))
	}
	for i, want := range []int64{1, 0, 0} {
		c, err := s.Record(t.Context(), "one", entry(record.Add), write)
		if must(t, c, err).Number != want {
			t.Errorf("writing it for the %d. time is change %d", i+1, c.Number)
		}
	}
	c, err := s.Record(t.Context(), "one", entry(record.Edit), func(w record.Writer) error {
		return errors.Join(w.Remove(t.Context(), "none"), w.RemoveDecision(t.Context(), "none"), w.Forget(t.Context(), "none"), w.Put(t.Context()))
	})
	if must(t, c, err).Number != 0 {
		t.Errorf("removing what is not there is change %d", c.Number)
	}
}

func thereAndBack(t *testing.T, s record.Store) {
	was, is := &schedule.Application{ID: "a", Role: "Clerk"}, &schedule.Application{ID: "a", Role: "Cook"}
	put(t, s, "one", was)
	c, err := s.Record(t.Context(), "one", entry(record.Edit), func(w record.Writer) error {
		return errors.Join(w.Put(t.Context(), is), w.PutSettings(t.Context(), &record.Settings{Name: "R"}), w.Remove(t.Context(), "a"),
			w.Put(t.Context(), was), w.PutSettings(t.Context(), &record.Settings{}))
	})
	if must(t, c, err); c != (record.Change{}) {
		t.Errorf("it is change %+v", c)
	}
	view(t, s, "one", func(r record.Reader) error {
		all, err := collect(r.Changes(t.Context()))
		if len(all) != 1 {
			t.Errorf("there are %d changes", len(all))
		}
		return err
	})
}

func failing(t *testing.T, s record.Store) {
	wrong := errors.New("wrong")
	_, err := s.Record(t.Context(), "one", entry(record.Add), func(w record.Writer) error {
		return errors.Join(w.Put(t.Context(), &schedule.Application{ID: "a"}), w.PutSettings(t.Context(), &record.Settings{Name: "R"}), wrong)
	})
	if !errors.Is(err, wrong) {
		t.Errorf("the error became %v", err)
	}
	// Whoever drops the store's error and goes on records nothing either.
	_, err = s.Record(t.Context(), "one", entry(record.Add), func(w record.Writer) error {
		_ = w.Put(t.Context(), &schedule.Application{ID: "b"}, &schedule.Application{ID: ""})
		return nil
	})
	if err == nil {
		t.Error("half of what was written is recorded")
	}
	if ids := idsOf(t, s, "one"); len(ids) > 0 {
		t.Errorf("%q are there", ids)
	}
	if c := put(t, s, "one", &schedule.Application{ID: "c"}); c.Number != 1 {
		t.Errorf("the first change is %d", c.Number)
	}
}

func traits(t *testing.T, s record.Store) {
	put(
		t, s, "one",
		&schedule.Application{ID: "b", Employer: "ACME, Inc.", Role: "Cook"},
		&schedule.Application{ID: "a", Posting: schedule.Posting{URL: "https://www.LinkedIn.com/comm/jobs/view/41"}},
		&schedule.Application{ID: "c", Posting: schedule.Posting{URL: "https://acme.example/jobs/view/41"}},
	)
	put(t, s, "two", &schedule.Application{ID: "d"})
	view(t, s, "one", func(r record.Reader) error {
		all, err := collect(r.Traits(t.Context()))
		want := []record.Trait{
			{ID: "a", LinkedIn: true},
			{ID: "b", Employer: schedule.Fold("ACME, Inc."), Role: schedule.Fold("Cook")},
			{ID: "c"},
		}
		if diff := cmp.Diff(want, all); diff != "" {
			t.Error(diff)
		}
		return err
	})
}

func named(t *testing.T, s record.Store) {
	day := date.New(2026, 11, 2)
	put(t, s, "one",
		&schedule.Application{ID: "acme-2", Employer: "Globex", Role: "Clerk", AppliedOn: day},
		&schedule.Application{ID: "b", Employer: "ACME, Inc.", Role: "Cook", AppliedOn: day + 1, Status: schedule.Offer},
		&schedule.Application{ID: "c", Employer: "Acme", Role: "Baker"},
		&schedule.Application{ID: "d", Employer: "Acme Inc", Role: "Acme taster", AppliedOn: day + 2},
		&schedule.Application{ID: "e%", Employer: "日本", Role: "100 % Clerk", AppliedOn: day},
		&schedule.Application{ID: "f", Employer: "Öl & Söhne"},
	)
	for _, c := range []struct {
		prefix string
		limit  int
		want   string
	}{
		{"acme", 9, "c d b acme-2"},
		{"ACME inc", 9, "d b"},
		{"acme", 2, "c d"},
		{"acme", 0, ""},
		{"acme-", 9, "c d b acme-2"},
		{"e%", 9, "e%"},
		{"%", 9, ""},
		{"_", 9, ""},
		{"日", 9, "e%"},
		{"100%", 9, "e%"}, // punctuation is none
		{"100 % clerk", 9, "e%"},
		{"öl", 9, "f"},
		{"", 2, "d b"},
		{"nothing of that name", 9, ""},
		{"'", 9, ""},
	} {
		view(t, s, "one", func(r record.Reader) error {
			found, err := r.Named(t.Context(), c.prefix, c.limit)
			var ids []string
			for _, n := range found {
				ids = append(ids, n.ID)
				if n.ID == "b" && (n.Employer != "ACME, Inc." || n.Role != "Cook" || n.Status != schedule.Offer || n.AppliedOn != day+1) {
					t.Errorf("%+v is not as it was put", n)
				}
			}
			if got := strings.Join(ids, " "); got != c.want {
				t.Errorf("%q finds %q, not %q", c.prefix, got, c.want)
			}
			return err
		})
	}
}

func decisions(t *testing.T, s record.Store) {
	about := func(event string, ids ...string) *schedule.Decision {
		d := &schedule.Decision{Event: event, Kind: schedule.Snooze, To: date.New(2026, 12, 1)}
		for _, id := range ids {
			d.Concerns = append(d.Concerns, schedule.Concern{Application: id, Event: event + id})
		}
		return d
	}
	record1 := func(all ...*schedule.Decision) {
		c, err := s.Record(t.Context(), "one", entry(record.Decide), func(w record.Writer) error {
			for _, d := range all {
				if err := w.PutDecision(t.Context(), d); err != nil {
					return err
				}
			}
			return nil
		})
		must(t, c, err)
	}
	find := func(ids ...string) (events string) {
		view(t, s, "one", func(r record.Reader) error {
			found, err := r.Decisions(t.Context(), ids...)
			for _, d := range found {
				events += d.Event
			}
			return err
		})
		return events
	}
	record1(about("x", "a", "b"), about("y", "b"), about("z"), about("w", "c"))
	for want, ids := range map[string][]string{"wxyz": nil, "x": {"a"}, "xy": {"b"}, "z": {""}, "wz": {"", "c", "c"}, "": {"d"}} {
		if got := find(ids...); got != want {
			t.Errorf("%q concern %q, not %q", got, ids, want)
		}
	}
	record1(about("x", "c"))
	if a, c := find("a"), find("c"); a != "" || c != "wx" {
		t.Errorf("after a change of mind %q concern a and %q c", a, c)
	}
}

func texts(t *testing.T, s record.Store) {
	long := strings.Repeat("ß🚀\"\\ ", 7000)[:60_000]
	long = strings.ToValidUTF8(long, "")
	scripts := "العربية עברית ไทย 中文 日本語 한국어 \u202e\u200d\u00a0\ufeff\u2028 <b>&'\"\\ \t\n %_ 🧑‍🚀\U0010ffff \x01\x7f"
	zone := time.FixedZone("", 5*3600+45*60)
	a := &schedule.Application{
		ID: "日本\u202e'%", Employer: scripts, Role: "  spaces  ", Notes: long, Source: "", Status: schedule.Saved,
		Contacts:   []schedule.Contact{{Name: scripts, Method: schedule.Letter}},
		Interviews: []schedule.Interview{{Start: time.Date(2026, 12, 1, 9, 0, 0, 5, zone), Contacts: []string{"", "x"}}},
		Outreach:   []schedule.Outreach{{On: date.New(2026, 12, 1)}},
		Responses:  []schedule.Response{{On: date.New(2026, 12, 1)}},
	}
	settings := &record.Settings{Name: scripts, DaysOff: []schedule.DaysOff{{From: date.New(2026, 12, 24), To: date.New(2027, 1, 1), Why: "x\ny"}}}
	c, err := s.Record(t.Context(), "one", entry(record.Add), func(w record.Writer) error {
		return errors.Join(w.Put(t.Context(), a), w.PutSettings(t.Context(), settings))
	})
	must(t, c, err)
	view(t, s, "one", func(r record.Reader) error {
		all, err := r.Applications(t.Context(), []string{a.ID, "none", a.ID})
		if diff := cmp.Diff([]schedule.Application{*a}, all, same); diff != "" {
			t.Error(diff)
		}
		read, err2 := r.Settings(t.Context())
		if diff := cmp.Diff(*settings, read); diff != "" {
			t.Error(diff)
		}
		return errors.Join(err, err2)
	})
}

func refused(t *testing.T, s record.Store) {
	long := strings.Repeat("x", 5000)
	for _, c := range []struct {
		a    schedule.Application
		kind fault.Kind
	}{
		{schedule.Application{}, fault.Invalid},
		{schedule.Application{ID: "a\x00b"}, fault.Invalid},
		{schedule.Application{ID: "a\xff"}, fault.Invalid},
		{schedule.Application{ID: long}, fault.TooLarge},
		{schedule.Application{ID: "a", Employer: "\xff"}, fault.Invalid},
		{schedule.Application{ID: "a", Status: "unheard of"}, fault.Invalid},
		{schedule.Application{ID: "a", AppliedOn: date.New(1400, 1, 1)}, fault.Invalid},
		{schedule.Application{ID: "a", Interviews: []schedule.Interview{{Round: 1}}}, fault.Invalid},
	} {
		_, err := s.Record(t.Context(), "one", entry(record.Add), func(w record.Writer) error { return w.Put(t.Context(), &c.a) })
		if err == nil || fault.KindOf(err) != c.kind {
			t.Errorf("%.40q is taken, or refused as %v: %v", c.a.ID, fault.KindOf(err), err)
		}
	}
	none := func(record.Writer) error { return nil }
	for _, e := range []record.Entry{{By: "", Verb: record.Add}, {By: "r", Verb: ""}, {By: long, Verb: record.Add}} {
		if _, err := s.Record(t.Context(), "one", e, none); err == nil {
			t.Errorf("the entry %.40v is taken", e)
		}
	}
	if _, err := s.Record(t.Context(), "", entry(record.Add), none); err == nil {
		t.Error("an account without a name is taken")
	}
	if ids := idsOf(t, s, "one"); len(ids) > 0 {
		t.Errorf("%q are there", ids)
	}
}

func many(t *testing.T, s record.Store) {
	const n = 1003
	all := make([]*schedule.Application, n)
	for i := range all {
		all[i] = &schedule.Application{ID: fmt.Sprint("id ", i), Role: fmt.Sprint("Role ", i)}
	}
	put(t, s, "one", all[:500]...)
	first := *all[7]
	changed := *all[7]
	changed.Role = "Another"
	all[7] = &changed
	c := put(t, s, "one", append(slices.Clone(all), &first, &changed)...) // of one id the last
	view(t, s, "one", func(r record.Reader) error {
		revised, err := collect(r.Revised(t.Context(), c.Number))
		for _, v := range revised {
			if created := v.Application.Before == nil; created == (v.Application.After.ID == "id 7") {
				t.Errorf("%s is created: %v", v.Application.After.ID, created)
			}
		}
		if len(revised) != n-500+1 {
			t.Errorf("%d are revised", len(revised))
		}
		read, err2 := collect(r.All(t.Context()))
		slices.SortFunc(all, func(a, b *schedule.Application) int { return strings.Compare(a.ID, b.ID) })
		if len(read) != n {
			t.Fatalf("%d are there", len(read))
		}
		for i := range read {
			if read[i].ID != all[i].ID || read[i].Role != all[i].Role {
				t.Fatalf("in place %d there is %q %q, not %q %q", i, read[i].ID, read[i].Role, all[i].ID, all[i].Role)
			}
		}
		return errors.Join(err, err2)
	})
	c, err := s.Record(t.Context(), "one", entry(record.Edit), func(w record.Writer) error {
		return errors.Join(removeAll(t.Context(), w, all[:600]), w.Put(t.Context(), all[:3]...))
	})
	must(t, c, err)
	if got := len(idsOf(t, s, "one")); got != n-600+3 {
		t.Errorf("%d are left", got)
	}
}

func removeAll(ctx context.Context, w record.Writer, all []*schedule.Application) error {
	var ids []string
	for _, a := range all {
		ids = append(ids, a.ID)
	}
	return w.Remove(ctx, ids...)
}
