package mirror_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar/mirror"
	"followcal/calendar/mirror/mirrortest"
	"followcal/internal/fault"
)

func TestAFirstPushMakesTheCalendarAndInsertsEachEventOnce(t *testing.T) {
	w := newWorld()
	w.app.want(followUp("a", "Call Acme", monday+1), followUp("b", "Call Beta", monday+2), interview("c", "Interview at Acme", start))
	report := w.run(t, mirror.Options{})
	w.wantCalls(t, map[string]int{"make": 1, "list": 1, "insert": 3})
	if len(report.Wrote) != 3 || len(w.sees()) != 3 {
		t.Errorf("wrote %d, the person sees %d, want 3", len(report.Wrote), len(w.sees()))
	}
	w.run(t, mirror.Options{})
	w.wantCalls(t, map[string]int{"list": 1})
	w.run(t, mirror.Options{})
	w.wantCalls(t, map[string]int{"list": 1})
	w.app.want(followUp("a", "Call Acme", monday+3))
	w.run(t, mirror.Options{})
	w.wantCalls(t, map[string]int{"list": 1, "update": 1})
	w.app.drop("b")
	w.run(t, mirror.Options{})
	w.wantCalls(t, map[string]int{"list": 1, "delete": 1})
	w.app.want(followUp("b", "Call Beta", monday+2))
	w.run(t, mirror.Options{})
	w.wantCalls(t, map[string]int{"list": 1, "insert": 1})
	if e := w.entry(t, "a"); e.Start.Format("2006-01-02 15:04 MST") != "2026-03-05 09:00 CET" {
		t.Errorf("a is at %s", e.Start)
	}
}

func TestOnlyWhatChangedIsCalled(t *testing.T) {
	w := newWorld()
	w.now = start
	w.mirror.Batch, w.mirror.Parallel = 50, 8
	for i := range 200 {
		w.app.want(followUp(fmt.Sprintf("u%03d", i), fmt.Sprint("Call ", i), monday+date.Date(i)))
	}
	report := w.run(t, mirror.Options{})
	w.wantCalls(t, map[string]int{"make": 1, "list": 1, "insert": 200})
	if len(report.Wrote) != 200 || report.Plan.Inserts != 200 || report.Trouble.Kind != "" {
		t.Errorf("report %d written, %d planned, trouble %q", len(report.Wrote), report.Plan.Inserts, report.Trouble.Kind)
	}
	w.run(t, mirror.Options{})
	w.wantCalls(t, map[string]int{"list": 1})
}

func TestAPushThatDiedGoesOnWhereItWas(t *testing.T) {
	w := newWorld()
	for i := range 10 {
		w.app.want(followUp(fmt.Sprintf("u%d", i), "Call", monday))
	}
	inserted := 0
	w.service.Hook = func(call string, done bool) error {
		if call == "insert" && done {
			inserted++
		}
		if inserted == 5 {
			return errCrash // and so does every call after it
		}
		return nil
	}
	w.ledger.Hook = func(string, bool) error {
		if inserted == 5 {
			return errCrash
		}
		return nil
	}
	if _, err := w.mirror.Run(t.Context(), ann, mirror.Options{}); !errors.Is(err, errCrash) {
		t.Fatalf("err = %v", err)
	}
	w.service.Hook, w.ledger.Hook = nil, nil
	w.service.Calls()
	if _, err := w.runner("other").Run(t.Context(), ann, mirror.Options{}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("err = %v, want Conflict while the dead process has the lane", err)
	}
	w.now = w.now.Add(time.Minute)
	w.run(t, mirror.Options{})
	w.wantCalls(t, map[string]int{"list": 1, "get": 1, "calendar": 1, "insert": 5}) // the sixth of the batch of three was not begun
	if len(w.sees()) != 10 {
		t.Errorf("the person sees %d, want 10", len(w.sees()))
	}
}

