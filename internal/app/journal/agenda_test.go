package journal_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rickb777/date/v2"

	"followcal/internal/app/journal"
	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/entry"
	"followcal/schedule/record"
)

// november and december are days of 2026.
func november(day int) date.Date { return date.New(2026, time.November, day) }
func december(day int) date.Date { return date.New(2026, time.December, day) }

// lines is what of an agenda tells events apart.
func lines(items []journal.Item) []string {
	list := []string{}
	for _, i := range items {
		list = append(list, i.Due.String()+" "+string(i.State)+" "+i.Words.Summary)
	}
	return list
}

func TestAnEntryIsPlannedAtOnce(t *testing.T) {
	d := newDesk(t)
	receipt := d.applied(t, "acme-1", "Acme Corp", "Engineer", november(20))

	want := []string{
		"2026-11-30 pending Call Acme Corp (number to find) about Engineer",
	}
	if diff := cmp.Diff(want, lines(receipt.Next)[:1]); diff != "" {
		t.Errorf("the receipt's plan (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(lines(receipt.Next), lines(d.agenda(t).Next.Items)); diff != "" {
		t.Errorf("the agenda differs from the receipt (-receipt +agenda):\n%s", diff)
	}
}

func TestTheAgendaMovesWithTheDays(t *testing.T) {
	d := newDesk(t)
	d.applied(t, "acme-1", "Acme Corp", "Engineer", november(20))

	d.on(november(30))
	if got := lines(d.agenda(t).Today.Items); len(got) != 1 {
		t.Errorf("on its day: %v", got)
	}
	d.on(december(4))
	if got := lines(d.agenda(t).Today.Items); len(got) != 1 {
		t.Errorf("overdue: %v", got)
	}
	d.on(december(9))
	agenda := d.agenda(t)
	if len(agenda.Missed.Items) != 1 || agenda.Missed.More {
		t.Errorf("long past: %v missed", lines(agenda.Missed.Items))
	}
	d.on(november(30))
	if agenda := d.agenda(t); len(agenda.Today.Items) != 1 || len(agenda.Missed.Items) != 0 {
		t.Errorf("a clock that went back: today %v, missed %v", lines(agenda.Today.Items), lines(agenda.Missed.Items))
	}
}

// After an import there are as many notes to move on as applications.
func TestNotesToMoveOnMakeRoomForFollowUps(t *testing.T) {
	d := newDesk(t)
	const notes = 25
	_, err := d.Store.Record(t.Context(), d.Account, record.Entry{At: d.now, By: d.By, Verb: record.Import}, func(w record.Writer) error {
		for i := range notes + 3 {
			a := schedule.Application{ID: fmt.Sprintf("a%02d", i), Employer: fmt.Sprint("Employer ", i), Role: "Cook", Status: schedule.Applied, AppliedOn: november(16), Region: "US-NY"}
			if a.Posting.NoContact = i < notes; !a.Posting.NoContact {
				a.AppliedOn = december(1)
			}
			if err := w.Put(t.Context(), &a); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []struct {
		name string
		on   date.Date
		list func(*journal.Agenda) *journal.List
	}{
		{"overdue", december(9), func(a *journal.Agenda) *journal.List { return &a.Today }},
		{"to come", december(7), func(a *journal.Agenda) *journal.List { return &a.Next }},
	} {
		d.on(part.on)
		agenda, err := d.Agenda(t.Context(), journal.AgendaRequest{Days: 3})
		if err != nil {
			t.Fatal(err)
		}
		list := part.list(&agenda)
		followUps := 0
		for i, item := range list.Items {
			if item.Kind.IsFollowUp() {
				followUps++
				if part.name == "overdue" && i >= 3 {
					t.Errorf("%s: a follow-up stands at place %d, behind notes to move on", part.name, i)
				}
			}
		}
		if followUps != 3 || len(list.Items) != 20 || !list.More {
			t.Errorf("%s: %d follow-ups of 3 among %d events, more: %v\n%s", part.name, followUps, len(list.Items), list.More, strings.Join(lines(list.Items), "\n"))
		}
	}
}

func TestAThankYouFollowsItsInterview(t *testing.T) {
	d := newDesk(t)
	d.applied(t, "acme", "Acme Corp", "Engineer", november(16))
	receipt, err := d.Log(t.Context(), record.AddInterview, "acme", func(a *schedule.Application, here entry.Here) ([]string, error) {
		return entry.AddInterview(a, schedule.Interview{Start: time.Date(2026, time.November, 23, 15, 0, 0, 0, time.UTC)}, here)
	})
	if err != nil {
		t.Fatal(err)
	}
	agenda := d.agenda(t)
	for _, list := range [][]journal.Item{receipt.Next, agenda.Next.Items} {
		if len(list) < 2 || list[0].Kind != schedule.InterviewHeld || list[1].Kind != schedule.ThankYouNote || list[0].Due != list[1].Due {
			t.Errorf("got %q", lines(list))
		}
	}
}

func TestTheAgendaOfAnotherDayIsNotKept(t *testing.T) {
	d := newDesk(t)
	d.applied(t, "acme-1", "Acme Corp", "Engineer", november(20))
	before := lines(d.agenda(t).Next.Items)

	later, err := d.Agenda(t.Context(), journal.AgendaRequest{Days: 60, AsOf: december(9)})
	if err != nil {
		t.Fatal(err)
	}
	if len(later.Missed.Items) != 1 || later.AsOf != december(9) {
		t.Errorf("as of 9 December: %v missed", lines(later.Missed.Items))
	}
	if diff := cmp.Diff(before, lines(d.agenda(t).Next.Items)); diff != "" {
		t.Errorf("today's agenda changed (-before +after):\n%s", diff)
	}
}

func TestDecisionsHoldForAllRolesOfACall(t *testing.T) {
	d := newDesk(t)
	d.applied(t, "acme-1", "Acme Corp", "Engineer", november(19))
	d.applied(t, "acme-2", "ACME Corp.", "Manager", november(20))

	shared := d.agenda(t).Next.Items[0]
	if len(shared.Applications) != 2 {
		t.Fatalf("not one call for both roles: %v", lines(d.agenda(t).Next.Items))
	}
	d.on(november(30))
	if _, err := d.Decide(t.Context(), journal.DecisionRequest{Event: shared.UID[:10], Kind: journal.Done}); err != nil {
		t.Fatal(err)
	}
	for _, i := range d.agenda(t).Next.Items {
		if i.Kind.IsFollowUp() && i.Due < december(7) {
			t.Errorf("asked again on %s, within five business days of the call", i.Due)
		}
	}
	found, err := d.Why(t.Context(), shared.UID)
	if err != nil || found.State != schedule.StateDone || found.Due != november(30) {
		t.Errorf("the call is %s on %s, %v", found.State, found.Due, err)
	}
}

func TestSequenceMovesOnlyWithWhatIsVisible(t *testing.T) {
	d := newDesk(t)
	d.applied(t, "acme-1", "Acme Corp", "Engineer", november(20))
	first := d.agenda(t).Next.Items[0]

	d.now = d.now.Add(time.Hour)
	d.applied(t, "other", "Other Inc.", "Engineer", november(20))
	if i, err := d.Why(t.Context(), first.UID); err != nil || i.Sequence != first.Sequence || !i.Modified.Equal(first.Modified) {
		t.Errorf("an entry about another employer moved it: sequence %d, modified %v, %v", i.Sequence, i.Modified, err)
	}
	if _, err := d.Decide(t.Context(), journal.DecisionRequest{Event: first.UID, Kind: journal.Snooze, To: december(2)}); err != nil {
		t.Fatal(err)
	}
	i, err := d.Why(t.Context(), first.UID)
	if err != nil || i.Sequence != first.Sequence+1 || !i.Modified.Equal(d.now) || i.Due != december(2) {
		t.Errorf("snoozed to %s with sequence %d, modified %v, %v", i.Due, i.Sequence, i.Modified, err)
	}
}

func TestAShortNameThatFitsSeveralListsThem(t *testing.T) {
	d := newDesk(t)
	d.applied(t, "acme-1", "Acme Corp", "Engineer", november(20))
	d.applied(t, "acme-2", "Acme Labs", "Chemist", november(20))

	_, err := d.Show(t.Context(), "acme")
	if fault.KindOf(err) != fault.Usage {
		t.Errorf("got %v", err)
	}
	if shown, err := d.Show(t.Context(), "chem"); err != nil || shown.Label != "Chemist at Acme Labs (acme-2)" {
		t.Errorf("by role: %q, %v", shown.Label, err)
	}
	if _, err := d.Show(t.Context(), "zzz"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("nothing fits: %v", err)
	}
}

func TestAnEntryThatALogCannotHoldIsRefusedWhole(t *testing.T) {
	d := newDesk(t)
	_, err := d.Add(t.Context(), func(here entry.Here) (schedule.Application, []string, error) {
		a, warnings, err := entry.New("x", entry.Change{Employer: entry.Set("Acme")}, here)
		a.Notes = strings.Repeat("x", 1<<20)
		return a, warnings, err
	})
	if fault.KindOf(err) != fault.Invalid && fault.KindOf(err) != fault.TooLarge {
		t.Errorf("got %v", err)
	}
	if list, err := d.List(t.Context(), journal.ListRequest{All: true}); err != nil || len(list) != 0 {
		t.Errorf("something was recorded: %v, %v", list, err)
	}
}
