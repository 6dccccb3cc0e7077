package google

import (
	"strings"
	"sync"
	"time"

	"github.com/rickb777/date/v2"
	"google.golang.org/api/calendar/v3"

	"followcal/calendar/mirror"
	"followcal/internal/fault"
)

// The private properties that mark an entry as a mirror's.
const (
	markUID  = "followcalUID"
	markHash = "followcalHash"
)

// Limits of private properties. What is beyond them Google drops in silence, and
// with it the mark.
const maxValue = 1024

// Limits of reminders.
const (
	maxReminders = 5
	maxReminder  = 40320 * time.Minute
)

// sourceTitle names what an event links to.
const sourceTitle = "followcal"

// inserted is an entry as it is added. What has no value is left out.
func inserted(e *mirror.Entry) (*calendar.Event, error) {
	event, err := written(e)
	if err != nil {
		return nil, err
	}
	event.Id = e.ID
	event.Reminders = &calendar.EventReminders{Overrides: overrides(e.Reminders), ForceSendFields: []string{"UseDefault"}}
	return event, nil
}

// patched is what is the mirror's of an entry. What has no value is removed; what
// is not named here stays as it is.
func patched(e *mirror.Entry) (*calendar.Event, error) {
	event, err := written(e)
	if err != nil {
		return nil, err
	}
	event.Status = "confirmed" // takes a deleted one out of the bin
	event.ForceSendFields = []string{"Summary", "Description", "Location"}
	if event.Source == nil {
		event.NullFields = []string{"Source"}
	}
	for _, at := range []*calendar.EventDateTime{event.Start, event.End} {
		at.NullFields = []string{"DateTime", "TimeZone"} // it may have been a time before, or a day
		if at.Date == "" {
			at.NullFields = []string{"Date"}
		}
	}
	return event, nil
}

// written is what every write has in common.
func written(e *mirror.Entry) (*calendar.Event, error) {
	start, end, err := times(e)
	if err != nil {
		return nil, err
	}
	if len([]rune(e.Mark.UID)) > maxValue || len([]rune(e.Mark.Hash)) > maxValue {
		return nil, refused("the mark of the entry %q is longer than the %d characters that Google keeps", e.Summary, maxValue)
	}
	event := &calendar.Event{
		Summary: e.Summary, Description: e.Description, Location: e.Location,
		Start: start, End: end, Transparency: "transparent",
		ExtendedProperties: &calendar.EventExtendedProperties{Private: map[string]string{markUID: e.Mark.UID, markHash: e.Mark.Hash}},
	}
	if e.Busy {
		event.Transparency = "opaque"
	}
	if strings.HasPrefix(e.Source, "https://") || strings.HasPrefix(e.Source, "http://") { // Google takes no others
		event.Source = &calendar.EventSource{Url: e.Source, Title: sourceTitle}
	}
	return event, nil
}

// refused is a fault about what Google would not take.
func refused(format string, args ...any) error {
	return fault.Wrap(fault.Invalid, mirror.Refused, format, args...)
}

// times returns when an entry begins and ends. The end of a day is the next one.
func times(e *mirror.Entry) (start, end *calendar.EventDateTime, err error) {
	if e.Start.IsZero() {
		if e.Day == 0 {
			return nil, nil, refused("the entry %q has neither a day nor a time", e.Summary)
		}
		after := e.Day + date.Date(max(e.Days, 1))
		return &calendar.EventDateTime{Date: e.Day.String()}, &calendar.EventDateTime{Date: after.String()}, nil
	}
	zone := e.Start.Location().String()
	if _, err := located(zone); err != nil || zone == "Local" {
		return nil, nil, refused("the entry %q is in the time zone %q, which Google does not know; name one such as Europe/Berlin", e.Summary, zone)
	}
	if e.End.Before(e.Start) {
		return nil, nil, refused("the entry %q ends before it starts", e.Summary)
	}
	return moment(e.Start, zone), moment(e.End.In(e.Start.Location()), zone), nil
}

// moment is an instant with its offset, so that an hour that the clocks repeat is
// told from the other.
func moment(t time.Time, zone string) *calendar.EventDateTime {
	return &calendar.EventDateTime{DateTime: t.Format(time.RFC3339), TimeZone: zone}
}

// overrides are the reminders that Google takes: five at most, up to four weeks
// before the start, in whole minutes.
func overrides(before []time.Duration) []*calendar.EventReminder {
	all := make([]*calendar.EventReminder, 0, maxReminders)
	for _, d := range before {
		if d < 0 || d > maxReminder || len(all) == maxReminders {
			continue
		}
		all = append(all, &calendar.EventReminder{Method: "popup", Minutes: int64(d / time.Minute), ForceSendFields: []string{"Minutes"}})
	}
	return all
}

// zones are those that were asked for: loading one reads a file.
var zones sync.Map

func located(name string) (*time.Location, error) {
	if known, ok := zones.Load(name); ok {
		return known.(*time.Location), nil //nolint:forcetypeassert // nothing else is stored
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, err
	}
	zones.Store(name, zone)
	return zone, nil
}
