package journal_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"followcal/internal/app/journal"
	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/entry"
	"followcal/schedule/record"
)

// dana is known to two employers: at one by name and address, at the other by
// another name and the same address.
func dana(t *testing.T, d *desk) {
	t.Helper()
	add := func(id, employer, name, phone string) {
		_, err := d.Add(t.Context(), func(here entry.Here) (schedule.Application, []string, error) {
			a, _, err := entry.New(id, entry.Change{
				Employer: entry.Set(employer), Role: entry.Set("Engineer"), AppliedOn: entry.Set(november(16)), Region: entry.Set("US-NY"),
			}, here)
			if err != nil {
				return a, nil, err
			}
			_, err = entry.AddContact(&a, schedule.Contact{Name: name, Phone: phone, Email: "dana@acme.example"})
			return a, nil, err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	add("acme", "Acme Corp", "Dana Doe", "+1 212 555 0100")
	add("bolt", "Bolt Inc.", "D. M. Doe", "")
	log := func(name string, verb record.Verb, log journal.Entry) {
		if _, err := d.Log(t.Context(), verb, name, log); err != nil {
			t.Fatal(err)
		}
	}
	log("acme", record.AddInterview, func(a *schedule.Application, here entry.Here) ([]string, error) {
		start := time.Date(2026, time.November, 19, 15, 0, 0, 0, time.UTC)
		return entry.AddInterview(a, schedule.Interview{
			Start: start, Contacts: []string{"Dana Doe", "Sam Smith"}, Place: "call +1 212 555 0100",
			Preference: schedule.Preference{Permission: schedule.Granted, Contact: "Dana Doe"},
		}, here)
	})
	log("acme", record.LogOutreach, func(a *schedule.Application, here entry.Here) ([]string, error) {
		return entry.LogOutreach(a, schedule.Outreach{Contact: "Dana Doe", Outcome: "dana doe: Danadoeing is no name"}, here)
	})
	log("bolt", record.Edit, edited("Met D. M. Doe, dana@acme.example."))
	log("bolt", record.Edit, edited("nothing"))
}

func TestAPersonIsForgottenEverywhere(t *testing.T) {
	for _, who := range []string{"Dana Doe", "dana@ACME.example"} {
		t.Run(who, func(t *testing.T) {
			d := newDesk(t)
			dana(t, d)
			forgetting, err := d.Forgetting(t.Context(), journal.ForgetRequest{Contact: who})
			if err != nil || len(forgetting.Applications) != 2 {
				t.Fatalf("it would be forgotten in %v, %v", forgetting.Applications, err)
			}
			receipt, err := d.Forget(t.Context(), journal.ForgetRequest{Contact: who})
			if err != nil {
				t.Fatal(err)
			}
			if len(receipt.Next) == 0 {
				t.Error("nothing was planned anew")
			}
			text := d.facts(t)
			for _, want := range []string{"Sam Smith", "***: Danadoeing is no name", "call ***"} {
				if !strings.Contains(text, want) {
					t.Errorf("%q is gone as well:\n%s", want, text)
				}
			}
			absent(t, d, "Dana Doe", "dana doe:", "D. M. Doe", "dana@acme.example", "555 0100")
		})
	}
}

// absent looks for words in the database, byte by byte: in what is logged, in
// its history, in the plan, and in pages that were freed.
func absent(t *testing.T, d *desk, words ...string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(d.folder, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no database in %s: %v", d.folder, err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range words {
			if at := bytes.Index(content, []byte(word)); at >= 0 {
				t.Errorf("%s still has %q: …%q…", filepath.Base(file), word, content[max(0, at-60):min(len(content), at+60)])
			}
		}
	}
}

func TestAnApplicationIsForgottenWithItsHistory(t *testing.T) {
	d := newDesk(t)
	dana(t, d)
	forgetting, err := d.Forgetting(t.Context(), journal.ForgetRequest{Application: "bolt"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("its history: 3 changes", forgetting.Removes[1]); diff != "" {
		t.Error(diff)
	}
	receipt, err := d.Forget(t.Context(), journal.ForgetRequest{Application: "bolt"})
	if err != nil || len(receipt.Did) != 1 || !strings.HasPrefix(receipt.Did[0], "forgotten: Engineer at Bolt Inc.") {
		t.Fatalf("the receipt says %q, %v", receipt.Did, err)
	}
	absent(t, d, "Bolt Inc.", "D. M. Doe", "Met ")
	if _, err := d.Show(t.Context(), "bolt"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("it is still shown: %v", err)
	}
	h, err := d.History(t.Context(), journal.HistoryRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if last := h.Changes[0]; last.Verb != record.Forget || len(last.Facts) != 0 {
		t.Errorf("the history ends with %s, which says %v", last.Verb, last.Facts)
	}
}

func TestWhatCannotBeForgotten(t *testing.T) {
	d := newDesk(t)
	dana(t, d)
	before := d.facts(t)
	tests := []struct {
		request journal.ForgetRequest
		want    fault.Kind
	}{
		{journal.ForgetRequest{}, fault.Usage},
		{journal.ForgetRequest{Application: "acme", Contact: "Dana Doe"}, fault.Usage},
		{journal.ForgetRequest{Contact: " "}, fault.Usage},
		{journal.ForgetRequest{Contact: "Dan"}, fault.NotFound},
		{journal.ForgetRequest{Contact: "nobody@acme.example"}, fault.NotFound},
		{journal.ForgetRequest{Application: "nowhere"}, fault.NotFound},
	}
	for _, tt := range tests {
		_, showing := d.Forgetting(t.Context(), tt.request)
		_, forgetting := d.Forget(t.Context(), tt.request)
		if fault.KindOf(showing) != tt.want || fault.KindOf(forgetting) != tt.want {
			t.Errorf("%+v: %v and %v, want faults of kind %v", tt.request, showing, forgetting, tt.want)
		}
	}
	if d.facts(t) != before {
		t.Error("something was forgotten")
	}
}
