package mirrortest

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"followcal/calendar/mirror"
	"followcal/internal/fault"
)

// Hook is asked before a call is done and after it. An error before ends the call
// undone; one after loses the answer of what was done.
type Hook func(call string, done bool) error

// around does a call between its hooks.
func (h Hook) around(call string, do func() error) error {
	if h == nil {
		return do()
	}
	if err := h(call, false); err != nil {
		return err
	}
	failure := do()
	if err := h(call, true); err != nil {
		return err
	}
	return failure
}

// Service is a calendar service in memory, for one person, that does what Google
// documents of its own and refuses what Google refuses. The zero value is empty
// and ready. Methods that begin with Person are the person's own hands.
type Service struct {
	Hook   Hook
	Refuse func(*mirror.Entry) bool // entries that are not allowed
	Hidden func(id string) bool     // entries that a full listing misses

	mu        sync.Mutex
	calendars map[string]*shelf
	made      int
	clock     int // grows with every change
	expired   int // tokens up to here have expired
	calls     map[string]int
}

// shelf is one calendar.
type shelf struct {
	mirror.Calendar
	entries map[string]*item
}

// item is an entry with what no mirror reads.
type item struct {
	mirror.Entry
	color   string
	changed int
}

var _ mirror.Remote = (*Service)(nil)

// Calls returns how often each call was made, and forgets it.
func (s *Service) Calls() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	calls := s.calls
	s.calls = nil
	return calls
}

// call does one call of a mirror's.
func (s *Service) call(ctx context.Context, name string, do func() error) error {
	if err := ctx.Err(); err != nil {
		return fault.Wrap(fault.Unavailable, err, "the call was given up")
	}
	return s.Hook.around(name, func() error {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.calls == nil {
			s.calls = map[string]int{}
		}
		s.calls[name]++
		return do()
	})
}

func answer(a mirror.Answer) error {
	kinds := map[mirror.Answer]fault.Kind{
		mirror.Exists: fault.Conflict, mirror.Stale: fault.Conflict, mirror.Missing: fault.NotFound,
		mirror.TokenExpired: fault.Gone, mirror.Unauthorized: fault.Denied, mirror.Refused: fault.Invalid,
	}
	kind, ok := kinds[a]
	if !ok {
		kind = fault.Unavailable
	}
	return fault.Wrap(kind, a, "the calendar service says: %s", a.Error())
}

// Answer returns the fault that services answer with.
func Answer(a mirror.Answer) error { return answer(a) }

func (s *Service) calendar(id string) (*shelf, error) {
	if c := s.calendars[id]; c != nil {
		return c, nil
	}
	return nil, answer(mirror.Missing)
}

func (s *Service) entry(calendar, id string) (*item, error) {
	c, err := s.calendar(calendar)
	if err != nil {
		return nil, err
	}
	if i := c.entries[id]; i != nil {
		return i, nil
	}
	return nil, answer(mirror.Missing)
}

// touch gives an entry its next state.
func (s *Service) touch(i *item) {
	s.clock++
	i.changed, i.ETag = s.clock, fmt.Sprintf("\"%d\"", s.clock)
}

// shown returns an entry as calls show it: of a deleted one only the id is sure.
func (i *item) shown() mirror.Entry {
	if i.Deleted {
		return mirror.Entry{ID: i.ID, ETag: i.ETag, Deleted: true}
	}
	e := i.Entry
	e.Reminders = slices.Clone(e.Reminders)
	return e
}

// MakeCalendar implements [mirror.Calendars].
func (s *Service) MakeCalendar(ctx context.Context, c mirror.Calendar) (id string, err error) {
	err = s.call(ctx, "make", func() error {
		s.made++
		id = fmt.Sprintf("calendar-%d", s.made)
		if s.calendars == nil {
			s.calendars = map[string]*shelf{}
		}
		s.calendars[id] = &shelf{Calendar: c, entries: map[string]*item{}}
		return nil
	})
	return id, err
}

// Calendar implements [mirror.Calendars].
func (s *Service) Calendar(ctx context.Context, id string) (c mirror.Calendar, err error) {
	err = s.call(ctx, "calendar", func() error {
		found, err := s.calendar(id)
		if err == nil {
			c = found.Calendar
		}
		return err
	})
	return c, err
}

// RemoveCalendar implements [mirror.Calendars].
func (s *Service) RemoveCalendar(ctx context.Context, id string) error {
	return s.call(ctx, "remove", func() error {
		delete(s.calendars, id)
		return nil
	})
}

