package googlefake

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// MakeCalendar makes a calendar of the person's own, which no application with
// the scope calendar.app.created sees.
func (h Hand) MakeCalendar(name, zone string) (id string) {
	h.s.mu.Lock()
	defer h.s.mu.Unlock()
	c := &calendar{owner: h.s.person(h.email), summary: name, zone: zone, events: map[string]*event{}}
	h.s.addCalendar(c)
	return c.id
}

// DeleteCalendar deletes a calendar with all that is in it.
func (h Hand) DeleteCalendar(id string) bool {
	return h.editCalendar(id, h.s.removeCalendar)
}

// RenameCalendar gives a calendar another name.
func (h Hand) RenameCalendar(id, name string) bool {
	return h.editCalendar(id, func(c *calendar) { c.summary, c.etag = name, h.s.etag() })
}

func (h Hand) editCalendar(id string, change func(*calendar)) bool {
	h.s.mu.Lock()
	defer h.s.mu.Unlock()
	c := h.s.calendars[id]
	if c == nil || c.gone || c.owner.email != h.email {
		return false
	}
	change(c)
	return true
}

// Calendar is a calendar as it is.
type Calendar struct {
	ID, Owner, Name, Description, Zone string
	Gone                               bool
}

// Event is an entry as it is.
type Event struct {
	ID, ETag, Summary, Description, Location, Colour, Source string

	Day, EndDay string    // of an all-day entry, as written; the end is exclusive
	Start, End  time.Time // of a timed one
	Zone        string    // that it was written with
	Cancelled   bool
	Busy        bool
	UseDefault  bool  // reminds as the calendar does
	Minutes     []int // of its own reminders, in their order
	Private     map[string]string
	Writes      int  // by applications
	ByPerson    bool // made by hand
}

// Calendars returns a person's calendars, also those that are gone, by id.
func (s *Service) Calendars(email string) []Calendar {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Calendar
	for _, id := range slices.Sorted(maps.Keys(s.calendars)) {
		if c := s.calendars[id]; c.owner.email == email {
			all = append(all, Calendar{c.id, email, c.summary, c.description, c.zone, c.gone})
		}
	}
	return all
}

// Events returns the entries of a calendar, also cancelled ones, by id.
func (s *Service) Events(calendar string) []Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.calendars[calendar]
	if c == nil {
		return nil
	}
	all := make([]Event, 0, len(c.ids))
	for _, id := range c.ids {
		all = append(all, c.events[id].state(c))
	}
	return all
}

func (e *event) state(c *calendar) Event {
	text := func(p *string) string {
		if p == nil {
			return ""
		}
		return *p
	}
	out := Event{
		ID: e.id(), ETag: e.etag, Summary: text(e.Summary), Description: text(e.Description), Location: text(e.Location), Colour: text(e.ColorID),
		Cancelled: e.cancelled(), Busy: text(e.Transparency) != "transparent", Writes: e.writes, ByPerson: e.byPerson,
		Day: text(e.Start.Date), EndDay: text(e.End.Date), Zone: text(e.Start.TimeZone),
	}
	if e.Start.Date == nil {
		out.Start, _ = e.Start.read("start", c.zone)
		out.End, _ = e.End.read("end", c.zone)
	}
	if e.Source != nil {
		out.Source = text(e.Source.URL)
	}
	out.UseDefault = e.Reminders == nil || (e.Reminders.UseDefault != nil && *e.Reminders.UseDefault)
	if e.Reminders != nil {
		for _, o := range e.Reminders.Overrides {
			out.Minutes = append(out.Minutes, *o.Minutes)
		}
	}
	if e.ExtendedProperties != nil {
		out.Private = map[string]string{}
		for key, value := range e.ExtendedProperties.Private {
			out.Private[key] = *value
		}
	}
	return out
}

// Calls returns all calls, in their order.
func (s *Service) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// Count returns how many calls there were of each method.
func (s *Service) Count() map[string]int {
	all := map[string]int{}
	for _, c := range s.Calls() {
		all[c.Method]++
	}
	return all
}

// Overruns returns how many calls were over a quota.
func (s *Service) Overruns() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.overruns
}

// Malformed returns the calls that were refused for what was in them. A good
// client makes none.
func (s *Service) Malformed() []Call {
	return slices.DeleteFunc(s.Calls(), func(c Call) bool {
		return c.Planned || !slices.Contains([]int{400, 405, 413}, c.Status) || strings.HasPrefix(c.Method, "oauth2.")
	})
}

// Channels returns how many channels of a calendar are open.
func (s *Service) Channels(calendar string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, ch := range s.channels {
		if ch.calendar.id == calendar && s.options.Now().Before(ch.expires) {
			n++
		}
	}
	return n
}

// ExpireTokens ends the sync and page tokens of a calendar, or of all for an
// empty id.
func (s *Service) ExpireTokens(calendar string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, c := range s.calendars {
		if calendar == "" || id == calendar {
			c.epoch++
		}
	}
}
