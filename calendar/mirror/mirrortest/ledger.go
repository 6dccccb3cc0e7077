// Package mirrortest holds what tests of mirrors need: the conformance suite of
// the ledger, a ledger in memory, and a remote calendar in memory that behaves
// as services say that theirs do.
package mirrortest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar/mirror"
	"followcal/internal/fault"
)

// Store is what keeps mirrors: the suite judges both ports, as the second tells
// when the lanes of the first are to run.
type Store interface {
	mirror.Ledger
	mirror.Schedule
}

// instant is when the suite's lanes run: UTC with microseconds, which every
// store keeps.
var instant = time.Date(2026, time.November, 22, 12, 0, 0, 123_456_000, time.UTC)

// holder runs the suite's lanes.
const holder = "host/1"

// suite is one test's store.
type suite struct {
	*testing.T
	Store
}

// Ledger runs the suite against the stores that open returns, each empty. Where
// a store wants accounts to exist, open makes "ann" and "bob".
func Ledger(t *testing.T, open func(*testing.T) Store) {
	for name, test := range map[string]func(suite){
		"a lane comes back as it was given":     suite.laneComesBack,
		"a refused change changes nothing":      suite.refused,
		"no change of a lane is lost":           suite.concurrent,
		"a dropped lane is forgotten":           suite.dropped,
		"rows come back as they were given":     suite.rowsComeBack,
		"rows are listed by octets":             suite.order,
		"a step changes what it names":          suite.step,
		"a push is remembered in its order":     suite.push,
		"only the holder commits":               suite.holders,
		"a step of thousands of rows is one":    suite.large,
		"accounts do not see each other":        suite.apart,
		"due lanes are found, the oldest first": suite.due,
		"a lane is found by its channel":        suite.channel,
	} {
		t.Run(name, func(t *testing.T) { test(suite{t, open(t)}) })
	}
}

func (s suite) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s suite) wantKind(err error, want fault.Kind) {
	s.Helper()
	if err == nil || fault.KindOf(err) != want {
		s.Errorf("err = %v, want a fault of kind %v", err, want)
	}
}

func (s suite) wantEqual(what string, got, want any) {
	s.Helper()
	if !reflect.DeepEqual(got, want) {
		s.Errorf("%s is\n%+v, want\n%+v", what, got, want)
	}
}

// lane has change make or alter a lane.
func (s suite) lane(account string, change func(*mirror.Lane)) {
	s.Helper()
	s.must(s.UpdateLane(s.Context(), account, func(l *mirror.Lane) error {
		if l.Account != account {
			s.Errorf("change gets a lane of %q, want %q", l.Account, account)
		}
		change(l)
		return nil
	}))
}

// held makes a lane that holder has for an hour.
func (s suite) held(account string) {
	s.Helper()
	s.lane(account, func(l *mirror.Lane) { l.Holder, l.Held = holder, instant.Add(time.Hour) })
}

func (s suite) commit(account string, step mirror.Step) {
	s.Helper()
	if step.At.IsZero() {
		step.At = instant
	}
	s.must(s.Commit(s.Context(), account, holder, step))
}

func (s suite) wantLane(account string, want mirror.Lane) {
	s.Helper()
	got, err := s.Lane(s.Context(), account)
	s.must(err)
	if len(got.Settings.Kinds) == 0 && len(want.Settings.Kinds) == 0 {
		got.Settings.Kinds, want.Settings.Kinds = nil, nil // no kinds are no kinds, however they are kept
	}
	s.wantEqual("the lane", got, want)
}

func (s suite) wantRows(account string, want ...mirror.Row) {
	s.Helper()
	got, err := s.Rows(s.Context(), account)
	s.must(err)
	if len(got) != len(want) {
		s.Fatalf("%d rows, want %d: %+v", len(got), len(want), got)
	}
	for i := range want {
		s.wantEqual("the row", got[i], want[i])
	}
}

func (s suite) wantPush(account string, want ...mirror.Written) {
	s.Helper()
	got, err := s.LastPush(s.Context(), account)
	s.must(err)
	if len(got) != len(want) {
		s.Fatalf("the push has %d changes, want %d: %+v", len(got), len(want), got)
	}
	for i := range want {
		s.wantEqual("the change", got[i], want[i])
	}
}

