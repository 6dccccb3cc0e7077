package exchange_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/rickb777/date/v2"
	"pgregory.net/rapid"

	"followcal/schedule"
	"followcal/schedule/exchange"
)

// hostile is the letters that formats trip over, among ordinary ones.
var hostile = []rune("abc XYZ019=+-@'\"\",;:\\|\t\n/<>&é日\u202e\u200d🚀\u00a0�{}[]")

func line(t *rapid.T, label string) string {
	s := rapid.StringOfN(rapid.SampledFrom(hostile), 0, 12, -1).Draw(t, label)
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, s))
}

func note(t *rapid.T, label string) string {
	return strings.TrimSpace(rapid.StringOfN(rapid.SampledFrom(hostile), 0, 20, -1).Draw(t, label))
}

func day(t *rapid.T, label string) date.Date {
	return date.New(2026, 1, 1) + date.Date(rapid.IntRange(0, 700).Draw(t, label))
}

func maybeDay(t *rapid.T, label string) date.Date {
	if rapid.Bool().Draw(t, label+"?") {
		return day(t, label)
	}
	return 0
}

func instant(t *rapid.T, label string) time.Time {
	offset := rapid.SampledFrom([]int{0, -5 * 3600, 5*3600 + 45*60, 14 * 3600}).Draw(t, label+" offset")
	at := time.Unix(1_790_000_000+int64(rapid.IntRange(0, 10_000_000).Draw(t, label)), 0).UTC()
	if offset != 0 {
		at = at.In(time.FixedZone("", offset))
	}
	return at
}

// few draws a list, nil when it is empty.
func few[T any](t *rapid.T, label string, one func(t *rapid.T, label string) T) []T {
	var list []T
	for i := range rapid.IntRange(0, 2).Draw(t, label+" count") {
		list = append(list, one(t, fmt.Sprintf("%s %d", label, i)))
	}
	return list
}

func word[T ~string](t *rapid.T, label string, of []T) T { return rapid.SampledFrom(of).Draw(t, label) }

func orNone[T ~string](of []T) []T { return append([]T{""}, of...) }

func filledLine(t *rapid.T, label string) string { return "x" + line(t, label) }

func namedDay(t *rapid.T, label string) schedule.Day {
	return schedule.Day{On: day(t, label), Name: line(t, label+" name")}
}

func policy(t *rapid.T, label string) *schedule.Overrides {
	if !rapid.Bool().Draw(t, label) {
		return nil
	}
	follow, growth, midweek := rapid.IntRange(0, 3).Draw(t, "follow_ups"), rapid.Float64Range(1, 10).Draw(t, "growth"), true
	window, alarm := schedule.Window{From: schedule.At(9, 5), Until: schedule.At(11, 0)}, schedule.At(0, 0)
	return &schedule.Overrides{FollowUps: &follow, GapGrowth: &growth, PreferMidweek: &midweek, CallWindow: &window, Alarm: &alarm}
}

func interview(t *rapid.T, round int) schedule.Interview {
	return schedule.Interview{
		Round: round, Start: instant(t, "start"), Minutes: rapid.IntRange(1, 1440).Draw(t, "minutes"),
		Mode: word(t, "mode", orNone(schedule.Modes)), Place: line(t, "place"), Contacts: few(t, "names", filledLine), Cancelled: rapid.Bool().Draw(t, "cancelled"),
		Preference: schedule.Preference{
			Permission: word(t, "permission", orNone(schedule.Permissions)), Method: word(t, "wish", orNone(schedule.Methods)),
			Contact: line(t, "wished contact"), NotBefore: maybeDay(t, "not before"), DecisionBy: maybeDay(t, "decision by"),
		},
	}
}

func application(t *rapid.T, _ string) schedule.Application {
	a := schedule.Application{
		Employer: line(t, "employer"), Role: line(t, "role"), Status: word(t, "status", schedule.Statuses), AppliedOn: maybeDay(t, "applied"),
		Source: line(t, "source"), Region: line(t, "region"), Zone: line(t, "zone"), Notes: note(t, "notes"),
		Posting: schedule.Posting{URL: line(t, "url"), ClosesOn: maybeDay(t, "closes"), NoContact: rapid.Bool().Draw(t, "no contact")},
		Closed:  few(t, "closed", namedDay), Working: few(t, "working", namedDay), Policy: policy(t, "policy"),
	}
	a.Contacts = few(t, "contacts", func(t *rapid.T, l string) schedule.Contact {
		return schedule.Contact{Name: line(t, l), Phone: line(t, l+" phone"), Email: line(t, l+" email"), Method: word(t, l+" by", orNone(schedule.Methods))}
	})
	a.Outreach = few(t, "outreach", func(t *rapid.T, l string) schedule.Outreach {
		asked := few(t, "asked", func(t *rapid.T, l string) schedule.Question { return schedule.Question(filledLine(t, l)) })
		return schedule.Outreach{
			On: day(t, l), Method: word(t, l+" by", orNone(schedule.Methods)), Purpose: word(t, l+" why", schedule.Purposes),
			Outcome: note(t, l+" outcome"), Contact: line(t, l+" to"), Asked: asked,
		}
	})
	a.Responses = few(t, "responses", func(t *rapid.T, l string) schedule.Response {
		return schedule.Response{On: day(t, l), Kind: word(t, l+" kind", schedule.ResponseKinds), Note: note(t, l+" note")}
	})
	a.Deadlines = few(t, "deadlines", func(t *rapid.T, l string) schedule.Deadline {
		d := schedule.Deadline{Kind: word(t, l+" kind", schedule.DeadlineKinds)}
		if d.On = maybeDay(t, l); d.On == 0 {
			d.At = instant(t, l)
		}
		return d
	})
	for i := range rapid.IntRange(0, 2).Draw(t, "interviews") {
		a.Interviews = append(a.Interviews, interview(t, 2-i))
	}
	return a
}

