package journal_test

import (
	"strings"
	"testing"

	"followcal/internal/app/journal"
	"followcal/schedule"
	"followcal/schedule/entry"
	"followcal/schedule/record"
)

// known logs an application with a contact and every text that it has.
func known(t *testing.T, d *desk, id string, c schedule.Contact, text, link string) {
	t.Helper()
	_, err := d.Add(t.Context(), func(here entry.Here) (schedule.Application, []string, error) {
		a, _, err := entry.New(id, entry.Change{
			Employer: entry.Set("Acme"), Role: entry.Set("Engineer " + id), AppliedOn: entry.Set(november(16)), Region: entry.Set("US-NY"),
			Notes: entry.Set(text), Source: entry.Set(text), URL: entry.Set(link),
		}, here)
		if err != nil {
			return a, nil, err
		}
		a.Closed = []schedule.Day{{On: november(27), Name: text}}
		a.Responses = []schedule.Response{{On: november(18), Note: text}}
		if c != (schedule.Contact{}) {
			_, err = entry.AddContact(&a, c)
		}
		return a, nil, err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAPersonIsForgottenInEveryText(t *testing.T) {
	dana := schedule.Contact{Name: "Dana O'Neil", Phone: "+1 212 555 0100", Email: "dana@acme.example"}
	tests := []struct{ text, want string }{
		{"Dana O'Neil called", "*** called"},
		{"met DANA O’NEIL, twice", "met ***, twice"},
		{"see in/dana-o-neil there", "see in/*** there"},
		{"(dana@ACME.example)", "(***)"},
		{"call +1 (212) 555-0100.", "call ***."},
		{"call 12125550100", "call ***"},
		{"Dana O'Neilson", "Dana O'Neilson"},
		{"Dana", "Dana"},
		{"order 121255501002", "order 121255501002"},
		{"https://jobs.example/by/dana-o%27neil?x=1", "https://jobs.example/***"},
		{"https://jobs.example/danaoneil", "https://jobs.example/***"},
		{"https://jobs.example/?from=dana%40acme.example", "https://jobs.example/***"},
		{"https://jobs.example/danaoneils/1", "https://jobs.example/danaoneils/1"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			d := newDesk(t)
			link := "https://jobs.example/1"
			if strings.HasPrefix(tt.text, "https:") {
				link = tt.text
			}
			known(t, d, "one", dana, tt.text, link)
			known(t, d, "two", schedule.Contact{}, tt.text, link)
			if _, err := d.Log(t.Context(), record.Edit, "one", edited("changed since")); err != nil {
				t.Fatal(err)
			}
			if _, err := d.Forget(t.Context(), journal.ForgetRequest{Contact: dana.Name}); err != nil {
				t.Fatal(err)
			}
			if tt.text != tt.want {
				absent(t, d, tt.text)
			}
			text := d.facts(t)
			for _, want := range []string{`"notes":"` + tt.want, `"source":"` + tt.want, `"name":"` + tt.want, `"note":"` + tt.want} {
				if !strings.Contains(text, want) {
					t.Errorf("the log lacks %s:\n%s", want, text)
				}
			}
		})
	}
}

func TestALinkWhoseHostIsThePersonGoes(t *testing.T) {
	d := newDesk(t)
	known(t, d, "one", schedule.Contact{Name: "Dana Doe"}, "x", "https://dana-doe.example/1")
	if _, err := d.Forget(t.Context(), journal.ForgetRequest{Contact: "dana doe"}); err != nil {
		t.Fatal(err)
	}
	absent(t, d, "dana-doe")
	if text := d.facts(t); strings.Contains(text, `"url"`) {
		t.Errorf("something of the link is left:\n%s", text)
	}
}

// Two people of one name at two employers are told apart by their addresses.
func TestANamesakeIsNotForgotten(t *testing.T) {
	d := newDesk(t)
	known(t, d, "one", schedule.Contact{Name: "Dana Doe", Email: "dana@acme.example"}, "x", "https://jobs.example/1")
	known(t, d, "two", schedule.Contact{Name: "Dana Doe", Email: "dana@birch.example"}, "Dana Doe knows dana@acme.example", "https://jobs.example/2")
	if _, err := d.Forget(t.Context(), journal.ForgetRequest{Contact: "dana@acme.example"}); err != nil {
		t.Fatal(err)
	}
	absent(t, d, "dana@acme.example")
	for _, want := range []string{"dana@birch.example", "Dana Doe knows ***"} {
		if text := d.facts(t); !strings.Contains(text, want) {
			t.Errorf("%q is gone as well:\n%s", want, text)
		}
	}
}

func TestSomebodyWithoutANameIsForgottenByNumber(t *testing.T) {
	d := newDesk(t)
	known(t, d, "one", schedule.Contact{Phone: "+1 212 555 0100"}, "1-212-555-0100 rings long", "https://jobs.example/1")
	if _, err := d.Forget(t.Context(), journal.ForgetRequest{Contact: "(1) 212 555 0100"}); err != nil {
		t.Fatal(err)
	}
	absent(t, d, "555")
}

func TestForgettingSaysWhatItKeeps(t *testing.T) {
	d := newDesk(t)
	known(t, d, "for-li", schedule.Contact{Name: "Li", Email: "li@acme.example"}, "Li, li@acme.example", "https://jobs.example/1")
	if _, err := d.Log(t.Context(), record.Edit, "for-li", func(a *schedule.Application, here entry.Here) ([]string, error) {
		return entry.Edit(a, entry.Change{Employer: entry.Set("Office of li@acme.example")}, here)
	}); err != nil {
		t.Fatal(err)
	}
	request := journal.ForgetRequest{Contact: "li@acme.example"}
	forgetting, err := d.Forgetting(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	receipt, err := d.Forget(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"Office of li@acme.example", which is an id, an employer or a role`, `"Li" in notes and other texts: it is too short`} {
		if all := strings.Join(forgetting.Keeps, "\n"); !strings.Contains(all, want) {
			t.Errorf("the question lacks %q:\n%s", want, all)
		}
		if all := strings.Join(receipt.Notes, "\n"); !strings.Contains(all, "kept: "+want) {
			t.Errorf("the receipt lacks %q:\n%s", want, all)
		}
	}
	if last := forgetting.Keeps[len(forgetting.Keeps)-1]; !strings.HasPrefix(last, "backups and files") {
		t.Errorf("it ends with %q", last)
	}
}
