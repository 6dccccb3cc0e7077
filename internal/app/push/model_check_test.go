//go:build !race

package push_test

import (
	"context"
	"html"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar/mirror"
	"followcal/internal/rigs/googlefake"
)

// mine is what the person writes before a title.
const mine = "My "

// wish is what the person did to one entry and expects to stay.
type wish struct {
	notes   []string
	colour  string
	minutes []int
	title   string            // that the person gave it, after mine; empty: none
	ticked  string            // the title with which it was ticked off
	place   *googlefake.Event // where it was put; nil: nothing is expected
	loose   bool              // it may be where it is wanted as well
}

// expectations are what is to hold when all has come to rest.
type expectations struct {
	settings  mirror.Settings
	wishes    map[string]*wish            // by entry
	owners    map[string]string           // UIDs of entries
	theirs    map[string]googlefake.Event // entries that the person added
	deleted   map[string]bool             // UIDs whose entries the person deleted
	contested map[string]bool             // UIDs that the application changed, and did not write yet
	heardOf   map[string]mirror.FindingKind
	refused   map[string]bool // UIDs that the log did not let the person move
	names     int
	daily     bool // what is wanted depends on the day
}

func newExpectations() expectations {
	return expectations{
		wishes: map[string]*wish{}, owners: map[string]string{}, theirs: map[string]googlefake.Event{}, deleted: map[string]bool{},
		contested: map[string]bool{}, heardOf: map[string]mirror.FindingKind{}, refused: map[string]bool{},
	}
}

func (x *expectations) wish(id string) *wish {
	if x.wishes[id] == nil {
		x.wishes[id] = &wish{}
	}
	return x.wishes[id]
}

// heard notes what was logged of what the person did.
func (x *expectations) heard(f *mirror.Finding, refused bool) {
	if f.Kind == mirror.Moved {
		x.refused[f.UID] = refused
		return
	}
	x.heardOf[f.UID] = f.Kind
}

// changed notes that the application changed an event: until that is written,
// who comes last wins.
func (x *expectations) changed(uid string) {
	x.changing(uid)
	x.refused[uid] = false
	for id, owner := range x.owners {
		if owner == uid {
			x.wish(id).place = nil
		}
	}
}

func (x *expectations) changing(uid string) {
	x.contested[uid] = true
	if x.heardOf[uid] == "" {
		delete(x.deleted, uid)
	}
}

// changedAll notes that all may have changed.
func (m *trial) changedAll() {
	for id, uid := range m.owners {
		m.changing(uid)
		m.wish(id).loose = true
	}
	for _, e := range m.desired().Events {
		m.changing(e.UID)
	}
}

// forgetUnread forgets what the person did in a calendar that is gone.
func (x *expectations) forgetUnread() {
	x.wishes, x.owners, x.theirs, x.refused = map[string]*wish{}, map[string]string{}, map[string]googlefake.Event{}, map[string]bool{}
	maps.DeleteFunc(x.deleted, func(uid string, _ bool) bool { return x.heardOf[uid] == "" })
}

func (m *trial) desired() mirror.Desired {
	d, err := m.app.Desired(context.Background(), account, m.settings)
	m.must(err)
	return d
}

// once checks what holds at all times: no event is there twice, Google was asked
// for nothing malformed and not too often, and made no calendar unasked.
func (m *trial) once() {
	seen := map[string]string{}
	for _, e := range m.sees() {
		if _, added := m.theirs[e.ID]; added {
			continue
		}
		uid := uidOf(&e)
		if other := seen[uid]; other != "" || uid == "" {
			m.Fatalf("%q is there twice: %s and %s", uid, other, e.ID)
		}
		seen[uid], m.owners[e.ID] = e.ID, uid
	}
	if bad := m.fake.Malformed(); len(bad) > 0 {
		m.Fatalf("Google was asked badly: %+v", bad)
	}
	if n := m.fake.Overruns(); n > 0 {
		m.Fatalf("Google was asked %d times too often", n)
	}
	if n := len(m.fake.Calendars(person)); n > 1+m.asked {
		m.Fatalf("there are %d calendars, and %d were asked for", n, 1+m.asked)
	}
}

// check compares where all came to rest with what everybody wants.
func (m *trial) check() {
	m.once()
	d := m.desired()
	wanted := map[string]*mirror.Event{}
	for i := range d.Events {
		wanted[d.Events[i].UID] = &d.Events[i]
	}
	live := map[string]bool{}
	for _, e := range m.sees() {
		if was, added := m.theirs[e.ID]; added {
			if e.ETag != was.ETag {
				m.Fatalf("what the person added was changed: %+v", e)
			}
			delete(m.theirs, e.ID)
			continue
		}
		uid := uidOf(&e)
		live[uid] = true
		m.checkEntry(&e, wanted[uid], &d)
	}
	if len(m.theirs) > 0 {
		m.Fatalf("entries of the person's own are gone: %v", slices.Collect(maps.Keys(m.theirs)))
	}
	for uid := range m.deleted {
		if live[uid] {
			m.Fatalf("%s came back", uid)
		}
		if m.heardOf[uid] == "" {
			m.Fatalf("that %s was deleted is not logged", uid)
		}
	}
	for uid := range wanted {
		if !live[uid] && m.heardOf[uid] == "" {
			m.Fatalf("%s is wanted and not there", uid)
		}
	}
}

