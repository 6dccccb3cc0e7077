package closures

import (
	"bytes"
	"fmt"
	"strings"

	ics "github.com/arran4/golang-ical"
	"github.com/rickb777/date/v2"
)

// readCalendar reads the all-day events of an iCalendar file (RFC 5545). An
// event of the category WORKING is a working day, any other a closed one; a
// cancelled one is nothing.
func (l *list) readCalendar(text []byte) error {
	calendar, err := parse(text)
	if err != nil {
		return l.invalid("it is no iCalendar file that can be read (%v)", err)
	}
	for i, event := range calendar.Events() {
		if err := l.addEvent(i+1, event); err != nil {
			return err
		}
	}
	return nil
}

// parse guards against what golang-ical does with broken input: it may panic.
func parse(text []byte) (calendar *ics.Calendar, err error) {
	defer func() {
		if recover() != nil {
			calendar, err = nil, fmt.Errorf("malformed lines")
		}
	}()
	return ics.ParseCalendar(bytes.NewReader(text))
}

func (l *list) addEvent(number int, event *ics.VEvent) error {
	name := value(event, ics.ComponentPropertySummary)
	where := fmt.Sprintf("event %d (%s)", number, clean(name, "without a name"))
	if strings.EqualFold(value(event, ics.ComponentPropertyStatus), "CANCELLED") {
		return nil
	}
	if event.HasProperty(ics.ComponentPropertyRrule) || event.HasProperty(ics.ComponentPropertyRdate) {
		return l.invalid("%s repeats: write one event for each day", where)
	}
	begins := value(event, ics.ComponentPropertyDtStart)
	if len(begins) > len("20060102") {
		l.PassedOver = append(l.PassedOver, where)
		return nil
	}
	first, ok := civil(begins, "20060102")
	if !ok {
		return l.invalid("%s: DTSTART %q is no day that exists", where, clean(begins, ""))
	}
	last, err := l.lastDay(where, event, first)
	if err != nil {
		return err
	}
	working := isWorking(event)
	return l.add(where, clean(name, fallback(working)), first, last, working)
}

// lastDay returns the last day of an all-day event: the one before DTEND, the
// same day without (RFC 5545, section 3.6.1), or what DURATION says in days or
// weeks.
func (l *list) lastDay(where string, event *ics.VEvent, first date.Date) (date.Date, error) {
	if ends := value(event, ics.ComponentPropertyDtEnd); ends != "" {
		end, ok := civil(ends, "20060102")
		if !ok {
			return 0, l.invalid("%s: DTEND %q is no day that exists", where, clean(ends, ""))
		}
		return max(end-1, first), nil
	}
	if duration := value(event, ics.ComponentPropertyDuration); duration != "" {
		var n int
		var unit rune
		if _, err := fmt.Sscanf(strings.TrimPrefix(duration, "+")+"\n", "P%d%c\n", &n, &unit); err != nil || n < 1 || n > MaxSpan || unit != 'D' && unit != 'W' {
			return 0, l.invalid("%s: DURATION %q is no number of days such as P1D", where, clean(duration, ""))
		}
		if unit == 'W' {
			n *= 7
		}
		return first + date.Date(n-1), nil
	}
	return first, nil
}

// isWorking reports whether WORKING is one of the event's categories.
func isWorking(event *ics.VEvent) bool {
	for _, p := range event.Properties {
		if p.IANAToken != string(ics.ComponentPropertyCategories) {
			continue
		}
		for category := range strings.SplitSeq(p.Value, ",") {
			if strings.EqualFold(strings.TrimSpace(category), "WORKING") {
				return true
			}
		}
	}
	return false
}

func value(event *ics.VEvent, property ics.ComponentProperty) string {
	if p := event.GetProperty(property); p != nil {
		return strings.TrimSpace(p.Value)
	}
	return ""
}
