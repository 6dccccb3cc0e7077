package journal_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rickb777/date/v2"
	"pgregory.net/rapid"

	"followcal/internal/app/journal"
	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/entry"
	"followcal/schedule/exchange"
	"followcal/schedule/record"
)

// facts is everything that is logged, as a log in JSON.
func (d *desk) facts(t rapid.TB) string {
	t.Helper()
	var text bytes.Buffer
	err := d.Store.View(context.Background(), d.Account, func(r record.Reader) error {
		s, err := r.Settings(context.Background())
		if err != nil {
			return err
		}
		log := schedule.Log{Name: s.Name, Zone: s.Zone, Region: s.Region, DaysOff: s.DaysOff, Closed: s.Closed, Working: s.Working, Policy: s.Policy}
		if log.Decisions, err = r.Decisions(context.Background()); err != nil {
			return err
		}
		for a, err := range r.All(context.Background()) {
			if err != nil {
				return err
			}
			log.Applications = append(log.Applications, a)
		}
		return exchange.WriteJSON(&text, &log)
	})
	if err != nil {
		t.Fatal(err)
	}
	return text.String()
}

func (d *desk) undo(t rapid.TB, redo bool) journal.Receipt {
	t.Helper()
	receipt, err := d.Undo(context.Background(), journal.UndoRequest{Redo: redo})
	if err != nil {
		t.Fatal(err)
	}
	return receipt
}

// entries are what a property chooses from. Each changes something or is
// refused.
var entries = []func(*desk, *rapid.T) error{
	func(d *desk, t *rapid.T) error {
		id := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "id")
		_, err := d.Add(context.Background(), func(here entry.Here) (schedule.Application, []string, error) {
			return entry.New(id, entry.Change{
				Employer: entry.Set("Employer " + id), Role: entry.Set("Engineer"), AppliedOn: entry.Set(here.Today - 3),
			}, here)
		})
		return err
	},
	func(d *desk, t *rapid.T) error {
		notes := rapid.SampledFrom([]string{"one", "two", "three"}).Draw(t, "notes")
		return d.logged(t, record.Edit, func(a *schedule.Application, here entry.Here) ([]string, error) {
			return entry.Edit(a, entry.Change{Notes: entry.Set(notes)}, here)
		})
	},
	func(d *desk, t *rapid.T) error {
		to := rapid.SampledFrom(schedule.Statuses).Draw(t, "status")
		return d.logged(t, record.SetStatus, func(a *schedule.Application, here entry.Here) ([]string, error) {
			return entry.SetStatus(a, entry.StatusChange{To: to, Again: true}, here)
		})
	},
	func(d *desk, t *rapid.T) error {
		return d.logged(t, record.LogOutreach, func(a *schedule.Application, here entry.Here) ([]string, error) {
			return entry.LogOutreach(a, schedule.Outreach{Outcome: "voicemail"}, here)
		})
	},
	func(d *desk, t *rapid.T) error {
		day := date.Date(rapid.IntRange(0, 9).Draw(t, "day"))
		_, err := d.Configure(context.Background(), record.SetDaysOff, func(s *record.Settings, here entry.Here) (warnings []string, err error) {
			s.DaysOff, warnings, err = entry.AddDaysOff(s.DaysOff, schedule.DaysOff{From: here.Today + day, To: here.Today + day})
			return warnings, err
		})
		return err
	},
	func(d *desk, t *rapid.T) error {
		value := fmt.Sprint(rapid.IntRange(0, 3).Draw(t, "follow_ups"))
		_, err := d.SetPolicy(context.Background(), journal.PolicyRequest{}, []entry.PolicyChange{{Key: "follow_ups", Value: entry.Set(value)}})
		return err
	},
	func(d *desk, t *rapid.T) error {
		kind := rapid.SampledFrom([]journal.DecisionKind{journal.Done, journal.Dismiss}).Draw(t, "decision")
		agenda, err := d.Agenda(context.Background(), journal.AgendaRequest{Days: 60})
		if err != nil || len(agenda.Next.Items) == 0 {
			return fault.New(fault.NotFound, "nothing to decide about")
		}
		_, err = d.Decide(context.Background(), journal.DecisionRequest{Event: agenda.Next.Items[0].UID, Kind: kind})
		return err
	},
}