// full returns a lane that uses every field.
func full(account string) mirror.Lane {
	at := func(hours int) time.Time { return instant.Add(time.Duration(hours) * time.Hour) }
	return mirror.Lane{
		Account:  account,
		Settings: mirror.Settings{Name: "Zoë's job hunt — 📅", Privacy: "titles", Kinds: []string{"interview", "application-follow-up"}, AllDay: true, Silent: true},
		Calendar: "c_1234@group.calendar.google.com",
		Making:   at(1), Token: "CPDAlvWDx70CEPDAlvWDx70CGAU=", Revision: "rev 7",
		Synced: at(2), Next: at(3), Failures: 4,
		Paused:  mirror.Forever,
		Trouble: mirror.Trouble{Kind: mirror.Guarded, Sentence: "“Acme's” events: 9 of 10 would go; look.", Since: at(-4)},
		Holder:  holder, Held: at(1),
		Channel: mirror.Channel{ID: "ch-" + account, Secret: "s3cret", Address: "https://example.org/hook", Resource: "res", Expires: at(24)},
	}
}

// timed and allDay are contents that use every field between them.
func timed() mirror.Content {
	return mirror.Content{
		Summary: "Call “Acme” — ask O'Brien", Description: "line 1\nline 2\t\\ % _ \"x\"\n👩🏽‍💻 مرحبا", Location: "Berlin", Source: "https://example.org/?a=b&c",
		Start: instant.Add(30 * time.Hour), End: instant.Add(31 * time.Hour), Zone: "Europe/Berlin",
		Busy: true, Anytime: true, Reminders: []time.Duration{0, 90 * time.Minute},
	}
}

func allDay(summary string) mirror.Content {
	return mirror.Content{Summary: summary, Day: date.New(2026, time.December, 1), Days: 2}
}

// row returns a row that uses every field.
func row(uid string) mirror.Row {
	return mirror.Row{
		UID: uid, Ref: "application 7/3", ID: "id" + uid, Generation: 2, Phase: mirror.Writing,
		Intent: timed(), Written: allDay("before"),
		Seen: mirror.Seen{
			ETag: `"3181161784712000"`, Hash: "abc", Notes: mirror.Notes{Before: "mine <b>", After: strings.Repeat("é\n", 4000)},
			Day: date.New(2026, time.December, 4), Days: 1, Start: instant, End: instant.Add(time.Minute), Zone: "America/Toronto", Taken: true,
		},
	}
}

func (s suite) laneComesBack() {
	_, err := s.Lane(s.Context(), "ann")
	s.wantKind(err, fault.NotFound)
	s.wantKind(s.Commit(s.Context(), "ann", holder, mirror.Step{At: instant}), fault.NotFound)
	s.lane("ann", func(l *mirror.Lane) {
		s.wantEqual("a new lane", *l, mirror.Lane{Account: "ann"})
	})
	s.wantLane("ann", mirror.Lane{Account: "ann"})
	s.lane("ann", func(l *mirror.Lane) { *l = full("ann") })
	s.wantLane("ann", full("ann"))
	s.lane("ann", func(l *mirror.Lane) {
		s.wantEqual("the lane that change gets", *l, full("ann"))
		*l = mirror.Lane{Account: "ann"}
	})
	s.wantLane("ann", mirror.Lane{Account: "ann"})
}

func (s suite) refused() {
	refusal := errors.New("no")
	refuse := func(l *mirror.Lane) error {
		l.Token = "half done"
		return refusal
	}
	if err := s.UpdateLane(s.Context(), "ann", refuse); !errors.Is(err, refusal) {
		s.Errorf("err = %v, want what the change returned", err)
	}
	_, err := s.Lane(s.Context(), "ann")
	s.wantKind(err, fault.NotFound)
	s.lane("ann", func(l *mirror.Lane) { *l = full("ann") })
	if err := s.UpdateLane(s.Context(), "ann", refuse); !errors.Is(err, refusal) {
		s.Errorf("err = %v, want what the change returned", err)
	}
	s.wantLane("ann", full("ann"))
}

// concurrent counts changes that went through; a store may refuse some with
// Conflict.
func (s suite) concurrent() {
	s.held("ann")
	var group sync.WaitGroup
	done := make(chan error, 16)
	for range cap(done) {
		group.Go(func() {
			done <- s.UpdateLane(s.Context(), "ann", func(l *mirror.Lane) error {
				l.Failures++
				return nil
			})
		})
	}
	group.Wait()
	close(done)
	want := 0
	for err := range done {
		switch {
		case err == nil:
			want++
		case fault.KindOf(err) != fault.Conflict:
			s.Error(err)
		}
	}
	if l, err := s.Lane(s.Context(), "ann"); err != nil || l.Failures != want || want == 0 {
		s.Errorf("%d changes went through and the lane counts %d (%v)", want, l.Failures, err)
	}
}

