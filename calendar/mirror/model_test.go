package mirror_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"
	"pgregory.net/rapid"

	"followcal/calendar/mirror"
	"followcal/calendar/mirror/mirrortest"
	"followcal/internal/fault"
)

// errCrash is what every call returns after the process died.
var errCrash = errors.New("the process died")

// wish is what the person did to one entry and expects to stay.
type wish struct {
	notes     []string
	color     string
	reminders []time.Duration
	title     string           // that the person gave it; empty: none
	ticked    string           // the title with which it was ticked off
	place     mirrortest.Shown // where it was put; zero: nothing is expected
	before    mirrortest.Shown // where it was put before it was unwanted for a while
}

// model is a world with a history of what the person wants.
type model struct {
	*world
	*rapid.T
	wishes    map[string]*wish            // by entry
	owners    map[string]string           // UIDs of entries
	theirs    map[string]mirrortest.Shown // entries that the person added
	deleted   map[string]bool             // UIDs whose entries the person deleted
	contested map[string]bool             // UIDs that the application dropped since all was calm
	moved     map[string]bool             // UIDs that the application moved since all was calm
	notes     int
	titles    int
	did       map[string]bool // what the person did, by kind, UID and day
	running   bool            // choices come from the script
	script    []int
	meddles   bool   // the person acts before the next write
	broken    string // what was found while only the test's goroutine may fail
	deep      bool   // a second runner runs within the first
}

var uids = []string{"a", "b", "c", "d", "e", "f", "g", "i1", "i2"}

func TestModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &model{
			world: newWorld(), T: t, wishes: map[string]*wish{}, owners: map[string]string{}, theirs: map[string]mirrortest.Shown{},
			did: map[string]bool{}, deleted: map[string]bool{}, contested: map[string]bool{}, moved: map[string]bool{},
		}
		m.app.roll = rapid.Bool().Draw(t, "roll")
		m.service.Refuse = func(e *mirror.Entry) bool { return strings.HasPrefix(e.Summary, "BAD") }
		for range rapid.IntRange(1, 14).Draw(t, "steps") {
			m.act()
			m.once()
		}
		m.calm()
		m.check()
		m.counts()
	})
}

// act does one thing of somebody's.
func (m *model) act() {
	actions := []struct {
		weight int
		do     func()
	}{
		{5, m.appWants},
		{2, m.appDrops},
		{6, m.personActs},
		{1, m.personAdds},
		{6, m.runs},
		{6, m.runsBadly},
		{1, m.tokensExpire},
		{1, m.plans},
		{1, m.clockJumps},
		{1, m.undoes},
		{1, m.removesCalendar},
	}
	var wheel []func()
	for _, a := range actions {
		for range a.weight {
			wheel = append(wheel, a.do)
		}
	}
	wheel[m.choose("action", 0, len(wheel)-1)]()
}

// choose draws a number. Within a run it is one that was drawn before, because
// only the test's own goroutine may draw.
func (m *model) choose(label string, from, to int) int {
	if m.running {
		m.script = append(m.script[1:], m.script[0])
		return from + m.script[0]%(to-from+1)
	}
	return rapid.IntRange(from, to).Draw(m.T, label)
}

func pick[T any](m *model, label string, all ...T) T { return all[m.choose(label, 0, len(all)-1)] }

func (m *model) uid() string { return pick(m, "uid", uids...) }

func (m *model) day() date.Date { return monday + date.Date(m.choose("day", 0, 9)) }

