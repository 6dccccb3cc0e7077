package google_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rickb777/date/v2"

	"followcal/calendar/google"
	"followcal/calendar/mirror"
	"followcal/internal/rigs/googlefake"
)

// sameInstants compares times by instant and zone.
var sameInstants = cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) && a.Location().String() == b.Location().String() })

func TestWhatIsInsertedComesBack(t *testing.T) {
	r := newRig(t)
	day := func(d date.Date, days int) mirror.Entry {
		return mirror.Entry{Day: d, Days: days}
	}
	at := func(zoneName string, month time.Month, d, hour, minute int, lasts time.Duration) mirror.Entry {
		start := time.Date(2026, month, d, hour, minute, 0, 0, zone(t, zoneName))
		return mirror.Entry{Start: start, End: start.Add(lasts)}
	}
	tests := map[string]mirror.Entry{
		"a call":                   call(t, ""),
		"no words at all":          at("UTC", time.March, 3, 9, 0, time.Hour),
		"an instant":               at("Europe/Berlin", time.March, 3, 9, 0, 0),
		"a whole day":              day(date.New(2026, time.March, 3), 1),
		"three days over a leap":   day(date.New(2028, time.February, 28), 3),
		"over the lost hour":       at("Europe/Berlin", time.March, 29, 1, 30, time.Hour),
		"in the first repeated":    {Start: time.Unix(1793145600, 0).In(zone(t, "America/New_York")), End: time.Unix(1793146500, 0).In(zone(t, "America/New_York"))},
		"in the second repeated":   {Start: time.Unix(1793149200, 0).In(zone(t, "America/New_York")), End: time.Unix(1793150100, 0).In(zone(t, "America/New_York"))},
		"half an hour of summer":   at("Australia/Lord_Howe", time.April, 5, 1, 45, time.Hour),
		"three quarters":           at("Asia/Kathmandu", time.March, 3, 9, 0, time.Hour),
		"over midnight":            at("Pacific/Auckland", time.March, 3, 23, 50, 20*time.Minute),
		"a huge text":              {Description: strings.Repeat("Zeile mit ß und 🙂\n", 4000), Day: date.New(2026, time.March, 3), Days: 1},
		"emoji and other scripts":  {Summary: "👩🏽\u200d💻 \u200fשלום\u200e 面接 & <b>", Location: "Zürich; \"Bahnhof\" \\ 1", Day: date.New(2026, time.March, 3), Days: 1},
		"an address with signs":    {Source: "https://example.com/a?b=1&c=%20ü#d", Day: date.New(2026, time.March, 3), Days: 1},
		"it blocks time":           {Busy: true, Day: date.New(2026, time.March, 3), Days: 1},
		"a description as markup":  {Description: "<b>note</b><br>── &amp;", Day: date.New(2026, time.March, 3), Days: 1},
		"reminders at the borders": {Reminders: []time.Duration{0, 40320 * time.Minute}, Day: date.New(2026, time.March, 3), Days: 1},
	}
	for name, want := range tests {
		t.Run(name, func(t *testing.T) {
			want.ID = fmt.Sprintf("%032x", []byte(name))[:32]
			want.Mark = mirror.Mark{UID: "uid", Hash: "hash"}
			got := r.insert(want)
			if got.ETag == "" {
				t.Error("no ETag")
			}
			want.ETag = got.ETag
			if diff := cmp.Diff(want, got, sameInstants); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(got, r.get(want.ID), sameInstants); diff != "" {
				t.Error("read again:", diff)
			}
		})
	}
	if bad := r.fake.Malformed(); len(bad) > 0 {
		t.Errorf("malformed: %+v", bad)
	}
}

func TestAnUpdateWritesWhatIsTheMirrorsAndNothingElse(t *testing.T) {
	r := newRig(t)
	hand := r.fake.Hand(ann)
	first := r.insert(call(t, "abcde"))
	hand.Recolour(r.calendar, "abcde", "5")
	hand.Remind(r.calendar, "abcde", 7)
	now := r.get("abcde")
	if now.ETag == first.ETag || !slices.Equal(now.Reminders, []time.Duration{7 * time.Minute}) {
		t.Fatalf("read %+v", now)
	}
	change := mirror.Entry{ID: "abcde", ETag: now.ETag, Day: date.New(2026, time.March, 9), Days: 2, Mark: mirror.Mark{UID: "uid-abcde", Hash: "next"}}
	got, err := r.Update(t.Context(), r.calendar, &change)
	if err != nil {
		t.Fatal(err)
	}
	change.ETag, change.Reminders = got.ETag, now.Reminders
	if diff := cmp.Diff(change, got, sameInstants); diff != "" {
		t.Error(diff)
	}
	if e := r.fake.Events(r.calendar)[0]; e.Colour != "5" || e.Summary != "" || e.Source != "" || e.Day != "2026-03-09" || e.EndDay != "2026-03-11" {
		t.Errorf("kept %+v", e)
	}
	back := call(t, "abcde")
	back.ETag, back.Reminders = got.ETag, nil
	if got, err = r.Update(t.Context(), r.calendar, &back); err != nil || got.Day != 0 || !got.Start.Equal(back.Start) {
		t.Errorf("from a day to a time: %+v, %v", got, err)
	}
}

