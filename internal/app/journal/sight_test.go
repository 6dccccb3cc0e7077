package journal_test

import (
	"slices"
	"testing"

	"github.com/rickb777/date/v2"

	"followcal/internal/app/journal"
	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/entry"
)

func TestOneEventIsSeenAlone(t *testing.T) {
	d := newDesk(t)
	d.applied(t, "a", "Acme", "Engineer", date.New(2026, 11, 16))
	d.applied(t, "b", "Umbrella", "Analyst", date.New(2026, 11, 16))
	e := d.agenda(t).Next.Items[0]
	s, err := d.Sight(t.Context(), e.UID, 1, 4)
	if err != nil {
		t.Fatal(err)
	}
	if want := []date.Date{date.New(2026, 11, 23), date.New(2026, 11, 27)}; !slices.Equal(s.Snoozes, want) { // Thanksgiving is closed
		t.Errorf("snoozes lead to %v, want %v", s.Snoozes, want)
	}
	if want := []journal.DecisionKind{journal.Done, journal.Snooze, journal.Dismiss}; !slices.Equal(s.Can, want) || s.Script == "" || s.Own != nil {
		t.Errorf("seen: %+v", s)
	}
	if len(s.Shared) != 1 || len(s.Next) == 0 {
		t.Errorf("about %+v, next %+v", s.Shared, s.Next)
	}
	for _, n := range s.Next {
		if !slices.Equal(n.Applications, []string{e.Application}) || n.UID == e.UID {
			t.Errorf("next is something else: %s", n.Words.Summary)
		}
	}
}

func TestAnEventIsNamedByItsWholeUID(t *testing.T) {
	d := newDesk(t)
	d.applied(t, "a", "Acme", "Engineer", date.New(2026, 11, 16))
	uid := d.agenda(t).Next.Items[0].UID
	for _, name := range []string{uid[:10], "a", "acme", "", uid + "0", "%"} {
		if _, err := d.Sight(t.Context(), name); fault.KindOf(err) != fault.NotFound || err == nil {
			t.Errorf("%q is taken for an event (%v)", name, err)
		}
	}
}

func TestADecisionWithAConditionMayChangeNothing(t *testing.T) {
	d := newDesk(t)
	d.applied(t, "a", "Acme", "Engineer", date.New(2026, 11, 16))
	uid := d.agenda(t).Next.Items[0].UID
	for _, holds := range []bool{false, true} {
		receipt, err := d.Decide(t.Context(), journal.DecisionRequest{Event: uid, Kind: journal.Done, If: func(i *journal.Item) bool {
			return holds && i.UID == uid
		}})
		if err != nil || (receipt.Change != 0) != holds {
			t.Errorf("where the condition is %v: change %d (%v)", holds, receipt.Change, err)
		}
	}
}

func TestOnlyOnesOwnIsTakenBack(t *testing.T) {
	d := newDesk(t)
	d.applied(t, "a", "Acme", "Engineer", date.New(2026, 11, 16))
	d.applied(t, "b", "Umbrella", "Analyst", date.New(2026, 11, 16))
	items := d.agenda(t).Next.Items
	link := *d.Journal
	link.By = "a link"
	done, err := link.Decide(t.Context(), journal.DecisionRequest{Event: items[0].UID, Kind: journal.Done})
	if err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"somebody else": d.TakeBack(t.Context(), items[0].UID, done.Change),
		"another event": link.TakeBack(t.Context(), items[1].UID, done.Change),
		"an older one":  link.TakeBack(t.Context(), items[0].UID, done.Change-1),
		"one to come":   link.TakeBack(t.Context(), items[0].UID, done.Change+1),
	} {
		if fault.KindOf(err) != fault.Conflict || err == nil {
			t.Errorf("%s takes it back: %v", name, err)
		}
	}
	if err := link.TakeBack(t.Context(), "x", done.Change); fault.KindOf(err) != fault.NotFound || err == nil {
		t.Errorf("an event that is not there: %v", err)
	}
	if s, err := link.Sight(t.Context(), items[0].UID); err != nil || s.Own == nil || s.Own.Number != done.Change || s.State != schedule.StateDone {
		t.Errorf("seen: %+v (%v)", s, err)
	}
	for range 2 {
		if err := link.TakeBack(t.Context(), items[0].UID, done.Change); err != nil {
			t.Error(err)
		}
	}
	if s, err := link.Sight(t.Context(), items[0].UID); err != nil || s.Own != nil || s.State != schedule.StatePending {
		t.Errorf("taken back: %+v (%v)", s, err)
	}
}

func TestAChangeOfAnotherKindIsNotOffered(t *testing.T) {
	d := newDesk(t)
	d.applied(t, "a", "Acme", "Engineer", date.New(2026, 11, 16))
	uid := d.agenda(t).Next.Items[0].UID
	_, err := d.Log(t.Context(), journal.Edit, "a", func(a *schedule.Application, here entry.Here) ([]string, error) {
		return entry.Edit(a, entry.Change{Notes: entry.Set("private")}, here)
	})
	if err != nil {
		t.Fatal(err)
	}
	if s, err := d.Sight(t.Context(), uid); err != nil || s.Own != nil {
		t.Errorf("an edit is offered: %+v (%v)", s.Own, err)
	}
}
