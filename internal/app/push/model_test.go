//go:build !race

package push_test

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"followcal/calendar/mirror"
	"followcal/calendar/mirror/mirrortest"
	"followcal/internal/fault"
	"followcal/internal/rigs/googlefake"
)

// shards is how many times rapid's own number of histories (-rapid.checks, 100 of
// itself) are tried, so that all cores take part. Each prints its own seed.
var shards = flag.Int("model.shards", 100, "how many times -rapid.checks histories of the mirror at Google are tried")

// TestModel tries random histories of what is logged, what the person does at
// Google, and what goes wrong, against the stand-in for Google's service: the
// mirror, its adapter and the renewal of access are the real ones, the record is
// a small model. Time is virtual: pauses, leases and time-outs are as in
// production.
func TestModel(t *testing.T) {
	n := *shards
	if testing.Short() {
		n = min(n, 3)
	}
	for shard := range n {
		t.Run(fmt.Sprint(shard), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(r *rapid.T) { inBubble(t, func(*testing.T) { history(r) }) })
		})
	}
}

// inBubble runs a test of rapid's in time of its own. What it panics with is
// rapid's to catch, outside.
func inBubble(t *testing.T, do func(*testing.T)) {
	var panicked any
	var depth int
	synctest.Test(t, func(t *testing.T) {
		defer func() {
			if panicked = recover(); panicked != nil {
				depth = depthOf()
			}
		}()
		do(t)
	})
	switch {
	case panicked == nil:
	case fmt.Sprintf("%T", panicked) == "rapid.invalidData": // no failure
		panic(panicked)
	default:
		again(panicked, depth)
	}
}

// again panics a second time, at a depth that says where it was: rapid takes two
// failures with one trace for the same when it looks for the smallest.
func again(panicked any, depth int) {
	if depth <= 0 {
		panic(panicked)
	}
	again(panicked, depth-1)
}

// depthOf is another number for each place that a test may fail at.
func depthOf() int {
	var callers [40]uintptr
	frames := runtime.CallersFrames(callers[:runtime.Callers(3, callers[:])])
	sum := 0
	for frame, more := frames.Next(); more; frame, more = frames.Next() {
		sum += frame.Line
	}
	return 1 + sum%20
}

func history(t *rapid.T) {
	m, end := newTrial(t, rapid.IntRange(0, 29).Draw(t, "wire") == 29, rapid.IntRange(0, 3).Draw(t, "tokens") == 3)
	defer end()
	m.keep(newNotebook(rapid.Bool().Draw(t, "roll")), new(mirrortest.Memory), mirror.Settings{Name: "Follow-ups", Privacy: "full"})
	m.live()
}

// live is the whole of a history.
func (m *trial) live() {
	for range rapid.IntRange(1, 12).Draw(m.T, "steps") {
		m.act()
		m.once()
	}
	m.calm()
	m.check()
	m.counts()
}

// act does one thing of somebody's.
func (m *trial) act() {
	actions := []struct {
		weight int
		do     func()
	}{
		{5, func() { m.app.log(m) }},
		{7, m.personActs},
		{1, m.personAdds},
		{4, m.runs},
		{8, m.runsBadly},
		{1, m.tokensExpire},
		{1, m.plans},
		{2, m.clockJumps},
		{1, m.pauses},
		{2, m.configures},
		{1, m.undoes},
		{1, m.removesCalendar},
		{1, m.revoke},
		{1, m.connects},
	}
	var wheel []func()
	for _, a := range actions {
		for range a.weight {
			wheel = append(wheel, a.do)
		}
	}
	wheel[m.choose("action", 0, len(wheel)-1)]()
}