// checkEntry compares one entry with what the application and the person want.
func (m *trial) checkEntry(e *googlefake.Event, wanted *mirror.Event, d *mirror.Desired) {
	w, uid := m.wish(e.ID), uidOf(e)
	readable := html.UnescapeString(e.Description)
	for _, note := range w.notes {
		if !strings.Contains(readable, note) {
			m.Fatalf("the note %q of %s is lost: %s", note, uid, e.Description)
		}
	}
	if e.Colour != w.colour {
		m.Fatalf("the colour %q of %s became %q", w.colour, uid, e.Colour)
	}
	if w.minutes != nil && !slices.Equal(e.Minutes, w.minutes) {
		m.Fatalf("the reminders %v of %s became %v", w.minutes, uid, e.Minutes)
	}
	day := dayOf(e, d.Zone)
	switch {
	case w.ticked != "":
		if m.heardOf[uid] != mirror.Ticked {
			m.Fatalf("%s was ticked off, and nothing is logged", uid)
		}
		if e.Summary != w.ticked {
			m.Fatalf("%s was ticked off as %q, and became %q", uid, w.ticked, e.Summary)
		}
		return
	case wanted == nil && day < d.From: // history
		return
	case wanted == nil:
		m.Fatalf("%s is there and not wanted: %+v", uid, e)
	}
	if e.Summary != wanted.Summary && (e.Summary != w.title || w.title != mine+wanted.Summary) {
		m.Fatalf("the title of %s is %q, want %q", uid, e.Summary, wanted.Summary)
	}
	if e.Busy != wanted.Busy || e.Location != wanted.Location {
		m.Fatalf("%s is %+v, want %+v", uid, e, wanted)
	}
	m.checkPlace(e, w, wanted, d.Zone)
}

func (m *trial) checkPlace(e *googlefake.Event, w *wish, wanted *mirror.Event, zone *time.Location) {
	uid, day, want := uidOf(e), dayOf(e, zone), wanted.Day
	if !wanted.AllDay() {
		want = date.NewAt(wanted.Start.In(zone))
	}
	if p := w.place; p != nil && (w.loose || m.refused[uid] || dayOf(p, zone) == want) {
		there := p.Day == e.Day && p.Start.Equal(e.Start) && p.End.Equal(e.End)
		if !there && !(w.loose && day == want) {
			m.Fatalf("%s was put on %v %v, and is on %v %v", uid, p.Day, p.Start, e.Day, e.Start)
		}
		return
	}
	if day != want && !m.refused[uid] {
		m.Fatalf("%s is on %v, want %v", uid, day, want)
	}
}

func dayOf(e *googlefake.Event, zone *time.Location) date.Date {
	if e.Day == "" {
		return date.NewAt(e.Start.In(zone))
	}
	day, err := date.ParseISO(e.Day)
	if err != nil { // the fake checked it
		return 0
	}
	return day
}

// calls returns how often each method of the calendar was called while something
// was done.
func (m *trial) calls(do func()) map[string]int {
	before := len(m.fake.Calls())
	do()
	count := map[string]int{}
	for _, c := range m.fake.Calls()[before:] {
		if name, ok := strings.CutPrefix(c.Method, "calendar."); ok {
			count[name]++
		}
	}
	return count
}

var idle = map[string]int{"events.list": 1}

// counts checks that a run makes as many calls as there are changes, and one; and
// that it says what it did.
func (m *trial) counts() {
	m.app.log(m)
	var report mirror.Report
	got := m.calls(func() {
		var err error
		report, err = m.mirror.Run(context.Background(), account, mirror.Options{Force: true})
		m.must(err)
	})
	want := maps.Clone(idle)
	for _, w := range report.Wrote {
		want[map[mirror.ChangeKind]string{mirror.Insert: "events.insert", mirror.Update: "events.patch", mirror.Delete: "events.delete"}[w.Kind]]++
	}
	want["events.list"] = max(1, m.pages(report.Wrote))
	if !maps.Equal(got, want) {
		m.Fatalf("calls %v, want %v", got, want)
	}
	m.rests()
}

// pages is always one: nothing changed since the last listing.
func (m *trial) pages([]mirror.Written) int { return 1 }

// rests checks that another run asks once what changed. What the run before wrote
// is listed first, over as many pages as it takes.
func (m *trial) rests() {
	for range 2 {
		got := m.calls(func() {
			_, err := m.mirror.Run(context.Background(), account, mirror.Options{})
			m.must(err)
		})
		if maps.Equal(got, idle) {
			return
		}
		if len(got) != 1 || got["events.list"] == 0 {
			m.Fatalf("a repeated run calls %v", got)
		}
	}
	m.Fatalf("it does not come to rest")
}
