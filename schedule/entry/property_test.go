package entry_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rickb777/date/v2"
	"pgregory.net/rapid"

	"followcal/schedule"
	"followcal/schedule/entry"
	"followcal/schedule/exchange"
)

// Values that people type, good ones and slips.
func someText(t *rapid.T) string {
	return rapid.SampledFrom([]string{"", "Dana Doe", "dana doe", " Kim\t", "a\nb", "x\x1b[1m", "é日\u202e", "dana@acme.example", "https://jobs.example/1", "Europe/Berlin", "DE-BY", "\xff"}).Draw(t, "text")
}

func someDay(t *rapid.T) date.Date {
	return rapid.SampledFrom([]date.Date{0, day(11, 2), day(11, 20), today, day(12, 3), date.New(1800, 1, 1)}).Draw(t, "day")
}

func someTime(t *rapid.T) time.Time {
	local, _ := time.LoadLocation("America/New_York")
	return rapid.SampledFrom([]time.Time{
		{}, at(11, 24, 10), at(12, 2, 10).In(local), at(12, 2, 10).UTC().Add(time.Nanosecond), time.Date(1901, 1, 1, 0, 0, 0, 0, time.FixedZone("LMT", 3208)), at(12, 3, 9),
	}).Draw(t, "time")
}

func word[T ~string](t *rapid.T, of []T) T {
	return rapid.SampledFrom(append([]T{"", "slip"}, of...)).Draw(t, "word")
}

func field[T any](t *rapid.T, draw func(*rapid.T) T) entry.Field[T] {
	switch rapid.IntRange(0, 3).Draw(t, "field") {
	case 0:
		return entry.Clear[T]()
	case 1:
		return entry.Field[T]{}
	}
	return entry.Set(draw(t))
}

func wordField[T ~string](t *rapid.T, of []T) entry.Field[T] {
	return field(t, func(t *rapid.T) T { return word(t, of) })
}

// anyEntry draws one entry and applies it.
func anyEntry(t *rapid.T, a *schedule.Application) ([]string, error) {
	which := entry.Which{Round: rapid.IntRange(0, 3).Draw(t, "which")}
	switch rapid.IntRange(0, 12).Draw(t, "entry") {
	case 0:
		i := schedule.Interview{Round: rapid.IntRange(0, 3).Draw(t, "round"), Start: someTime(t), Minutes: rapid.SampledFrom([]int{0, 30, 2000}).Draw(t, "minutes"), Mode: word(t, schedule.Modes), Place: someText(t), Contacts: []string{someText(t)}}
		return entry.AddInterview(a, i, here)
	case 1:
		return entry.MoveInterview(a, which, entry.InterviewChange{Start: someTime(t), Mode: wordField(t, schedule.Modes), Place: field(t, someText)}, here)
	case 2:
		return entry.CancelInterview(a, which, here)
	case 3:
		c := entry.PreferenceChange{Permission: wordField(t, schedule.Permissions), Method: wordField(t, schedule.Methods), Contact: field(t, someText), NotBefore: field(t, someDay), DecisionBy: field(t, someDay)}
		return entry.SetPreference(a, which, c, here)
	case 4:
		o := schedule.Outreach{On: someDay(t), Method: word(t, schedule.Methods), Purpose: word(t, schedule.Purposes), Outcome: someText(t), Contact: someText(t), Asked: []schedule.Question{schedule.Question(someText(t))}}
		return entry.LogOutreach(a, o, here)
	case 5:
		return entry.LogResponse(a, schedule.Response{On: someDay(t), Kind: word(t, schedule.ResponseKinds), Note: someText(t)}, here)
	case 6:
		return entry.SetStatus(a, entry.StatusChange{To: word(t, schedule.Statuses), AppliedOn: someDay(t), Again: rapid.Bool().Draw(t, "again")}, here)
	case 7:
		return entry.SetDeadline(a, schedule.Deadline{Kind: word(t, schedule.DeadlineKinds), At: someTime(t), On: someDay(t)}, here)
	case 8:
		return entry.RemoveDeadline(a, word(t, schedule.DeadlineKinds), someDay(t), here)
	case 9:
		return entry.AddContact(a, schedule.Contact{Name: someText(t), Phone: someText(t), Email: someText(t), Method: word(t, schedule.Methods)})
	case 10:
		return entry.ChangeContact(a, someText(t), entry.ContactChange{Name: field(t, someText), Email: field(t, someText), First: rapid.Bool().Draw(t, "first")})
	case 11:
		return entry.RemoveContact(a, someText(t))
	}
	c := entry.Change{
		Employer: field(t, someText), Role: field(t, someText), AppliedOn: field(t, someDay), Source: field(t, someText), Region: field(t, someText), Zone: field(t, someText),
		Notes: field(t, someText), URL: field(t, someText), ClosesOn: field(t, someDay), NoContact: field(t, func(t *rapid.T) bool { return rapid.Bool().Draw(t, "bool") }),
		Policy: []entry.PolicyChange{{Key: rapid.SampledFrom(schedule.PolicyKeyNames()).Draw(t, "key"), Value: field(t, func(t *rapid.T) string {
			return rapid.SampledFrom([]string{"1", "2", "true", "99", "phone"}).Draw(t, "value")
		})}},
	}
	return entry.Edit(a, c, here)
}

// TestWhateverIsLoggedIsExportedAndReadBack holds entries to the rules of the
// formats, and to leaving everything alone that they refuse.
func TestWhateverIsLoggedIsExportedAndReadBack(t *testing.T) {
	sameTime := cmp.Comparer(func(a, b time.Time) bool {
		_, x := a.Zone()
		_, y := b.Zone()
		return a.Equal(b) && x == y
	})
	rapid.Check(t, func(t *rapid.T) {
		a := *applied()
		for range rapid.IntRange(1, 12).Draw(t, "entries") {
			before, copied := a, *clone(&a)
			if _, err := anyEntry(t, &a); err != nil && !reflect.DeepEqual(a, before) {
				t.Fatalf("%v, and yet it changed", err)
			} else if err != nil && entry.FieldOf(err) == "" {
				t.Fatalf("no field is named by %v", err)
			}
			if diff := cmp.Diff(copied, before, sameTime, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("the lists of the state before were written into: %s", diff)
			}
		}
		var text strings.Builder
		if err := exchange.WriteJSON(&text, &schedule.Log{Applications: []schedule.Application{a}}); err != nil {
			t.Fatal(err)
		}
		r, err := exchange.Read("log", strings.NewReader(text.String()), exchange.Options{Today: today})
		if err != nil || len(r.Warnings) > 0 {
			t.Fatalf("%v %+v\n%s", err, r.Warnings, text.String())
		}
		if diff := cmp.Diff(a, r.Log.Applications[0], sameTime, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("it changed on the way: %s", diff)
		}
	})
}
