package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar"
)

// zoneName is where the events that are compared happen.
const zoneName = "America/New_York"

// stamped is when every one of them was recorded.
var stamped = time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC)

// events returns n events as a job seeker has them: two thirds all-day, one
// third timed, each with an alarm, about 600 octets in a file.
func events(n int) ([]calendar.Event, error) {
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		return nil, fmt.Errorf("zone data: %w", err)
	}
	all := make([]calendar.Event, n)
	for i := range all {
		all[i] = event(i, zone)
	}
	return all, nil
}

func event(i int, zone *time.Location) calendar.Event {
	e := calendar.Event{
		UID:         fmt.Sprintf("%016x%016x", uint64(i)*0x9E3779B97F4A7C15, uint64(i)),
		Category:    "application-follow-up",
		Summary:     fmt.Sprintf("Follow up with Employer %d, Inc. about Engineer", i),
		Description: "5 business days after you applied; nobody has answered so far.\nAsk: has my application been reviewed?",
		URL:         fmt.Sprintf("https://jobs.example/applications/%d", i),
		Sequence:    int32(i % 4),
		Stamped:     stamped,
		Modified:    stamped,
		Alarms:      []calendar.Alarm{calendar.AlarmAt(9, 0, "Call the employer")},
	}
	day := date.New(2026, time.January, 1) + date.Date(i%365)
	if i%3 != 0 {
		e.Day = day
		return e
	}
	year, month, mday := day.Date()
	e.Start = time.Date(year, month, mday, 10, 0, 0, 0, zone)
	e.End, e.Busy = e.Start.Add(45*time.Minute), true
	e.Alarms[0].Offset = -time.Hour
	return e
}

// row is an event in the file that the other languages read.
type row struct {
	UID         string `json:"uid"`
	Category    string `json:"category"`
	Summary     string `json:"summary"`
	Description string `json:"description"`
	URL         string `json:"url"`
	Sequence    int32  `json:"sequence"`
	Stamped     string `json:"stamped"` // UTC
	Day         string `json:"day,omitempty"`
	Zone        string `json:"zone,omitempty"`
	Start       string `json:"start,omitempty"` // in Zone
	End         string `json:"end,omitempty"`
	Busy        bool   `json:"busy"`
	Alarm       int    `json:"alarm"` // seconds from the start
	AlarmText   string `json:"alarm_text"`
}

// save writes events as rows, one a line.
func save(path string, all []calendar.Event) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if closed := file.Close(); err == nil {
			err = closed
		}
	}()
	out := bufio.NewWriter(file)
	encoder := json.NewEncoder(out)
	for i := range all {
		if err := encoder.Encode(rowOf(&all[i])); err != nil {
			return err
		}
	}
	return out.Flush()
}

func rowOf(e *calendar.Event) row {
	const local = "2006-01-02T15:04:05"
	r := row{
		UID: e.UID, Category: e.Category, Summary: e.Summary, Description: e.Description, URL: e.URL, Sequence: e.Sequence,
		Stamped: e.Stamped.Format(local), Busy: e.Busy, Alarm: int(e.Alarms[0].Offset / time.Second), AlarmText: e.Alarms[0].Text,
	}
	if e.AllDay() {
		r.Day = e.Day.String()
	} else {
		r.Zone, r.Start, r.End = e.Start.Location().String(), e.Start.Format(local), e.End.Format(local)
	}
	return r
}