// appWants has the application want an event, new or changed.
func (m *model) appWants() {
	for range m.choose("events", 1, 4) {
		uid, day := m.uid(), m.day()
		old, had := m.app.events[uid]
		title := old.Summary
		if verb := pick(m, "title", []string{"", "Call", "Write", "BAD"}...); verb != "" || !had {
			m.titles++ // no title returns, so that each is a change
			title = strings.TrimSpace(fmt.Sprintf("%s %s %d", verb, uid, m.titles))
		}
		e := followUp(uid, title, day)
		if strings.HasPrefix(uid, "i") {
			hour := m.choose("hour", 8, 16)
			e = interview(uid, title, time.Date(day.Year(), day.Month(), day.Day(), hour, 0, 0, 0, berlin))
		}
		if !had || old.Day != e.Day || !old.Start.Equal(e.Start) {
			m.forgetPlace(uid)
			m.moved[uid] = true
		}
		if had && old.Summary != e.Summary {
			m.eachWish(uid, func(w *wish) { w.title = "" })
		}
		m.app.want(e)
	}
}

func (m *model) eachWish(uid string, do func(*wish)) {
	for id, owner := range m.owners {
		if owner == uid {
			do(m.wish(id))
		}
	}
}

func (m *model) forgetPlace(uid string) {
	m.eachWish(uid, func(w *wish) { w.place = mirrortest.Shown{} })
}

func (m *model) wish(id string) *wish {
	if m.wishes[id] == nil {
		m.wishes[id] = &wish{}
	}
	return m.wishes[id]
}

func (m *model) appDrops() {
	for range pick(m, "drops", []int{1, 1, 2, 9}...) {
		uid := m.uid()
		m.app.drop(uid)
		m.contested[uid] = true
		m.eachWish(uid, func(w *wish) { // without a push in between, the mirror never knows of it
			if w.place.ID != "" {
				w.before = w.place
			}
		})
		m.forgetPlace(uid)
	}
}

// personActs has the person do something to an entry.
func (m *model) personActs() {
	var ours []mirrortest.Shown
	for _, e := range m.sees() {
		if _, added := m.theirs[e.ID]; !added {
			ours = append(ours, e)
		}
	}
	if len(ours) == 0 {
		return
	}
	e := pick(m, "entry", ours...)
	uid, w := e.Mark.UID, m.wish(e.ID)
	m.owners[e.ID] = uid
	edit := func(do func(*mirrortest.Shown)) { m.service.PersonEdits(m.lane().Calendar, e.ID, do) }
	_, wanted := m.app.events[uid]
	switch pick(m, "does", []string{"delete", "tick", "note", "color", "remind", "title", "move", "move", "time", "all day"}...) {
	case "delete":
		m.service.PersonDeletes(m.lane().Calendar, e.ID)
		m.did[deed(mirror.Deleted, uid, 0)] = true
		if wanted && !m.contested[uid] {
			m.deleted[uid] = true
		}
	case "tick":
		w.ticked = "✓ " + e.Summary
		m.did[deed(mirror.Ticked, uid, 0)] = true
		edit(func(e *mirrortest.Shown) { e.Summary = w.ticked })
	case "note":
		m.notes++
		note := fmt.Sprintf("note<%d>", m.notes)
		w.notes = append(w.notes, note)
		edit(func(e *mirrortest.Shown) { e.Description = m.annotated(e.Description, note, w.notes) })
	case "color":
		w.color = fmt.Sprint(m.notes)
		edit(func(e *mirrortest.Shown) { e.Color = w.color })
	case "remind":
		w.reminders = []time.Duration{time.Duration(m.choose("minutes", 1, 60)) * time.Minute}
		edit(func(e *mirrortest.Shown) { e.Reminders = w.reminders })
	case "title":
		if w.ticked != "" {
			return
		}
		w.title = "My " + e.Summary
		edit(func(e *mirrortest.Shown) { e.Summary = w.title })
	default:
		m.personMoves(e, edit)
	}
}

// deed names what a person did; the day counts for a move alone.
func deed(kind mirror.FindingKind, uid string, day date.Date) string {
	if kind != mirror.Moved {
		day = 0
	}
	return fmt.Sprint(kind, uid, int(day))
}

// annotated is a description as editors leave it when a person adds a line.
func (m *model) annotated(text, note string, all []string) string {
	switch m.choose("where", 0, 3) {
	case 0:
		return note + "\n" + text
	case 1:
		return text + "\n" + note
	case 2:
		escaped := strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(note)
		return "<p>" + strings.ReplaceAll(text, "\n", "<br>") + "<br><b>" + escaped + "</b></p>"
	}
	return strings.Join(all, "\n") // and all of ours is gone
}

