package record_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"followcal/schedule"
	"followcal/schedule/record"
)

func TestEfforts(t *testing.T) {
	a := full()
	a.Outreach = append(a.Outreach, schedule.Outreach{On: on(2026, 12, 2), Purpose: schedule.ThankYou, Method: schedule.Letter})
	a.Interviews = append(a.Interviews, schedule.Interview{Round: 2, Start: second.Add(time.Hour), Cancelled: true})
	a.Responses = append(a.Responses, schedule.Response{On: on(2027, 1, 4), Kind: schedule.OfferMade})
	var lines []string
	for _, e := range record.Efforts(a, nil, on(2026, 12, 31), "Europe/Berlin") {
		lines = append(lines, fmt.Sprintf("%s %s | %s | %s | %s | own %t", e.On, e.What, e.How, e.With, e.Outcome, e.Own()))
	}
	want := strings.Join([]string{
		"2026-11-20 Applied | LinkedIn |  |  | own true",
		"2026-11-30 Followed up | by phone | Dana Doe | no answer | own true",
		"2026-12-01 Reply received |  |  | soon | own false",
		"2026-12-02 Thanked for the interview | by letter | Dana Doe |  | own true",
		"2026-12-02 Interview, round 1 | by video | Dana Doe |  | own true",
	}, "\n")
	if got := strings.Join(lines, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestEffortsTellWhenTheyWereRecorded(t *testing.T) {
	at := func(day int) time.Time { return time.Date(2026, 12, day, 8, 0, 0, 0, time.UTC) }
	state := func(days ...int) *schedule.Application {
		a := &schedule.Application{ID: "a1"}
		for _, d := range days {
			a.Responses = append(a.Responses, schedule.Response{On: on(2026, 12, d), Kind: schedule.Reply})
		}
		return a
	}
	var history []record.Revision
	add := func(day int, a *schedule.Application) {
		history = append(history, record.Revision{
			Change: record.Change{Entry: record.Entry{At: at(day)}}, Application: record.Pair[schedule.Application]{After: a},
		})
	}
	add(1, state(1))
	add(2, state(1, 2))
	add(3, state(1)) // taken back
	add(4, state(1, 2, 2))
	got := record.Efforts(state(1, 2, 2, 5), history, on(2026, 12, 9), "")
	for i, want := range []time.Time{at(1), at(4), at(4), {}} {
		if !got[i].Recorded.Equal(want) {
			t.Errorf("%s was recorded %s, want %s", got[i].On, got[i].Recorded, want)
		}
	}
}

func TestAnInterviewIsOnTheDayWhereItIsHeld(t *testing.T) {
	a := &schedule.Application{Zone: "Asia/Tokyo", Interviews: []schedule.Interview{{Round: 1, Start: time.Date(2026, 12, 2, 20, 0, 0, 0, time.UTC)}}}
	if got := record.Efforts(a, nil, on(2026, 12, 2), ""); len(got) != 0 {
		t.Errorf("it is tomorrow there: %+v", got)
	}
	if got := record.Efforts(a, nil, on(2026, 12, 3), ""); len(got) != 1 || got[0].On != on(2026, 12, 3) {
		t.Errorf("got %+v", got)
	}
}
