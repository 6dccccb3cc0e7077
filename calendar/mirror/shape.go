package mirror

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"followcal/calendar"
)

// The bounds of what is written, in octets, so that no service refuses or cuts an
// entry. Google keeps 8,192 characters of a description.
const (
	maxSummary     = 1000
	maxBody        = 5000
	maxDescription = 8000 // with the person's notes, which go first
	maxLocation    = 1000
	maxSource      = 2000
	maxReminders   = 5
	maxReminder    = 40320 * time.Minute
)

// slot is how long an entry lasts that is there for its reminder.
const slot = 15 * time.Minute

// shape returns how an event is shown at the remote.
//
// Services cannot remind of an all-day entry on its own day. So one that is to be
// reminded of becomes a short entry at its alarm's time of day, with a reminder
// when it starts, unless it blocks time or the settings ask for whole days.
//
// Texts that are as they were written need no other look.
func shape(e *calendar.Event, zone *time.Location, s *Settings, written *Content) Content {
	c := Content{Summary: e.Summary, Description: e.Description, Location: e.Location, Busy: e.Busy}
	if c.Summary != written.Summary {
		c.Summary = clean(c.Summary, maxSummary)
	}
	if c.Description != written.Description {
		c.Description = body(c.Description)
	}
	if c.Location != written.Location {
		c.Location = clean(c.Location, maxLocation)
	}
	if strings.HasPrefix(e.URL, "https://") || strings.HasPrefix(e.URL, "http://") {
		if len(e.URL) <= maxSource {
			c.Source = e.URL
		}
	}
	var shift time.Duration // from midnight of the first day to the start
	switch at, rings := firstAlarm(e); {
	case !e.AllDay():
		c.Start, c.End, c.Zone = exact(e.Start), exact(e.End), e.Start.Location().String()
		if !c.End.After(c.Start) {
			c.End = c.Start.Add(slot)
		}
	case rings && !e.Busy && e.Length() == 1 && !s.AllDay && !s.Silent:
		y, m, d := e.Day.Date()
		start := time.Date(y, m, d, 0, int(at/time.Minute), 0, 0, zone)
		c.Start, c.End, c.Zone = start.UTC(), start.Add(slot).UTC(), zone.String()
		c.Anytime, shift = true, at
	default:
		c.Day, c.Days, c.Anytime = e.Day, e.Length(), true
	}
	if !s.Silent {
		c.Reminders = reminders(e.Alarms, shift)
	}
	return c
}

// firstAlarm returns the first time of day at which an all-day event rings on its
// own first day.
func firstAlarm(e *calendar.Event) (at time.Duration, rings bool) {
	for _, a := range e.Alarms {
		if a.Offset >= 0 && a.Offset < 24*time.Hour && (!rings || a.Offset < at) {
			at, rings = a.Offset, true
		}
	}
	return at, rings
}

// reminders returns how long before the start there are reminders, the shortest
// first. Services do not know any after it.
func reminders(alarms []calendar.Alarm, shift time.Duration) []time.Duration {
	var all []time.Duration
	for _, a := range alarms {
		if before := (shift - a.Offset).Truncate(time.Minute); before >= 0 && before <= maxReminder {
			all = append(all, before)
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	return all[:min(len(all), maxReminders)]
}

// body returns the mirror's part of a description, which never looks like its own
// border.
func body(text string) string {
	if strings.Contains(text, rule) {
		text = strings.NewReplacer(opening, "-- followcal --", closing, "-- your notes --").Replace(text)
	}
	return clean(text, maxBody)
}

// clean returns text as services keep it: valid, without control characters, of a
// bounded length, without blanks around it.
func clean(text string, longest int) string {
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	if hasControls(text) {
		text = strings.ReplaceAll(text, "\r\n", "\n")
		text = strings.Map(func(r rune) rune {
			if unwanted(r) {
				return -1
			}
			return r
		}, text)
	}
	return cut(strings.TrimSpace(text), longest)
}

// hasControls is quicker than asking for each rune, and may say yes to letters
// that are none.
func hasControls(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' && c != '\n' && c != '\t' || c == 0x7f || c == 0xc2 {
			return true
		}
	}
	return false
}

func unwanted(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }

// cut shortens text at a code point, and shows that it did.
func cut(text string, longest int) string {
	if len(text) <= longest {
		return text
	}
	end := max(longest-len("…"), 0)
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return strings.TrimSpace(text[:end]) + "…"
}