func TestTroubles(t *testing.T) {
	unknown := fault.New(fault.Unavailable, "the calendar service does not answer")
	tests := []struct {
		name string
		call string
		err  error
		kind mirror.TroubleKind
		wait time.Duration // 0: not by itself
	}{
		{"no answer", "list", unknown, mirror.Failing, 22500 * time.Millisecond},
		{"access ended", "list", mirrortest.Answer(mirror.Unauthorized), mirror.Disconnected, 0},
		{"access ended while writing", "update", mirrortest.Answer(mirror.Unauthorized), mirror.Disconnected, 0},
		{"access ended before", "list", fault.New(fault.Denied, "Connect again."), mirror.Disconnected, 0},
		{"quota", "update", mirrortest.Answer(mirror.Exhausted), mirror.Quota, 90 * time.Minute},
		{"something else", "list", errors.New("secret details"), mirror.Failing, 22500 * time.Millisecond},
		{"a calendar that is there after all", "list", mirrortest.Answer(mirror.Missing), mirror.Failing, 22500 * time.Millisecond},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld()
			w.app.want(followUp("a", "Call", monday))
			w.run(t, mirror.Options{})
			w.app.want(followUp("a", "Write", monday))
			w.service.Hook = func(call string, done bool) error {
				if call == tt.call && !done {
					return tt.err
				}
				return nil
			}
			report, err := w.mirror.Run(t.Context(), ann, mirror.Options{})
			lane := w.lane()
			if err == nil || report.Trouble != lane.Trouble || lane.Trouble.Kind != tt.kind || lane.Failures != 1 || lane.Holder != "" {
				t.Fatalf("err %v, lane %+v; want trouble %q", err, lane, tt.kind)
			}
			if !strings.HasSuffix(lane.Trouble.Sentence, ".") || strings.Contains(lane.Trouble.Sentence, "secret") {
				t.Errorf("the sentence is %q", lane.Trouble.Sentence)
			}
			var wait time.Duration
			if !lane.Next.IsZero() {
				wait = lane.Next.Sub(w.now)
			}
			if wait != tt.wait {
				t.Errorf("the next try is after %v, want %v", wait, tt.wait)
			}
			w.service.Hook = nil
			w.run(t, mirror.Options{})
			if lane := w.lane(); lane.Trouble.Kind != "" || lane.Failures != 0 || lane.Next.Sub(w.now) != 10*time.Minute {
				t.Errorf("after a run that went well: %+v", lane)
			}
			if got := w.entry(t, "a").Summary; got != "Write" {
				t.Errorf("the title is %q", got)
			}
		})
	}
}

