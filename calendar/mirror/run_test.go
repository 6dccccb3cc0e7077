package mirror_test

import (
	"testing"

	"followcal/calendar/mirror"
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