// List implements [mirror.Entries].
func (s *Service) List(ctx context.Context, calendar, token string) (l mirror.Listing, err error) {
	err = s.call(ctx, "list", func() error {
		c, err := s.calendar(calendar)
		if err != nil {
			return err
		}
		since := -1
		if token != "" {
			if _, err := fmt.Sscanf(token, calendar+" %d", &since); err != nil || since < s.expired {
				return answer(mirror.TokenExpired)
			}
		}
		l = mirror.Listing{Token: fmt.Sprintf("%s %d", calendar, s.clock), Full: token == ""}
		for _, i := range sortedItems(c) {
			if i.changed > since && (!l.Full || !i.Deleted && (s.Hidden == nil || !s.Hidden(i.ID))) {
				l.Entries = append(l.Entries, i.shown())
			}
		}
		return nil
	})
	return l, err
}

func sortedItems(c *shelf) []*item {
	return slices.SortedFunc(maps.Values(c.entries), func(a, b *item) int { return cmp.Compare(a.ID, b.ID) })
}

// Get implements [mirror.Entries].
func (s *Service) Get(ctx context.Context, calendar, id string) (e mirror.Entry, err error) {
	err = s.call(ctx, "get", func() error {
		i, err := s.entry(calendar, id)
		if err == nil {
			e = i.shown()
		}
		return err
	})
	return e, err
}

// Insert implements [mirror.Entries].
func (s *Service) Insert(ctx context.Context, calendar string, e *mirror.Entry) (kept mirror.Entry, err error) {
	err = s.call(ctx, "insert", func() error {
		c, err := s.calendar(calendar)
		if err != nil {
			return err
		}
		if c.entries[e.ID] != nil {
			return answer(mirror.Exists)
		}
		if err := s.check(e); err != nil {
			return err
		}
		i := &item{Entry: *e}
		s.touch(i)
		c.entries[e.ID] = i
		kept = i.shown()
		return nil
	})
	return kept, err
}

// Update implements [mirror.Entries].
func (s *Service) Update(ctx context.Context, calendar string, e *mirror.Entry) (kept mirror.Entry, err error) {
	err = s.call(ctx, "update", func() error {
		i, err := s.entry(calendar, e.ID)
		if err != nil {
			return err
		}
		if i.ETag != e.ETag {
			return answer(mirror.Stale)
		}
		if err := s.check(e); err != nil {
			return err
		}
		reminders := i.Reminders
		i.Entry = *e
		i.Reminders, i.Deleted = reminders, false
		s.touch(i)
		kept = i.shown()
		return nil
	})
	return kept, err
}

// Delete implements [mirror.Entries].
func (s *Service) Delete(ctx context.Context, calendar, id, etag string) error {
	return s.call(ctx, "delete", func() error {
		i, err := s.entry(calendar, id)
		switch {
		case err != nil:
			return err
		case i.Deleted:
			return nil
		case i.ETag != etag:
			return answer(mirror.Stale)
		}
		i.Deleted = true
		s.touch(i)
		return nil
	})
}

var entryID = regexp.MustCompile(`^[a-v0-9]{5,1000}$`)

// check refuses what Google refuses, or would drop without a word.
func (s *Service) check(e *mirror.Entry) error {
	timed := !e.Start.IsZero() && e.End.After(e.Start) && e.Start.Location().String() != "Local" && e.Day == 0 && e.Days == 0
	allDay := e.Start.IsZero() && e.End.IsZero() && e.Day != 0 && e.Days >= 1
	wrong := !entryID.MatchString(e.ID) || !timed && !allDay || len(e.Reminders) > 5 ||
		e.Mark.UID == "" || len(e.Mark.UID) > 1024 || e.Mark.Hash == "" || len(e.Mark.Hash) > 1024 ||
		len(e.Summary) > 1024 || len(e.Description) > 8192 || len(e.Location) > 1024 ||
		e.Source != "" && !strings.HasPrefix(e.Source, "http") ||
		slices.ContainsFunc(e.Reminders, func(d time.Duration) bool { return d < 0 || d > 40320*time.Minute || d%time.Minute != 0 })
	if wrong || s.Refuse != nil && s.Refuse(e) {
		return answer(mirror.Refused)
	}
	return nil
}

// ExpireTokens has every token that was given ask for everything.
func (s *Service) ExpireTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock++
	s.expired = s.clock
}
