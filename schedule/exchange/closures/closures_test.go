package closures_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/exchange/closures"
)

func show(days []schedule.Day) string {
	var all []string
	for _, d := range days {
		all = append(all, d.On.String()+" "+d.Name)
	}
	return strings.Join(all, "; ")
}

func calendar(lines ...string) string {
	return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//closures//EN\r\nBEGIN:VEVENT\r\nUID:1@example.com\r\n" +
		strings.Join(lines, "\r\n") + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
}

func TestRead(t *testing.T) {
	tests := []struct{ name, text, closed, working string }{
		{"one column", "date\n2026-12-31\n", "2026-12-31 Closed", ""},
		{
			"all columns, any order and case", "\ufeffName,KIND,Date,To\r\nShutdown,,2026-12-30,2027-01-01\r\nMake-up,working,2026-10-10,\r\n",
			"2026-12-30 Shutdown; 2026-12-31 Shutdown; 2027-01-01 Shutdown", "2026-10-10 Make-up",
		},
		{"a name with control characters", "date,name\n2026-12-31,\"a\x07b\nc\"\n", "2026-12-31 a b c", ""},
		{"an event", calendar("SUMMARY:Diwali\\, the feast", "DTSTART;VALUE=DATE:20261108"), "2026-11-08 Diwali, the feast", ""},
		{
			"an event of two days", calendar("SUMMARY:Shutdown", "DTSTART;VALUE=DATE:20261230", "DTEND;VALUE=DATE:20270101"),
			"2026-12-30 Shutdown; 2026-12-31 Shutdown", "",
		},
		{"a duration", calendar("DTSTART;VALUE=DATE:20261230", "DURATION:P2D"), "2026-12-30 Closed; 2026-12-31 Closed", ""},
		{"a working day", calendar("SUMMARY:班", "CATEGORIES:Office,Working", "DTSTART;VALUE=DATE:20261010"), "", "2026-10-10 班"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := closures.Read("days", strings.NewReader(tt.text))
			if err != nil {
				t.Fatal(err)
			}
			if show(got.Closed) != tt.closed || show(got.Working) != tt.working {
				t.Errorf("closed %s, working %s", show(got.Closed), show(got.Working))
			}
		})
	}
}

func TestHalfDaysArePassedOver(t *testing.T) {
	text := calendar("SUMMARY:Shutdown", "DTSTART;VALUE=DATE:20261230", "END:VEVENT", "BEGIN:VEVENT", "UID:2@example.com",
		"SUMMARY:Party", "DTSTART:20261231T120000Z", "END:VEVENT", "BEGIN:VEVENT", "UID:3@example.com", "STATUS:CANCELLED", "SUMMARY:Off", "DTSTART;VALUE=DATE:20261229")
	got, err := closures.Read("days.ics", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if show(got.Closed) != "2026-12-30 Shutdown" || fmt.Sprint(got.PassedOver) != "[event 2 (Party)]" {
		t.Errorf("%+v", got)
	}
}

func TestABadListIsRefusedWhole(t *testing.T) {
	tests := []struct {
		text, want string
		kind       fault.Kind
	}{
		{"", "days: it is empty", fault.Invalid},
		{"date\n", "it lists no day", fault.Invalid},
		{"when\n2026-12-31\n", `line 1: column "when"`, fault.Invalid},
		{"name\nx\n", `needs a column "date"`, fault.Invalid},
		{"date,date\n", `column "date"`, fault.Invalid},
		{"date\n2026-12-31\n2026-02-30\n", `line 3: date "2026-02-30"`, fault.Invalid},
		{"date\n12/31/2026\n", `line 2: date "12/31/2026"`, fault.Invalid},
		{"date,to\n2026-12-31,2026-12-30\n", "line 2: 2026-12-31 to 2026-12-30 ends before", fault.Invalid},
		{"date,to\n2026-12-31,2028-12-30\n", "more than a year", fault.Invalid},
		{"date,kind\n2026-12-31,half\n", `kind "half"`, fault.Invalid},
		{"date,name\n2026-12-31,\"x\n", "line 2", fault.Invalid},
		{"date\n2026-12-31,x\n", "line 2", fault.Invalid},
		{"\xff\xfed\x00a\x00", "neither a CSV table in UTF-8", fault.Invalid},
		{"date,to\n" + strings.Repeat("2026-01-01,2026-12-31\n", 60), "at most 20000 days", fault.TooLarge},
		{strings.Repeat("x", 5<<20), "larger than the 4 MiB", fault.TooLarge},
		{calendar("SUMMARY:Yearly", "DTSTART;VALUE=DATE:20261230", "RRULE:FREQ=YEARLY"), "event 1 (Yearly) repeats", fault.Invalid},
		{calendar("SUMMARY:Bad", "DTSTART;VALUE=DATE:20260230"), `DTSTART "20260230"`, fault.Invalid},
		{calendar("SUMMARY:Bad", "DTSTART;VALUE=DATE:20260228", "DTEND;VALUE=DATE:20260230"), `DTEND "20260230"`, fault.Invalid},
		{calendar("SUMMARY:Bad", "DTSTART;VALUE=DATE:20260228", "DURATION:PT5H"), `DURATION "PT5H"`, fault.Invalid},
		{calendar("SUMMARY:Half", "DTSTART:20260228T120000Z"), "half-days are business days", fault.Invalid},
		{calendar("SUMMARY:None"), `DTSTART ""`, fault.Invalid},
		{"BEGIN:VCALENDAR\r\nnonsense\r\n", "no iCalendar file", fault.Invalid},
	}
	for _, tt := range tests {
		got, err := closures.Read("days", strings.NewReader(tt.text))
		if fault.KindOf(err) != tt.kind || !strings.Contains(err.Error(), tt.want) || len(got.Closed) > 0 {
			t.Errorf("%.60q: %v, want %s", tt.text, err, tt.want)
		}
	}
}

func TestAFileThatBreaksOff(t *testing.T) {
	_, err := closures.Read("days", iotest.ErrReader(errors.New("disk")))
	if fault.KindOf(err) != fault.Unavailable || err.Error() != "cannot read days" {
		t.Errorf("error = %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("date,to,name,kind\n2026-12-28,2026-12-31,Shutdown,closed\n")
	f.Add(calendar("SUMMARY:Shutdown", "DTSTART;VALUE=DATE:20261230", "DTEND;VALUE=DATE:20270101"))
	f.Add(calendar("DTSTART;VALUE=DATE:20261230", "DURATION:P1W", "CATEGORIES:WORKING"))
	f.Add("BEGIN:VCALENDAR\nBEGIN:VEVENT\nX;A=\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := closures.Read("days", strings.NewReader(text))
		if err != nil {
			if kind := fault.KindOf(err); kind != fault.Invalid && kind != fault.TooLarge {
				t.Fatalf("%v: %v", kind, err)
			}
			return
		}
		for _, d := range append(got.Closed, got.Working...) {
			if d.Name == "" || strings.ContainsAny(d.Name, "\r\n\x00\x07") || d.On == 0 {
				t.Fatalf("%+v", d)
			}
		}
	})
}
