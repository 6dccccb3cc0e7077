package exchange_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/exchange"
)

// plan is two events that fill every field and one that fills few.
func plan() []exchange.PlanEvent {
	at := time.Date(2026, 11, 27, 10, 0, 0, 0, time.FixedZone("", -5*3600))
	call := exchange.PlanEvent{
		UID: "u1@followcal", Kind: string(schedule.ApplicationFollowUp), State: string(schedule.StatePending),
		ApplicationIDs: []string{"a1", "a;2"}, Employer: "=cmd|' /C calc'!A0", Roles: []string{"Clerk; day", `Cook\chef`, ""},
		Contact: "@Dana", Method: "phone", Due: date.New(2026, 11, 27), Start: at, End: at.Add(15 * time.Minute),
		Zone: "America/New_York", Summary: "+Call Acme", Description: "Say your name.\nAsk: \"when?\"",
		Reason: exchange.PlanReason{
			Sentence: "-5 business days", Rule: "after-application", Anchor: "application", AnchorOn: date.New(2026, 11, 20),
			BusinessDays: 5, Skipped: []exchange.PlanDay{{On: date.New(2026, 11, 26), Name: "Thanksgiving Day"}}, Source: "the interview",
		},
	}
	note := exchange.PlanEvent{
		UID: "u2@followcal", Kind: string(schedule.MoveOn), State: string(schedule.StateMissed), ApplicationIDs: []string{"a1"},
		Due: date.New(2026, 12, 1), AllDay: true, Zone: "America/New_York", Summary: "Move on",
	}
	return []exchange.PlanEvent{call, note}
}

func TestAPlanIsWrittenAsDocumented(t *testing.T) {
	var asJSON, asCSV bytes.Buffer
	if err := exchange.WritePlanJSON(&asJSON, today, slices.Values(plan())); err != nil {
		t.Fatal(err)
	}
	if err := exchange.WritePlanCSV(&asCSV, slices.Values(plan())); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/plan.json.golden", asJSON.String())
	golden(t, "testdata/plan.csv.golden", asCSV.String())
	valid(t, "plan-v1.json", asJSON.String())

	rows, err := csv.NewReader(&asCSV).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%v %q", err, rows)
	}
	for _, row := range rows[1:] {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("a spreadsheet would run %q", cell)
			}
		}
	}
}

func TestAnEmptyPlanIsOne(t *testing.T) {
	var b bytes.Buffer
	if err := exchange.WritePlanJSON(&b, today, slices.Values([]exchange.PlanEvent(nil))); err != nil {
		t.Fatal(err)
	}
	valid(t, "plan-v1.json", b.String())
}

// full is a disk without space after some bytes.
type full struct{ left int }

var errFull = errors.New("no space left")

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

// many yields events until nobody wants more, and counts them.
func many(count *int) iter.Seq[exchange.PlanEvent] {
	return func(yield func(exchange.PlanEvent) bool) {
		for *count = range 1_000_000 {
			if !yield(plan()[0]) {
				return
			}
		}
	}
}

func TestAFullDiskStopsWriting(t *testing.T) {
	log := read(t, contract).Log
	for range 300 {
		log.Applications = append(log.Applications, log.Applications[0])
	}
	var events int
	for name, write := range map[string]func(*full) error{
		"log as JSON":  func(w *full) error { return exchange.WriteJSON(w, &log) },
		"log as CSV":   func(w *full) error { return exchange.WriteCSV(w, &log) },
		"plan as JSON": func(w *full) error { return exchange.WritePlanJSON(w, today, many(&events)) },
		"plan as CSV":  func(w *full) error { return exchange.WritePlanCSV(w, many(&events)) },
	} {
		err := write(&full{left: 100_000})
		if !errors.Is(err, errFull) || fault.KindOf(err) != fault.Unavailable {
			t.Errorf("%s: %v", name, err)
		}
		if events > 10_000 {
			t.Errorf("%s: %d events were asked for", name, events)
		}
	}
}

// valid checks text against one of the published schemas.
func valid(t *testing.T, schema, text string) {
	t.Helper()
	if err := validate(t, schema, text); err != nil {
		t.Errorf("%s: %v\n%s", schema, err, text)
	}
}

func validate(t *testing.T, schema, text string) error {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile("../../docs/schema/" + schema)
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(v)
}

func TestTheSchemaAgreesWithTheReader(t *testing.T) {
	log := read(t, contract).Log
	valid(t, "log-v1.json", contract)
	valid(t, "log-v1.json", writeJSON(t, &log))
	valid(t, "log-v1.json", `{"version":1}`)
	for _, text := range []string{
		`{}`, `{"version":2}`, `{"version":1,"x":1}`, app(`"applied_on":"2026-02-30"`), app(`"status":"hired"`), app(`"salary":1`),
		app(`"interviews":[{}]`), app(`"interviews":[{"start":"2026-12-02T10:00:00"}]`), app(`"policy":{"gap_days":0}`),
		app(`"deadlines":[{"kind":"offer"}]`), app(`"contacts":[{"method":"fax"}]`), app(`"notes":null`),
		`{"version":1,"decisions":[{"event":"u","kind":"snooze"}]}`, `{"version":1,"decisions":[{"event":"u","kind":"done","to":"2026-12-01"}]}`,
		`{"version":1,"decisions":[{"event":"u","kind":"snooze","to":"2026-12-01","on":"2026-12-01"}]}`,
		`{"version":1,"decisions":[{"event":"u","kind":"done","concerns":[{"application":"a","event":"u"}]}]}`,
		`{"version":1,"decisions":[{"event":"u","kind":"done","on":"2026-12-01","concerns":[{"application":"a"}]}]}`,
	} {
		_, err := exchange.Read("log", strings.NewReader(text), exchange.Options{})
		if err == nil || validate(t, "log-v1.json", text) == nil {
			t.Errorf("reader says %v, schema says %v to %s", err, validate(t, "log-v1.json", text), text)
		}
	}
}
