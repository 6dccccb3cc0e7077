package mirror_test

import (
	"context"
	"testing"
	"time"

	"followcal/calendar/mirror"
	"followcal/calendar/mirror/mirrortest"
)

// TestAClockThatWasSetBackFreesTheLane leaves the lease of a process that died,
// by a clock that was a day ahead.
func TestAClockThatWasSetBackFreesTheLane(t *testing.T) {
	w := newWorld()
	w.run(t, mirror.Options{})
	holds := func(until time.Duration) {
		err := w.memory.UpdateLane(t.Context(), ann, func(l *mirror.Lane) error {
			l.Holder, l.Held = "dead/1", w.now.Add(until)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	holds(time.Minute)
	if _, err := w.mirror.Run(t.Context(), ann, mirror.Options{}); err == nil {
		t.Error("a lease that lasts was not kept")
	}
	holds(24 * time.Hour)
	w.run(t, mirror.Options{})
}

// TestWhatIsAskedForWhileARunLastsIsNotForgotten wakes the lane in the middle.
func TestWhatIsAskedForWhileARunLastsIsNotForgotten(t *testing.T) {
	for name, ask := range map[string]func(context.Context, *mirror.Mirror) error{
		"woken":   func(ctx context.Context, m *mirror.Mirror) error { return m.Wake(ctx, ann) },
		"resumed": func(ctx context.Context, m *mirror.Mirror) error { return m.Resume(ctx, ann) },
		"configured": func(ctx context.Context, m *mirror.Mirror) error {
			return m.Configure(ctx, ann, mirror.Settings{Name: "Jobs"})
		},
	} {
		for _, failure := range []error{nil, mirrortest.Answer(mirror.Unauthorized)} {
			t.Run(name, func(t *testing.T) {
				w := newWorld()
				w.run(t, mirror.Options{})
				w.app.want(followUp("a", "Call Acme", monday+1))
				w.now = w.now.Add(time.Hour)
				w.service.Hook = func(call string, done bool) error {
					if call != "insert" || done {
						return nil
					}
					w.now = w.now.Add(time.Second)
					if err := ask(t.Context(), w.mirror); err != nil {
						t.Error(err)
					}
					return failure
				}
				_, err := w.mirror.Run(t.Context(), ann, mirror.Options{})
				if (err == nil) != (failure == nil) {
					t.Fatal(err)
				}
				if next := w.lane().Next; next.IsZero() || next.After(w.now) {
					t.Errorf("the next run is at %s, and it is %s", next, w.now)
				}
			})
		}
	}
}

func TestWhatWasPulledIsPushedSoon(t *testing.T) {
	w := newWorld()
	w.run(t, mirror.Options{})
	w.app.want(followUp("a", "Call Acme", monday+1))
	report := w.run(t, mirror.Options{PullOnly: true})
	if wait := report.Next.Sub(w.now); wait > time.Minute {
		t.Errorf("the push waits for %s", wait)
	}
}

func TestUndoSaysWhatItDid(t *testing.T) {
	w := newWorld()
	w.app.want(followUp("a", "Call Acme", monday+1), followUp("b", "Call Beta", monday+2))
	w.run(t, mirror.Options{})
	w.app.want(followUp("a", "Write to Acme", monday+1), followUp("c", "Call Gamma", monday+2))
	w.app.drop("b")
	pushed := w.run(t, mirror.Options{})
	report, err := w.mirror.Undo(t.Context(), ann)
	if err != nil {
		t.Fatal(err)
	}
	did := map[string]mirror.ChangeKind{}
	for _, c := range report.Wrote {
		did[c.UID] = c.Kind
	}
	if len(pushed.Wrote) != 3 || len(report.Wrote) != 3 || did["a"] != mirror.Update || did["b"] != mirror.Insert || did["c"] != mirror.Delete {
		t.Errorf("it says that it did %+v", report.Wrote)
	}
	if last, err := w.memory.LastPush(t.Context(), ann); err != nil || len(last) != 0 {
		t.Errorf("the last push is %+v, %v", last, err)
	}
}

// TestADayThatIsWantedAlreadyIsKept moves an entry to a day that the log takes
// for the one it had: nothing of what is wanted changes.
func TestADayThatIsWantedAlreadyIsKept(t *testing.T) {
	w := newWorld()
	w.app.want(followUp("a", "Call Acme", monday+1))
	w.run(t, mirror.Options{})
	w.mirror.Source = agreeing{w.app}
	w.edit(t, "a", func(e *mirrortest.Shown) { e.Start, e.End = e.Start.AddDate(0, 0, 1), e.End.AddDate(0, 0, 1) })
	w.run(t, mirror.Options{})
	if e := w.entry(t, "a"); dayIn(e.Start) != monday+1 {
		t.Errorf("it is on %s", e.Start)
	}
}

// agreeing is an application that takes what persons do, and stays as it is.
type agreeing struct{ *app }

func (agreeing) Take(_ context.Context, _ string, all []mirror.Finding) ([]mirror.Outcome, error) {
	return make([]mirror.Outcome, len(all)), nil
}

// TestSettingsThatChangeInAPauseCountAfterIt changes what is shown while nothing
// is read or written.
func TestSettingsThatChangeInAPauseCountAfterIt(t *testing.T) {
	w := newWorld()
	w.app.want(followUp("a", "Call Acme", monday+1))
	w.run(t, mirror.Options{})
	w.service.Calls()
	for _, err := range []error{
		w.mirror.Pause(t.Context(), ann, mirror.Forever), w.mirror.Configure(t.Context(), ann, mirror.Settings{Name: "Job hunt", AllDay: true}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if w.run(t, mirror.Options{}); w.entry(t, "a").Day != 0 {
		t.Error("it was written in the pause")
	}
	if err := w.mirror.Resume(t.Context(), ann); err != nil {
		t.Fatal(err)
	}
	if due, err := w.memory.Due(t.Context(), w.now, 1); err != nil || len(due) != 1 {
		t.Errorf("due: %v, %v", due, err)
	}
	if w.run(t, mirror.Options{}); w.entry(t, "a").Day != monday+1 {
		t.Error("it is not a whole day")
	}
	w.wantCalls(t, map[string]int{"list": 1, "update": 1})
}

// TestAnIdleRunIsOneTransaction counts what a poll costs that finds nothing: at
// most accounts, at most times.
func TestAnIdleRunIsOneTransaction(t *testing.T) {
	w := newWorld()
	w.app.want(followUp("a", "Call Acme", monday+1))
	w.run(t, mirror.Options{})
	w.run(t, mirror.Options{})
	w.service.Calls()
	writes := 0
	w.ledger.Hook = func(call string, done bool) error {
		if done && (call == "UpdateLane" || call == "Commit") {
			writes++
		}
		return nil
	}
	w.now = w.now.Add(10 * time.Minute)
	report := w.run(t, mirror.Options{})
	w.wantCalls(t, map[string]int{"list": 1})
	if l := w.lane(); writes != 1 || !l.Synced.Equal(w.now) || !report.Next.After(w.now) || !l.Next.Equal(report.Next) {
		t.Errorf("%d transactions; the lane is %+v", writes, l)
	}
}

// TestWhatIsRefusedIsSaidAgainAfterAnotherTrouble has a run fail between.
func TestWhatIsRefusedIsSaidAgainAfterAnotherTrouble(t *testing.T) {
	w := newWorld()
	w.service.Refuse = func(*mirror.Entry) bool { return true }
	w.app.want(followUp("a", "Call Acme", monday+1))
	w.run(t, mirror.Options{})
	w.service.Hook = func(string, bool) error { return mirrortest.Answer(mirror.Undone) }
	if _, err := w.mirror.Run(t.Context(), ann, mirror.Options{}); err == nil || w.lane().Trouble.Kind != mirror.Failing {
		t.Fatalf("%v, %+v", err, w.lane().Trouble)
	}
	w.service.Hook = nil
	w.run(t, mirror.Options{})
	if trouble := w.lane().Trouble; trouble.Kind != mirror.Rejected {
		t.Errorf("the trouble is %+v", trouble)
	}
}

// TestWhatWasRefusedIsTriedAgainByForce holds that a refusal that was none of the
// entry's ends: deleting cannot be wanted differently.
func TestWhatWasRefusedIsTriedAgainByForce(t *testing.T) {
	w := newWorld()
	w.app.want(followUp("a", "Call Acme", monday+1), followUp("b", "Call Beta", monday+1))
	w.run(t, mirror.Options{})
	refuse := func(call string, done bool) error {
		if done || call != "delete" && call != "update" {
			return nil
		}
		return mirrortest.Answer(mirror.Refused)
	}
	w.service.Hook = refuse
	w.app.drop("a")
	w.app.want(followUp("b", "Write to Beta", monday+1))
	w.run(t, mirror.Options{})
	w.service.Hook = nil
	w.service.Calls()
	w.run(t, mirror.Options{})
	w.wantCalls(t, map[string]int{"list": 1})
	if report := w.run(t, mirror.Options{Force: true}); len(report.Wrote) != 2 || report.Trouble.Kind != "" || len(w.sees()) != 1 {
		t.Errorf("%+v", report)
	}
	w.wantCalls(t, map[string]int{"list": 1, "delete": 1, "update": 1})
}
