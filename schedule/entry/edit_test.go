package entry_test

import (
	"fmt"
	"testing"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/entry"
)

func TestContacts(t *testing.T) {
	kim := schedule.Contact{Name: "Kim", Phone: "1"}
	two := func(a *schedule.Application) { a.Contacts = append(a.Contacts, kim) }
	numbered := func(a *schedule.Application) {
		a.Contacts = append(a.Contacts, schedule.Contact{Phone: "+212-555-0100"})
	}
	named := func(a *schedule.Application) {
		a.Interviews = []schedule.Interview{{Round: 1, Start: at(11, 24, 10), Contacts: []string{"Dana Doe"}, Preference: schedule.Preference{Contact: "dana doe"}}}
		a.Outreach = []schedule.Outreach{{On: today, Purpose: schedule.FollowUp, Contact: "Dana Doe"}}
	}
	add := func(c schedule.Contact) apply {
		return func(a *schedule.Application) ([]string, error) { return entry.AddContact(a, c) }
	}
	change := func(who string, c entry.ContactChange) apply {
		return func(a *schedule.Application) ([]string, error) { return entry.ChangeContact(a, who, c) }
	}
	remove := func(who string) apply {
		return func(a *schedule.Application) ([]string, error) { return entry.RemoveContact(a, who) }
	}
	contacts := func(want ...string) func(*testing.T, *schedule.Application) {
		return func(t *testing.T, a *schedule.Application) {
			var got []string
			for _, c := range a.Contacts {
				got = append(got, c.Name)
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("got %q, want %q", got, want)
			}
		}
	}
	run(t, []attempt{
		{name: "added", on: applied(), do: add(kim), want: contacts("Dana Doe", "Kim")},
		{name: "there already", on: applied(), do: add(schedule.Contact{Name: "DANA DOE"}), field: "name", wrong: "Dana Doe is a contact already"},
		{name: "address taken", on: applied(), do: add(schedule.Contact{Name: "D", Email: "Dana@acme.example"}), field: "email", wrong: "address of Dana Doe already"},
		{name: "nobody", on: applied(), do: add(schedule.Contact{}), field: "name", wrong: "give one"},
		{name: "no address", on: applied(), do: add(schedule.Contact{Email: "dana"}), field: "email", wrong: "no e-mail address"},
		{name: "by number", on: applied(numbered), do: change("+(212) 555 0100", entry.ContactChange{Name: entry.Set("Kim")}), want: contacts("Dana Doe", "Kim")},
		{name: "the first", on: applied(), do: change("", entry.ContactChange{Name: entry.Set("Dana Roe")}), want: contacts("Dana Roe")},
		{name: "no first", on: applied(func(a *schedule.Application) { a.Contacts = nil }), do: change("", entry.ContactChange{Name: entry.Set("Kim")}), field: "contact", kind: fault.NotFound, wrong: "has none yet"},
		{name: "removed by number", on: applied(numbered), do: remove("2125550100"), want: contacts("Dana Doe")},
		{name: "renamed everywhere", on: applied(named), do: change("dana@ACME.example", entry.ContactChange{Name: entry.Set("Dana Roe")}), want: func(t *testing.T, a *schedule.Application) {
			i := a.Interviews[0]
			if a.Contacts[0].Name != "Dana Roe" || i.Contacts[0] != "Dana Roe" || i.Preference.Contact != "Dana Roe" || a.Outreach[0].Contact != "Dana Roe" {
				t.Errorf("got %+v", a)
			}
		}},
		{name: "first", on: applied(two), do: change("kim", entry.ContactChange{First: true}), want: contacts("Kim", "Dana Doe")},
		{name: "unknown", on: applied(two), do: remove("Lee"), field: "contact", kind: fault.NotFound, wrong: `"Lee" is none of Dana Doe or Kim`},
		{name: "still named", on: applied(named, two), do: remove("Dana Doe"), warns: "still named in 1 interview and 1 outreach", want: contacts("Kim")},
	})
}