func drawLog(t *rapid.T) *schedule.Log {
	l := &schedule.Log{
		Name: line(t, "name"), Zone: line(t, "zone"), Region: line(t, "region"), Closed: few(t, "closed", namedDay),
		Working: few(t, "working", namedDay), Policy: policy(t, "policy"), Applications: few(t, "applications", application),
	}
	for i := range l.Applications {
		l.Applications[i].ID = fmt.Sprintf("%s%d", filledLine(t, "id"), i)
	}
	l.DaysOff = few(t, "days off", func(t *rapid.T, label string) schedule.DaysOff {
		from := day(t, label)
		return schedule.DaysOff{From: from, To: from + date.Date(rapid.IntRange(0, 9).Draw(t, "length")), Why: line(t, "why")}
	})
	l.Decisions = few(t, "decisions", func(t *rapid.T, label string) schedule.Decision {
		d := schedule.Decision{Event: filledLine(t, label), Kind: word(t, "kind", schedule.DecisionKinds)}
		if d.Kind == schedule.Snooze {
			d.To = day(t, "to")
		} else {
			d.On = maybeDay(t, "on")
		}
		if d.Kind == schedule.Snooze || d.On != 0 {
			d.Concerns = few(t, "concerns", func(t *rapid.T, l string) schedule.Concern {
				return schedule.Concern{Application: filledLine(t, l), Event: filledLine(t, l+" event")}
			})
		}
		return d
	})
	return l
}

// sameTime compares instants with their offsets.
var sameTime = cmp.Comparer(func(a, b time.Time) bool {
	_, x := a.Zone()
	_, y := b.Zone()
	return a.Equal(b) && x == y
})

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		log := drawLog(t)
		var asJSON, asCSV strings.Builder
		if exchange.WriteJSON(&asJSON, log) != nil || exchange.WriteCSV(&asCSV, log) != nil {
			t.Fatal("a log cannot be written")
		}
		for _, text := range []string{asJSON.String(), asCSV.String()} {
			r, err := exchange.Read("log", strings.NewReader(text), exchange.Options{})
			if err != nil || len(r.Rejected)+len(r.Warnings) > 0 {
				t.Fatalf("%v %+v %+v\n%s", err, r.Rejected, r.Warnings, text)
			}
			if diff := cmp.Diff(*log, r.Log, sameTime); diff != "" {
				t.Fatalf("the log changed:\n%s\n%s", diff, text)
			}
			var again strings.Builder
			if strings.HasPrefix(text, "{") {
				_ = exchange.WriteJSON(&again, &r.Log)
			} else {
				_ = exchange.WriteCSV(&again, &r.Log)
			}
			if again.String() != text {
				t.Fatalf("the bytes changed:\n%s\n%s", text, again.String())
			}
		}
	})
}

// breakages are ways in which one row of three cells goes wrong.
var breakages = []string{
	`"Broken`, `"Broken,x,`, `Broken,"x,`, `Broken,x,"2026`, `Broken`, `Broken,x,,,`, `"Broken"x,x,`, `Broken,"x"x,`, `Broken,x,2026-02-30`,
	`Broken,x,01/02/2026`, "Broken,\xff,", `""",x,`, `"",",`, `,"`, `"`, `"""`,
}

func TestABrokenRowAnywhereCostsOnlyItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.IntRange(1, 8).Draw(t, "rows")
		at := rapid.IntRange(0, rows).Draw(t, "at")
		quoted := rapid.Bool().Draw(t, "quoted")
		table := "Company,Title,Applied Date\n"
		for i := range rows + 1 {
			switch {
			case i == at:
				table += rapid.SampledFrom(breakages).Draw(t, "broken") + "\n"
			case quoted:
				table += fmt.Sprintf("\"Acmé\",\"Role, %d\",\"2026-11-02\"\n", i)
			default:
				table += fmt.Sprintf("Acmé,Role %d,2026-11-02\n", i)
			}
		}
		r, err := exchange.Read("log", strings.NewReader(table), exchange.Options{})
		if err != nil || len(r.Log.Applications) != rows || len(r.Rejected) != 1 || r.Rejected[0].Line != at+2 {
			t.Fatalf("%v, %d of %d rows kept, rejected %+v\n%s", err, len(r.Log.Applications), rows, r.Rejected, table)
		}
	})
}

func TestTheOrderOfRowsChangesNothingButTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SampledFrom([]string{
			"Acme,Clerk,2026-11-02,Applied", "Acme,Clerk,2026-11-02,Offer", "acme,CLERK,2026-11-02,Saved", "Bee,Cook,,Saved", "Bee,Cook,2026-11-03,Applied", ",,2026-11-03,Interview",
		}), 1, 8).Draw(t, "rows")
		shuffled := rapid.Permutation(rows).Draw(t, "shuffled")
		statuses := func(rows []string) map[string]schedule.Status {
			r, err := exchange.Read("log", strings.NewReader("Company,Title,Applied Date,Status\n"+strings.Join(rows, "\n")), exchange.Options{})
			if err != nil {
				t.Fatal(err)
			}
			byID := make(map[string]schedule.Status)
			for _, a := range r.Log.Applications {
				byID[a.ID] = a.Status
			}
			return byID
		}
		if diff := cmp.Diff(statuses(rows), statuses(shuffled)); diff != "" {
			t.Fatalf("%q: %s", rows, diff)
		}
	})
}
