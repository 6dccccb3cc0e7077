package exchange_test

import (
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/exchange"
)

// ownTable makes followcal's own CSV of sparse rows, each of which is written
// as "column=value" pairs.
func ownTable(rows ...string) string {
	columns := strings.Split("record,application,employer,role,status,on,to,source,region,zone,url,closes_on,no_contact,name,phone,email,method,"+
		"round,start,minutes,mode,place,contact,contacts,cancelled,permission,not_before,decision_by,purpose,kind,asked,due,event,concerns,key,value,note", ",")
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.Write(columns)
	for _, row := range rows {
		cells := make([]string, len(columns))
		for _, pair := range strings.Split(row, "|") {
			column, value, _ := strings.Cut(pair, "=")
			for i, c := range columns {
				if c == column {
					cells[i] = value
				}
			}
		}
		_ = w.Write(cells)
	}
	w.Flush()
	return b.String()
}

func TestABadRecordIsRejectedAlone(t *testing.T) {
	const app = "record=application|application=a|employer=Acme|role=Clerk|on=2026-11-02"
	tests := []struct{ row, says string }{
		{"record=submission|application=b", `the record is none of candidate, day-off, closed`},
		{"record=|name=x", `the record is none of`},
		{"record=contact|name=Dana", `it names no application`},
		{"record=contact|application=z|name=Dana", `an application that no row before it has: "z"`},
		{"record=application|application=a", `stands on line 2 already: "a"`},
		{"record=application|application=b|status=hired", `the word in status is none of saved, applied`},
		{"record=application|application=b|on=2026-02-30", `the date in on is a day that does not exist: "2026-02-30"`},
		{"record=application|application=b|on=11/02/2026", `the date in on is not a date`},
		{"record=application|application=b|no_contact=maybe", `the word in no_contact is not true or false: "maybe"`},
		{"record=application|application=b|employer=" + strings.Repeat("e", exchange.MaxName+1), `the employer is longer than 4096 bytes`},
		{"record=application|application=b|note=" + strings.Repeat("e", exchange.MaxText+1), `the note is longer than 65536 bytes`},
		{"record=day-off|to=2026-12-01", `the date in on is missing`},
		{"record=day-off|on=2026-12-02|to=2026-12-01", `ends before it begins: "2026-12-01"`},
		{"record=closed|name=x", `the date in on is missing`},
		{"record=working|application=z|on=2026-12-01", `no row before it has`},
		{"record=decision|kind=done", `the event is missing`},
		{"record=decision|event=u", `the word in kind is missing; it is one of done, snooze or dismiss`},
		{"record=decision|event=u|kind=snooze", `a snooze needs`},
		{"record=decision|event=u|kind=dismiss|to=2026-12-01", `only a snooze`},
		{"record=decision|event=u|kind=snooze|to=2026-12-01|on=2026-12-01", `only what was done or dismissed has a day "on"`},
		{"record=decision|event=u|kind=done|concerns=a;u", `needs the day "on"`},
		{"record=decision|event=u|kind=done|on=2026-12-01|concerns=a;u;b", `the concerns are not pairs`},
		{"record=decision|event=u|kind=done|on=2026-12-01|concerns=" + strings.Repeat("a;u;", exchange.MaxConcerns+1), `there are more than 2000 in concerns`},
		{"record=policy|key=followups|value=1", `a policy has no such key; there are after_application_days`},
		{"record=policy|key=follow_ups|value=two", `follow_ups: "two" is not a whole number`},
		{"record=policy|key=gap_growth|value=x", `gap_growth: "x" is not a number`},
		{"record=policy|key=prefer_midweek|value=yes", `prefer_midweek: "yes" is not true or false`},
		{"record=policy|key=alarm|value=9", `alarm: "9" is not a time of day`},
		{"record=policy|key=follow_ups|value=9", `follow_ups: 9 is outside 0 to 3`},
		{"record=policy|application=a|key=gap_days|value=99", `gap_days: 99 is outside 1 to 60`},
		{"record=policy|key=call_minutes|value=120", `call_window: 10:00-11:30 is shorter than one call of 120 minutes`},
		{"record=contact|application=a|method=fax", `the word in method is none of phone, email or letter: "fax"`},
		{"record=interview|application=a", `the time in start is not a time with its offset`},
		{"record=interview|application=a|start=2026-11-20T10:00:00", `the time in start is not a time with its offset`},
		{"record=interview|application=a|start=2026-11-20T10:00:00Z|round=0", `the number in round is not one from 1 to 99: "0"`},
		{"record=interview|application=a|start=2026-11-20T10:00:00Z|minutes=x", `the number in minutes is not one from 1 to 1440: "x"`},
		{"record=interview|application=a|start=2026-11-20T10:00:00Z|mode=zoom", `the word in mode is none of`},
		{"record=interview|application=a|start=2026-11-20T10:00:00Z|permission=yes", `the word in permission is none of`},
		{"record=interview|application=a|start=2026-11-20T10:00:00Z|contacts=" + strings.Repeat("x;", 51), `there are more than 50 in contacts`},
		{"record=interview|application=a|start=2026-11-20T10:00:00Z|contacts=" + strings.Repeat("x", exchange.MaxName+1), `the contacts is longer than`},
		{"record=outreach|application=a", `the date in on is missing`},
		{"record=outreach|application=a|on=2026-11-20|purpose=beg", `the word in purpose is none of`},
		{"record=response|application=a|kind=reply", `the date in on is missing`},
		{"record=response|application=a|on=2026-11-20|kind=no", `the word in kind is none of reply`},
		{"record=deadline|application=a|due=2026-12-01", `the word in kind is missing`},
		{"record=deadline|application=a|kind=offer", `the due time is not a date`},
		{"record=deadline|application=a|kind=offer|due=2026-12-01T10:00", `the due time is not a time with its offset`},
	}
	for _, tt := range tests {
		t.Run(tt.row[:min(len(tt.row), 60)], func(t *testing.T) {
			r := read(t, ownTable(app, tt.row, "record=application|application=last"))
			if len(r.Rejected) != 1 || r.Rejected[0].Line != 3 || !strings.Contains(r.Rejected[0].Said(), tt.says) {
				t.Fatalf("rejected = %+v\nwant       %s", r.Rejected, tt.says)
			}
			log := r.Log
			if len(log.Applications) != 2 || log.Policy != nil || log.Applications[0].Policy != nil {
				t.Errorf("log = %+v", log)
			}
			if a := log.Applications[0]; len(a.Contacts)+len(a.Interviews)+len(a.Outreach)+len(a.Responses)+len(a.Deadlines)+len(log.DaysOff)+len(log.Decisions) > 0 {
				t.Errorf("something of the row was kept: %+v", log)
			}
		})
	}
}