func (m *model) personMoves(e mirrortest.Shown, edit func(func(*mirrortest.Shown))) {
	at := m.day()
	hour := m.choose("hour", 0, 22)
	allDay := m.choose("whole", 0, 3) == 0
	var now mirrortest.Shown
	edit(func(e *mirrortest.Shown) {
		e.Day, e.Days, e.Start, e.End = 0, 0, time.Time{}, time.Time{}
		if allDay {
			e.Day, e.Days = at, 1
		} else {
			e.Start = time.Date(at.Year(), at.Month(), at.Day(), hour, 0, 0, 0, berlin)
			e.End = e.Start.Add(90 * time.Minute)
		}
		now = *e
	})
	uid := e.Mark.UID
	m.did[deed(mirror.Moved, uid, at)] = true
	weekend := at.Weekday() == time.Saturday || at.Weekday() == time.Sunday
	if _, wanted := m.app.events[uid]; wanted && !m.moved[uid] && !m.contested[uid] && !(m.app.roll && weekend) {
		m.wish(e.ID).place = now
	} else {
		m.wish(e.ID).place = mirrortest.Shown{}
	}
}

// personAdds has the person add an entry of their own, or copy one of ours.
func (m *model) personAdds() {
	e := mirror.Entry{Summary: "Dentist", Start: start, End: start.Add(time.Hour)}
	if all := m.sees(); len(all) > 0 && (m.choose("copy", 0, 1) == 1) {
		e = all[0].Entry
	}
	if id := m.service.PersonAdds(m.lane().Calendar, e); id != "" {
		for _, e := range m.sees() {
			if e.ID == id {
				m.theirs[id] = e
			}
		}
	}
}

// tokensExpire has the next listing be a full one, which may miss entries.
func (m *model) tokensExpire() {
	m.service.ExpireTokens()
	all := m.sees()
	if len(all) == 0 {
		return
	}
	hidden := pick(m, "hidden", all...).ID
	m.service.Hidden = func(id string) bool { return id == hidden }
}

func (m *model) clockJumps() {
	m.now = m.now.Add(time.Duration(m.choose("seconds", 1, 100_000)) * time.Second)
}

// removesCalendar has the person delete the whole calendar: what they did there
// and nobody read is gone with it.
func (m *model) removesCalendar() {
	if m.choose("really", 0, 4) == 0 && m.lane().Calendar != "" {
		m.service.PersonRemovesCalendar(m.lane().Calendar)
		m.forgetUnread()
	}
}

func (m *model) forgetUnread() {
	m.wishes, m.owners, m.theirs = map[string]*wish{}, map[string]string{}, map[string]mirrortest.Shown{}
	for uid := range m.deleted {
		if !m.logged(mirror.Deleted, uid) {
			delete(m.deleted, uid)
		}
	}
}

func (m *model) logged(kind mirror.FindingKind, uid string) bool {
	return slices.ContainsFunc(m.app.taken, func(f mirror.Finding) bool { return f.Kind == kind && f.UID == uid })
}

// plans looks at the plan, which touches nothing.
func (m *model) plans() {
	before := m.lane()
	rows, _ := m.memory.Rows(context.Background(), ann)
	m.service.Calls()
	_, _ = m.mirror.Plan(context.Background(), ann, mirror.Options{})
	for call, n := range m.service.Calls() {
		if call != "list" && call != "get" && call != "calendar" {
			m.Fatalf("a plan made %d calls of %s", n, call)
		}
	}
	after, _ := m.memory.Rows(context.Background(), ann)
	if fmt.Sprint(before, rows) != fmt.Sprint(m.lane(), after) {
		m.Fatal("a plan changed the ledger")
	}
}

// waits lets a lease that a dead process had run out.
func (m *model) waits() { m.now = m.now.Add(2 * time.Minute) }