// personActs has the person do something to an entry.
func (m *trial) personActs() {
	ours := slices.DeleteFunc(m.sees(), func(e googlefake.Event) bool { return e.ByPerson || m.wish(e.ID).ticked != "" })
	if len(ours) == 0 {
		return
	}
	e, in := pick(m, "entry", ours...), m.lane().Calendar
	if i := slices.IndexFunc(ours, func(e googlefake.Event) bool { return e.ID == m.focus }); i >= 0 {
		e = ours[i]
	}
	uid, w := uidOf(&e), m.wish(e.ID)
	m.owners[e.ID] = uid
	wanted := slices.ContainsFunc(m.desired().Events, func(e mirror.Event) bool { return e.UID == uid })
	switch pick(m, "does", "delete", "tick", "note", "colour", "remind", "title", "move", "move", "time", "whole day") {
	case "delete":
		m.hand.Delete(in, e.ID)
		m.deleted[uid] = wanted && !m.contested[uid] || m.deleted[uid]
		if !m.deleted[uid] {
			delete(m.deleted, uid)
		}
	case "tick":
		w.ticked = pick(m, "mark", "✓ ", "done: ", "✅") + e.Summary
		m.hand.Rename(in, e.ID, w.ticked)
		if m.contested[uid] { // it may go before anybody sees it
			w.ticked = ""
			m.hand.Rename(in, e.ID, e.Summary)
		}
	case "note":
		m.names++
		w.notes = append(w.notes, fmt.Sprintf("note<%d>", m.names))
		m.hand.Describe(in, e.ID, func(text string) string { return m.annotated(text, w.notes) })
	case "colour":
		w.colour = fmt.Sprint(m.choose("colour", 1, 11))
		m.hand.Recolour(in, e.ID, w.colour)
	case "remind":
		w.minutes = []int{m.choose("minutes", 1, 60), 120}
		m.hand.Remind(in, e.ID, w.minutes...)
	case "title":
		w.title = mine + strings.TrimPrefix(e.Summary, mine)
		m.hand.Rename(in, e.ID, w.title)
	default:
		m.personMoves(&e)
	}
}

// annotated is a description as editors leave it when a person adds a line.
func (m *trial) annotated(text string, notes []string) string {
	note := notes[len(notes)-1]
	switch m.choose("where", 0, 3) {
	case 0:
		return note + "\n" + text
	case 1:
		return text + "\n" + note
	case 2:
		escaped := strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(note)
		return "<p>" + strings.ReplaceAll(text, "\n", "<br>") + "<br><b>" + escaped + "</b></p>"
	}
	return strings.Join(notes, "\n") // and all of ours is gone
}

// personMoves has the person move an entry by days, within its day, or to a whole
// day.
func (m *trial) personMoves(e *googlefake.Event) {
	in, zone := m.lane().Calendar, m.desired().Zone
	days := m.choose("days", -2, 4)
	day := dayOf(e, zone)
	switch pick(m, "how", "drag", "put", "whole") {
	case "drag":
		m.hand.Drag(in, e.ID, days)
	case "put":
		at := day.Time(0, zone)
		start := time.Date(at.Year(), at.Month(), at.Day()+days, m.choose("hour", 6, 21), 30, 0, 0, zone)
		m.hand.Put(in, e.ID, start, start.Add(45*time.Minute))
	case "whole":
		m.hand.PutDay(in, e.ID, day)
	}
	uid, w := uidOf(e), m.wish(e.ID)
	w.place, w.loose = nil, false
	for _, now := range m.sees() {
		if now.ID == e.ID && !m.contested[uid] {
			w.place = &now
		}
	}
}

// personAdds has the person add an entry of their own.
func (m *trial) personAdds() {
	id, ok := m.hand.Add(m.lane().Calendar, "Dentist", m.googleNow(), m.googleNow().Add(time.Hour))
	for _, e := range m.sees() {
		if ok && e.ID == id {
			m.theirs[id] = e
		}
	}
}

func (m *trial) tokensExpire() { m.fake.ExpireTokens("") }

func (m *trial) clockJumps() {
	m.jump += time.Duration(m.choose("seconds", -3600, 90_000)) * time.Second
	if m.daily {
		m.changedAll()
	}
}

// waits lets a lease that a dead process had run out.
func (m *trial) waits() { m.jump += 5 * time.Minute }

func (m *trial) pauses() {
	m.must(m.mirror.Pause(context.Background(), account, pick(m, "until", mirror.Forever, m.now().Add(time.Hour))))
}

// configures has somebody want something else shown.
func (m *trial) configures() {
	s := m.settings
	switch pick(m, "setting", "kinds", "privacy", "days", "silent") {
	case "kinds":
		s.Kinds = pick(m, "kinds", nil, []string{"call"}, []string{"interview"}, []string{"follow-up"})
	case "privacy":
		s.Privacy = pick(m, "privacy", "full", "busy")
	case "days":
		s.AllDay = !s.AllDay
	case "silent":
		s.Silent = !s.Silent
	}
	m.changedAll()
	m.settings = s
	m.changedAll()
	m.must(m.mirror.Configure(context.Background(), account, s))
}

