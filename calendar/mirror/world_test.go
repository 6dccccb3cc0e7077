package mirror_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar"
	"followcal/calendar/mirror"
	"followcal/calendar/mirror/mirrortest"
)

const ann = "ann"

var berlin, _ = time.LoadLocation("Europe/Berlin")

// start is a Monday.
var start = time.Date(2026, time.March, 2, 8, 0, 0, 0, time.UTC)

// monday is the civil day of start.
var monday = date.New(2026, time.March, 2)

// world is an account with its application, its ledger and its calendar service.
type world struct {
	app     *app
	memory  *mirrortest.Memory
	ledger  *mirrortest.Hooked
	service *mirrortest.Service
	mirror  *mirror.Mirror
	now     time.Time
}

func newWorld() *world {
	w := &world{app: newApp(), memory: new(mirrortest.Memory), service: new(mirrortest.Service), now: start}
	w.ledger = &mirrortest.Hooked{Ledger: w.memory}
	w.mirror = w.runner("host")
	err := w.mirror.Configure(context.Background(), ann, mirror.Settings{Name: "Job hunt"})
	if err != nil {
		panic(err)
	}
	return w
}

// runner is one process on the world's ledger.
func (w *world) runner(holder string) *mirror.Mirror {
	return &mirror.Mirror{
		Ledger: w.ledger, Source: w.app, Holder: holder, Parallel: 1, Batch: 3, Lease: time.Minute,
		Remote: func(context.Context, string) (mirror.Remote, error) { return w.service, nil },
		Now:    func() time.Time { return w.now },
		Jitter: func() float64 { return 0.5 },
	}
}

func (w *world) run(t *testing.T, o mirror.Options) mirror.Report {
	t.Helper()
	report, err := w.mirror.Run(t.Context(), ann, o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func (w *world) lane() mirror.Lane {
	l, err := w.memory.Lane(context.Background(), ann)
	if err != nil {
		panic(err)
	}
	return l
}

func (w *world) sees() []mirrortest.Shown { return w.service.PersonSees(w.lane().Calendar) }

// entry returns the person's view of an event's entry.
func (w *world) entry(t *testing.T, uid string) mirrortest.Shown {
	t.Helper()
	for _, e := range w.sees() {
		if e.Mark.UID == uid {
			return e
		}
	}
	t.Fatalf("the person does not see %s", uid)
	return mirrortest.Shown{}
}

// edit has the person change an event's entry.
func (w *world) edit(t *testing.T, uid string, change func(*mirrortest.Shown)) {
	t.Helper()
	w.service.PersonEdits(w.lane().Calendar, w.entry(t, uid).ID, change)
}

// wantCalls compares what was called since the last look.
func (w *world) wantCalls(t *testing.T, want map[string]int) {
	t.Helper()
	if got := w.service.Calls(); !maps.Equal(got, want) {
		t.Errorf("calls %v, want %v", got, want)
	}
}

// app is an application that wants events and logs what persons do.
type app struct {
	events   map[string]mirror.Event
	taken    []mirror.Finding
	revision int
	roll     bool // a day at the weekend becomes Monday
}

func newApp() *app { return &app{events: map[string]mirror.Event{}} }

// followUp is an all-day event with an alarm at nine.
func followUp(uid, title string, day date.Date) mirror.Event {
	return mirror.Event{Ref: "ref " + uid, Event: calendar.Event{
		UID: uid, Summary: title, Description: "Ask about “" + title + "”.\nThen wait.", URL: "https://example.org/" + uid,
		Day: day, Days: 1, Alarms: []calendar.Alarm{calendar.AlarmAt(9, 0, title)},
	}}
}

// interview is a timed event.
func interview(uid, title string, from time.Time) mirror.Event {
	return mirror.Event{Ref: "ref " + uid, Event: calendar.Event{
		UID: uid, Summary: title, Location: "Acme, Berlin", Busy: true, Start: from, End: from.Add(time.Hour),
		Alarms: []calendar.Alarm{calendar.AlarmBefore(time.Hour, title)},
	}}
}

func (a *app) want(all ...mirror.Event) {
	for _, e := range all {
		a.events[e.UID] = e
	}
	a.revision++
}

func (a *app) drop(uid string) {
	delete(a.events, uid)
	a.revision++
}

func (a *app) Revision(context.Context, string) (string, error) {
	return fmt.Sprint("r", a.revision), nil
}

func (a *app) Desired(context.Context, string, mirror.Settings) (mirror.Desired, error) {
	all := slices.SortedFunc(maps.Values(a.events), func(x, y mirror.Event) int { return cmp.Compare(x.UID, y.UID) })
	return mirror.Desired{Events: all, Zone: berlin, Revision: fmt.Sprint("r", a.revision)}, nil
}

func (a *app) Take(_ context.Context, _ string, all []mirror.Finding) ([]mirror.Outcome, error) {
	var outcomes []mirror.Outcome
	for _, f := range all {
		outcomes = append(outcomes, a.take(f))
	}
	return outcomes, nil
}

func (a *app) take(f mirror.Finding) mirror.Outcome {
	a.taken = append(a.taken, f)
	e, wanted := a.events[f.UID]
	switch {
	case !wanted:
		return mirror.Outcome{Sentence: "It is not planned any more.", Refused: true}
	case f.Kind != mirror.Moved:
		delete(a.events, f.UID)
	case !e.AllDay():
		return mirror.Outcome{Sentence: "Its day is not ours to choose.", Refused: true}
	default:
		e.Day = a.open(f.Day)
		a.events[f.UID] = e
	}
	a.revision++
	return mirror.Outcome{Sentence: string(f.Kind)}
}

// open returns the business day for a day.
func (a *app) open(d date.Date) date.Date {
	for a.roll && (d.Weekday() == time.Saturday || d.Weekday() == time.Sunday) {
		d++
	}
	return d
}

// dayIn is the day of an instant where the person is.
func dayIn(t time.Time) date.Date { return date.NewAt(t.In(berlin)) }
