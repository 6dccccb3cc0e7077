package mirror_test

import (
	"context"
	"html"
	"reflect"
	"slices"
	"strings"

	"followcal/calendar/mirror"
	"followcal/calendar/mirror/mirrortest"
)

// check compares where all came to rest with what everybody wants.
func (m *model) check() {
	m.once()
	live := map[string]mirrortest.Shown{} // by UID
	for _, e := range m.sees() {
		if was, added := m.theirs[e.ID]; added {
			if !reflect.DeepEqual(e, was) {
				m.Fatalf("what the person added was changed:\n%+v\n%+v", e, was)
			}
			continue
		}
		live[e.Mark.UID] = e
		m.checkEntry(e)
	}
	m.checkTheirs()
	for uid := range m.deleted {
		if e, back := live[uid]; back {
			m.Fatalf("%s came back: %+v", uid, e)
		}
		if !m.logged(mirror.Deleted, uid) && !m.logged(mirror.Ticked, uid) {
			m.Fatalf("that %s was deleted is not logged", uid)
		}
	}
	for _, f := range m.app.taken {
		if !m.did[deed(f.Kind, f.UID, f.Day)] {
			m.Fatalf("the log took what nobody did: %+v", f)
		}
	}
	released := m.released()
	for uid := range m.app.events {
		if _, there := live[uid]; !there && !released[uid] {
			m.Fatalf("%s is wanted and not there", uid)
		}
	}
}

// checkTheirs looks for entries that the person added.
func (m *model) checkTheirs() {
	for id := range m.theirs {
		if !slices.ContainsFunc(m.sees(), func(e mirrortest.Shown) bool { return e.ID == id }) {
			m.Fatalf("the person's own entry %s is gone", id)
		}
	}
}

func (m *model) released() map[string]bool {
	rows, err := m.memory.Rows(context.Background(), ann)
	m.must(err)
	all := map[string]bool{}
	for i := range rows {
		switch rows[i].Phase {
		case mirror.Released:
			all[rows[i].UID] = true
			if !m.logged(mirror.Deleted, rows[i].UID) && !m.logged(mirror.Ticked, rows[i].UID) {
				m.Fatalf("%s was given up, and nobody asked for it", rows[i].UID)
			}
		case mirror.Writing, mirror.Deleting:
			m.Fatalf("%s is not settled: %+v", rows[i].UID, rows[i])
		}
	}
	return all
}

// checkEntry compares one entry with what the application and the person want.
func (m *model) checkEntry(e mirrortest.Shown) {
	w := m.wish(e.ID)
	readable := html.UnescapeString(e.Description)
	for _, note := range w.notes {
		if !strings.Contains(readable, note) {
			m.Fatalf("the note %q is lost: %s", note, e.Description)
		}
	}
	if e.Color != w.color {
		m.Fatalf("the colour %q became %q", w.color, e.Color)
	}
	if w.reminders != nil && !slices.Equal(e.Reminders, w.reminders) {
		m.Fatalf("the reminders %v became %v", w.reminders, e.Reminders)
	}
	if w.ticked != "" {
		if !m.logged(mirror.Ticked, e.Mark.UID) {
			m.Fatalf("%s was ticked off, and nothing is logged", e.Mark.UID)
		}
		return
	}
	wanted, ok := m.app.events[e.Mark.UID]
	if !ok {
		m.Fatalf("%s is there and not wanted: %+v", e.Mark.UID, e)
	}
	if e.Summary != wanted.Summary && e.Summary != w.title {
		m.Fatalf("the title is %q, want %q", e.Summary, wanted.Summary)
	}
	m.checkPlace(e, w, wanted)
}

func (m *model) checkPlace(e mirrortest.Shown, w *wish, wanted mirror.Event) {
	if p := w.place; p.ID != "" && (p.Day != e.Day || !p.Start.Equal(e.Start) || !p.End.Equal(e.End)) {
		m.Fatalf("%s was put on %v %v, and is on %v %v", e.Mark.UID, p.Day, p.Start, e.Day, e.Start)
	}
	if p := w.before; !wanted.AllDay() || p.ID != "" && p.Day == e.Day && p.Start.Equal(e.Start) {
		return
	}
	day := e.Day
	if !e.Start.IsZero() {
		day = dayIn(e.Start)
	}
	if day != wanted.Day {
		m.Fatalf("%s is on %v, want %v", e.Mark.UID, day, wanted.Day)
	}
}
