package entry_test

import (
	"strings"
	"testing"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/entry"
)

func TestOutreachAndResponses(t *testing.T) {
	did := func(o schedule.Outreach) apply {
		return func(a *schedule.Application) ([]string, error) { return entry.LogOutreach(a, o, here) }
	}
	heard := func(r schedule.Response) apply {
		return func(a *schedule.Application) ([]string, error) { return entry.LogResponse(a, r, here) }
	}
	is := func(s schedule.Status) func(*testing.T, *schedule.Application) {
		return func(t *testing.T, a *schedule.Application) {
			if a.Status != s {
				t.Errorf("status %s, want %s", a.Status, s)
			}
		}
	}
	run(t, []attempt{
		{
			name: "defaults", on: applied(), do: did(schedule.Outreach{Contact: "dana  doe"}),
			want: func(t *testing.T, a *schedule.Application) {
				if o := a.Outreach[0]; o.On != today || o.Method != schedule.Email || o.Purpose != schedule.FollowUp || o.Contact != "Dana Doe" {
					t.Errorf("got %+v", o)
				}
			},
		},
		{name: "tomorrow", on: applied(), do: did(schedule.Outreach{On: today + 1}), field: "on", wrong: "Sat 28 Nov 2026 is in the future"},
		{name: "before the application", on: applied(), do: did(schedule.Outreach{On: day(11, 19)}), warns: "completes no follow-up", want: is(schedule.Applied)},
		{name: "twice", on: applied(func(a *schedule.Application) {
			a.Outreach = []schedule.Outreach{{On: today, Method: schedule.Phone, Purpose: schedule.FollowUp}}
		}), do: did(schedule.Outreach{Method: schedule.Phone}), warns: "logged for Fri 27 Nov 2026 already", want: is(schedule.Applied)},
		{name: "unknown question", on: applied(), do: did(schedule.Outreach{Asked: []schedule.Question{"pay"}}), warns: `"pay" is none of interview-start`, want: is(schedule.Applied)},
		{name: "purpose", on: applied(), do: did(schedule.Outreach{Purpose: "chat"}), field: "purpose", wrong: "follow-up, thank-you or other"},
		{name: "too long", on: applied(), do: did(schedule.Outreach{Outcome: strings.Repeat("x", schedule.MaxText+1)}), field: "outcome", kind: fault.TooLarge, wrong: "65537 bytes"},
		{name: "not UTF-8", on: applied(), do: did(schedule.Outreach{Outcome: "\xff"}), field: "outcome", wrong: "not UTF-8"},
		{name: "control characters", on: applied(), do: did(schedule.Outreach{Outcome: "a\x1bb"}), warns: "control characters", want: func(t *testing.T, a *schedule.Application) {
			if a.Outreach[0].Outcome != "ab" {
				t.Errorf("got %q", a.Outreach[0].Outcome)
			}
		}},
		{name: "a reply", on: applied(), do: heard(schedule.Response{}), want: is(schedule.Applied)},
		{name: "a rejection", on: applied(), do: heard(schedule.Response{Kind: schedule.Rejection}), want: is(schedule.Rejected)},
		{name: "an offer", on: applied(), do: heard(schedule.Response{Kind: schedule.OfferMade}), want: is(schedule.Offer)},
		{name: "an offer too late", on: applied(status(schedule.Withdrawn)), do: heard(schedule.Response{Kind: schedule.OfferMade}), want: is(schedule.Withdrawn)},
		{name: "they wrote first", on: applied(), do: heard(schedule.Response{On: day(11, 2)}), warns: "no answer to it", want: is(schedule.Applied)},
		{name: "a reply tomorrow", on: applied(), do: heard(schedule.Response{On: today + 1}), field: "on", wrong: "in the future"},
	})
}

