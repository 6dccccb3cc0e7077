package entry_test

import (
	"testing"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/entry"
)

func adding(i schedule.Interview) apply {
	return func(a *schedule.Application) ([]string, error) { return entry.AddInterview(a, i, here) }
}

func moving(w entry.Which, c entry.InterviewChange) apply {
	return func(a *schedule.Application) ([]string, error) { return entry.MoveInterview(a, w, c, here) }
}

func cancelling(w entry.Which) apply {
	return func(a *schedule.Application) ([]string, error) { return entry.CancelInterview(a, w, here) }
}

func TestInterviews(t *testing.T) {
	first := schedule.Interview{Round: 1, Start: at(11, 24, 10), Minutes: 60}
	next := schedule.Interview{Round: 2, Start: at(12, 2, 10), Minutes: 45, Mode: schedule.ByVideo}
	gone := schedule.Interview{Round: 2, Start: at(12, 1, 10), Minutes: 45, Cancelled: true}
	twin := schedule.Interview{Round: 2, Start: at(12, 2, 14), Minutes: 45}
	run(t, []attempt{
		{
			name: "the first", on: applied(), do: adding(schedule.Interview{Start: at(12, 2, 10), Contacts: []string{"dana doe", "New Person"}}),
			want: func(t *testing.T, a *schedule.Application) {
				i := a.Interviews[0]
				if i.Round != 1 || i.Minutes != 60 || a.Status != schedule.Interviewing || i.Contacts[0] != "Dana Doe" || i.Contacts[1] != "New Person" {
					t.Errorf("got %+v, %s", i, a.Status)
				}
			},
		},
		{
			name: "a replacement takes the cancelled one's round", on: applied(interviews(first, gone)), do: adding(schedule.Interview{Start: at(12, 3, 10)}),
			want: func(t *testing.T, a *schedule.Application) {
				if a.Interviews[2].Round != 2 {
					t.Errorf("round %d", a.Interviews[2].Round)
				}
			},
		},
		{name: "the same start", on: applied(interviews(first)), do: adding(schedule.Interview{Start: at(11, 24, 10).UTC()}), field: "start", wrong: "round 1 on Tue 24 Nov 2026, 10:00 is at that time already"},
		{name: "no start", on: applied(), do: adding(schedule.Interview{}), field: "start", wrong: "give the day and the time"},
		{name: "round", on: applied(), do: adding(schedule.Interview{Round: 100, Start: at(12, 2, 10)}), field: "round", wrong: "100 is outside 1 to 99"},
		{name: "minutes", on: applied(), do: adding(schedule.Interview{Minutes: -1, Start: at(12, 2, 10)}), field: "minutes", wrong: "-1 is outside 1 to 1440"},
		{name: "mode", on: applied(), do: adding(schedule.Interview{Mode: "zoom", Start: at(12, 2, 10)}), field: "mode", wrong: `"zoom" is none of on-site, phone or video`},
		{
			name: "ended", on: applied(status(schedule.Rejected)), do: adding(schedule.Interview{Start: at(12, 2, 10)}), warns: "the application is rejected",
			want: func(t *testing.T, a *schedule.Application) {
				if a.Status != schedule.Rejected || len(a.Interviews) != 1 {
					t.Errorf("got %+v", a)
				}
			},
		},
		{
			name: "the next one moves", on: applied(interviews(first, gone, next)), do: moving(entry.Which{}, entry.InterviewChange{Start: at(12, 4, 9), Mode: entry.Clear[schedule.Mode]()}),
			want: func(t *testing.T, a *schedule.Application) {
				i := a.Interviews[2]
				if !i.Start.Equal(at(12, 4, 9)) || i.Mode != "" || i.Minutes != 45 || i.Round != 2 {
					t.Errorf("got %+v", i)
				}
			},
		},
		{name: "two of one round", on: applied(interviews(next, twin)), do: moving(entry.Which{Round: 2}, entry.InterviewChange{Minutes: 30}), field: "interview", wrong: "round 2 on Wed 2 Dec 2026, 10:00; round 2 on Wed 2 Dec 2026, 14:00; say which"},
		{
			name: "by its start", on: applied(interviews(next, twin)), do: moving(entry.Which{Start: at(12, 2, 14)}, entry.InterviewChange{Minutes: 30}),
			want: func(t *testing.T, a *schedule.Application) {
				if a.Interviews[0].Minutes != 45 || a.Interviews[1].Minutes != 30 {
					t.Errorf("got %+v", a.Interviews)
				}
			},
		},
		{name: "onto another", on: applied(interviews(first, next)), do: moving(entry.Which{}, entry.InterviewChange{Start: first.Start}), field: "start", wrong: "already"},
		{name: "a cancelled round", on: applied(interviews(first, gone)), do: moving(entry.Which{Round: 2}, entry.InterviewChange{Minutes: 30}), field: "interview", kind: fault.NotFound, wrong: "round 2 is cancelled"},
		{name: "none", on: applied(), do: cancelling(entry.Which{}), field: "interview", kind: fault.NotFound, wrong: "Engineer at Acme has none"},
		{name: "no such day", on: applied(interviews(next)), do: cancelling(entry.Which{On: day(12, 5)}), field: "interview", kind: fault.NotFound, wrong: "there is round 2 on Wed 2 Dec 2026, 10:00"},
		{
			name: "cancelled", on: applied(interviews(first, next)), do: cancelling(entry.Which{}),
			want: func(t *testing.T, a *schedule.Application) {
				if a.Interviews[0].Cancelled || !a.Interviews[1].Cancelled || a.Status != schedule.Interviewing {
					t.Errorf("got %+v", a)
				}
			},
		},
	})
}

