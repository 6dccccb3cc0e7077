package push_test

import (
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar/mirror"
	"followcal/internal/app/push"
	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/entry"
)

func TestWhatIsWantedIsThePlan(t *testing.T) {
	h := newHome(t)
	h.applied(t, "acme", "Acme")
	d := h.wanted(t, full)
	if len(d.Events) == 0 || d.Zone.String() != "America/New_York" || d.From != date.New(2026, time.October, 21) {
		t.Fatalf("wanted: %+v", d)
	}
	for _, e := range d.Events {
		if e.UID == e.Ref || e.UID == "" || e.Validate() != nil || len(e.Alarms) != 1 || e.Description == "" {
			t.Errorf("wanted: %+v", e)
		}
	}
	for _, tt := range []struct {
		name     string
		settings mirror.Settings
		wrong    func(mirror.Event) bool
	}{
		{"titles", mirror.Settings{Privacy: "titles"}, func(e mirror.Event) bool { return e.Description != "" || e.Summary == "Busy" }},
		{"busy", mirror.Settings{Privacy: "busy"}, func(e mirror.Event) bool { return strings.Contains(e.Summary+e.Description, "Acme") }},
		{"silent", mirror.Settings{Privacy: "full", Silent: true}, func(e mirror.Event) bool { return len(e.Alarms) > 0 }},
		{"kinds", mirror.Settings{Privacy: "full", Kinds: []string{"move-on"}}, func(e mirror.Event) bool { return e.Category != "move-on" }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, e := range h.wanted(t, tt.settings).Events {
				if tt.wrong(e) {
					t.Errorf("wanted: %+v", e)
				}
			}
		})
	}
}

func TestTheRevisionChangesWithTheLogAndTheDay(t *testing.T) {
	h := newHome(t)
	h.applied(t, "acme", "Acme")
	seen := map[string]string{}
	step := func(what string, changes bool) {
		t.Helper()
		wanted := h.wanted(t, full).Revision
		asked, err := h.source.Revision(t.Context(), account)
		must(t, err)
		if before, known := seen[wanted]; known == changes {
			t.Errorf("%s: the revision is %q, as after %q", what, wanted, before)
		}
		if asked != wanted {
			t.Errorf("%s: %q is wanted, and asked for it is %q", what, wanted, asked)
		}
		seen[wanted] = what
	}
	step("the first time", true)
	step("nothing", false)
	h.applied(t, "other", "Umbrella")
	step("an entry", true)
	h.now = h.now.Add(24 * time.Hour)
	step("a day", true)
	step("nothing again", false)
}

func TestWhatAPersonDoesIsLogged(t *testing.T) {
	for name, tt := range map[string]struct {
		finding mirror.Finding
		state   schedule.State
		due     date.Date // zero: any
		did     string
	}{
		"moved":                 {mirror.Finding{Kind: mirror.Moved, Day: date.New(2026, time.November, 25)}, schedule.StateSnoozed, date.New(2026, time.November, 25), "Wed 25 Nov 2026"},
		"moved to a closed day": {mirror.Finding{Kind: mirror.Moved, Day: date.New(2026, time.November, 28)}, schedule.StateSnoozed, date.New(2026, time.November, 30), "28 Nov"},
		"deleted":               {mirror.Finding{Kind: mirror.Deleted}, schedule.StateDismissed, 0, "dismissed"},
		"ticked":                {mirror.Finding{Kind: mirror.Ticked}, schedule.StateDone, 0, "done"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHome(t)
			h.applied(t, "acme", "Acme")
			e := h.first(t, schedule.ApplicationFollowUp)
			f := tt.finding
			f.UID, f.Ref = e.UID, e.Ref
			outcome := h.take(t, f)
			if outcome.Refused || !strings.Contains(outcome.Sentence, tt.did) {
				t.Errorf("came of it: %+v", outcome)
			}
			s := h.state(t, e.Ref)
			if s.State != tt.state || tt.due != 0 && s.Due != tt.due {
				t.Errorf("it is %s on %s", s.State, s.Due)
			}
			change := h.last(t)
			if change.By != push.By {
				t.Errorf("the history says that %s did it", change.By)
			}
			if again := h.take(t, f); again.Refused || h.last(t).Number != change.Number {
				t.Errorf("said twice: %+v, %+v", again, h.last(t))
			}
		})
	}
}

func TestAnInterviewThatWasMovedTakesPlaceThen(t *testing.T) {
	h := newHome(t)
	h.applied(t, "acme", "Acme")
	start := time.Date(2026, time.December, 2, 15, 0, 0, 0, time.UTC)
	h.log(t, "acme", func(a *schedule.Application, here entry.Here) ([]string, error) {
		return entry.AddInterview(a, schedule.Interview{Start: start}, here)
	})
	e := h.first(t, schedule.InterviewHeld)
	to := mirror.Content{Start: start.Add(26 * time.Hour), End: start.Add(27*time.Hour + 30*time.Minute)}
	f := mirror.Finding{Kind: mirror.Moved, UID: e.UID, Ref: e.Ref, To: to, Day: date.New(2026, time.December, 3)}
	for range 2 {
		if outcome := h.take(t, f); outcome.Refused {
			t.Fatalf("came of it: %+v", outcome)
		}
		moved := h.first(t, schedule.InterviewHeld)
		if !moved.Start.Equal(to.Start) || !moved.End.Equal(to.End) || moved.UID != e.UID {
			t.Errorf("it takes place from %s to %s", moved.Start, moved.End)
		}
	}
	f.To = mirror.Content{Day: f.Day, Days: 1}
	if outcome := h.take(t, f); !outcome.Refused || !strings.Contains(outcome.Sentence, "interview move") {
		t.Errorf("without a time: %+v", outcome)
	}
}

func TestWhatTheLogCannotTakeIsRefused(t *testing.T) {
	h := newHome(t)
	h.applied(t, "acme", "Acme")
	h.log(t, "acme", func(a *schedule.Application, here entry.Here) ([]string, error) {
		return entry.SetDeadline(a, schedule.Deadline{Kind: schedule.TakeHome, At: time.Date(2026, time.December, 1, 22, 0, 0, 0, time.UTC)}, here)
	})
	call, deadline := h.first(t, schedule.ApplicationFollowUp), h.first(t, schedule.TakeHomeDue)
	before := h.last(t).Number
	for name, f := range map[string]mirror.Finding{
		"a deadline":  {Kind: mirror.Moved, Ref: deadline.Ref, Day: date.New(2026, time.December, 4)},
		"the past":    {Kind: mirror.Moved, Ref: call.Ref, Day: date.New(2026, time.November, 2)},
		"far away":    {Kind: mirror.Moved, Ref: call.Ref, Day: date.New(2028, time.November, 2)},
		"gone by now": {Kind: mirror.Deleted, Ref: "0123456789abcdefghijklmnop"},
	} {
		if outcome := h.take(t, f); !outcome.Refused || h.last(t).Number != before {
			t.Errorf("%s: %+v", name, outcome)
		}
	}
	if _, err := h.source.Take(t.Context(), account, []mirror.Finding{{Kind: "painted", Ref: call.Ref}}); fault.KindOf(err) != fault.Internal || err == nil {
		t.Errorf("what nobody knows: %v", err)
	}
}
