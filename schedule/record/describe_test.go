package record_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
	"followcal/schedule/record"
)

var (
	eastern = time.FixedZone("", -5*3600)
	second  = time.Date(2026, 12, 2, 10, 0, 0, 0, eastern)
)

func on(year int, month time.Month, day int) date.Date { return date.New(year, month, day) }

// full is an application in which every field says something.
func full() *schedule.Application {
	three := 3
	return &schedule.Application{
		ID: "a1", Employer: "Acme", Role: "Engineer", Status: schedule.Applied, AppliedOn: on(2026, 11, 20), Source: "LinkedIn",
		Region: "US-NY", Zone: "America/New_York", Notes: "first",
		Posting:  schedule.Posting{URL: "https://jobs.example/1", ClosesOn: on(2026, 12, 1)},
		Contacts: []schedule.Contact{{Name: "Dana Doe", Phone: "+1 212 555 0100", Email: "dana@acme.example", Method: schedule.Phone}},
		Interviews: []schedule.Interview{{
			Round: 1, Start: second, Minutes: 45, Mode: schedule.ByVideo, Place: "https://meet.example", Contacts: []string{"Dana Doe"},
			Preference: schedule.Preference{Permission: schedule.Granted, Method: schedule.Email, Contact: "Dana Doe", NotBefore: on(2026, 12, 7), DecisionBy: on(2026, 12, 10)},
		}},
		Outreach:  []schedule.Outreach{{On: on(2026, 11, 30), Method: schedule.Phone, Purpose: schedule.FollowUp, Outcome: "no answer", Contact: "Dana Doe", Asked: []schedule.Question{schedule.ReviewedResume}}},
		Responses: []schedule.Response{{On: on(2026, 12, 1), Kind: schedule.Reply, Note: "soon"}},
		Deadlines: []schedule.Deadline{{Kind: schedule.TakeHome, At: second}},
		Closed:    []schedule.Day{{On: on(2026, 12, 31), Name: "Shutdown"}},
		Working:   []schedule.Day{{On: on(2026, 10, 10), Name: "Make-up day"}},
		Policy:    allKeys(&three),
	}
}

func allKeys(n *int) *schedule.Overrides {
	growth, thank, method, window, midweek, alarm := 2.0, schedule.ThankByEmail, schedule.Phone, schedule.Window{From: 540, Until: 600}, true, schedule.At(9, 0)
	return &schedule.Overrides{
		AfterApplicationDays: n, FollowUps: n, GapDays: n, GapGrowth: &growth, AfterInterviewDays: n, AfterDecisionDays: n, ThankYou: &thank,
		Method: &method, CallWindow: &window, OwnHours: &window, CallMinutes: n, UnansweredLimit: n, DailyLimit: n, PreferMidweek: &midweek, MoveOnDays: n, Alarm: &alarm,
	}
}

func described(b, a *schedule.Application) string {
	r := record.Revision{Application: record.Pair[schedule.Application]{Before: b, After: a}}
	return strings.Join(record.Describe(r, "Europe/Berlin"), "\n")
}