func TestWaitsGrowUpToALongest(t *testing.T) {
	w := newWorld()
	w.service.Hook = func(string, bool) error { return fault.New(fault.Unavailable, "no answer") }
	err := w.memory.UpdateLane(t.Context(), ann, func(l *mirror.Lane) error {
		l.Calendar = "calendar"
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var waits []string
	for range 9 {
		_, _ = w.mirror.Run(t.Context(), ann, mirror.Options{})
		waits = append(waits, w.lane().Next.Sub(w.now).String())
		w.now = w.lane().Next
	}
	const want = "22.5s 45s 1m30s 3m0s 6m0s 12m0s 24m0s 45m0s 45m0s"
	if got := strings.Join(waits, " "); got != want {
		t.Errorf("waits %s, want %s", got, want)
	}
	if since := w.lane().Trouble.Since; !since.Equal(start) {
		t.Errorf("the trouble began at %v, want %v", since, start)
	}
}

func TestACalendarIsMadeOnceEvenWhenTheAnswerIsLost(t *testing.T) {
	w := newWorld()
	w.app.want(followUp("a", "Call", monday))
	w.service.Hook = func(call string, done bool) error {
		if call == "make" && done {
			return fault.New(fault.Unavailable, "no answer")
		}
		return nil
	}
	for range 3 {
		_, err := w.mirror.Run(t.Context(), ann, mirror.Options{})
		if lane := w.lane(); fault.KindOf(err) != fault.Conflict || lane.Trouble.Kind != mirror.Undecided || !lane.Next.IsZero() {
			t.Fatalf("err %v, lane %+v", err, lane)
		}
	}
	w.wantCalls(t, map[string]int{"make": 1})
	w.service.Hook = nil
	if err := w.mirror.Adopt(t.Context(), ann, "no such calendar"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("err = %v, want NotFound", err)
	}
	if lane := w.lane(); lane.Trouble.Kind != mirror.Undecided {
		t.Errorf("a slip of the person's changed the trouble: %+v", lane)
	}
	if err := w.mirror.Adopt(t.Context(), ann, "calendar-1"); err != nil {
		t.Fatal(err)
	}
	w.run(t, mirror.Options{})
	if lane := w.lane(); lane.Trouble.Kind != "" || lane.Calendar != "calendar-1" || len(w.sees()) != 1 {
		t.Errorf("lane %+v", lane)
	}
}

func TestACalendarThatIsRefusedIsMadeAtTheNextTry(t *testing.T) {
	w := newWorld()
	w.service.Hook = func(string, bool) error { return mirrortest.Answer(mirror.Exhausted) }
	if _, err := w.mirror.Run(t.Context(), ann, mirror.Options{}); !errors.Is(err, mirror.Exhausted) {
		t.Fatalf("err = %v", err)
	}
	w.service.Hook = nil
	w.run(t, mirror.Options{})
	if all := w.service.PersonCalendars(); len(all) != 1 {
		t.Errorf("calendars %v, want one", all)
	}
}

func TestACalendarThatThePersonDeletedIsNotMadeAgain(t *testing.T) {
	w := newWorld()
	w.app.want(followUp("a", "Call", monday), followUp("b", "Write", monday))
	w.run(t, mirror.Options{})
	w.service.PersonDeletes("calendar-1", w.entry(t, "b").ID)
	w.run(t, mirror.Options{})
	w.service.PersonRemovesCalendar("calendar-1")
	for range 2 {
		_, err := w.mirror.Run(t.Context(), ann, mirror.Options{})
		if lane := w.lane(); fault.KindOf(err) != fault.Gone || lane.Trouble.Kind != mirror.CalendarGone || !lane.Next.IsZero() {
			t.Fatalf("err %v, lane %+v", err, lane)
		}
	}
	if err := w.mirror.Reset(t.Context(), ann); err != nil {
		t.Fatal(err)
	}
	w.app.want(followUp("b", "Write", monday))
	w.run(t, mirror.Options{})
	if sees := w.sees(); len(sees) != 1 || sees[0].Mark.UID != "a" || w.lane().Calendar != "calendar-2" {
		t.Errorf("the person sees %+v; what they deleted stays so", sees)
	}
}

func TestTheGuardStopsBeforeTooMuchCountsAsDeleted(t *testing.T) {
	fill := func(t *testing.T, n int) *world {
		w := newWorld()
		for i := range n {
			w.app.want(followUp(fmt.Sprintf("u%d", i), "Call", monday))
		}
		w.run(t, mirror.Options{})
		return w
	}
	tests := []struct {
		name   string
		of     int
		gone   int
		full   bool // the token has expired
		stops  bool
		logged int // when forced
	}{
		{"a few", 10, 3, false, false, 3},
		{"many at once", 10, 6, false, true, 6},
		{"many on a full listing", 10, 6, true, true, 6},
		{"the only one", 1, 1, false, false, 1},
		{"all on a full listing", 2, 2, true, true, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := fill(t, tt.of)
			for i := range tt.gone {
				w.service.PersonDeletes("calendar-1", w.entry(t, fmt.Sprintf("u%d", i)).ID)
			}
			if tt.full {
				w.service.ExpireTokens()
			}
			_, err := w.mirror.Run(t.Context(), ann, mirror.Options{})
			if lane := w.lane(); (lane.Trouble.Kind == mirror.Guarded) != tt.stops || (err != nil) != tt.stops {
				t.Fatalf("err %v, lane %+v; stops should be %v", err, lane, tt.stops)
			}
			plan, err := w.mirror.Plan(t.Context(), ann, mirror.Options{})
			if shown := plan.Guard != ""; err != nil || shown != tt.stops || tt.stops && len(plan.Findings) != tt.gone {
				t.Errorf("the plan says %q with %d findings (%v)", plan.Guard, len(plan.Findings), err)
			}
			if tt.stops && len(w.app.taken) != 0 {
				t.Errorf("%d findings were taken", len(w.app.taken))
			}
			w.run(t, mirror.Options{Force: true})
			if len(w.app.taken) != tt.logged || w.lane().Trouble.Kind != "" {
				t.Errorf("%d findings, want %d; trouble %q", len(w.app.taken), tt.logged, w.lane().Trouble.Kind)
			}
		})
	}
}

func TestTheGuardStopsAPushThatDeletesTooMuch(t *testing.T) {
	w := newWorld()
	for i := range 9 {
		w.app.want(followUp(fmt.Sprintf("u%d", i), "Call", monday))
	}
	w.run(t, mirror.Options{})
	for i := range 6 {
		w.app.drop(fmt.Sprintf("u%d", i))
	}
	w.app.want(followUp("new", "Write", monday))
	w.service.Calls()
	report, err := w.mirror.Run(t.Context(), ann, mirror.Options{})
	if fault.KindOf(err) != fault.Conflict || report.Trouble.Kind != mirror.Guarded || len(report.Plan.Changes) != 7 {
		t.Fatalf("err %v, report %+v", err, report)
	}
	w.wantCalls(t, map[string]int{"list": 1})
	w.run(t, mirror.Options{Force: true})
	w.wantCalls(t, map[string]int{"list": 1, "delete": 6, "insert": 1})
}

func TestOneEventThatIsRefusedDoesNotStopTheOthers(t *testing.T) {
	w := newWorld()
	w.service.Refuse = func(e *mirror.Entry) bool { return strings.Contains(e.Summary, "BAD") }
	w.app.want(followUp("a", "Call", monday), followUp("b", "BAD", monday), followUp("c", "Write", monday), followUp("d", "BAD too", monday))
	report := w.run(t, mirror.Options{})
	if len(report.Rejected) != 2 || len(w.sees()) != 2 || report.Trouble.Kind != mirror.Rejected || !strings.Contains(report.Trouble.Sentence, "“BAD” and 1 more") {
		t.Fatalf("report %+v", report)
	}
	w.service.Calls()
	w.run(t, mirror.Options{})
	w.wantCalls(t, map[string]int{"list": 1})
	w.app.want(followUp("a", "Call again", monday))
	w.run(t, mirror.Options{})
	w.wantCalls(t, map[string]int{"list": 1, "update": 1})
	if kind := w.lane().Trouble.Kind; kind != mirror.Rejected {
		t.Errorf("trouble %q, want that two are refused", kind)
	}
	w.app.want(followUp("a", "BAD now", monday), followUp("b", "Good", monday))
	w.app.drop("d")
	w.run(t, mirror.Options{})
	w.wantCalls(t, map[string]int{"list": 1, "update": 1, "insert": 1})
	if got := w.entry(t, "a").Summary; got != "Call again" || w.lane().Trouble.Kind != mirror.Rejected {
		t.Errorf("the title is %q, trouble %+v", got, w.lane().Trouble)
	}
	w.app.want(followUp("a", "Good as well", monday))
	w.run(t, mirror.Options{})
	if lane := w.lane(); lane.Trouble.Kind != "" {
		t.Errorf("trouble %+v, want none", lane.Trouble)
	}
}

func TestAMissingEntryIsAskedForBeforeItCountsAsDeleted(t *testing.T) {
	w := newWorld()
	w.app.want(followUp("a", "Call", monday), followUp("b", "Write", monday))
	w.run(t, mirror.Options{})
	hidden, deleted := w.entry(t, "a").ID, w.entry(t, "b").ID
	w.service.Hidden = func(id string) bool { return id == hidden }
	w.service.PersonDeletes("calendar-1", deleted)
	w.service.PersonAdds("calendar-1", mirror.Entry{Summary: "Dentist", Start: start, End: start.Add(time.Hour)})
	w.service.ExpireTokens()
	w.service.Calls()
	report := w.run(t, mirror.Options{})
	w.wantCalls(t, map[string]int{"list": 2, "get": 2})
	if len(report.Taken) != 1 || report.Taken[0].UID != "b" || report.Taken[0].Kind != mirror.Deleted || report.Taken[0].Sentence == "" {
		t.Errorf("taken %+v, want that b was deleted", report.Taken)
	}
}

func TestAPlanTouchesNothing(t *testing.T) {
	w := newWorld()
	w.app.want(followUp("a", "Call", monday), followUp("b", "Write", monday))
	if plan, err := w.mirror.Plan(t.Context(), ann, mirror.Options{}); err != nil || plan.Inserts != 2 {
		t.Fatalf("plan %+v (%v)", plan, err)
	}
	w.wantCalls(t, map[string]int{})
	w.run(t, mirror.Options{})
	w.edit(t, "a", putAt(monday+1, 10))
	w.app.want(followUp("b", "Visit", monday))
	before := w.lane()
	w.service.Calls()
	plan, err := w.mirror.Plan(t.Context(), ann, mirror.Options{})
	if err != nil || len(plan.Findings) != 1 || len(plan.Changes) != 1 || plan.Changes[0].Sentence != "Rename “Write” to “Visit” on Mon 2 Mar" {
		t.Errorf("plan %+v (%v)", plan, err)
	}
	w.wantCalls(t, map[string]int{"list": 1})
	if after := w.lane(); !reflect.DeepEqual(before, after) || len(w.app.taken) != 0 {
		t.Errorf("lane %+v became %+v, %d findings taken", before, after, len(w.app.taken))
	}
}

func TestPullOnlyTakesWhatPersonsDidAndWritesNothing(t *testing.T) {
	w := newWorld()
	w.app.want(followUp("a", "Call", monday))
	w.run(t, mirror.Options{})
	w.edit(t, "a", putAt(monday+1, 10))
	w.app.want(followUp("b", "Write", monday))
	w.service.Calls()
	report := w.run(t, mirror.Options{PullOnly: true})
	w.wantCalls(t, map[string]int{"list": 1})
	if len(report.Taken) != 1 || w.app.events["a"].Day != monday+1 {
		t.Errorf("taken %+v", report.Taken)
	}
	w.run(t, mirror.Options{})
	w.wantCalls(t, map[string]int{"list": 1, "insert": 1})
}

func TestAPersonWhoActsBetweenReadingAndWritingWins(t *testing.T) {
	moves := func(e *mirrortest.Shown) { putAt(monday+3, 14)(e) }
	notes := func(e *mirrortest.Shown) { e.Description += "\nmine" }
	tests := []struct {
		name  string
		drop  bool
		does  func(*mirrortest.Shown)
		taken mirror.FindingKind
		want  string // title and place; empty: no entry
	}{
		{"an update meets a move", false, moves, mirror.Moved, "Write Thu 5 14:00-16:00"},
		{"an update meets notes", false, notes, "", "Write Mon 2 09:00-09:15"},
		{"an update meets a deletion", false, func(e *mirrortest.Shown) { e.Deleted = true }, mirror.Deleted, ""},
		{"an update meets a tick", false, func(e *mirrortest.Shown) { e.Summary = "✓ Call" }, mirror.Ticked, "✓ Call Mon 2 09:00-09:15"},
		{"a deletion meets notes", true, notes, "", ""},
		{"a deletion meets a tick", true, func(e *mirrortest.Shown) { e.Summary = "done" }, mirror.Ticked, "done Mon 2 09:00-09:15"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld()
			w.app.want(followUp("a", "Call", monday))
			w.run(t, mirror.Options{})
			w.app.want(followUp("a", "Write", monday))
			if tt.drop {
				w.app.drop("a")
			}
			acted := false
			w.service.Hook = func(call string, done bool) error {
				if !acted && !done && (call == "update" || call == "delete") {
					acted = true
					w.edit(t, "a", tt.does)
				}
				return nil
			}
			w.run(t, mirror.Options{})
			w.run(t, mirror.Options{})
			var kind mirror.FindingKind
			if len(w.app.taken) > 0 {
				kind = w.app.taken[0].Kind
			}
			got := ""
			if all := w.sees(); len(all) > 0 {
				got = all[0].Summary + " " + where(all[0])
			}
			if kind != tt.taken || got != tt.want || !acted {
				t.Errorf("taken %q, the person sees %q; want %q and %q", kind, got, tt.taken, tt.want)
			}
		})
	}
}