func TestARecordIsThereOnce(t *testing.T) {
	r := read(t, ownTable("record=candidate|name=Robin", "record=candidate|name=Other", "record=policy|key=gap_days|value=7", "record=policy|key=gap_days|value=8",
		"record=application|application=a", "record=application|application=a"))
	if lines(r) != "3,5,7" || r.Log.Name != "Robin" || *r.Log.Policy.GapDays != 7 || len(r.Log.Applications) != 1 {
		t.Errorf("%+v %+v", r.Rejected, r.Log)
	}
}

func TestValuesOfAPolicyAreJudgedTogether(t *testing.T) {
	r := read(t, ownTable("record=application|application=a",
		"record=policy|key=call_window|value=10:00-10:05", "record=policy|key=call_minutes|value=5",
		"record=policy|application=a|key=own_hours|value=12:00-12:05"))
	if len(r.Rejected) > 0 || r.Log.Applications[0].Policy == nil {
		t.Errorf("%+v", r.Rejected)
	}
	r = read(t, ownTable("record=application|application=a",
		"record=policy|key=call_window|value=10:00-10:05", "record=policy|key=call_minutes|value=6", "record=policy|key=gap_days|value=9"))
	if lines(r) != "3" || *r.Log.Policy.CallMinutes != 6 || *r.Log.Policy.GapDays != 9 {
		t.Errorf("%+v %+v", r.Rejected, r.Log.Policy)
	}
}

func TestColumnsMayBeMovedAndLeftOut(t *testing.T) {
	r := read(t, "Role;Extra;Employer;Application;Record;Start\nClerk;x;Acme;a;application;\n;x;;a;interview;2026-11-20T10:00:00Z\n")
	if r.Format != exchange.FollowcalCSV || len(r.Unused) != 1 || r.Unused[0] != "Extra" {
		t.Fatalf("result = %+v", r)
	}
	a := r.Log.Applications[0]
	if a.Role != "Clerk" || a.Employer != "Acme" || len(a.Interviews) != 1 || a.Interviews[0].Minutes != 60 {
		t.Errorf("application = %+v", a)
	}
}

