package mirror_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar"
	"followcal/calendar/mirror"
	"followcal/internal/fault"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares a text with the file in testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := "testdata/" + name
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path) //nolint:gosec // a file of this test
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the text is\n%s\nwant\n%s", got, want)
	}
}

// pushed returns the rows that a ledger has after events were pushed.
func pushed(t *testing.T, events ...mirror.Event) []mirror.Row {
	t.Helper()
	plan := diff(t, nil, events...)
	var rows []mirror.Row
	for _, c := range plan.Changes {
		row := c.Row
		row.Phase, row.Written = mirror.Settled, c.Want
		row.Seen = mirror.Seen{ETag: "1", Hash: c.Want.Hash()}
		rows = append(rows, row)
	}
	return rows
}

func diff(t *testing.T, rows []mirror.Row, events ...mirror.Event) mirror.Plan {
	t.Helper()
	plan, err := mirror.Diff(&mirror.Desired{Events: events, Zone: berlin}, rows, mirror.DiffOptions{Today: monday})
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// told is a plan in words.
func told(p mirror.Plan) string {
	var b strings.Builder
	for _, c := range p.Changes {
		fmt.Fprintln(&b, c.Sentence)
	}
	fmt.Fprintf(&b, "%d to add, %d to change, %d to remove, %d as they are\n", p.Inserts, p.Updates, p.Deletes, p.Same)
	if p.Guard != "" {
		fmt.Fprintln(&b, p.Guard)
	}
	return b.String()
}

func TestAPlanSaysItselfInPlainWords(t *testing.T) {
	call := followUp("a", "Call Acme about the engineer role", monday+1)
	moved := call
	moved.Day = monday + 3
	renamed, both, described, linked := call, moved, call, call
	renamed.Summary, both.Summary = "Write to Acme", "Write to Acme"
	described.Description = "Ask for Jo."
	linked.URL, linked.Location = "", "Phone"
	talk := interview("i", "Interview at Acme", at(monday+2, 14, 0))
	later, blocking := talk, talk
	later.Start, later.End = at(monday+2, 15, 30), at(monday+2, 16, 30)
	blocking.Busy = false
	nextYear := call
	nextYear.Day = date.New(2027, time.January, 4)
	nameless := call
	nameless.Summary = ""
	long := call
	long.Summary = strings.Repeat("very ", 60) + "long\nand in two lines"
	var text strings.Builder
	for _, tt := range []struct {
		name     string
		was, now []mirror.Event
	}{
		{"nothing", []mirror.Event{call, talk}, []mirror.Event{call, talk}},
		{"new", nil, []mirror.Event{call, talk}},
		{"dropped", []mirror.Event{call, talk}, nil},
		{"moved", []mirror.Event{call}, []mirror.Event{moved}},
		{"moved to next year", []mirror.Event{call}, []mirror.Event{nextYear}},
		{"an interview later", []mirror.Event{talk}, []mirror.Event{later}},
		{"renamed", []mirror.Event{call}, []mirror.Event{renamed}},
		{"renamed and moved", []mirror.Event{call}, []mirror.Event{both}},
		{"another text", []mirror.Event{call}, []mirror.Event{described}},
		{"another link and place", []mirror.Event{call}, []mirror.Event{linked}},
		{"free", []mirror.Event{talk}, []mirror.Event{blocking}},
		{"without a title", nil, []mirror.Event{nameless}},
		{"a long title", nil, []mirror.Event{long}},
		{"by day", nil, []mirror.Event{followUp("a", "Third", monday+4), followUp("b", "First", monday), followUp("c", "Second", monday)}},
	} {
		fmt.Fprintf(&text, "# %s\n%s\n", tt.name, told(diff(t, pushed(t, tt.was...), tt.now...)))
	}
	golden(t, "plans.txt", text.String())
}

func TestTheGuardStopsWhatDeletesTooMuch(t *testing.T) {
	for _, tt := range []struct {
		of, deletes int
		stops       bool
	}{{5, 5, false}, {6, 6, true}, {17, 6, true}, {18, 6, false}, {100, 33, false}, {100, 34, true}} {
		var all []mirror.Event
		for i := range tt.of {
			all = append(all, followUp(fmt.Sprintf("%03d", i), "Call", monday))
		}
		rows := pushed(t, all...)
		plan := diff(t, rows, all[tt.deletes:]...)
		if stops := plan.Guard != ""; stops != tt.stops {
			t.Errorf("%d deletions of %d: guard %q, want %v", tt.deletes, tt.of, plan.Guard, tt.stops)
		}
		forced, err := mirror.Diff(&mirror.Desired{Events: all[tt.deletes:], Zone: berlin}, rows, mirror.DiffOptions{Force: true})
		if err != nil || forced.Guard != "" || forced.Deletes != tt.deletes {
			t.Errorf("forced: %q, %d deletions (%v)", forced.Guard, forced.Deletes, err)
		}
	}
}

func TestDiffByPhase(t *testing.T) {
	event := followUp("a", "Call", monday)
	row := pushed(t, event)[0]
	other := row.Written
	other.Summary = "other"
	tests := []struct {
		name             string
		phase            mirror.Phase
		intent, written  mirror.Content
		wanted, unwanted mirror.ChangeKind // empty: nothing
	}{
		{"settled", mirror.Settled, mirror.Content{}, row.Written, "", mirror.Delete},
		{"settled otherwise", mirror.Settled, mirror.Content{}, other, mirror.Update, mirror.Delete},
		{"released", mirror.Released, mirror.Content{}, other, "", ""},
		{"gone", mirror.Gone, mirror.Content{}, mirror.Content{}, mirror.Insert, ""},
		{"refused", mirror.Barred, row.Written, mirror.Content{}, "", ""},
		{"refused otherwise", mirror.Barred, other, mirror.Content{}, mirror.Insert, ""},
		{"update refused", mirror.Barred, row.Written, other, "", mirror.Delete},
		{"update refused otherwise", mirror.Barred, other, row.Written, mirror.Update, mirror.Delete},
		{"delete refused", mirror.Barred, mirror.Content{}, row.Written, mirror.Update, ""},
		{"update did not arrive", mirror.Writing, other, row.Written, mirror.Update, mirror.Delete},
		{"delete did not arrive", mirror.Deleting, mirror.Content{}, row.Written, mirror.Update, mirror.Delete},
	}
	kind := func(p mirror.Plan) mirror.ChangeKind {
		if len(p.Changes) == 0 {
			return ""
		}
		return p.Changes[0].Kind
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := row
			r.Phase, r.Intent, r.Written = tt.phase, tt.intent, tt.written
			if got := kind(diff(t, []mirror.Row{r}, event)); got != tt.wanted {
				t.Errorf("wanted: %q, want %q", got, tt.wanted)
			}
			if got := kind(diff(t, []mirror.Row{r})); got != tt.unwanted {
				t.Errorf("unwanted: %q, want %q", got, tt.unwanted)
			}
			cancelled := event
			cancelled.Cancelled = true
			if got := kind(diff(t, []mirror.Row{r}, cancelled)); got != tt.unwanted {
				t.Errorf("cancelled: %q, want %q", got, tt.unwanted)
			}
		})
	}
}

func TestDiffSortsAndRefusesTwoEventsWithOneUID(t *testing.T) {
	a, b, c := followUp("a", "A", monday), followUp("b", "B", monday), followUp("c", "C", monday)
	rows := pushed(t, a, b, c)
	slices.Reverse(rows)
	if plan := diff(t, rows, c, a, b); len(plan.Changes) != 0 || plan.Same != 3 {
		t.Errorf("plan %+v, want nothing to do", plan)
	}
	_, err := mirror.Diff(&mirror.Desired{Events: []mirror.Event{a, b, a}, Zone: berlin}, nil, mirror.DiffOptions{})
	if err == nil || fault.KindOf(err) != fault.Internal {
		t.Errorf("err = %v, want a fault of kind Internal", err)
	}
}

func TestRemindersAreThePersonsAfterTheInsert(t *testing.T) {
	e := interview("i", "Interview", at(monday, 14, 0))
	rows := pushed(t, e)
	e.Alarms = []calendar.Alarm{calendar.AlarmBefore(2*time.Hour, "")}
	if plan := diff(t, rows, e); len(plan.Changes) != 0 {
		t.Errorf("changes %+v, want none", plan.Changes)
	}
}