func TestPreference(t *testing.T) {
	held := schedule.Interview{Round: 1, Start: at(11, 24, 10), Minutes: 60}
	next := schedule.Interview{Round: 2, Start: at(12, 2, 10), Minutes: 45}
	set := func(c entry.PreferenceChange) apply {
		return func(a *schedule.Application) ([]string, error) { return entry.SetPreference(a, entry.Which{}, c, here) }
	}
	run(t, []attempt{
		{
			name: "of the last one held", on: applied(interviews(held, next)),
			do: set(entry.PreferenceChange{Permission: entry.Set(schedule.Granted), Contact: entry.Set("dana doe"), NotBefore: entry.Set(day(12, 1))}),
			want: func(t *testing.T, a *schedule.Application) {
				want := schedule.Preference{Permission: schedule.Granted, Contact: "Dana Doe", NotBefore: day(12, 1)}
				if a.Interviews[0].Preference != want || a.Interviews[1].Preference != (schedule.Preference{}) {
					t.Errorf("got %+v", a.Interviews)
				}
			},
		},
		{name: "too early", on: applied(interviews(held)), do: set(entry.PreferenceChange{NotBefore: entry.Set(day(11, 23))}), field: "not before", wrong: "Mon 23 Nov 2026 is before the interview on Tue 24 Nov 2026"},
		{name: "decision too early", on: applied(interviews(held)), do: set(entry.PreferenceChange{DecisionBy: entry.Set(day(11, 23))}), field: "decision by", wrong: "before the interview"},
		{name: "set to nothing", on: applied(interviews(held)), do: set(entry.PreferenceChange{Contact: entry.Set(" ")}), field: "contact", wrong: "clear it to remove"},
		{name: "word", on: applied(interviews(held)), do: set(entry.PreferenceChange{Permission: entry.Set(schedule.Permission("maybe"))}), field: "permission", wrong: "granted, denied or unknown"},
		{
			name: "cleared", on: applied(interviews(schedule.Interview{Round: 1, Start: at(11, 24, 10), Preference: schedule.Preference{Permission: schedule.Granted, DecisionBy: day(12, 9)}})),
			do: set(entry.PreferenceChange{DecisionBy: entry.Clear[date.Date]()}),
			want: func(t *testing.T, a *schedule.Application) {
				if a.Interviews[0].Preference != (schedule.Preference{Permission: schedule.Granted}) {
					t.Errorf("got %+v", a.Interviews[0].Preference)
				}
			},
		},
	})
}
