package mirror_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"followcal/calendar/mirror"
	"followcal/calendar/mirror/mirrortest"
	"followcal/internal/fault"
)

func TestUndoTakesBackWhatTheLastPushWrote(t *testing.T) {
	w := newWorld()
	w.app.want(followUp("old", "Call", monday), followUp("dropped", "Write", monday+1), followUp("kept", "Visit", monday))
	w.run(t, mirror.Options{})
	w.edit(t, "dropped", func(e *mirrortest.Shown) { e.Description += "\nmine" })
	w.app.want(followUp("old", "Call Jo", monday+2), followUp("new", "Ask", monday))
	w.app.drop("dropped")
	w.run(t, mirror.Options{})
	w.service.Calls()
	report, err := w.mirror.Undo(t.Context(), ann)
	if err != nil || !report.Paused.Equal(mirror.Forever) || report.Plan.Inserts != 1 || report.Plan.Updates != 1 || report.Plan.Deletes != 1 {
		t.Fatalf("report %+v (%v)", report, err)
	}
	w.wantCalls(t, map[string]int{"list": 1, "insert": 1, "update": 1, "delete": 1})
	if len(w.sees()) != 3 || w.entry(t, "old").Summary != "Call" || where(w.entry(t, "old")) != "Mon 2 09:00-09:15" {
		t.Errorf("the person sees %+v", w.sees())
	}
	if got := w.entry(t, "dropped").Description; got[len(got)-5:] != "\nmine" {
		t.Errorf("the description is %q; the notes are lost", got)
	}
	report = w.run(t, mirror.Options{Force: true})
	w.wantCalls(t, map[string]int{})
	if !report.Paused.Equal(mirror.Forever) {
		t.Errorf("the report says a pause until %v", report.Paused)
	}
	if _, err := w.mirror.Undo(t.Context(), ann); fault.KindOf(err) != fault.NotFound {
		t.Errorf("err = %v, want NotFound for a second undo", err)
	}
	if err := w.mirror.Resume(t.Context(), ann); err != nil {
		t.Fatal(err)
	}
	w.run(t, mirror.Options{})
	if len(w.sees()) != 3 || w.entry(t, "old").Summary != "Call Jo" || w.entry(t, "new").Summary != "Ask" {
		t.Errorf("after the pause the person sees %+v", w.sees())
	}
}

func TestAnUndoThatDiedGoesOn(t *testing.T) {
	for die := range 12 {
		w := newWorld()
		w.app.want(followUp("a", "Call", monday), followUp("b", "Write", monday), followUp("c", "Visit", monday), followUp("d", "Ask", monday))
		w.run(t, mirror.Options{})
		n := 0
		hook := func(string, bool) error {
			if n++; n > 2*die {
				return errCrash
			}
			return nil
		}
		w.service.Hook, w.ledger.Hook = hook, hook
		_, _ = w.mirror.Undo(t.Context(), ann)
		w.service.Hook, w.ledger.Hook = nil, nil
		w.now = w.now.Add(time.Hour)
		_, err := w.mirror.Undo(t.Context(), ann)
		if err != nil && fault.KindOf(err) != fault.NotFound || len(w.sees()) != 0 {
			t.Errorf("died at %d: the person sees %d (%v)", die, len(w.sees()), err)
		}
	}
}

func TestUndoOfAPushThatTookTwoRuns(t *testing.T) {
	w := newWorld()
	for _, uid := range []string{"a", "b", "c", "d", "e"} {
		w.app.want(followUp(uid, "Call", monday))
	}
	inserts := 0
	w.service.Hook = func(call string, done bool) error {
		if call == "insert" && done {
			if inserts++; inserts == 4 {
				return fault.New(fault.Unavailable, "no answer")
			}
		}
		return nil
	}
	if _, err := w.mirror.Run(t.Context(), ann, mirror.Options{}); err == nil {
		t.Fatal("the first run went well")
	}
	w.run(t, mirror.Options{})
	if len(w.sees()) != 5 {
		t.Fatalf("the person sees %d, want 5", len(w.sees()))
	}
	if _, err := w.mirror.Undo(t.Context(), ann); err != nil || len(w.sees()) != 0 {
		t.Errorf("the person sees %d, want none (%v)", len(w.sees()), err)
	}
}

