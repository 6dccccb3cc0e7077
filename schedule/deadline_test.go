package schedule_test

import (
	"testing"
	"time"

	"followcal/schedule"
)

func TestDeadlines(t *testing.T) {
	at := func(kind schedule.DeadlineKind, text string) schedule.Deadline {
		return schedule.Deadline{Kind: kind, At: newYork(text)}
	}
	day := func(kind schedule.DeadlineKind, text string) schedule.Deadline {
		return schedule.Deadline{Kind: kind, On: on(text)}
	}
	cases := []struct {
		name     string
		status   schedule.Status
		deadline schedule.Deadline
		kind     schedule.Kind
		due      string
		allDay   bool
	}{
		{"take-home at a time", schedule.Applied, at(schedule.TakeHome, "2026-12-04 17:00"), schedule.TakeHomeDue, "2026-12-04", false},
		{"take-home on a day", schedule.Applied, day(schedule.TakeHome, "2026-12-05"), schedule.TakeHomeDue, "2026-12-05", true},
		{"take-home in the offer stage", schedule.Offer, day(schedule.TakeHome, "2026-12-05"), schedule.TakeHomeDue, "2026-12-05", true},
		{"offer at a time", schedule.Offer, at(schedule.OfferDecision, "2026-12-11 12:00"), schedule.OfferDeadline, "2026-12-11", false},
		{"offer on a day", schedule.Offer, day(schedule.OfferDecision, "2026-12-12"), schedule.OfferDeadline, "2026-12-12", true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			log := logOf(applied("a1", "2026-11-20", status(c.status)))
			log.Applications[0].Deadlines = []schedule.Deadline{c.deadline}
			p := pick(t, log, c.kind, 0)
			if p.Due != on(c.due) || p.AllDay != c.allDay {
				t.Errorf("on %s, all day %v", p.Due, p.AllDay)
			}
			if !c.allDay && (!p.Start.Equal(c.deadline.At) || !p.End.Equal(c.deadline.At)) {
				t.Errorf("from %s to %s, want the instant %s", p.Start, p.End, c.deadline.At)
			}
		})
	}
}

// 23:00 in New York on 4 December is already the 5th in Berlin, where the employer is.
func TestDeadlineDayIsTheEmployers(t *testing.T) {
	log := logOf(applied("a1", "2026-11-20", region("DE-BY", "Europe/Berlin")))
	log.Applications[0].Deadlines = []schedule.Deadline{{Kind: schedule.TakeHome, At: newYork("2026-12-04 23:00")}}
	p := pick(t, log, schedule.TakeHomeDue, 0)
	if want := time.Date(2026, 12, 5, 5, 0, 0, 0, zone("Europe/Berlin")); p.Due != on("2026-12-05") || !p.Start.Equal(want) || p.Start.Hour() != 5 {
		t.Errorf("on %s at %s, want %s", p.Due, p.Start, want)
	}
}

func TestTerminalCancelsDeadlines(t *testing.T) {
	log := logOf(applied("a1", "2026-11-20", status(schedule.Withdrawn)))
	log.Applications[0].Deadlines = []schedule.Deadline{{Kind: schedule.TakeHome, On: on("2026-12-05")}}
	check(t, []planCase{{name: "a take-home of a withdrawn application", log: log, want: ``}})
}

// Rounds are names; which interview is the later one, their starts say.
func TestLaterInterviewIsLaterByItsStart(t *testing.T) {
	postponed := interview(1, "2026-12-04 10:00", prefer(schedule.Denied, "", ""))
	held := interview(2, "2026-12-02 10:00", prefer(schedule.Granted, "", ""))
	check(t, []planCase{{
		name: "a first round that was put off behind the second", only: stoppable, // Fri 4: 7-11
		log:  logOf(applied("a1", "2026-11-20", postponed, held)),
		want: `2026-12-11 review pending a1`,
	}})
}
