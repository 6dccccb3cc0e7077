package ical_test

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	emersion "github.com/emersion/go-ical"
	"github.com/rickb777/date/v2"
	"pgregory.net/rapid"

	"followcal/calendar"
	"followcal/calendar/ical"
	"followcal/calendar/ical/icaltest"
	"followcal/internal/fault"
)

// failer is what the checks need of a test, a fuzz target or a rapid property.
type failer interface {
	Helper()
	Errorf(string, ...any)
	Fatalf(string, ...any)
}

// checkRoundTrip holds for every event, valid or not: either it is refused with
// a sentence and no octets, or its calendar has no problem, two parsers read
// the same event from it, and that event is encoded to the same octets.
func checkRoundTrip(t failer, e *calendar.Event, zone *time.Location) {
	t.Helper()
	octets, err := ical.Encode(e)
	if err != nil {
		if kind := fault.KindOf(err); kind != fault.Invalid && kind != fault.TooLarge || len(octets) != 0 {
			t.Fatalf("%d octets with %v: %v", len(octets), kind, err)
		}
		return
	}
	var spans ical.Spans
	spans.Add(e)
	var out bytes.Buffer
	header := ical.Calendar{Name: "Follow-ups", Zone: zone}
	if err := ical.WriteEncoded(&out, header, &spans, func(yield func([]byte) bool) { yield(octets) }); err != nil {
		t.Fatalf("%v", err)
	}
	for _, p := range icaltest.Check(out.Bytes()) {
		t.Errorf("%v", p)
	}
	read := readByLibrary(t, out.Bytes())
	if again, err := ical.Encode(read); err != nil || !bytes.Equal(again, octets) {
		t.Fatalf("what was read is encoded otherwise (%v):\n%s\n%s", err, octets, again)
	}
	readByEmersion(t, out.Bytes(), read)
	want := normal(e)
	if bytes.Contains(octets, []byte("\r\nDTSTART:")) { // the repeated hour
		want.Start, want.End = want.Start.UTC(), want.End.UTC()
	}
	if read.Fingerprint() != want.Fingerprint() {
		t.Errorf("what was read looks different:\n%+v\n%+v", read, want)
	}
}

// normal returns e as a reader may see it: its texts and its address as the
// encoder cleans them, an alarm without text with the summary's, whole seconds.
func normal(e *calendar.Event) *calendar.Event {
	n := *e
	n.Description = cleaned(n.Description)
	for _, s := range []*string{&n.Category, &n.Summary, &n.Location} {
		*s = cleaned(strings.ReplaceAll(cleaned(*s), "\n", " "))
	}
	n.URL = percentEncoded(n.URL)
	n.Alarms = nil
	for _, a := range e.Alarms {
		if a.Text = cleaned(a.Text); a.Text == "" {
			a.Text = n.Summary
		}
		n.Alarms = append(n.Alarms, a)
	}
	return &n
}

// cleaned says what the encoder may do to a text, in the plainest way.
func cleaned(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	for _, lineBreak := range []string{"\r\n", "\r", "\u0085", "\u2028", "\u2029"} {
		s = strings.ReplaceAll(s, lineBreak, "\n")
	}
	var b strings.Builder
	blanks := 0
	for _, r := range s {
		isBlank := r == ' ' || r == '\t'
		isControl := r < 0x20 && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0
		switch {
		case isControl:
			continue
		case isBlank:
			blanks++
		default:
			blanks = 0
		}
		if blanks <= 32 {
			b.WriteRune(r)
		}
	}
	return strings.TrimRight(b.String(), " \t")
}