func (s suite) dropped() {
	s.must(s.DropLane(s.Context(), "ann"))
	s.held("ann")
	s.commit("ann", mirror.Step{Put: []mirror.Row{row("u1")}, Wrote: []mirror.Written{{UID: "u1", Kind: mirror.Insert, After: timed()}}})
	s.must(s.DropLane(s.Context(), "ann"))
	_, err := s.Lane(s.Context(), "ann")
	s.wantKind(err, fault.NotFound)
	s.held("ann")
	s.wantRows("ann")
	s.wantPush("ann")
}

func (s suite) rowsComeBack() {
	s.held("ann")
	s.wantRows("ann")
	plain := mirror.Row{UID: "plain", ID: "idplain", Phase: mirror.Settled, Written: allDay("x")}
	s.commit("ann", mirror.Step{Put: []mirror.Row{row("full"), plain}})
	s.wantRows("ann", row("full"), plain)
	var phases []mirror.Row
	for i, phase := range []mirror.Phase{mirror.Writing, mirror.Deleting, mirror.Settled, mirror.Released, mirror.Barred, mirror.Gone} {
		phases = append(phases, mirror.Row{UID: fmt.Sprint("u", i), ID: fmt.Sprint("i", i), Phase: phase})
	}
	s.commit("ann", mirror.Step{Put: phases, Remove: []string{"full", "plain"}})
	s.wantRows("ann", phases...)
}

func (s suite) order() {
	s.held("ann")
	uids := []string{"10", "9", "B", "Z-1", "_", "a", "a b", "a-", "ab", "ä", "é"}
	var want []mirror.Row
	for _, uid := range uids {
		want = append(want, mirror.Row{UID: uid, ID: "id" + uid, Phase: mirror.Settled})
	}
	put := slices.Clone(want)
	slices.Reverse(put)
	s.commit("ann", mirror.Step{Put: put})
	s.wantRows("ann", want...)
}

func (s suite) step() {
	s.held("ann")
	s.lane("ann", func(l *mirror.Lane) { l.Settings.Name = "kept" })
	token, revision, none := "t1", "r1", ""
	a, b := row("a"), row("b")
	s.commit("ann", mirror.Step{Put: []mirror.Row{a, b}, Token: &token, Revision: &revision})
	want := mirror.Lane{Account: "ann", Settings: mirror.Settings{Name: "kept"}, Holder: holder, Held: instant.Add(time.Hour), Token: "t1", Revision: "r1"}
	s.wantLane("ann", want)
	a = mirror.Row{UID: "a", ID: "other", Phase: mirror.Released}
	c := row("c")
	s.commit("ann", mirror.Step{Put: []mirror.Row{a, c}, Remove: []string{"b", "unknown"}})
	s.wantRows("ann", a, c)
	s.wantLane("ann", want)
	s.commit("ann", mirror.Step{Token: &none})
	want.Token = ""
	s.wantLane("ann", want)
	s.commit("ann", mirror.Step{Revision: &none})
	want.Revision = ""
	s.wantLane("ann", want)
	s.commit("ann", mirror.Step{})
	s.wantLane("ann", want)
	s.wantRows("ann", a, c)
}

func (s suite) push() {
	s.held("ann")
	inserted := mirror.Written{UID: "z", Kind: mirror.Insert, After: timed()}
	updated := mirror.Written{UID: "a", Kind: mirror.Update, Before: timed(), After: allDay("new")}
	again := mirror.Written{UID: "a", Kind: mirror.Update, Before: allDay("new"), After: timed()}
	removed := mirror.Written{UID: "m", Kind: mirror.Delete, Before: allDay("old")}
	s.commit("ann", mirror.Step{Wrote: []mirror.Written{inserted, updated}})
	s.commit("ann", mirror.Step{Put: []mirror.Row{row("a")}})
	s.commit("ann", mirror.Step{Wrote: []mirror.Written{again, removed}})
	s.wantPush("ann", inserted, updated, again, removed)
	s.commit("ann", mirror.Step{Begin: true, Wrote: []mirror.Written{removed}})
	s.commit("ann", mirror.Step{Wrote: []mirror.Written{inserted}})
	s.wantPush("ann", removed, inserted)
	s.commit("ann", mirror.Step{Begin: true})
	s.wantPush("ann")
	s.wantRows("ann", row("a"))
}

