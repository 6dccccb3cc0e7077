package app_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"followcal/calendar/ical/icaltest"
	"followcal/calendar/ical/readers"
	"followcal/internal/app"
)

// hostileLog has texts that calendars trip over, calls in two zones, an
// interview and a deadline, shared calls and a note in another script.
const hostileLog = `{"version":1,"name":"Robin \"Bo\" Doe; Esq.","zone":"America/New_York","region":"US-NY","applications":[
 {"id":"1","employer":"Acme, Inc.; \"R&D\" \\ Sons","role":"Engineer: C++/Go, 100%","applied_on":"2026-11-18","contacts":[{"name":"Dana O'Neil","phone":"+1 212 555 0100"}]},
 {"id":"2","employer":"Bäckerei 🥐🥐🥐🥐🥐🥐🥐🥐🥐🥐🥐🥐🥐🥐🥐🥐🥐🥐🥐🥐 Öhr","role":"Verkäufer (m/w/d)","applied_on":"2026-11-18","region":"DE-BY","zone":"Europe/Berlin",
  "contacts":[{"name":"Jürgen","phone":"+49 89 555"}]},
 {"id":"3","employer":"شركة المثال","role":"مهندس","applied_on":"2026-11-19","notes":"a\nb"},
 {"id":"4","employer":"Beta","role":"` + "Designer\\twith\\na line break" + `","applied_on":"2026-11-10","posting":{"url":"https://beta.example/?a=1,2;b=%20x&c=é"},
  "interviews":[{"round":1,"start":"2026-12-02T10:00:00-05:00","minutes":45,"mode":"video","place":"Room 1, 2nd floor; ask","contacts":["Kim"],
   "preference":{"permission":"granted","method":"phone","decision_by":"2026-12-10"}}],
  "contacts":[{"name":"Kim","phone":"555"}],"deadlines":[{"kind":"take-home","due":"2026-12-05T17:00:00-05:00"}]},
 {"id":"5","employer":"","role":"","applied_on":"2026-11-20"},
 {"id":"6","employer":"Beta","role":"Very long ` + "title title title title title title title title title title title title title title title title title" + `","applied_on":"2026-11-20"}]}`

func TestEveryProgramReadsWhatIsExported(t *testing.T) {
	hostile := func(format string) app.ExportRequest {
		return request(func(r *app.ExportRequest) {
			r.Sources = []app.Source{{Name: "log.json", Reader: strings.NewReader(hostileLog)}}
			r.Format = format
		})
	}
	var octets, plan bytes.Buffer
	for format, to := range map[string]*bytes.Buffer{"ics": &octets, "json": &plan} {
		if _, err := app.New().Export(t.Context(), to, hostile(format)); err != nil {
			t.Fatal(err)
		}
	}
	icaltest.Verify(t, octets.Bytes())
	want := openEvents(t, plan.Bytes())
	if len(want) < 15 {
		t.Fatalf("only %d events", len(want))
	}
	readers.Verify(t, octets.Bytes(), want)
}

// openEvents lists the events of a plan that belong in a calendar, as a reader
// should see them.
func openEvents(t *testing.T, plan []byte) []readers.Seen {
	t.Helper()
	var read struct {
		Events []struct {
			UID, State, Summary, Due string
			Start                    *time.Time
		}
	}
	if err := json.Unmarshal(plan, &read); err != nil {
		t.Fatal(err)
	}
	var open []readers.Seen
	for _, e := range read.Events {
		if e.State != "pending" && e.State != "snoozed" {
			continue
		}
		seen := readers.Seen{UID: e.UID, Summary: e.Summary, Start: e.Due}
		if e.Start != nil {
			seen.Start = e.Start.UTC().Format(time.RFC3339)
		}
		open = append(open, seen)
	}
	return open
}
