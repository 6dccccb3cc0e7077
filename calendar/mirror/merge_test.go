package mirror_test

import (
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar/mirror"
	"followcal/calendar/mirror/mirrortest"
)

// put is what a person does to the place of an entry.
type put func(*mirrortest.Shown)

func putAt(day date.Date, hour int) put {
	return func(e *mirrortest.Shown) {
		e.Day, e.Days, e.Start, e.End = 0, 0, at(day, hour, 0), at(day, hour+2, 0)
	}
}

func putOn(day date.Date) put {
	return func(e *mirrortest.Shown) { e.Day, e.Days, e.Start, e.End = day, 1, time.Time{}, time.Time{} }
}

// where says where an entry is.
func where(e mirrortest.Shown) string {
	if e.Start.IsZero() {
		return e.Day.Format("Mon 2")
	}
	return e.Start.In(berlin).Format("Mon 2 15:04") + e.End.In(berlin).Format("-15:04")
}

func TestWhereAnEntryGoesWhenBothMoveIt(t *testing.T) {
	call := followUp("a", "Call", monday+1)
	deadline := interview("a", "Deadline", at(monday+1, 9, 0))
	on := func(day date.Date) mirror.Event { e := call; e.Day = day; return e }
	timedAt := func(day date.Date, hour int) mirror.Event { return interview("a", "Deadline", at(day, hour, 0)) }
	renamed, renamedDeadline := call, deadline
	renamed.Summary, renamedDeadline.Summary = "Write", "Due"
	tests := []struct {
		name   string
		event  mirror.Event
		person put
		roll   bool
		then   *mirror.Event // what the application wants after it took the person's day; nil: no change
		want   string
		calls  int // writes after the first push
	}{
		{"within the day", call, putAt(monday+1, 14), false, nil, "Tue 3 14:00-16:00", 0},
		{"within the day, then another title", call, putAt(monday+1, 14), false, &renamed, "Tue 3 14:00-16:00", 1},
		{"whole day, then another title", call, putOn(monday + 1), false, &renamed, "Tue 3", 1},
		{"another day is taken with its time", call, putAt(monday+3, 14), false, nil, "Thu 5 14:00-16:00", 0},
		{"another whole day is taken", call, putOn(monday + 3), false, nil, "Thu 5", 0},
		{"a day at the weekend is rolled", call, putAt(monday+5, 14), true, nil, "Mon 9 09:00-09:15", 1},
		{"rolled back to where it was", on(monday + 7), putAt(monday+5, 14), true, nil, "Mon 9 09:00-09:15", 1},
		{"and then it moves on", call, putAt(monday+3, 14), false, new(on(monday + 4)), "Fri 6 09:00-09:15", 1},
		{"a deadline stays where it was put", deadline, putAt(monday+3, 14), false, nil, "Thu 5 14:00-16:00", 0},
		{"and keeps its place with another title", deadline, putAt(monday+3, 14), false, &renamedDeadline, "Thu 5 14:00-16:00", 1},
		{"until it is moved", deadline, putAt(monday+3, 14), false, new(timedAt(monday+2, 9)), "Wed 4 09:00-10:00", 1},
		{"to the very day", deadline, putAt(monday+3, 14), false, new(timedAt(monday+3, 9)), "Thu 5 14:00-16:00", 0},
		{"to another time of the very day", deadline, putAt(monday+3, 14), false, new(timedAt(monday+3, 11)), "Thu 5 11:00-12:00", 1},
		{"an interview later on its day", deadline, putAt(monday+1, 14), false, new(timedAt(monday+1, 10)), "Tue 3 10:00-11:00", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld()
			w.app.roll = tt.roll
			w.app.want(tt.event)
			w.run(t, mirror.Options{})
			w.edit(t, "a", tt.person)
			w.service.Calls()
			w.run(t, mirror.Options{})
			if tt.then != nil {
				w.app.want(*tt.then)
			}
			w.run(t, mirror.Options{})
			w.run(t, mirror.Options{})
			if got := where(w.entry(t, "a")); got != tt.want {
				t.Errorf("it is on %s, want %s", got, tt.want)
			}
			calls := w.service.Calls()
			if calls["update"] != tt.calls || calls["insert"]+calls["delete"]+calls["get"] != 0 {
				t.Errorf("calls %v, want %d updates", calls, tt.calls)
			}
		})
	}
}

func TestSwitchingToWholeDaysMovesNoDay(t *testing.T) {
	w := newWorld()
	w.app.want(followUp("a", "Call", monday+1), followUp("b", "Write", monday+2))
	w.run(t, mirror.Options{})
	w.edit(t, "b", putAt(monday+2, 16))
	w.run(t, mirror.Options{})
	if err := w.mirror.Configure(t.Context(), ann, mirror.Settings{Name: "Job hunt", AllDay: true}); err != nil {
		t.Fatal(err)
	}
	w.run(t, mirror.Options{})
	if a, b := where(w.entry(t, "a")), where(w.entry(t, "b")); a != "Tue 3" || b != "Wed 4 16:00-18:00" {
		t.Errorf("they are on %s and %s; what the person put stays", a, b)
	}
}