func (s suite) holders() {
	s.held("ann")
	token := "t"
	lane, err := s.Lane(s.Context(), "ann")
	s.must(err)
	step := func(at time.Time) mirror.Step {
		return mirror.Step{At: at, Put: []mirror.Row{row("a")}, Token: &token, Wrote: []mirror.Written{{UID: "a", Kind: mirror.Delete}}}
	}
	for _, tt := range []struct {
		holder string
		at     time.Time
	}{{"host/2", instant}, {"", instant}, {holder, lane.Held}, {holder, lane.Held.Add(time.Hour)}} {
		s.wantKind(s.Commit(s.Context(), "ann", tt.holder, step(tt.at)), fault.Conflict)
	}
	s.wantLane("ann", lane)
	s.wantRows("ann")
	s.wantPush("ann")
	s.commit("ann", step(lane.Held.Add(-time.Microsecond)))
	s.wantRows("ann", row("a"))
	s.lane("ann", func(l *mirror.Lane) { l.Holder, l.Held = "", time.Time{} })
	s.wantKind(s.Commit(s.Context(), "ann", "", mirror.Step{At: instant}), fault.Conflict)
}

func (s suite) large() {
	s.held("ann")
	var rows []mirror.Row
	var uids []string
	var wrote []mirror.Written
	for i := range 3000 {
		r := row(fmt.Sprintf("u%05d", i))
		r.Seen.Notes = mirror.Notes{}
		rows, uids = append(rows, r), append(uids, r.UID)
		wrote = append(wrote, mirror.Written{UID: r.UID, Kind: mirror.Insert, After: allDay(r.UID)})
	}
	s.commit("ann", mirror.Step{Put: rows, Wrote: wrote})
	s.wantRows("ann", rows...)
	s.wantPush("ann", wrote...)
	s.commit("ann", mirror.Step{Put: rows[:1], Remove: uids[1:]})
	s.wantRows("ann", rows[0])
}

func (s suite) apart() {
	s.held("ann")
	s.held("bob")
	wrote := mirror.Written{UID: "same", Kind: mirror.Insert, After: timed()}
	s.commit("ann", mirror.Step{Put: []mirror.Row{row("same")}, Wrote: []mirror.Written{wrote}})
	s.wantRows("bob")
	s.wantPush("bob")
	bobs := mirror.Row{UID: "same", ID: "id", Phase: mirror.Gone}
	s.commit("bob", mirror.Step{Begin: true, Put: []mirror.Row{bobs}})
	s.commit("bob", mirror.Step{Remove: []string{"other"}})
	s.wantRows("ann", row("same"))
	s.wantRows("bob", bobs)
	s.wantPush("ann", wrote)
	s.must(s.DropLane(s.Context(), "bob"))
	s.wantRows("ann", row("same"))
	s.wantPush("ann", wrote)
}

func (s suite) wantDue(at time.Time, limit int, want ...string) {
	s.Helper()
	got, err := s.Due(s.Context(), at, limit)
	if err != nil || !slices.Equal(got, want) {
		s.Errorf("due are %v (%v), want %v", got, err, want)
	}
}

func (s suite) due() {
	at := func(seconds int) time.Time { return instant.Add(time.Duration(seconds) * time.Second) }
	s.wantDue(instant, 10)
	s.lane("ann", func(*mirror.Lane) {})
	s.wantDue(instant, 10)
	s.lane("ann", func(l *mirror.Lane) { l.Next = at(5) })
	s.lane("bob", func(l *mirror.Lane) { l.Next = at(3) })
	s.wantDue(at(2), 10)
	s.wantDue(at(3), 10, "bob")
	s.wantDue(at(5), 10, "bob", "ann")
	s.wantDue(at(9), 1, "bob")
	s.lane("bob", func(l *mirror.Lane) { l.Next = at(5) })
	s.wantDue(at(9), 10, "ann", "bob")
	s.lane("ann", func(l *mirror.Lane) { l.Paused = at(7) })
	s.wantDue(at(6), 10, "bob")
	s.wantDue(at(7), 10, "ann", "bob")
	s.lane("bob", func(l *mirror.Lane) { l.Paused = mirror.Forever })
	s.wantDue(at(9), 10, "ann")
	s.lane("ann", func(l *mirror.Lane) { l.Next = time.Time{} })
	s.wantDue(at(9), 10)
}

func (s suite) channel() {
	_, err := s.ByChannel(s.Context(), "ch-ann")
	s.wantKind(err, fault.NotFound)
	s.lane("ann", func(l *mirror.Lane) { *l = full("ann") })
	s.lane("bob", func(*mirror.Lane) {})
	account, err := s.ByChannel(s.Context(), "ch-ann")
	if err != nil || account != "ann" {
		s.Errorf("the channel is %q's (%v), want ann's", account, err)
	}
	_, err = s.ByChannel(s.Context(), "")
	s.wantKind(err, fault.NotFound)
	s.lane("ann", func(l *mirror.Lane) { l.Channel = mirror.Channel{} })
	_, err = s.ByChannel(s.Context(), "ch-ann")
	s.wantKind(err, fault.NotFound)
}
