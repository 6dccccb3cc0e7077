package readers_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar"
	"followcal/calendar/ical"
	"followcal/calendar/ical/icaltest"
	"followcal/calendar/ical/readers"
)

var recorded = time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC)

func zoneOf(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatalf("this machine's zone data lacks %s (Debian: apt-get install tzdata): %v", name, err)
	}
	return zone
}

// titles are what people and attackers put into titles.
var titles = []string{
	"Follow up with Acme",
	"Acme, Inc.; R&D: \"Engineer\" <senior> 'lead'",
	"first line\nsecond line\r\nATTENDEE:mailto:somebody@example.com",
	"C:\\new\\table \\n \\, \\; \\\\",
	strings.Repeat("x", 66) + "📅 at the fold",
	strings.Repeat("é", 33) + "ß at the fold",
	"👩‍👩‍👧‍👦 " + strings.Repeat("🎉", 60),
	"ראיון עם Acme בע\"מ, תל אביב",
	"مقابلة مع شركة؛ " + strings.Repeat("العربية ", 20),
	"follow\x00 up\x07 with\x1b[31m control\x7f characters\u0085here\u2028and\u2029here",
	"broken \xff\xfe octets",
	strings.Repeat("a very long title, ", 300),
	"END:VEVENT", "BEGIN:VCALENDAR", "DTSTART:20200101",
	"=?utf-8?B?eA==?=", "{{title}} ${title} %s %(x)s", "=1+1", "100 % <script>alert(1)</script>",
	strings.Repeat("ab cd ", 13) + strings.Repeat(" ", 90) + "z",
}

// shown is a title as a person sees it in one line.
func shown(title string) string {
	title = strings.NewReplacer("\r\n", " ", "\n", " ", "\u0085", " ", "\u2028", " ", "\u2029", " ",
		"\x00", "", "\x07", "", "\x1b", "", "\x7f", "").Replace(title)
	return strings.Join(strings.Fields(strings.ToValidUTF8(title, "\uFFFD")), " ")
}

// zones are where clocks behave in every way that they do.
var zones = []string{
	"America/New_York", "Europe/Berlin", "Europe/Dublin", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns", "Asia/Tokyo", "America/Santiago", "UTC",
}

// fixture returns a calendar with every title, every zone through a year with
// both changes of clocks, and what a reader must see in it.
func fixture(t *testing.T) ([]byte, []readers.Seen) {
	t.Helper()
	var events []*calendar.Event
	var want []readers.Seen
	add := func(e calendar.Event, start string) {
		e.UID = fmt.Sprintf("%032x", len(events))
		e.Stamped, e.Modified, e.Description = recorded, recorded, e.Summary
		e.URL, e.Category, e.Location = "https://jobs.example/?a=b,c;d", "follow-up, other", e.Summary
		e.Alarms = []calendar.Alarm{calendar.AlarmAt(9, 0, e.Summary)}
		events = append(events, &e)
		want = append(want, readers.Seen{UID: e.UID, Summary: shown(e.Summary), Start: start})
	}
	for i, title := range titles {
		day := date.New(2026, time.November, 20) + date.Date(i)
		add(calendar.Event{Summary: title, Day: day, Days: i % 3, Cancelled: i%7 == 6}, day.String())
	}
	for _, name := range zones {
		zone := zoneOf(t, name)
		for month := time.January; month <= time.December; month++ {
			start := time.Date(2027, month, 28, 10, 30, 0, 0, zone)
			length := time.Duration(month%3) * 45 * time.Minute
			e := calendar.Event{Summary: "Interview, " + name, Start: start, End: start.Add(length), Busy: true}
			add(e, start.UTC().Format(time.RFC3339))
		}
	}
	return encode(t, events), want
}

func encode(t *testing.T, events []*calendar.Event) []byte {
	t.Helper()
	var spans ical.Spans
	for _, e := range events {
		spans.Add(e)
	}
	color, err := ical.ParseColor("seagreen")
	if err != nil {
		t.Fatal(err)
	}
	header := ical.Calendar{
		Name: "Follow-ups, all; \"mine\"", Description: "Who to call\nand when", Zone: zoneOf(t, "America/New_York"), Color: color, Refresh: time.Hour,
	}
	var out bytes.Buffer
	if err := ical.Write(&out, header, &spans, slices.Values(events)); err != nil {
		t.Fatal(err)
	}
	icaltest.Verify(t, out.Bytes())
	return out.Bytes()
}

func TestEveryReaderSeesEveryEvent(t *testing.T) {
	octets, want := fixture(t)
	readers.Verify(t, octets, want)
}

func TestEveryReaderTakesAnEmptyCalendar(t *testing.T) {
	readers.Verify(t, encode(t, nil), nil)
}

// TestReadersTellFaults shows that the panel can fail: each reader is given
// calendars with one event moved, renamed and left out.
func TestReadersTellFaults(t *testing.T) {
	day := date.New(2026, time.December, 1)
	octets := encode(t, []*calendar.Event{
		{UID: "a", Summary: "one", Day: day, Stamped: recorded, Modified: recorded},
		{UID: "b", Summary: "two", Day: day, Stamped: recorded, Modified: recorded},
	})
	want := []readers.Seen{{UID: "a", Summary: "one", Start: "2026-12-01"}, {UID: "b", Summary: "two", Start: "2026-12-01"}}
	second := bytes.LastIndex(octets, []byte("BEGIN:VEVENT"))
	for _, r := range readers.All {
		for fault, changed := range map[string][]byte{
			"moved":    bytes.Replace(octets, []byte("VALUE=DATE:20261201"), []byte("VALUE=DATE:20261130"), 1),
			"renamed":  bytes.Replace(octets, []byte("SUMMARY:two"), []byte("SUMMARY:three"), 1),
			"left out": append(slices.Clone(octets[:second]), "END:VCALENDAR\r\n"...),
		} {
			got, err := r.Read(t, changed)
			if err != nil || len(r.Differences(got, want)) == 0 {
				t.Errorf("%s does not tell that an event was %s: %v (%v)", r.Name, fault, got, err)
			}
		}
	}
}

func TestAMissingReaderSaysHowToGetIt(t *testing.T) {
	octets := encode(t, nil)
	t.Setenv("PATH", t.TempDir())
	for _, r := range readers.All {
		if r.Name == "vobject" || r.Name == "icalendar" {
			continue // Debian's Python is called by its path
		}
		if _, err := r.Read(t, octets); err == nil || !strings.Contains(err.Error(), "run make rigs") {
			t.Errorf("%s: err = %v", r.Name, err)
		}
	}
}
