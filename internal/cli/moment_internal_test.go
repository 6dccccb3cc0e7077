package cli

import (
	"testing"
	"time"
	_ "time/tzdata" // the same clocks on every machine

	"pgregory.net/rapid"
)

// TestEveryInstantIsFoundByItsClock holds for all zones and seasons: what a clock
// shows at an instant leads back to it, and to one more at most.
func TestEveryInstantIsFoundByItsClock(t *testing.T) {
	zones := []string{
		"UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu", "Pacific/Apia",
		"America/St_Johns", "Africa/Cairo", "Antarctica/Troll",
	}
	rapid.Check(t, func(t *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		first := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
		at := first.Add(time.Duration(rapid.IntRange(0, 40*366*24*60).Draw(t, "minute")) * time.Minute).In(zone)
		exact, choices := onClock(wallOf(at), zone)
		found := false
		for _, e := range exact {
			found = found || e.Equal(at)
			if !sameClock(e, wallOf(at)) {
				t.Fatalf("%v is not what the clock shows at %v", e, at)
			}
		}
		if !found || len(exact) > 2 || len(choices) > 2 || len(choices) < len(exact) {
			t.Fatalf("%v leads to %v of %v", at, exact, choices)
		}
	})
}

// wallOf is what the clock shows, in UTC.
func wallOf(at time.Time) time.Time {
	return time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, time.UTC)
}

func TestClocksThatAreSet(t *testing.T) {
	tests := []struct {
		name, zone, wall string
		exact            int
		choices          []string
	}{
		{"an hour forward", "America/New_York", "2027-03-14T02:30", 0, []string{"2027-03-14T01:30-05:00", "2027-03-14T03:30-04:00"}},
		{"the first minute after", "America/New_York", "2027-03-14T03:00", 1, nil},
		{"the last minute before", "America/New_York", "2027-03-14T01:59", 1, nil},
		{"an hour back", "America/New_York", "2027-11-07T01:00", 2, []string{"2027-11-07T01:00-04:00", "2027-11-07T01:00-05:00"}},
		{"after it", "America/New_York", "2027-11-07T02:00", 1, nil},
		{"half an hour", "Australia/Lord_Howe", "2027-10-03T02:15", 0, []string{"2027-10-03T01:45+10:30", "2027-10-03T02:45+11:00"}},
		{"a day that was left out", "Pacific/Apia", "2011-12-30T10:00", 0, []string{"2011-12-29T10:00-10:00", "2011-12-31T10:00+14:00"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			zone, err := time.LoadLocation(tt.zone)
			if err != nil {
				t.Fatal(err)
			}
			m, err := parseMoment(tt.wall)
			if err != nil {
				t.Fatal(err)
			}
			exact, choices := onClock(m.wall, zone)
			if len(exact) != tt.exact {
				t.Errorf("shown at %v, want %d instants", exact, tt.exact)
			}
			for i, want := range tt.choices {
				if got := choices[i].Format(withOffset); got != want {
					t.Errorf("choice %d is %s, want %s", i, got, want)
				}
			}
		})
	}
}