func TestEdit(t *testing.T) {
	edit := func(c entry.Change) apply {
		return func(a *schedule.Application) ([]string, error) { return entry.Edit(a, c, here) }
	}
	run(t, []attempt{
		{
			name: "everything", on: applied(status(schedule.Saved)),
			do: edit(entry.Change{
				Employer: entry.Set(" Beta\n"), Region: entry.Set("de-by"), Zone: entry.Set("Europe/Berlin"), URL: entry.Set("https://jobs.example/2"),
				Notes: entry.Set("a\nb"), ClosesOn: entry.Set(day(12, 1)), NoContact: entry.Set(true), AppliedOn: entry.Set(day(11, 18)),
				Policy: []entry.PolicyChange{{Key: "follow_ups", Value: entry.Set("1")}},
			}),
			want: func(t *testing.T, a *schedule.Application) {
				if a.Employer != "Beta" || a.Role != "Engineer" || a.Region != "DE-BY" || a.Zone != "Europe/Berlin" || a.Notes != "a\nb" || a.Status != schedule.Applied ||
					a.Posting != (schedule.Posting{URL: "https://jobs.example/2", ClosesOn: day(12, 1), NoContact: true}) || *a.Policy.FollowUps != 1 {
					t.Errorf("got %+v", a)
				}
			},
		},
		{name: "region", on: applied(), do: edit(entry.Change{Region: entry.Set("DE-BX")}), field: "region", wrong: "DE-B"},
		{name: "zone", on: applied(), do: edit(entry.Change{Zone: entry.Set("Europe/Berln")}), field: "zone", wrong: "Europe/Berlin"},
		{name: "link", on: applied(), do: edit(entry.Change{URL: entry.Set("jobs.example/2")}), field: "url", wrong: "write it as https://"},
		{name: "future", on: applied(), do: edit(entry.Change{AppliedOn: entry.Set(today + 1)}), field: "applied on", wrong: "in the future"},
		{name: "set to nothing", on: applied(), do: edit(entry.Change{Source: entry.Set("")}), field: "source", wrong: "clear it to remove"},
		{name: "nameless", on: applied(), do: edit(entry.Change{Employer: entry.Clear[string](), Role: entry.Clear[string]()}), field: "employer", wrong: "keep one"},
		{name: "no day", on: applied(), do: edit(entry.Change{AppliedOn: entry.Clear[date.Date]()}), warns: "nothing can be counted", want: func(t *testing.T, a *schedule.Application) {
			if a.AppliedOn != 0 {
				t.Error(a.AppliedOn)
			}
		}},
		{name: "range", on: applied(), do: edit(entry.Change{Policy: []entry.PolicyChange{{Key: "follow_ups", Value: entry.Set("9")}}}), field: "follow_ups", wrong: "follow_ups: 9 is outside 0 to 3: more than two"},
		{name: "key", on: applied(), do: edit(entry.Change{Policy: []entry.PolicyChange{{Key: "follows"}}}), field: "policy", kind: fault.NotFound, wrong: `no key "follows"; there are after_application_days`},
		{name: "form", on: applied(), do: edit(entry.Change{Policy: []entry.PolicyChange{{Key: "gap_days", Value: entry.Set("x")}}}), field: "gap_days", wrong: `"x" is not a whole number`},
	})
	if _, _, err := entry.New("a", entry.Change{Source: entry.Set("x")}, here); entry.FieldOf(err) != "employer" {
		t.Errorf("an application of nothing: %v", err)
	}
	if a, _, err := entry.New("a", entry.Change{Role: entry.Set("Cook")}, here); err != nil || a.Status != schedule.Saved || a.ID != "a" {
		t.Errorf("got %+v, %v", a, err)
	}
}