func (m *model) runs() {
	m.waits()
	o := mirror.Options{Force: (m.choose("force", 0, 1) == 1), PullOnly: m.choose("pull only", 0, 5) == 0}
	report, err := m.mirror.Run(context.Background(), ann, o)
	if err != nil {
		m.expected(err)
	} else if report.Paused.IsZero() && !o.PullOnly {
		m.settles()
	}
}

// settles notes that what the application did has arrived, but for what is
// refused.
func (m *model) settles() {
	refused := map[string]bool{}
	rows, err := m.memory.Rows(context.Background(), ann)
	m.must(err)
	for i := range rows {
		refused[rows[i].UID] = rows[i].Phase == mirror.Barred
	}
	keep := func(uid string, _ bool) bool { return !refused[uid] }
	maps.DeleteFunc(m.moved, keep)
	maps.DeleteFunc(m.contested, keep)
}

// expected fails on an error that no documented state explains.
func (m *model) expected(err error) {
	switch m.lane().Trouble.Kind {
	case mirror.Guarded, mirror.CalendarGone, mirror.Undecided:
	default:
		m.Fatalf("a run without faults failed: %v", err)
	}
}

func (m *model) undoes() {
	m.waits()
	m.undone()
	_, err := m.mirror.Undo(context.Background(), ann)
	if err != nil && fault.KindOf(err) != fault.NotFound && fault.KindOf(err) != fault.Gone && fault.KindOf(err) != fault.Conflict {
		m.Fatalf("undo: %v", err)
	}
	if m.choose("resume", 0, 3) > 0 {
		m.must(m.mirror.Resume(context.Background(), ann))
	}
}

// undone forgets places, and what an undo deletes: it is the person's wish as well.
func (m *model) undone() {
	for _, w := range m.wishes {
		w.place = mirrortest.Shown{}
	}
	for _, uid := range uids {
		m.moved[uid], m.contested[uid] = true, true
	}
}

func (m *model) must(err error) {
	if err != nil {
		m.Fatal(err)
	}
}

// runsBadly runs, or undoes, with faults at some calls.
func (m *model) runsBadly() {
	m.waits()
	faults := map[int]string{}
	for range m.choose("faults", 1, 3) {
		at := m.choose("at", 0, 30)
		faults[at] = pick(m, "fault", []string{
			"crash", "crash after", "drop", "fail", "exhausted", "unauthorized", "stale", "person", "person", "intruder", "second", "second after", "app",
		}...)
	}
	undo := m.choose("undo", 0, 5) == 0
	m.script = rapid.SliceOfN(rapid.IntRange(0, 5039), 30, 30).Draw(m.T, "script")
	m.running = true
	n, dead := -1, false
	hook := func(call string, done bool) error {
		if m.deep {
			return nil
		}
		if dead {
			return errCrash
		}
		if !done {
			n++
		}
		err := m.fault(faults[n], call, done)
		dead = errors.Is(err, errCrash)
		return err
	}
	m.ledger.Hook, m.service.Hook = hook, hook
	if undo {
		m.undone()
		_, _ = m.mirror.Undo(context.Background(), ann)
		m.undone() // again, for what happened meanwhile
	} else {
		_, _ = m.mirror.Run(context.Background(), ann, mirror.Options{Force: true})
	}
	m.ledger.Hook, m.service.Hook, m.running, m.meddles = nil, nil, false, false
}