func TestFormulasAreNeutralisedAndComeBack(t *testing.T) {
	for _, text := range []string{"=1+1", "+1 212 555 0100", "-x", "@SUM(A1)", "'=1", "''=1", "'", "'plain", "''", "=", "x=1", `=HYPERLINK("https://evil.example";"x")`} {
		log := &schedule.Log{Name: text, Applications: []schedule.Application{{ID: text, Employer: text, Status: schedule.Saved, Notes: text}}}
		table := writeCSV(t, log)
		rows, err := csv.NewReader(strings.NewReader(table)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			for _, cell := range row {
				if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
					t.Errorf("a spreadsheet would run %q", cell)
				}
			}
		}
		r := read(t, table)
		if a := r.Log.Applications[0]; r.Log.Name != text || a.ID != text || a.Employer != text || a.Notes != text {
			t.Errorf("%q came back as %+v", text, r.Log)
		}
	}
}

func TestListsInACellComeBack(t *testing.T) {
	at := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	for _, list := range [][]string{{"Dana"}, {"a;b", `c\d`, `e\;f`}, {`\`, ";", `\\`}, {"=x", "'y"}, {"a, b", `"q"`}} {
		log := &schedule.Log{Applications: []schedule.Application{{
			ID: "a", Status: schedule.Saved, Interviews: []schedule.Interview{{Round: 1, Start: at, Minutes: 30, Contacts: list}},
		}}}
		got := read(t, writeCSV(t, log)).Log.Applications[0].Interviews[0].Contacts
		if strings.Join(got, "\x00") != strings.Join(list, "\x00") {
			t.Errorf("%q came back as %q", list, got)
		}
	}
}

func TestANoteMayHoldWholeRows(t *testing.T) {
	note := strings.TrimSpace(ownTable("record=application|application=evil", "record=candidate|name=Evil"))
	log := &schedule.Log{Name: "Robin", Applications: []schedule.Application{{ID: "a", Status: schedule.Saved, AppliedOn: date.New(2026, 11, 2), Notes: note}}}
	r := read(t, writeCSV(t, log))
	if len(r.Log.Applications) != 1 || r.Log.Applications[0].Notes != note || r.Log.Name != "Robin" {
		t.Errorf("%+v", r)
	}
}

func TestListsBelowAnApplicationAreBounded(t *testing.T) {
	entry := `{"on":"2026-11-02"},`
	tooMany := app(`"responses":[` + strings.Repeat(entry, exchange.MaxEntries) + `{"on":"2026-11-02"}]`)
	if _, err := exchange.Read("log", strings.NewReader(tooMany), exchange.Options{}); fault.KindOf(err) != fault.TooLarge {
		t.Errorf("JSON: %v", err)
	}
	tooMany = `{"version":1,"decisions":[{"event":"u","kind":"done","on":"2026-11-02","concerns":[` +
		strings.Repeat(`{"application":"a","event":"u"},`, exchange.MaxConcerns) + `{"application":"a","event":"u"}]}]}`
	if _, err := exchange.Read("log", strings.NewReader(tooMany), exchange.Options{}); fault.KindOf(err) != fault.TooLarge {
		t.Errorf("concerns: %v", err)
	}
	rows := []string{"record=application|application=a"}
	for range exchange.MaxEntries + 1 {
		rows = append(rows, "record=response|application=a|on=2026-11-02")
	}
	if r := read(t, ownTable(rows...)); len(r.Rejected) != 1 || len(r.Log.Applications[0].Responses) != exchange.MaxEntries {
		t.Errorf("CSV: %+v", r.Rejected)
	}
	var interviews []string
	for i := range 100 {
		at := time.Date(2026, 1, 1+i, 10, 0, 0, 0, time.UTC)
		interviews = append(interviews, `{"start":"`+at.Format(time.RFC3339)+`"}`)
	}
	good := read(t, app(`"interviews":[`+strings.Join(interviews[:99], ",")+`]`))
	if again := read(t, writeCSV(t, &good.Log)); len(again.Log.Applications[1].Interviews) != 99 {
		t.Errorf("99 interviews became %d", len(again.Log.Applications[1].Interviews))
	}
	if _, err := exchange.Read("log", strings.NewReader(app(`"interviews":[`+strings.Join(interviews, ",")+`]`)), exchange.Options{}); fault.KindOf(err) != fault.TooLarge {
		t.Errorf("100 interviews: %v", err)
	}
}
