package schedule_test

import (
	"slices"
	"testing"

	"followcal/schedule"
)

// uids maps "kind n" (the n-th of that kind by day) to the UID.
func uids(t *testing.T, log *schedule.Log, kind schedule.Kind, count int) []string {
	t.Helper()
	var all []string
	for n := range count {
		all = append(all, pick(t, log, kind, n).UID)
	}
	return all
}

func TestUIDStaysWhenTheDayMoves(t *testing.T) {
	before := logOf(applied("a1", "2026-11-20"))
	after := withDaysOff(logOf(applied("a1", "2026-12-01", closes("2026-12-09"), region("DE-BY", "Europe/Berlin"))), "2026-12-16", "2026-12-18")
	for kind, count := range map[schedule.Kind]int{schedule.ApplicationFollowUp: 2, schedule.MoveOn: 1} {
		if a, b := uids(t, before, kind, count), uids(t, after, kind, count); !slices.Equal(a, b) {
			t.Errorf("%s: %v became %v", kind, a, b)
		}
	}
	held := interviewed(prefer(schedule.Granted, "", ""))
	moved := interviewed(prefer(schedule.Granted, "2026-12-21", "2026-12-10"))
	moved.Applications[0].Interviews[0].Start = newYork("2026-12-09 17:00")
	counts := map[schedule.Kind]int{
		schedule.InterviewHeld: 1, schedule.ThankYouNote: 1, schedule.InterviewFollowUp: 2, schedule.MoveOn: 1,
	}
	for kind, count := range counts {
		if a, b := uids(t, held, kind, count), uids(t, moved, kind, count); !slices.Equal(a, b) {
			t.Errorf("%s: %v became %v", kind, a, b)
		}
	}
}

func TestUIDStaysWhenDone(t *testing.T) {
	open := logOf(applied("a1", "2026-11-20"))
	done := logOf(applied("a1", "2026-11-20", outreach(reached("2026-11-27", schedule.FollowUp))))
	if a, b := uids(t, open, schedule.ApplicationFollowUp, 2), uids(t, done, schedule.ApplicationFollowUp, 2); !slices.Equal(a, b) {
		t.Errorf("%v became %v", a, b)
	}
}

func TestUIDsOfRoundsDiffer(t *testing.T) {
	log := interviewed(schedule.Preference{}, interview(2, "2026-12-04 10:00", prefer(schedule.Granted, "", "")))
	seen := map[string]string{}
	for _, p := range (planCase{log: log, policy: func(p *schedule.Policy) { p.ThankYou = schedule.ThankByBoth }}).plan(t).Planned {
		if other, twice := seen[p.UID]; twice {
			t.Errorf("%s has the UID of %s", line(&p), other)
		}
		seen[p.UID] = line(&p)
	}
	if len(seen) < 8 { // 2 interviews, 4 thank-yous, 2 follow-ups at least
		t.Errorf("only %d events", len(seen))
	}
}

func TestUIDOfSharedCallIsTheLeaders(t *testing.T) {
	alone := pick(t, logOf(applied("b", "2026-11-20", employer("Acme"))), schedule.ApplicationFollowUp, 0)
	log := logOf(applied("a", "2026-11-24", employer("Acme")), applied("b", "2026-11-20", employer("Acme")))
	if p := pick(t, log, schedule.ApplicationFollowUp, 0); p.UID != alone.UID || len(p.Applications) != 2 {
		t.Errorf("%s has UID %s, want %s", line(&p), p.UID, alone.UID)
	}
}

func TestUIDFunctionNeedsAllItsParts(t *testing.T) {
	base := schedule.UID("a1", schedule.MoveOn, "1")
	for _, other := range []string{
		schedule.UID("a2", schedule.MoveOn, "1"), schedule.UID("a1", schedule.Review, "1"), schedule.UID("a1", schedule.MoveOn, "2"),
		schedule.UID("a11", schedule.MoveOn, ""), schedule.UID("a", schedule.MoveOn, "11"),
	} {
		if other == base {
			t.Errorf("two things share %s", base)
		}
	}
	if schedule.UID("a1", schedule.MoveOn, "1") != base {
		t.Error("the UID changes from call to call")
	}
}

func TestOrderIsByDayStartUID(t *testing.T) {
	log := several(4, employer(""))
	log.Applications = append(log.Applications, interviewed(schedule.Preference{}).Applications...)
	log.Applications[4].ID = "z"
	planned := (planCase{log: log}).plan(t).Planned
	for i := 1; i < len(planned); i++ {
		a, b := &planned[i-1], &planned[i]
		switch {
		case a.Due > b.Due:
			t.Errorf("%s before %s", line(a), line(b))
		case a.Due == b.Due && a.AllDay == b.AllDay && (a.Start.After(b.Start) || a.Start.Equal(b.Start) && a.UID >= b.UID):
			t.Errorf("%s (%s, %s) before %s (%s, %s)", line(a), a.Start, a.UID, line(b), b.Start, b.UID)
		}
	}
}

// What cannot be planned is named and costs the others nothing.
func TestApplicationWithoutItsDateIsOmitted(t *testing.T) {
	undated := applied("a2", "2026-11-20")
	undated.AppliedOn = 0
	outcome, err := schedule.Plan(logOf(undated, applied("a1", "2026-11-20")), schedule.DefaultPolicy(), byHand, on("2026-11-20"))
	if err != nil || len(outcome.Omitted) != 1 {
		t.Fatalf("omitted %v, error %v", outcome.Omitted, err)
	}
	want := tidy(`2026-11-30 application-follow-up pending a1
		2026-12-07 application-follow-up pending a1
		2026-12-21 move-on pending a1`)
	if got := lines(outcome); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