func TestACallThatArrivesLateMeetsAnotherState(t *testing.T) {
	was := followUp("a", "Call", monday)
	tests := []struct {
		call   string
		before func(*world)
	}{
		{"delete", func(w *world) { w.app.drop("a") }},
		{"update", func(w *world) { w.app.want(followUp("a", "Write", monday+1)) }},
		{"insert", func(w *world) { w.app.want(followUp("b", "Write", monday)) }},
	}
	for _, tt := range tests {
		t.Run(tt.call, func(t *testing.T) {
			w := newWorld()
			w.app.want(was)
			w.run(t, mirror.Options{})
			tt.before(w)
			late := false
			w.service.Hook = func(call string, done bool) error {
				if call != tt.call || done || late {
					return nil
				}
				late = true
				w.now = w.now.Add(time.Hour) // another process has the lane, and something else is wanted
				w.app.drop("b")
				w.app.want(was)
				_, err := w.runner("other").Run(t.Context(), ann, mirror.Options{})
				return err
			}
			if _, err := w.mirror.Run(t.Context(), ann, mirror.Options{}); fault.KindOf(err) != fault.Conflict || !late {
				t.Errorf("err = %v, want Conflict", err)
			}
			w.run(t, mirror.Options{})
			w.run(t, mirror.Options{})
			if all := w.sees(); len(all) != 1 || all[0].Summary != "Call" || where(all[0]) != "Mon 2 09:00-09:15" || len(w.app.taken) != 0 {
				t.Errorf("the person sees %+v, the log took %+v", all, w.app.taken)
			}
		})
	}
}