// fault does what is to go wrong at a call.
func (m *model) fault(kind, call string, done bool) error {
	remote := call == strings.ToLower(call)
	if m.meddles && !done && (call == "update" || call == "delete" || call == "insert") {
		m.meddles = false
		m.personActs()
	}
	unknown := fault.New(fault.Unavailable, "no answer")
	switch {
	case kind == "crash" && !done, kind == "crash after" && done:
		return errCrash
	case kind == "drop" && done && remote, kind == "fail" && !done:
		return unknown
	case kind == "exhausted" && !done && remote:
		return mirrortest.Answer(mirror.Exhausted)
	case kind == "unauthorized" && !done && remote:
		return mirrortest.Answer(mirror.Unauthorized)
	case kind == "stale" && !done && (call == "update" || call == "delete"):
		return mirrortest.Answer(mirror.Stale)
	case kind == "person" && !done:
		m.meddles = true
	case kind == "app" && !done && remote:
		m.appWants()
	case kind == "intruder" && !done && call != "Lane" && call != "UpdateLane":
		m.intrudes()
	case kind == "second" && !done, kind == "second after" && done:
		m.second()
	}
	return nil
}

// second has the lease run out and another process run, while the first one still
// has a call on its way.
func (m *model) second() {
	m.deep = true
	m.waits()
	if m.choose("wants else", 0, 1) == 1 {
		m.appWants()
	}
	_, _ = m.runner("second").Run(context.Background(), ann, mirror.Options{Force: true})
	m.deep = false
}

// intrudes has another process try to run while the first has the lane.
func (m *model) intrudes() {
	if l := m.lane(); l.Holder == "" || !l.Held.After(m.now) {
		return
	}
	m.deep = true
	if _, err := m.runner("intruder").Run(context.Background(), ann, mirror.Options{}); fault.KindOf(err) != fault.Conflict && m.lane().Paused.IsZero() {
		m.broken = fmt.Sprintf("two processes have the lane: %v", err)
	}
	m.deep = false
}

// once checks that no event is there twice, at no time.
func (m *model) once() {
	if m.broken != "" {
		m.Fatal(m.broken)
	}
	seen := map[string]string{}
	for _, e := range m.sees() {
		if _, added := m.theirs[e.ID]; added {
			continue
		}
		if other := seen[e.Mark.UID]; other != "" {
			m.Fatalf("%s is there twice: %s and %s", e.Mark.UID, other, e.ID)
		}
		seen[e.Mark.UID] = e.ID
		m.owners[e.ID] = e.Mark.UID
	}
}

// calm ends all faults, answers what waits for the person, and runs until nothing
// is left to do.
func (m *model) calm() {
	ctx := context.Background()
	for _, e := range m.app.events {
		if strings.HasPrefix(e.Summary, "BAD") {
			e.Summary = strings.Replace(e.Summary, "BAD", "Good", 1)
			m.app.want(e)
		}
	}
	for range 6 {
		m.waits()
		m.must(m.mirror.Resume(ctx, ann))
		switch m.lane().Trouble.Kind {
		case mirror.Undecided:
			if all := m.service.PersonCalendars(); len(all) > 0 {
				m.must(m.mirror.Adopt(ctx, ann, all[len(all)-1]))
				continue
			}
			fallthrough
		case mirror.CalendarGone:
			m.forgetUnread()
			m.must(m.mirror.Reset(ctx, ann))
		}
		_, err := m.mirror.Run(ctx, ann, mirror.Options{Force: true})
		if err == nil && m.lane().Trouble.Kind == "" {
			m.service.Calls()
			_, err = m.mirror.Run(ctx, ann, mirror.Options{})
			if calls := m.service.Calls(); err == nil && len(calls) == 1 && calls["list"] == 1 {
				return
			}
		}
	}
	m.Fatalf("it does not come to rest: %+v", m.lane())
}

// counts checks that a run makes as many calls as there are changes, and one.
func (m *model) counts() {
	m.appWants()
	m.appDrops()
	m.service.Refuse = nil
	m.service.Calls()
	report, err := m.mirror.Run(context.Background(), ann, mirror.Options{Force: true})
	m.must(err)
	calls := m.service.Calls()
	want := map[string]int{"list": 1}
	for _, w := range report.Wrote {
		want[string(w.Kind)]++
	}
	if !maps.Equal(calls, want) || len(report.Wrote) != len(report.Plan.Changes) {
		m.Fatalf("calls %v, want %v for %d changes", calls, want, len(report.Plan.Changes))
	}
}
