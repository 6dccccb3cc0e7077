package app_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/internal/app"
	"followcal/internal/fault"
)

const log = `{"version":1,"name":"Robin Doe","applications":[
 {"id":"a1","employer":"Acme","role":"Engineer","status":"applied","applied_on":"2026-11-20",
  "posting":{"url":"https://acme.example/jobs/1"},"contacts":[{"name":"Dana","phone":"+1 212 555 0100"}]}]}`

// request asks for the plan of the log above as of Sunday, 22 November 2026, on
// a system in New York.
func request(change func(*app.ExportRequest)) app.ExportRequest {
	r := app.ExportRequest{
		Sources: []app.Source{{Name: "log.json", Reader: strings.NewReader(log)}},
		Format:  "ics", Privacy: "full", AsOf: date.New(2026, time.November, 22),
		Now:        func() time.Time { return time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC) },
		SystemZone: func() (string, error) { return "America/New_York", nil },
	}
	change(&r)
	return r
}

func export(t *testing.T, r app.ExportRequest) (string, app.Summary) {
	t.Helper()
	var out bytes.Buffer
	s, err := app.New().Export(t.Context(), &out, r)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(out.String(), "\r\n ", ""), s
}

func TestPrivacyHidesOnTheServersSide(t *testing.T) {
	tests := []struct {
		privacy      string
		shown, never []string
	}{
		{"full", []string{"SUMMARY:Call Dana at Acme about Engineer", "DESCRIPTION:5 business days", "URL:https://acme.example/jobs/1", "+1 212 555 0100"}, nil},
		{"titles", []string{"SUMMARY:Call Dana at Acme about Engineer"}, []string{"5 business days", "acme.example", "555"}},
		{"busy", []string{"SUMMARY:Busy"}, []string{"Acme", "Dana", "Engineer", "5 business days", "acme.example", "follow-up\r\n", "move-on"}},
	}
	for _, tt := range tests {
		t.Run(tt.privacy, func(t *testing.T) {
			text, _ := export(t, request(func(r *app.ExportRequest) { r.Privacy = tt.privacy }))
			for _, want := range tt.shown {
				if !strings.Contains(text, want) {
					t.Errorf("%q is not in\n%s", want, text)
				}
			}
			for _, hidden := range tt.never {
				if strings.Contains(text, hidden) {
					t.Errorf("%q shows in\n%s", hidden, text)
				}
			}
		})
	}
}

func TestTheCalendarSaysWhatItIs(t *testing.T) {
	text, _ := export(t, request(func(*app.ExportRequest) {}))
	for _, line := range []string{
		"NAME:Follow-ups", "X-WR-CALNAME:Follow-ups", "X-WR-TIMEZONE:America/New_York", "COLOR:royalblue",
		"X-APPLE-CALENDAR-COLOR:#4169E1", "REFRESH-INTERVAL;VALUE=DURATION:PT12H", "X-PUBLISHED-TTL:PT12H",
	} {
		if !strings.Contains(text, "\r\n"+line+"\r\n") {
			t.Errorf("%q is missing in\n%s", line, text)
		}
	}
	if strings.Contains(text, "\r\nMETHOD") || strings.Contains(text, "\r\nSOURCE") || strings.Contains(text, "ATTENDEE") {
		t.Error("a calendar that asks for answers, or gives its address away")
	}
}

func TestAlarms(t *testing.T) {
	with, _ := export(t, request(func(*app.ExportRequest) {}))
	if !strings.Contains(with, "TRIGGER:-PT10M") || !strings.Contains(with, "TRIGGER:PT9H") {
		t.Errorf("a call should ring ten minutes before, a day's event at nine:\n%s", with)
	}
	without, _ := export(t, request(func(r *app.ExportRequest) { r.NoAlarms = true }))
	if strings.Contains(without, "VALARM") {
		t.Error("an alarm although none were wanted")
	}
}

func TestTheCalendarHasWhatIsOpenAndTheSummaryWhatIsMissed(t *testing.T) {
	late := request(func(r *app.ExportRequest) { r.AsOf = date.New(2026, time.December, 9) })
	text, s := export(t, late)
	if strings.Contains(text, "20261130") || !strings.Contains(text, "20261207") {
		t.Errorf("the follow-up of 30 November is long past, that of 7 December is not:\n%s", text)
	}
	if s.Missed != 1 || s.Applications != 1 || len(s.Events) != 2 {
		t.Errorf("summary %+v", s)
	}
}

func TestTheRegionIsTheZonesCountryUnlessGiven(t *testing.T) {
	_, s := export(t, request(func(*app.ExportRequest) {}))
	if len(s.Notes) != 2 || !strings.Contains(s.Notes[0], "America/New_York") || !strings.Contains(s.Notes[1], "holidays of US") {
		t.Errorf("notes %q should name the zone and the region that were assumed", s.Notes)
	}
	_, s = export(t, request(func(r *app.ExportRequest) { r.Zone, r.Region = "Europe/Berlin", "DE-BY" }))
	if len(s.Notes) != 0 {
		t.Errorf("notes %q although nothing was assumed", s.Notes)
	}
}

func TestMisuse(t *testing.T) {
	tests := map[string]struct {
		change func(*app.ExportRequest)
		says   string
	}{
		"a zone without a country": {func(r *app.ExportRequest) { r.Zone = "UTC" }, "--region"},
		"a zone that is none":      {func(r *app.ExportRequest) { r.Zone = "Europe/Berln" }, "Europe/Berlin"},
		"a region that is none":    {func(r *app.ExportRequest) { r.Region = "US-NYY" }, "US-NY"},
		"a privacy that is none":   {func(r *app.ExportRequest) { r.Privacy = "secret" }, "--privacy"},
		"a format that is none":    {func(r *app.ExportRequest) { r.Format = "pdf" }, "--format"},
		"nothing to read":          {func(r *app.ExportRequest) { r.Sources = nil }, "nothing to read"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			_, err := app.New().Export(t.Context(), &out, request(tt.change))
			if fault.KindOf(err) != fault.Usage || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v (%v), want a misuse that says %q", err, fault.KindOf(err), tt.says)
			}
			if out.Len() > 0 {
				t.Errorf("%d bytes were written", out.Len())
			}
		})
	}
}
