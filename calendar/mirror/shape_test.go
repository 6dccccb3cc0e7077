package mirror_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar"
	"followcal/calendar/mirror"
)

func TestHowAnEventIsShown(t *testing.T) {
	min := time.Minute
	alarms := func(offsets ...time.Duration) []calendar.Alarm {
		var all []calendar.Alarm
		for _, o := range offsets {
			all = append(all, calendar.Alarm{Offset: o})
		}
		return all
	}
	slot := func(day date.Date, hour, minute int, reminders ...time.Duration) mirror.Content {
		from := at(day, hour, minute)
		return mirror.Content{Start: from.UTC(), End: from.Add(15 * min).UTC(), Zone: "Europe/Berlin", Anytime: true, Reminders: reminders}
	}
	whole := func(day date.Date, days int, reminders ...time.Duration) mirror.Content {
		return mirror.Content{Day: day, Days: days, Anytime: true, Reminders: reminders}
	}
	timed := func(from, to time.Time, reminders ...time.Duration) mirror.Content {
		return mirror.Content{Start: from.UTC(), End: to.UTC(), Zone: from.Location().String(), Reminders: reminders}
	}
	busy := func(c mirror.Content) mirror.Content { c.Busy = true; return c }
	spring := date.New(2026, time.March, 29) // two o'clock is three
	toronto, err := time.LoadLocation("America/Toronto")
	if err != nil {
		t.Fatal(err)
	}
	noon := time.Date(2026, time.March, 2, 12, 0, 0, 500, toronto)
	tests := []struct {
		name     string
		event    calendar.Event
		settings mirror.Settings
		want     mirror.Content
	}{
		{"a day", calendar.Event{Day: monday}, mirror.Settings{}, whole(monday, 1)},
		{"days", calendar.Event{Day: monday, Days: 3, Alarms: alarms(9 * time.Hour)}, mirror.Settings{}, whole(monday, 3)},
		{"a day with an alarm", calendar.Event{Day: monday, Alarms: alarms(9 * time.Hour)}, mirror.Settings{}, slot(monday, 9, 0, 0)},
		{"the first of two alarms", calendar.Event{Day: monday, Alarms: alarms(15*time.Hour, 8*time.Hour+30*min)}, mirror.Settings{}, slot(monday, 8, 30, 0)},
		{"an alarm on the day before as well", calendar.Event{Day: monday, Alarms: alarms(-15*time.Hour, 9*time.Hour)}, mirror.Settings{}, slot(monday, 9, 0, 0, 24*time.Hour)},
		{"an alarm on the day before alone", calendar.Event{Day: monday, Alarms: alarms(-15 * time.Hour)}, mirror.Settings{}, whole(monday, 1, 15*time.Hour)},
		{"at midnight", calendar.Event{Day: monday, Alarms: alarms(0)}, mirror.Settings{}, slot(monday, 0, 0, 0)},
		{"when the clock goes forward", calendar.Event{Day: spring, Alarms: alarms(9 * time.Hour)}, mirror.Settings{}, slot(spring, 9, 0, 0)},
		{"whole days asked for", calendar.Event{Day: monday, Alarms: alarms(9 * time.Hour)}, mirror.Settings{AllDay: true}, whole(monday, 1)},
		{"without reminders", calendar.Event{Day: monday, Alarms: alarms(9*time.Hour, -time.Hour)}, mirror.Settings{Silent: true}, whole(monday, 1)},
		{"a busy day", calendar.Event{Day: monday, Busy: true, Alarms: alarms(9 * time.Hour)}, mirror.Settings{}, busy(whole(monday, 1))},
		{"a time", calendar.Event{Start: noon, End: noon.Add(time.Hour), Busy: true, Alarms: alarms(-time.Hour, -10*min)},
			mirror.Settings{AllDay: true}, busy(timed(noon.Truncate(time.Second), noon.Add(time.Hour).Truncate(time.Second), 10*min, time.Hour))},
		{"an instant", calendar.Event{Start: noon, End: noon}, mirror.Settings{}, timed(noon.Truncate(time.Second), noon.Truncate(time.Second).Add(15*min))},
		{"too many reminders", calendar.Event{Start: noon, End: noon.Add(time.Hour), Alarms: alarms(min, -90*time.Second, -time.Minute, -2*min, -3*min, -4*min, -5*min, -6*min, -1000*time.Hour)},
			mirror.Settings{}, timed(noon.Truncate(time.Second), noon.Add(time.Hour).Truncate(time.Second), min, 2*min, 3*min, 4*min, 5*min)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.event.UID = "a"
			plan, err := mirror.Diff(&mirror.Desired{Events: []mirror.Event{{Event: tt.event}}, Zone: berlin}, nil, mirror.DiffOptions{Settings: tt.settings})
			if err != nil {
				t.Fatal(err)
			}
			got := plan.Changes[0].Want
			if len(got.Reminders) == 0 {
				got.Reminders = nil
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("shown as\n%+v, want\n%+v", got, tt.want)
			}
		})
	}
}

func TestTextsAreBounded(t *testing.T) {
	e := followUp("a", strings.Repeat("é", 900), monday)
	e.Description, e.Location = strings.Repeat("ü", 9000), "\xffBerlin\x07\n"
	for _, tt := range []struct{ url, want string }{
		{"https://example.org/x", "https://example.org/x"}, {"http://example.org", "http://example.org"},
		{"mailto:jo@example.org", ""}, {"https://example.org/" + strings.Repeat("x", 3000), ""},
	} {
		e.URL = tt.url
		got := diff(t, nil, e).Changes[0].Want
		if got.Source != tt.want {
			t.Errorf("the link %.40q became %.40q", tt.url, got.Source)
		}
		if len(got.Summary) > 1024 || !strings.HasSuffix(got.Summary, "é…") || len(got.Description) > 8192 || got.Location != "\uFFFDBerlin" {
			t.Errorf("%d octets of title, %d of description, the place %q", len(got.Summary), len(got.Description), got.Location)
		}
	}
}

func TestEntryIDsAreWhatServicesAllow(t *testing.T) {
	seen := map[string]bool{}
	for _, uid := range []string{"", "a", "b", strings.Repeat("x", 300)} {
		for g := range 3 {
			id := mirror.EntryID(uid, g)
			if seen[id] || len(id) < 26 || len(id) > 1024 || strings.Trim(id, "abcdefghijklmnopqrstuv0123456789") != "" {
				t.Errorf("the id of %.9q in life %d is %q", uid, g, id)
			}
			seen[id] = true
		}
	}
}

func TestAHashIsOfWhatShows(t *testing.T) {
	c := mirror.Content{Summary: "Call", Day: monday, Days: 1}
	same, other := c, c
	same.Reminders, same.Anytime = []time.Duration{time.Hour}, true
	other.Days = 2
	if c.Hash() != same.Hash() || c.Hash() == other.Hash() || c.Hash() == "" {
		t.Errorf("hashes %q, %q, %q", c.Hash(), same.Hash(), other.Hash())
	}
}
