package store_test

import (
	"testing"

	"followcal/calendar/mirror"
)

// TestFeedsAreToldOfTroubles changes what is wrong with a lane. What a person is
// to be told of is a change of the account when it begins and when it ends, and
// nothing else is.
func TestFeedsAreToldOfTroubles(t *testing.T) {
	steps := []struct {
		name    string
		do      func(l *mirror.Lane)
		touches bool
	}{
		{"a lane", func(l *mirror.Lane) { l.Calendar = "calendar" }, false},
		{"it fails", func(l *mirror.Lane) {
			l.Trouble = mirror.Trouble{Kind: mirror.Failing, Sentence: "Later.", Since: instant}
		}, false},
		{"it ends", func(l *mirror.Lane) {
			l.Trouble = mirror.Trouble{Kind: mirror.Disconnected, Sentence: "Connect.", Since: instant}
		}, true},
		{"it still is", func(l *mirror.Lane) { l.Trouble.Sentence, l.Failures = "Connect it.", 2 }, false},
		{"another one", func(l *mirror.Lane) { l.Trouble.Kind = mirror.CalendarGone }, true},
		{"it is well", func(l *mirror.Lane) { l.Trouble = mirror.Trouble{} }, true},
		{"it stays well", func(l *mirror.Lane) { l.Synced = instant }, false},
		{"guarded", func(l *mirror.Lane) {
			l.Trouble = mirror.Trouble{Kind: mirror.Guarded, Sentence: "Look.", Since: instant}
		}, true},
	}
	both(t, func(t *testing.T, dsn string) {
		db := open(t, dsn)
		touched := func() int64 {
			t.Helper()
			n, err := db.Touched(t.Context(), "owner")
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		for i, step := range steps {
			before := touched()
			if err := db.UpdateLane(t.Context(), "owner", func(l *mirror.Lane) error { step.do(l); return nil }); err != nil {
				t.Fatal(err)
			}
			if got := touched() != before; got != step.touches && i > 0 { // the first makes the account
				t.Errorf("%s: the account changed: %t", step.name, got)
			}
		}
		before := touched()
		for range 2 {
			if err := db.DropLane(t.Context(), "owner"); err != nil {
				t.Fatal(err)
			}
		}
		if touched() == before {
			t.Error("a trouble that ends with its lane is no change")
		}
	})
}
