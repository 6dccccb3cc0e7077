package google

import (
	"errors"
	"fmt"
	"time"

	"github.com/rickb777/date/v2"
	"google.golang.org/api/calendar/v3"

	"followcal/calendar/mirror"
)

// errUnreadable says that an answer is not what Google's document has.
var errUnreadable = errors.New("the answer cannot be read")

// read turns an event into an entry. Of a deleted one nothing but the id is sure.
// With an error comes what could be read.
func read(event *calendar.Event) (mirror.Entry, error) {
	e := mirror.Entry{
		ID: event.Id, ETag: event.Etag, Deleted: event.Status == "cancelled",
		Summary: event.Summary, Description: event.Description, Location: event.Location,
		Busy: event.Transparency != "transparent",
	}
	if event.Source != nil {
		e.Source = event.Source.Url
	}
	if event.Reminders != nil {
		for _, r := range event.Reminders.Overrides {
			e.Reminders = append(e.Reminders, time.Duration(r.Minutes)*time.Minute)
		}
	}
	if event.ExtendedProperties != nil {
		e.Mark = mirror.Mark{UID: event.ExtendedProperties.Private[markUID], Hash: event.ExtendedProperties.Private[markHash]}
	}
	switch {
	case e.ID == "":
		return e, fmt.Errorf("%w: an event has no id", errUnreadable)
	case event.Start == nil || event.End == nil:
		if !e.Deleted {
			return e, fmt.Errorf("%w: an event has no times", errUnreadable)
		}
		return e, nil
	}
	err := readTimes(&e, event.Start, event.End)
	return e, err
}

func readTimes(e *mirror.Entry, start, end *calendar.EventDateTime) error {
	if start.Date != "" {
		first, err := readDay(start.Date)
		if err != nil {
			return err
		}
		after, err := readDay(end.Date)
		if err != nil {
			return err
		}
		e.Day, e.Days = first, max(int(after-first), 1)
		return nil
	}
	var err error
	if e.Start, err = readInstant(start, start.TimeZone); err != nil {
		return err
	}
	e.End, err = readInstant(end, start.TimeZone)
	return err
}

func readDay(text string) (date.Date, error) {
	day, err := date.ParseISO(text)
	if err != nil || day.String() != text { // the library takes days that do not exist
		return 0, fmt.Errorf("%w: an event is on the day %q", errUnreadable, text)
	}
	return day, nil
}

// readInstant reads a time in the zone that it was written with; Google sends it
// with the offset of the calendar. A zone that this machine does not know leaves
// the offset.
func readInstant(at *calendar.EventDateTime, zone string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, at.DateTime)
	if err != nil {
		return time.Time{}, fmt.Errorf("%w: an event is at the time %q", errUnreadable, at.DateTime)
	}
	if zone == "" {
		return t, nil
	}
	if l, err := located(zone); err == nil {
		return t.In(l), nil
	}
	return t, nil
}