func TestPauseUntilAnInstant(t *testing.T) {
	w := newWorld()
	w.app.want(followUp("a", "Call", monday))
	if err := w.mirror.Pause(t.Context(), ann, w.now.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if report := w.run(t, mirror.Options{}); !report.Paused.Equal(w.now.Add(time.Hour)) {
		t.Errorf("report %+v", report)
	}
	w.wantCalls(t, map[string]int{})
	w.now = w.now.Add(time.Hour)
	w.run(t, mirror.Options{})
	if len(w.sees()) != 1 {
		t.Error("nothing was pushed after the pause")
	}
}

func TestWakeHasALaneRunAtOnce(t *testing.T) {
	w := newWorld()
	w.run(t, mirror.Options{})
	if due, err := w.memory.Due(t.Context(), w.now, 9); err != nil || len(due) != 0 {
		t.Fatalf("due %v (%v)", due, err)
	}
	if err := w.mirror.Wake(t.Context(), ann); err != nil {
		t.Fatal(err)
	}
	if due, err := w.memory.Due(t.Context(), w.now, 9); err != nil || len(due) != 1 {
		t.Errorf("due %v (%v)", due, err)
	}
}

func TestAWakeDuringARunIsHeard(t *testing.T) {
	w := newWorld()
	w.run(t, mirror.Options{})
	w.now = w.now.Add(time.Hour)
	w.service.Hook = func(call string, done bool) error {
		if call == "list" && done {
			return w.mirror.Wake(t.Context(), ann)
		}
		return nil
	}
	if report := w.run(t, mirror.Options{}); !report.Next.Equal(w.now) {
		t.Errorf("the next run is at %v, want at once", report.Next)
	}
}

func TestForgetDropsTheLane(t *testing.T) {
	for _, remove := range []bool{false, true} {
		w := newWorld()
		w.app.want(followUp("a", "Call", monday))
		w.run(t, mirror.Options{})
		if err := w.mirror.Forget(t.Context(), ann, remove); err != nil {
			t.Fatal(err)
		}
		_, err := w.memory.Lane(t.Context(), ann)
		if gone := len(w.service.PersonCalendars()) == 0; fault.KindOf(err) != fault.NotFound || gone != remove {
			t.Errorf("lane %v, calendars %v", err, w.service.PersonCalendars())
		}
		if err := w.mirror.Forget(t.Context(), ann, remove); err != nil {
			t.Errorf("forgetting again: %v", err)
		}
	}
}

func TestNobodyWithoutALaneGetsOne(t *testing.T) {
	w := newWorld()
	for name, err := range map[string]error{
		"run":    second(w.mirror.Run(t.Context(), "bob", mirror.Options{})),
		"plan":   second(w.mirror.Plan(t.Context(), "bob", mirror.Options{})),
		"undo":   second(w.mirror.Undo(t.Context(), "bob")),
		"reset":  w.mirror.Reset(t.Context(), "bob"),
		"pause":  w.mirror.Pause(t.Context(), "bob", mirror.Forever),
		"resume": w.mirror.Resume(t.Context(), "bob"),
		"adopt":  w.mirror.Adopt(t.Context(), "bob", "c"),
	} {
		if fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %v, want NotFound", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// slow is a world whose next call of a name takes a time, and whose clock is that
// of the bubble.
func slow(w *world, name string, d time.Duration) {
	w.mirror.Now = time.Now //nolint:forbidigo // the clock of the bubble
	w.service.Hook = func(call string, done bool) error {
		if call == name && !done {
			<-time.After(d)
		}
		return nil
	}
}

func TestTheLeaseIsRenewedWhileARunWorks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		w.app.want(followUp("a", "Call", monday))
		slow(w, "insert", time.Hour)
		ended := make(chan error, 1)
		go func() {
			_, err := w.mirror.Run(t.Context(), ann, mirror.Options{})
			ended <- err
		}()
		<-time.After(30 * time.Minute)
		other := w.runner("other")
		other.Now = w.mirror.Now
		if _, err := other.Run(t.Context(), ann, mirror.Options{}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("err = %v, want Conflict", err)
		}
		if err := <-ended; err != nil || len(w.sees()) != 1 {
			t.Errorf("the run ended with %v", err)
		}
	})
}

func TestALostLeaseStopsTheRunAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		for _, uid := range []string{"a", "b", "c", "d", "e"} {
			w.app.want(followUp(uid, "Call", monday))
		}
		slow(w, "insert", 40*time.Second)
		ended := make(chan error, 1)
		go func() {
			_, err := w.mirror.Run(t.Context(), ann, mirror.Options{})
			ended <- err
		}()
		<-time.After(10 * time.Second)
		err := w.memory.UpdateLane(t.Context(), ann, func(l *mirror.Lane) error {
			l.Holder, l.Held = "other", l.Held.Add(time.Hour)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := <-ended; fault.KindOf(err) != fault.Conflict {
			t.Errorf("err = %v, want Conflict", err)
		}
		if lane := w.lane(); lane.Holder != "other" || lane.Trouble.Kind != "" || len(w.sees()) > 1 {
			t.Errorf("lane %+v, %d inserted", lane, len(w.sees()))
		}
	})
}

func TestNoCallIsMadeWithoutALease(t *testing.T) {
	w := newWorld()
	for _, uid := range []string{"a", "b", "c", "d"} {
		w.app.want(followUp(uid, "Call", monday))
	}
	w.service.Hook = func(call string, done bool) error {
		if call == "insert" && !done {
			w.now = w.now.Add(time.Hour) // the machine slept
		}
		return nil
	}
	if _, err := w.mirror.Run(t.Context(), ann, mirror.Options{}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("err = %v, want Conflict", err)
	}
	w.wantCalls(t, map[string]int{"make": 1, "list": 1, "insert": 1})
	if kind := w.lane().Trouble.Kind; kind != "" {
		t.Errorf("trouble %q; a lost lease is none", kind)
	}
}

func TestAnInterruptGivesTheLaneBack(t *testing.T) {
	w := newWorld()
	w.app.want(followUp("a", "Call", monday), followUp("b", "Call", monday), followUp("c", "Call", monday), followUp("d", "Call", monday))
	ctx, interrupt := context.WithCancel(t.Context())
	w.service.Hook = func(call string, done bool) error {
		if call == "insert" && done {
			interrupt()
		}
		return nil
	}
	if _, err := w.mirror.Run(ctx, ann, mirror.Options{}); err == nil {
		t.Error("an interrupted run went well")
	}
	if lane := w.lane(); lane.Holder != "" || lane.Trouble.Kind != "" || lane.Failures != 0 {
		t.Errorf("lane %+v, want it free and without trouble", lane)
	}
	w.service.Hook = nil
	w.run(t, mirror.Options{})
	if len(w.sees()) != 4 {
		t.Errorf("the person sees %d, want 4", len(w.sees()))
	}
}