func TestPolicyIsCheckedOnWhatIsBelow(t *testing.T) {
	long, short := 60, schedule.Window{From: 600, Until: 630}
	below := &schedule.Overrides{CallMinutes: &long}
	window := []entry.PolicyChange{{Key: "call_window", Value: entry.Set(short.String())}}
	if _, err := entry.ChangePolicy(nil, window, below); entry.FieldOf(err) != "call_window" {
		t.Errorf("a call longer than its window: %v", err)
	}
	own, err := entry.ChangePolicy(nil, window)
	if err != nil || *own.CallWindow != short {
		t.Fatal(err)
	}
	none, err := entry.ChangePolicy(own, []entry.PolicyChange{{Key: "call_window", Value: entry.Clear[string]()}})
	if err != nil || none != nil || own.CallWindow == nil {
		t.Errorf("got %+v, %v", none, err)
	}
}

func TestDaysOff(t *testing.T) {
	off := func(from, to int, why string) schedule.DaysOff {
		return schedule.DaysOff{From: day(12, from), To: day(12, to), Why: why}
	}
	have := []schedule.DaysOff{off(24, 28, "holiday"), off(10, 11, "")}
	cases := []struct {
		name  string
		add   schedule.DaysOff
		want  []schedule.DaysOff
		warns int
	}{
		{"apart", schedule.DaysOff{From: day(12, 15)}, []schedule.DaysOff{off(10, 11, ""), off(15, 15, ""), off(24, 28, "holiday")}, 0},
		{"overlapping", off(27, 30, "moving"), []schedule.DaysOff{off(10, 11, ""), off(24, 30, "holiday, moving")}, 1},
		{"following for the same reason", off(29, 30, "holiday"), []schedule.DaysOff{off(10, 11, ""), off(24, 30, "holiday")}, 1},
		{"following for another", off(29, 30, "moving"), []schedule.DaysOff{off(10, 11, ""), off(24, 28, "holiday"), off(29, 30, "moving")}, 0},
		{"over all", off(9, 31, ""), []schedule.DaysOff{off(9, 31, "holiday")}, 2},
	}
	for _, c := range cases {
		got, warnings, err := entry.AddDaysOff(have, c.add)
		if err != nil || len(warnings) != c.warns || fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: got %v, %q, %v", c.name, got, warnings, err)
		}
	}
	if _, _, err := entry.AddDaysOff(nil, off(5, 4, "")); entry.FieldOf(err) != "to" {
		t.Errorf("turned round: %v", err)
	}
	left, err := entry.RemoveDaysOff(have, day(12, 25), day(12, 26))
	if want := []schedule.DaysOff{off(24, 24, "holiday"), off(27, 28, "holiday"), off(10, 11, "")}; err != nil || fmt.Sprint(left) != fmt.Sprint(want) {
		t.Errorf("got %v, %v", left, err)
	}
	if _, err := entry.RemoveDaysOff(have, day(12, 1), 0); fault.KindOf(err) != fault.NotFound {
		t.Errorf("no such day off: %v", err)
	}
}

func TestClosedAndWorkingDays(t *testing.T) {
	shut, open := []schedule.Day{{On: day(12, 31), Name: "Shutdown"}}, []schedule.Day{{On: day(12, 5)}}
	got, err := entry.AddClosed(shut, open, schedule.Day{On: day(12, 30)})
	if err != nil || len(got) != 2 || got[0].On != day(12, 30) {
		t.Errorf("got %v, %v", got, err)
	}
	if got, err = entry.AddClosed(shut, open, schedule.Day{On: day(12, 31), Name: "New"}); err != nil || len(got) != 1 || got[0].Name != "New" || shut[0].Name != "Shutdown" {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err = entry.AddWorking(shut, open, shut[0]); entry.FieldOf(err) != "on" {
		t.Errorf("both: %v", err)
	}
	if got, err = entry.RemoveDay(shut, day(12, 31)); err != nil || got != nil {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err = entry.RemoveDay(shut, day(12, 1)); fault.KindOf(err) != fault.NotFound {
		t.Errorf("not there: %v", err)
	}
}