func TestSetStatus(t *testing.T) {
	cases := []struct {
		name         string
		on           *schedule.Application
		change       entry.StatusChange
		wrong, warns string
	}{
		{name: "forward", on: applied(), change: entry.StatusChange{To: schedule.Offer}},
		{name: "withdrawn", on: applied(), change: entry.StatusChange{To: schedule.Withdrawn}},
		{name: "nothing new", on: applied(), change: entry.StatusChange{To: schedule.Applied}, warns: "applied already"},
		{name: "back", on: applied(status(schedule.Offer)), change: entry.StatusChange{To: schedule.Applied}, wrong: "status: applied comes before offer"},
		{name: "back, meant", on: applied(status(schedule.Offer)), change: entry.StatusChange{To: schedule.Applied, Again: true}},
		{name: "reopened", on: applied(status(schedule.Rejected)), change: entry.StatusChange{To: schedule.Interviewing}, wrong: "rejected, which ends an application"},
		{name: "another end", on: applied(status(schedule.Accepted)), change: entry.StatusChange{To: schedule.Withdrawn}, wrong: "which ends"},
		{name: "no such", on: applied(), change: entry.StatusChange{To: "ghosted"}, wrong: `status: "ghosted" is none of saved, applied`},
		{name: "day that is known", on: applied(), change: entry.StatusChange{To: schedule.Applied, AppliedOn: day(11, 19)}, wrong: "applied on: it is Fri 20 Nov 2026 already"},
		{name: "saved with a day", on: applied(), change: entry.StatusChange{To: schedule.Saved, AppliedOn: day(11, 20), Again: true}, wrong: "applied on"},
		{name: "saved again", on: applied(), change: entry.StatusChange{To: schedule.Saved, Again: true}, warns: "goes on as applied"},
		{name: "the facts say more", on: applied(status(schedule.Rejected), func(a *schedule.Application) {
			a.Responses = []schedule.Response{{On: day(11, 25), Kind: schedule.Rejection}}
		}), change: entry.StatusChange{To: schedule.Applied, Again: true}, warns: "the rejection of Wed 25 Nov 2026 is logged"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			was := c.on.Status
			warnings, err := entry.SetStatus(c.on, c.change, here)
			if c.wrong != "" {
				if err == nil || !strings.Contains(err.Error(), c.wrong) || c.on.Status != was {
					t.Fatalf("got %v, status %s", err, c.on.Status)
				}
				return
			}
			got := strings.Join(warnings, "\n")
			if err != nil || c.on.Status != c.change.To || (c.warns == "") != (got == "") || !strings.Contains(got, c.warns) {
				t.Errorf("got %v, %s, %q", err, c.on.Status, got)
			}
		})
	}
	a := &schedule.Application{Status: schedule.Saved}
	if _, err := entry.SetStatus(a, entry.StatusChange{To: schedule.Applied}, here); err != nil || a.AppliedOn != today {
		t.Errorf("applied today: %v, %s", err, a.AppliedOn)
	}
}

func TestDeadlines(t *testing.T) {
	past := schedule.Deadline{Kind: schedule.TakeHome, On: day(11, 23)}
	open := schedule.Deadline{Kind: schedule.TakeHome, On: day(12, 5)}
	with := func(list ...schedule.Deadline) func(*schedule.Application) {
		return func(a *schedule.Application) { a.Deadlines = list }
	}
	set := func(d schedule.Deadline) apply {
		return func(a *schedule.Application) ([]string, error) { return entry.SetDeadline(a, d, here) }
	}
	count := func(n int, last schedule.Deadline) func(*testing.T, *schedule.Application) {
		return func(t *testing.T, a *schedule.Application) {
			if len(a.Deadlines) != n || a.Deadlines[n-1] != last {
				t.Errorf("got %+v", a.Deadlines)
			}
		}
	}
	moved := schedule.Deadline{Kind: schedule.TakeHome, At: at(12, 7, 17)}
	run(t, []attempt{
		{name: "the open one is replaced", on: applied(with(past, open)), do: set(moved), want: count(2, moved)},
		{name: "a past one stays", on: applied(with(past)), do: set(open), want: count(2, open)},
		{name: "several open", on: applied(with(open, moved)), do: set(open), field: "kind", wrong: "Sat 5 Dec 2026; Mon 7 Dec 2026"},
		{name: "neither", on: applied(), do: set(schedule.Deadline{Kind: schedule.TakeHome}), field: "due", wrong: "give the day and the time"},
		{name: "both", on: applied(), do: set(schedule.Deadline{Kind: schedule.TakeHome, On: today, At: at(12, 7, 17)}), field: "due", wrong: "not both"},
		{name: "kind", on: applied(), do: set(schedule.Deadline{Kind: "exam", On: today}), field: "kind", wrong: "take-home or offer"},
		{name: "past", on: applied(), do: set(past), warns: "Mon 23 Nov 2026 is past", want: count(1, past)},
		{name: "an offer", on: applied(), do: set(schedule.Deadline{Kind: schedule.OfferDecision, On: day(12, 9)}), want: func(t *testing.T, a *schedule.Application) {
			if a.Status != schedule.Offer {
				t.Error(a.Status)
			}
		}},
		{
			name: "removed by its day", on: applied(with(past, open)), want: count(1, past),
			do: func(a *schedule.Application) ([]string, error) {
				return entry.RemoveDeadline(a, schedule.TakeHome, day(12, 5), here)
			},
		},
		{
			name: "which?", on: applied(with(past, open)), field: "due", wrong: "several take-home deadlines fit",
			do: func(a *schedule.Application) ([]string, error) {
				return entry.RemoveDeadline(a, schedule.TakeHome, 0, here)
			},
		},
		{
			name: "none of the kind", on: applied(with(past)), field: "kind", kind: fault.NotFound, wrong: "no offer deadline",
			do: func(a *schedule.Application) ([]string, error) {
				return entry.RemoveDeadline(a, schedule.OfferDecision, 0, here)
			},
		},
	})
}