func TestAnIDIsNeverUsedAgainAndADeletedEntryIsRestoredByAnUpdate(t *testing.T) {
	r := newRig(t)
	e := r.insert(call(t, "abcde"))
	if _, err := r.Insert(t.Context(), r.calendar, &e); !errors.Is(err, mirror.Exists) {
		t.Fatalf("inserted again: %v", err)
	}
	if err := r.Delete(t.Context(), r.calendar, e.ID, e.ETag); err != nil {
		t.Fatal(err)
	}
	if err := r.Delete(t.Context(), r.calendar, e.ID, e.ETag); err != nil {
		t.Fatalf("deleted again: %v", err)
	}
	if _, err := r.Insert(t.Context(), r.calendar, &e); !errors.Is(err, mirror.Exists) {
		t.Fatalf("inserted after it was deleted: %v", err)
	}
	gone := r.get(e.ID)
	if !gone.Deleted {
		t.Fatal("it is not deleted")
	}
	if _, err := r.Update(t.Context(), r.calendar, &e); !errors.Is(err, mirror.Stale) {
		t.Fatalf("restored with an old ETag: %v", err)
	}
	e.ETag = gone.ETag
	if got, err := r.Update(t.Context(), r.calendar, &e); err != nil || got.Deleted || got.Summary != e.Summary {
		t.Fatalf("restored: %+v, %v", got, err)
	}
}

func TestWhatThePersonChangedIsNotOverwritten(t *testing.T) {
	r := newRig(t)
	e := r.insert(call(t, "abcde"))
	r.fake.Hand(ann).Drag(r.calendar, e.ID, 2)
	if _, err := r.Update(t.Context(), r.calendar, &e); !errors.Is(err, mirror.Stale) {
		t.Errorf("updated: %v", err)
	}
	if err := r.Delete(t.Context(), r.calendar, e.ID, e.ETag); !errors.Is(err, mirror.Stale) {
		t.Errorf("deleted: %v", err)
	}
	if got := r.get(e.ID); got.Start.Format(time.DateOnly) != "2026-03-05" || got.Start.Hour() != 10 {
		t.Errorf("moved to %v", got.Start)
	}
}

func TestChangesAreListedSinceTheToken(t *testing.T) {
	r := newRig(t, func(f *googlefake.Options, _ *google.Options) { f.PageSize = 2 })
	empty := r.list("")
	if !empty.Full || len(empty.Entries) != 0 || empty.Token == "" {
		t.Fatalf("an empty calendar: %+v", empty)
	}
	for i := range 5 {
		r.insert(call(t, fmt.Sprintf("event%d", i)))
	}
	var l mirror.Listing
	if n := r.calls(func() { l = r.list(empty.Token) }); n != 3 || len(l.Entries) != 5 || l.Full {
		t.Fatalf("%d calls, %+v", n, l)
	}
	if n := r.calls(func() { l = r.list(l.Token) }); n != 1 || len(l.Entries) != 0 {
		t.Fatalf("nothing changed, %d calls, %+v", n, l)
	}
	hand := r.fake.Hand(ann)
	hand.Delete(r.calendar, "event1")
	hand.Rename(r.calendar, "event3", "✓ done")
	own, _ := hand.Add(r.calendar, "Dentist", time.Date(2026, time.March, 3, 10, 0, 0, 0, time.UTC), time.Date(2026, time.March, 3, 11, 0, 0, 0, time.UTC))
	l = r.list(l.Token)
	if len(l.Entries) != 3 || !l.Entries[0].Deleted || l.Entries[1].Summary != "✓ done" || l.Entries[2].ID != own || l.Entries[2].Mark != (mirror.Mark{}) {
		t.Fatalf("changes = %+v", l.Entries)
	}
	r.fake.ExpireTokens(r.calendar)
	if _, err := r.List(t.Context(), r.calendar, l.Token); !errors.Is(err, mirror.TokenExpired) {
		t.Errorf("an old token: %v", err)
	}
	if _, err := r.List(t.Context(), r.calendar, "not a token"); !errors.Is(err, mirror.TokenExpired) {
		t.Errorf("a broken token: %v", err)
	}
	all := r.list("")
	if len(all.Entries) != 6 || !all.Full || !slices.ContainsFunc(all.Entries, func(e mirror.Entry) bool { return e.ID == "event1" && e.Deleted }) {
		t.Errorf("everything: %+v", all)
	}
}

var update = flag.Bool("update", false, "write the golden file instead of comparing with it")

// TestRequestsAreWrittenLikeThis holds every request that the code can make.
func TestRequestsAreWrittenLikeThis(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	timed := r.insert(call(t, "abcde"))
	day := mirror.Entry{ID: "fghij", Day: date.New(2026, time.March, 3), Days: 2, Busy: true, Reminders: []time.Duration{
		-time.Hour, time.Hour, 50000 * time.Minute, 2 * time.Minute, 3 * time.Minute, 4 * time.Minute, 5 * time.Minute, 6 * time.Minute,
	}}
	day = r.insert(day)
	for _, e := range []mirror.Entry{timed, day} {
		if _, err := r.Update(ctx, r.calendar, &e); err != nil {
			t.Fatal(err)
		}
	}
	l := r.list("")
	r.list(l.Token)
	channel, err := r.Watch(ctx, r.calendar, mirror.Channel{ID: "channel", Secret: "secret", Address: "https://example.com/google", Expires: time.Unix(1772600000, 0)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = r.Calendar(ctx, r.calendar); err != nil {
		t.Fatal(err)
	}
	last := r.get("abcde")
	for _, err := range []error{r.Delete(ctx, r.calendar, "abcde", last.ETag), r.Unwatch(ctx, channel), r.RemoveCalendar(ctx, r.calendar)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	got := strings.NewReplacer(r.calendar, "CALENDAR", l.Token, "TOKEN").Replace(strings.Join(r.sent, "\n"))
	golden := filepath.Join("testdata", "requests.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}