// logged logs an entry about one of the applications, if it is there.
func (d *desk) logged(t *rapid.T, verb record.Verb, log journal.Entry) error {
	name := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "of")
	_, err := d.Log(context.Background(), verb, name, log)
	return err
}

// expected reports whether an entry may be refused so.
func expected(err error) bool {
	switch fault.KindOf(err) {
	case fault.NotFound, fault.Conflict, fault.Invalid, fault.Usage:
		return true
	}
	return false
}

// TestUndosLeadBackToTheStart also goes forward again: every state on the way
// back is one that was there before, and redoing leads to the last.
func TestUndosLeadBackToTheStart(t *testing.T) {
	d, accounts := newDesk(t), 0
	rapid.Check(t, func(rt *rapid.T) {
		accounts++
		d.Account = fmt.Sprint("candidate ", accounts)
		states := []string{d.facts(rt)}
		for range rapid.IntRange(1, 4).Draw(rt, "entries") {
			err := rapid.SampledFrom(entries).Draw(rt, "entry")(d, rt)
			if err != nil && !expected(err) {
				rt.Fatal(err)
			}
			if now := d.facts(rt); now != states[len(states)-1] {
				states = append(states, now)
			}
		}
		if len(states) == 1 {
			return
		}
		for i := len(states) - 2; i >= 0; i-- {
			d.undo(rt, false)
			if diff := cmp.Diff(states[i], d.facts(rt)); diff != "" {
				rt.Fatalf("state %d of %d after the undo (-before +now):\n%s", i, len(states), diff)
			}
		}
		if _, err := d.Undo(context.Background(), journal.UndoRequest{}); fault.KindOf(err) != fault.NotFound {
			rt.Fatalf("an undo of nothing: %v", err)
		}
		for i := 1; i < len(states); i++ {
			d.undo(rt, true)
			if diff := cmp.Diff(states[i], d.facts(rt)); diff != "" {
				rt.Fatalf("state %d of %d after the redo (-before +now):\n%s", i, len(states), diff)
			}
		}
		if _, err := d.Undo(context.Background(), journal.UndoRequest{Redo: true}); fault.KindOf(err) != fault.NotFound {
			rt.Fatalf("a redo of nothing: %v", err)
		}
		d.undo(rt, false)
		if diff := cmp.Diff(states[len(states)-2], d.facts(rt)); diff != "" {
			rt.Fatalf("an undo after a redo (-before +now):\n%s", diff)
		}
	})
}

func TestUndoShowsFirstWhatItDoes(t *testing.T) {
	d := newDesk(t)
	d.applied(t, "acme-1", "Acme Corp", "Engineer", november(19))
	if _, err := d.Log(t.Context(), record.Edit, "acme", edited("notes")); err != nil {
		t.Fatal(err)
	}
	before := d.facts(t)
	undoing, err := d.Undoing(t.Context(), journal.UndoRequest{})
	if err != nil {
		t.Fatal(err)
	}
	want := []journal.Fact{{Application: "acme-1", About: "Engineer at Acme Corp", Did: []string{"notes removed"}}}
	if diff := cmp.Diff(want, undoing.Facts); diff != "" || undoing.Change.Number != 2 || undoing.Change.Verb != record.Edit {
		t.Errorf("change %d, %s (-want +got):\n%s", undoing.Change.Number, undoing.Change.Verb, diff)
	}
	if d.facts(t) != before {
		t.Error("showing it changed something")
	}
}

