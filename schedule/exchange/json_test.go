package exchange_test

import (
	"bytes"
	"strings"
	"testing"

	"followcal/schedule"
	"followcal/schedule/exchange"
)

// contract is the log of the documentation, with every field in use.
const contract = `{"version":1,
 "name":"Robin Doe","zone":"America/New_York","region":"US-NY",
 "days_off":[{"from":"2026-12-24","to":"2027-01-01","why":"holiday"}],
 "closed":[{"on":"2026-12-31","name":"Shutdown"}],"working":[{"on":"2026-10-10","name":"Make-up day"}],
 "decisions":[{"event":"UID","kind":"snooze","to":"2026-12-03"},{"event":"UID","kind":"dismiss"},
   {"event":"UID","kind":"done","on":"2026-11-30","concerns":[{"application":"a1","event":"UID"},{"application":"a;2","event":"UID"}]}],
 "policy":{"follow_ups":3,"gap_growth":1.5,"call_window":"09:30-11:00","prefer_midweek":true,"thank_you":"letter","alarm":"08:30"},
 "applications":[{
   "id":"a1","employer":"Acme","role":"Engineer","status":"interviewing","applied_on":"2026-11-20","source":"LinkedIn",
   "region":"US-NY","zone":"America/New_York","notes":"two\nlines",
   "posting":{"url":"https://jobs.example/1","closes_on":"2026-12-01","no_contact":false},
   "contacts":[{"name":"Dana","phone":"+1 212 555 0100","email":"dana@acme.example","method":"phone"}],
   "interviews":[{"round":1,"start":"2026-12-02T10:00:00-05:00","minutes":45,"mode":"video","place":"https://meet.example/1","contacts":["Dana"],"cancelled":false,
      "preference":{"permission":"granted","method":"email","not_before":"2026-12-07","decision_by":"2026-12-10"}}],
   "outreach":[{"on":"2026-11-30","method":"phone","purpose":"follow-up","outcome":"no answer","contact":"Dana","asked":["reviewed-resume"]}],
   "responses":[{"on":"2026-12-01","kind":"reply","note":"…"}],
   "deadlines":[{"kind":"take-home","due":"2026-12-05T17:00:00-05:00"},{"kind":"offer","due":"2026-12-20"}],
   "policy":{"follow_ups":1}}]}`

func writeJSON(t *testing.T, l *schedule.Log) string {
	t.Helper()
	var b bytes.Buffer
	if err := exchange.WriteJSON(&b, l); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func writeCSV(t *testing.T, l *schedule.Log) string {
	t.Helper()
	var b bytes.Buffer
	if err := exchange.WriteCSV(&b, l); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheContractSurvivesEveryWayRound(t *testing.T) {
	log := read(t, contract).Log
	first := writeJSON(t, &log)

	again := read(t, first).Log
	if second := writeJSON(t, &again); second != first {
		t.Errorf("JSON changed:\n%s\n%s", first, second)
	}
	table := writeCSV(t, &log)
	fromTable := read(t, table).Log
	if second := writeCSV(t, &fromTable); second != table {
		t.Errorf("CSV changed:\n%s\n%s", table, second)
	}
	if second := writeJSON(t, &fromTable); second != first {
		t.Errorf("JSON through CSV changed:\n%s\n%s", first, second)
	}
	for _, part := range []string{`"start":"2026-12-02T10:00:00-05:00"`, `"due":"2026-12-20"`, `"notes":"two\nlines"`, `"gap_growth":1.5`} {
		if !strings.Contains(first, part) {
			t.Errorf("%s is lost in %s", part, first)
		}
	}
}

func TestARescheduledInterviewKeepsItsRound(t *testing.T) {
	text := `{"version":1,"applications":[{"id":"a","interviews":[` +
		`{"round":1,"start":"2026-12-02T10:00:00-05:00","cancelled":true},{"round":1,"start":"2026-12-03T10:00:00-05:00"}]}]}`
	log := read(t, text).Log
	again := read(t, writeCSV(t, &log)).Log
	for _, l := range []schedule.Log{log, again} {
		held := l.Applications[0].Interviews
		if len(held) != 2 || held[0].Round != 1 || held[1].Round != 1 || !held[0].Cancelled {
			t.Errorf("interviews %+v", held)
		}
	}
}