func percentEncoded(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c <= ' ' || c >= 0x7f || strings.ContainsRune("\"<>\\^`{|}", rune(c)) {
			b.WriteString("%" + strings.ToUpper(strconv.FormatInt(int64(c)|0x100, 16)[1:]))
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// readByLibrary reads the only event of a calendar with golang-ical.
func readByLibrary(t failer, octets []byte) *calendar.Event {
	t.Helper()
	c, err := ics.ParseCalendar(bytes.NewReader(octets))
	if err != nil || len(c.Events()) != 1 {
		t.Fatalf("golang-ical reads %v:\n%s", err, octets)
	}
	v := c.Events()[0]
	value := func(name ics.ComponentProperty) string {
		if p := v.GetProperty(name); p != nil {
			return p.Value
		}
		return ""
	}
	e := &calendar.Event{
		UID: value("UID"), Category: value("CATEGORIES"), Summary: value("SUMMARY"), Description: value("DESCRIPTION"),
		Location: value("LOCATION"), URL: value("URL"),
		Busy: value("TRANSP") == "OPAQUE", Cancelled: value("STATUS") == "CANCELLED",
		Stamped: must(t, v.GetDtStampTime), Modified: must(t, v.GetLastModifiedAt),
	}
	sequence, err := strconv.ParseInt(value("SEQUENCE"), 10, 32)
	if err != nil {
		t.Fatalf("%v", err)
	}
	e.Sequence = int32(sequence)
	readTimes(t, v, e)
	for _, a := range v.Alarms() {
		e.Alarms = append(e.Alarms, calendar.Alarm{
			Offset: readDuration(t, a.GetProperty(ics.ComponentPropertyTrigger).Value),
			Text:   a.GetProperty(ics.ComponentPropertyDescription).Value,
		})
	}
	return e
}

func readTimes(t failer, v *ics.VEvent, e *calendar.Event) {
	t.Helper()
	start := v.GetProperty(ics.ComponentPropertyDtStart)
	if len(start.ICalParameters["VALUE"]) > 0 {
		first, last := readDay(t, start.Value), readDay(t, v.GetProperty(ics.ComponentPropertyDtEnd).Value)
		e.Day, e.Days = first, int(last-first)
		return
	}
	e.Start = must(t, v.GetStartAt)
	e.End = e.Start
	if v.HasProperty(ics.ComponentPropertyDtEnd) {
		e.End = must(t, v.GetEndAt)
	}
}

func readDay(t failer, value string) date.Date {
	t.Helper()
	at, err := time.Parse("20060102", value)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return date.New(at.Year(), at.Month(), at.Day())
}

// readDuration reads PT1H2M3S, which is Go's form in capitals.
func readDuration(t failer, value string) time.Duration {
	t.Helper()
	d, err := time.ParseDuration(strings.ToLower(strings.Replace(value, "PT", "", 1)))
	if err != nil {
		t.Fatalf("%v", err)
	}
	return d
}

func must(t failer, read func() (time.Time, error)) time.Time {
	t.Helper()
	at, err := read()
	if err != nil {
		t.Fatalf("%v", err)
	}
	return at
}

// readByEmersion reads the event with the second parser and compares.
func readByEmersion(t failer, octets []byte, want *calendar.Event) {
	t.Helper()
	c, err := emersion.NewDecoder(bytes.NewReader(octets)).Decode()
	if err != nil || len(c.Events()) != 1 {
		t.Fatalf("go-ical reads %v:\n%s", err, octets)
	}
	v := c.Events()[0]
	texts := map[string]string{
		"UID": want.UID, "SUMMARY": want.Summary, "DESCRIPTION": want.Description, "LOCATION": want.Location,
		"SEQUENCE": strconv.Itoa(int(want.Sequence)), "URL": want.URL,
	}
	for name, text := range texts {
		got, err := v.Props.Text(name)
		if p := v.Props.Get(name); p != nil && (name == "URL" || name == "SEQUENCE") {
			got, err = p.Value, nil
		}
		if err != nil || got != text {
			t.Errorf("go-ical reads %s %q (%v), want %q", name, got, err, text)
		}
	}
	start, err := v.DateTimeStart(time.UTC)
	if wanted := want.Start; err != nil || !want.AllDay() && !start.Equal(wanted) || want.AllDay() && start.Format("2006-01-02") != want.Day.String() {
		t.Errorf("go-ical reads the start %s (%v), want %s", start, err, wanted)
	}
	if alarms := len(v.Children); alarms != len(want.Alarms) {
		t.Errorf("go-ical reads %d alarms, want %d", alarms, len(want.Alarms))
	}
}

// hostile are texts that have broken a calendar somewhere.
var hostile = []string{
	"", " ", "Acme, Inc.; \"Engineer\"", "a\r\nATTENDEE:mailto:x@a.example", "\x00\x07\x1b[31m", "caf\xe9", "\ufeffBOM",
	"C:\\new\\Notes", "\\", "\\n", "END:VEVENT", "line\nline\n\nline\t\ttab", "\u0085\u2028\u2029", "שלום \u202etxt\u202c",
	strings.Repeat("📅", 40), strings.Repeat("é", 200), strings.Repeat(" ", 200), "a" + strings.Repeat(" \t", 200) + "b", strings.Repeat("é ", 90), strings.Repeat("\\", 99), strings.Repeat("a\u0301", 90),
	"👩‍👩‍👧‍👦" + strings.Repeat("👩‍👩‍👧‍👦", 9), strings.Repeat("very long ", 500), "=?utf-8?q?x?=", "{{.}} ${x} %s %n", "'=1+1", "\x7f\u009f", ":;,=",
}

// someZones are zones of every kind that the encoder treats differently.
var someZones = []string{
	"UTC", "America/New_York", "Europe/Berlin", "Europe/Dublin", "Africa/Casablanca", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Chatham", "Etc/GMT+5",
}

// drawEvent draws an event that is valid more often than not.
func drawEvent(t *rapid.T, zones map[string]*time.Location) *calendar.Event {
	text := rapid.OneOf(rapid.SampledFrom(hostile), rapid.String(), rapid.StringN(60, 80, 400))
	e := &calendar.Event{
		UID:         rapid.OneOf(rapid.StringMatching(`[0-9a-f]{32}`), rapid.StringN(0, 90, 255)).Draw(t, "uid"),
		Category:    text.Draw(t, "category"),
		Summary:     text.Draw(t, "summary"),
		Description: text.Draw(t, "description"),
		Location:    text.Draw(t, "location"),
		URL:         rapid.SampledFrom([]string{"", "https://jobs.example/ä?a=b,c;d#e", "mailto:a@b.example", "x:\"<>", "nothing"}).Draw(t, "url"),
		Busy:        rapid.Bool().Draw(t, "busy"),
		Cancelled:   rapid.Bool().Draw(t, "cancelled"),
		Sequence:    rapid.Int32Min(-1).Draw(t, "sequence"),
		Stamped:     recorded,
		Modified:    recorded.Add(time.Duration(rapid.Int64Range(0, 1e9).Draw(t, "modified")) * time.Second),
	}
	for range rapid.IntRange(0, 3).Draw(t, "alarms") {
		offset := time.Duration(rapid.Int64Range(-1e6, 1e6).Draw(t, "offset")) * time.Second
		e.Alarms = append(e.Alarms, calendar.Alarm{Offset: offset, Text: text.Draw(t, "alarm")})
	}
	if rapid.Bool().Draw(t, "all-day") {
		e.Day = date.New(2000, time.January, 1) + date.Date(rapid.IntRange(0, 40_000).Draw(t, "day"))
		e.Days = rapid.IntRange(-1, 400).Draw(t, "days")
		return e
	}
	zone := zones[rapid.SampledFrom(someZones).Draw(t, "zone")]
	e.Start = time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "start"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanoseconds")).In(zone)
	e.End = e.Start.Add(time.Duration(rapid.Int64Range(-1, 1e6).Draw(t, "length")) * time.Second)
	return e
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	zones := make(map[string]*time.Location)
	for _, name := range someZones {
		zones[name] = zoneOf(t, name)
	}
	own := zones["America/New_York"]
	rapid.Check(t, func(t *rapid.T) { checkRoundTrip(t, drawEvent(t, zones), own) })
}

func TestEveryHostileTextIsReadBack(t *testing.T) {
	zone := zoneOf(t, "America/New_York")
	for i, text := range hostile {
		e := onDay("u"+strconv.Itoa(i), date.New(2026, time.December, 1))
		e.Category, e.Summary, e.Description, e.Location = text, text, text, text
		e.Alarms = []calendar.Alarm{calendar.AlarmAt(9, 0, text)}
		checkRoundTrip(t, e, zone)
	}
}

func FuzzEncode(f *testing.F) {
	for i, text := range hostile {
		f.Add("u"+strconv.Itoa(i), text, text, text, text, "https://jobs.example/1", int64(1796000000+i*3600), int64(i), int64(0), text, int32(i), byte(i))
	}
	f.Add("u", "", "", "", "", "a:\r\nX:y", int64(1793514600), int64(1200), int64(3600e9), "", int32(1), byte(1<<4|3))
	var zones []*time.Location
	for _, name := range someZones {
		zones = append(zones, zoneOf(f, name))
	}
	f.Fuzz(func(t *testing.T, uid, category, summary, description, location, url string, start, length, alarm int64, alarmText string, sequence int32, bits byte) {
		e := &calendar.Event{
			UID: uid, Category: category, Summary: summary, Description: description, Location: location, URL: url,
			Busy: bits&1 != 0, Cancelled: bits&2 != 0, Sequence: sequence, Stamped: recorded, Modified: recorded,
			Alarms: []calendar.Alarm{{Offset: time.Duration(alarm), Text: alarmText}},
		}
		if bits&4 != 0 {
			e.Day, e.Days = date.New(2026, time.January, 1)+date.Date(start%100_000), int(length)
		} else {
			e.Start = time.Unix(start, 0).In(zones[int(bits>>4)%len(zones)])
			e.End = e.Start.Add(time.Duration(length))
		}
		checkRoundTrip(t, e, zones[1])
	})
}