func TestUndoRefusesWhatWasNotShown(t *testing.T) {
	d := newDesk(t)
	d.applied(t, "acme-1", "Acme Corp", "Engineer", november(19))
	undoing, err := d.Undoing(t.Context(), journal.UndoRequest{})
	if err != nil {
		t.Fatal(err)
	}
	d.applied(t, "other", "Other Inc.", "Engineer", november(19))
	before := d.facts(t)
	_, err = d.Undo(t.Context(), journal.UndoRequest{Change: undoing.Change.Number})
	if fault.KindOf(err) != fault.Conflict || d.facts(t) != before {
		t.Errorf("it went on although something else was logged: %v", err)
	}
}

func TestUndoPlansAnew(t *testing.T) {
	d := newDesk(t)
	d.applied(t, "acme-1", "Acme Corp", "Engineer", november(19))
	before := lines(d.agenda(t).Next.Items)
	d.applied(t, "acme-2", "Acme Corp", "Manager", november(20))
	receipt := d.undo(t, false)
	if receipt.Verb != record.Undo || strings.Join(receipt.Did, "; ") != "application removed: Manager at Acme Corp" {
		t.Errorf("the receipt: %s, %v", receipt.Verb, receipt.Did)
	}
	if diff := cmp.Diff(before, lines(d.agenda(t).Next.Items)); diff != "" {
		t.Errorf("the plan after the undo (-want +got):\n%s", diff)
	}
}

func TestUndoPassesOverWhatWasForgotten(t *testing.T) {
	d := newDesk(t)
	d.applied(t, "acme-1", "Acme Corp", "Engineer", november(19))
	d.applied(t, "other", "Other Inc.", "Engineer", november(19))
	if _, err := d.Forget(t.Context(), journal.ForgetRequest{Application: "other"}); err != nil {
		t.Fatal(err)
	}
	undoing, err := d.Undoing(t.Context(), journal.UndoRequest{})
	if err != nil || undoing.Change.Number != 1 || len(undoing.Notes) != 1 {
		t.Fatalf("undo of change %d with notes %q, %v; want that of 1, which is left", undoing.Change.Number, undoing.Notes, err)
	}
	d.undo(t, false)
	if _, err := d.Undoing(t.Context(), journal.UndoRequest{}); fault.KindOf(err) != fault.NotFound {
		t.Errorf("something is left to undo: %v", err)
	}
}

// edited is an entry that sets the notes.
func edited(notes string) journal.Entry {
	return func(a *schedule.Application, here entry.Here) ([]string, error) {
		return entry.Edit(a, entry.Change{Notes: entry.Set(notes)}, here)
	}
}

// TestAnImportIsUndoneAsAWhole, also when it is more than is put back at once.
func TestAnImportIsUndoneAsAWhole(t *testing.T) {
	d := newDesk(t)
	d.applied(t, "acme-1", "Acme Corp", "Engineer", november(19))
	before := d.facts(t)
	entry := record.Entry{At: d.now, By: "robin", Verb: record.Import}
	_, err := d.Store.Record(t.Context(), d.Account, entry, func(w record.Writer) error {
		var all []*schedule.Application
		for i := range 1200 {
			all = append(all, &schedule.Application{
				ID: fmt.Sprintf("imported-%04d", i), Employer: fmt.Sprint("Employer ", i), Status: schedule.Applied, AppliedOn: november(10),
			})
		}
		all = append(all, &schedule.Application{ID: "acme-1", Employer: "Acme Corp", Role: "Manager", Status: schedule.Applied})
		return w.Put(t.Context(), all...)
	})
	if err != nil {
		t.Fatal(err)
	}
	receipt := d.undo(t, false)
	if diff := cmp.Diff(before, d.facts(t)); diff != "" {
		t.Errorf("after the undo (-before +now):\n%s", diff)
	}
	if last := receipt.Did[len(receipt.Did)-1]; last != "…" {
		t.Errorf("a receipt of %d sentences ends with %q", len(receipt.Did), last)
	}
	undoing, err := d.Undoing(t.Context(), journal.UndoRequest{Redo: true})
	if err != nil || !undoing.More {
		t.Errorf("the preview of the redo is said to be whole, with %d facts, %v", len(undoing.Facts), err)
	}
}