func (m *trial) removesCalendar() {
	if m.choose("really", 0, 3) == 0 && m.hand.DeleteCalendar(m.lane().Calendar) {
		m.forgetUnread()
	}
}

func (m *trial) connects() {
	m.waits()
	m.reconnect()
}

// plans looks at the plan, which touches nothing.
func (m *trial) plans() {
	before := m.lane()
	rows, _ := m.store.Rows(context.Background(), account)
	for call, n := range m.calls(func() { _, _ = m.mirror.Plan(context.Background(), account, mirror.Options{}) }) {
		if !strings.HasSuffix(call, ".list") && !strings.HasSuffix(call, ".get") {
			m.Fatalf("a plan made %d calls of %s", n, call)
		}
	}
	after, _ := m.store.Rows(context.Background(), account)
	if fmt.Sprint(before, rows) != fmt.Sprint(m.lane(), after) {
		m.Fatal("a plan changed the ledger")
	}
}

func (m *trial) runs() {
	m.waits()
	o := mirror.Options{Force: m.choose("force", 0, 1) == 1, PullOnly: m.choose("pull only", 0, 5) == 0}
	report, err := m.mirror.Run(context.Background(), account, o)
	switch {
	case err != nil:
		m.expected(err)
	case report.Paused.IsZero() && !o.PullOnly:
		m.settles()
	}
}

// settles notes that what the application wanted has arrived, but for what is
// refused.
func (m *trial) settles() {
	rows, err := m.store.Rows(context.Background(), account)
	m.must(err)
	barred := map[string]bool{}
	for i := range rows {
		barred[rows[i].UID] = rows[i].Phase == mirror.Barred
	}
	maps.DeleteFunc(m.contested, func(uid string, _ bool) bool { return !barred[uid] })
}

// expected fails on an error that no documented state explains.
func (m *trial) expected(err error) {
	switch m.lane().Trouble.Kind {
	case mirror.Guarded, mirror.CalendarGone, mirror.Undecided, mirror.Disconnected:
	default:
		m.Fatalf("a run without faults failed: %v", err)
	}
}

func (m *trial) undoes() {
	m.waits()
	before := m.lane().Paused
	_, err := m.mirror.Undo(context.Background(), account)
	m.changedAll()
	switch fault.KindOf(err) {
	case fault.NotFound, fault.Gone, fault.Conflict, fault.Denied:
	default:
		m.must(err)
	}
	if m.choose("resume", 0, 3) > 0 || !before.IsZero() {
		m.must(m.mirror.Resume(context.Background(), account))
	}
}

// calm ends all faults, has the person do what the trouble says, and runs until
// nothing is left to do.
func (m *trial) calm() {
	ctx := context.Background()
	for range 5 { // calls that are still on their way arrive before later ones
		m.arrive()
	}
	var err error
	for range 8 {
		m.waits()
		m.must(m.mirror.Resume(ctx, account))
		if m.revoked {
			m.reconnect()
		}
		switch m.lane().Trouble.Kind {
		case mirror.Undecided:
			m.decides()
		case mirror.CalendarGone, mirror.Disconnected:
			m.reconnect()
		case mirror.Rejected:
			m.app.unbar(m)
		}
		if _, err = m.mirror.Run(ctx, account, mirror.Options{Force: true}); err == nil && m.lane().Trouble.Kind == "" {
			got := m.calls(func() { _, err = m.mirror.Run(ctx, account, mirror.Options{}) })
			if err == nil && maps.Equal(got, idle) {
				m.settles()
				return
			}
		}
	}
	m.Fatalf("it does not come to rest: %v, %+v", err, m.lane())
}

// decides has the person look whether the calendar was made.
func (m *trial) decides() {
	for _, c := range slices.Backward(m.fake.Calendars(person)) {
		if !c.Gone {
			m.must(m.mirror.Adopt(context.Background(), account, c.ID))
			return
		}
	}
	m.asked++
	m.must(m.mirror.Reset(context.Background(), account))
}

// arrive makes a call that does nothing, so that late ones arrive.
func (m *trial) arrive() {
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, host+googlefake.APIPath+"calendars/none", http.NoBody)
	m.must(err)
	answer, err := m.fake.Authorised("none", nil).Do(request)
	m.must(err)
	answer.Body.Close()
}
