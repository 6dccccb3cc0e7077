package mirrortest

import (
	"fmt"
	"maps"
	"slices"

	"followcal/calendar/mirror"
)

// Shown is an entry as the person sees it.
type Shown struct {
	mirror.Entry
	Color string
}

// PersonSees returns the live entries of a calendar by id, none of one that is
// not there.
func (s *Service) PersonSees(calendar string) []Shown {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.calendars[calendar]
	if c == nil {
		return nil
	}
	var all []Shown
	for _, i := range sortedItems(c) {
		if !i.Deleted {
			all = append(all, Shown{i.shown(), i.color})
		}
	}
	return all
}

// PersonEdits has the person change a live entry, and reports whether there was
// one.
func (s *Service) PersonEdits(calendar, id string, edit func(*Shown)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, err := s.entry(calendar, id)
	if err != nil || i.Deleted {
		return false
	}
	shown := Shown{i.shown(), i.color}
	edit(&shown)
	i.Entry, i.color = shown.Entry, shown.Color
	s.touch(i)
	return true
}

// PersonDeletes has the person delete a live entry.
func (s *Service) PersonDeletes(calendar, id string) bool {
	return s.PersonEdits(calendar, id, func(e *Shown) { e.Deleted = true })
}

// PersonAdds has the person add an entry, or a copy of one with its mark, and
// returns its id.
func (s *Service) PersonAdds(calendar string, e mirror.Entry) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.calendars[calendar]
	if c == nil {
		return ""
	}
	e.ID = fmt.Sprintf("person%d", s.clock)
	i := &item{Entry: e}
	s.touch(i)
	c.entries[e.ID] = i
	return e.ID
}

// PersonRemovesCalendar has the person delete a calendar.
func (s *Service) PersonRemovesCalendar(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.calendars, id)
}

// PersonCalendars returns the ids of the calendars that there are.
func (s *Service) PersonCalendars() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.calendars))
}