func TestDescribe(t *testing.T) {
	cases := []struct {
		name   string
		change func(*schedule.Application)
		want   string
	}{
		{"status", func(a *schedule.Application) { a.Status = schedule.Interviewing }, "status: applied → interviewing"},
		{"day of application", func(a *schedule.Application) { a.AppliedOn = 0 }, "applied on removed, was Fri 20 Nov 2026"},
		{"notes", func(a *schedule.Application) { a.Notes = "second" }, "notes changed"},
		{"closing date", func(a *schedule.Application) { a.Posting.ClosesOn++ }, "posting closes on Tue 1 Dec 2026 → Wed 2 Dec 2026"},
		{"moved", func(a *schedule.Application) { a.Interviews[0].Start = second.Add(26 * time.Hour) }, "interview round 1 moved from Wed 2 Dec 2026, 10:00 (America/New_York) to Thu 3 Dec 2026, 12:00 (America/New_York)"},
		{"same instant", func(a *schedule.Application) { a.Interviews[0].Start = second.UTC() }, "interview round 1: the time is now written with UTC+00:00"},
		{"cancelled", func(a *schedule.Application) { a.Interviews[0].Cancelled = true }, "interview round 1 cancelled: Wed 2 Dec 2026, 10:00 (America/New_York)"},
		{"second round", func(a *schedule.Application) {
			a.Interviews = append(a.Interviews, schedule.Interview{Round: 2, Start: second, Minutes: 60, Mode: schedule.ByVideo})
		}, "interview round 2 added: Wed 2 Dec 2026, 10:00 (America/New_York), video"},
		{"phone", func(a *schedule.Application) { a.Contacts[0].Phone = "+1 2" }, "phone of Dana Doe: +1 212 555 0100 → +1 2"},
		{"renamed", func(a *schedule.Application) { a.Contacts[0].Name = "Dana Roe" }, "name of Dana Doe: Dana Doe → Dana Roe"},
		{"rejection", func(a *schedule.Application) {
			a.Responses = append(a.Responses, schedule.Response{On: on(2026, 12, 8), Kind: schedule.Rejection})
		}, "reply logged: rejection on Tue 8 Dec 2026"},
		{"outreach gone", func(a *schedule.Application) { a.Outreach = nil }, "follow-up by phone to Dana Doe removed on Mon 30 Nov 2026: no answer; asked reviewed-resume"},
		{"policy", func(a *schedule.Application) { two := 2; a.Policy.FollowUps = &two }, "policy follow_ups: 3 → 2"},
		{"contacts turned round", func(a *schedule.Application) {
			a.Contacts = append([]schedule.Contact{{Name: "Kim"}}, a.Contacts...)
		}, "contact added: Kim"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := full()
			c.change(a)
			if got := described(full(), a); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestDescribeWhole(t *testing.T) {
	if got := described(full(), nil); got != "application removed: Engineer at Acme" {
		t.Errorf("removal: %s", got)
	}
	got := described(nil, full())
	for _, part := range []string{"application added: Engineer at Acme\nstatus: applied\napplied on Fri 20 Nov 2026", "take-home deadline added: Wed 2 Dec 2026, 10:00 (America/New_York)", "after interview round 1: decision promised by Thu 10 Dec 2026"} {
		if !strings.Contains(got, part) {
			t.Errorf("%q lacks %q", got, part)
		}
	}
	two := []schedule.Contact{{Name: "A"}, {Name: "B"}}
	if got := described(&schedule.Application{Contacts: two}, &schedule.Application{Contacts: []schedule.Contact{two[1], two[0]}}); got != "contacts in another order: B comes first" {
		t.Errorf("order: %s", got)
	}
	if got := described(&schedule.Application{Contacts: two}, &schedule.Application{Contacts: two[1:]}); got != "contact removed: A" {
		t.Errorf("one less: %s", got)
	}
}

func TestDescribeDecisionsAndSettings(t *testing.T) {
	snoozed := &schedule.Decision{Event: "e", Kind: schedule.Snooze, To: on(2026, 12, 3)}
	done := &schedule.Decision{Event: "e", Kind: schedule.Done, On: on(2026, 12, 4)}
	got := record.Describe(record.Revision{Decision: record.Pair[schedule.Decision]{Before: snoozed, After: done}}, "")
	if fmt.Sprint(got) != "[decision: snoozed to Thu 3 Dec 2026 → done on Fri 4 Dec 2026]" {
		t.Error(got)
	}
	off := &record.Settings{DaysOff: []schedule.DaysOff{{From: on(2026, 12, 24), To: on(2027, 1, 1), Why: "holiday"}}}
	got = record.Describe(record.Revision{Settings: record.Pair[record.Settings]{After: off}}, "")
	if fmt.Sprint(got) != "[days off added: Thu 24 Dec 2026 to Fri 1 Jan 2027, holiday]" {
		t.Error(got)
	}
}

// TestDescribeMissesNoField changes each field on its own, however deep, and
// wants at least one sentence for it and none without a change.
func TestDescribeMissesNoField(t *testing.T) {
	n := 3
	settings := func() *record.Settings {
		return &record.Settings{
			Name: "Robin", Zone: "UTC", Region: "US", DaysOff: []schedule.DaysOff{{From: 1, To: 2, Why: "x"}}, Closed: []schedule.Day{{On: 1, Name: "x"}},
			Working: []schedule.Day{{On: 2, Name: "y"}}, Policy: allKeys(&n),
		}
	}
	decision := func() *schedule.Decision {
		return &schedule.Decision{Event: "e", Kind: schedule.Snooze, To: 9, On: 8, Concerns: []schedule.Concern{{Application: "a", Event: "e"}}}
	}
	check := func(fresh func() any, say func(b, a any) []string) {
		if all := say(fresh(), fresh()); len(all) > 0 {
			t.Errorf("%T did not change, and yet: %q", fresh(), all)
		}
		for i := range len(leaves(reflect.ValueOf(fresh()).Elem(), "")) {
			changed := fresh()
			leaf := leaves(reflect.ValueOf(changed).Elem(), "")[i]
			leaf.change()
			if len(say(fresh(), changed)) == 0 {
				t.Errorf("%T%s changed, and nothing says so", changed, leaf.path)
			}
		}
	}
	check(func() any { return full() }, func(b, a any) []string {
		return record.Describe(record.Revision{Application: record.Pair[schedule.Application]{Before: b.(*schedule.Application), After: a.(*schedule.Application)}}, "")
	})
	check(func() any { return settings() }, func(b, a any) []string {
		return record.Describe(record.Revision{Settings: record.Pair[record.Settings]{Before: b.(*record.Settings), After: a.(*record.Settings)}}, "")
	})
	check(func() any { return decision() }, func(b, a any) []string {
		return record.Describe(record.Revision{Decision: record.Pair[schedule.Decision]{Before: b.(*schedule.Decision), After: a.(*schedule.Decision)}}, "")
	})
}

type leaf struct {
	path   string
	change func()
}

// leaves lists the changes of v, one for each of its fields.
func leaves(v reflect.Value, path string) []leaf {
	one := func(change func()) []leaf { return []leaf{{path, change}} }
	if v.Type() == reflect.TypeFor[time.Time]() {
		return []leaf{
			{path, func() { v.Set(reflect.ValueOf(v.Interface().(time.Time).Add(time.Second))) }},
			{path + " zone", func() { v.Set(reflect.ValueOf(v.Interface().(time.Time).In(time.FixedZone("", 3600)))) }},
		}
	}
	switch v.Kind() {
	case reflect.String:
		return one(func() { v.SetString(v.String() + "!") })
	case reflect.Bool:
		return one(func() { v.SetBool(!v.Bool()) })
	case reflect.Int, reflect.Int16, reflect.Int32, reflect.Int64:
		return one(func() { v.SetInt(v.Int() + 1) })
	case reflect.Float64:
		return one(func() { v.SetFloat(v.Float() + 1) })
	case reflect.Pointer:
		all := one(func() { v.SetZero() })
		if v.Elem().Kind() == reflect.Struct {
			return append(all, leaves(v.Elem(), path)...)
		}
		return append(all, leaf{path, func() {
			fresh := reflect.New(v.Type().Elem())
			fresh.Elem().Set(v.Elem())
			leaves(fresh.Elem(), path)[0].change()
			v.Set(fresh)
		}})
	case reflect.Slice:
		all := append(one(func() { v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem()))) }), leaf{path, func() { v.SetZero() }})
		return append(all, leaves(v.Index(0), path+"[0]")...)
	case reflect.Struct:
		var all []leaf
		for i := range v.NumField() {
			all = append(all, leaves(v.Field(i), path+"."+v.Type().Field(i).Name)...)
		}
		return all
	}
	panic("a kind of field that the test does not change: " + v.Kind().String() + " " + path)
}
