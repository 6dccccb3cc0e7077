package googlefake

import (
	"time"

	"github.com/rickb777/date/v2"
)

// Hand is a person who uses the calendar's own pages. What it does costs no
// quota and fails only when the entry or calendar is not there, which its
// methods report with false.
type Hand struct {
	s     *Service
	email string
}

// Hand returns a person's hand.
func (s *Service) Hand(email string) Hand { return Hand{s, email} }

// edit changes an event that is there.
func (h Hand) edit(calendar, id string, change func(*calendarEvent)) bool {
	h.s.mu.Lock()
	c := h.s.calendars[calendar]
	if c == nil || c.gone || c.owner.email != h.email || c.events[id] == nil {
		h.s.mu.Unlock()
		return false
	}
	e := *c.events[id]
	e.content = e.clone()
	if e.cancelled() {
		h.s.mu.Unlock()
		return false
	}
	change(&calendarEvent{&e, c})
	h.s.put(c, &e, h.s.options.Now())
	h.s.mu.Unlock()
	h.changed()
	return true
}

// calendarEvent is an event in its calendar.
type calendarEvent struct {
	*event
	in *calendar
}

func (h Hand) changed() {
	h.s.mu.Lock()
	waiting := len(h.s.notices) > 0
	h.s.mu.Unlock()
	if waiting && h.s.options.Changed != nil {
		h.s.options.Changed()
	}
}

// Rename gives an entry another title.
func (h Hand) Rename(calendar, id, summary string) bool {
	return h.edit(calendar, id, func(e *calendarEvent) { e.Summary = &summary })
}

// Describe rewrites the description, from what it is.
func (h Hand) Describe(calendar, id string, rewrite func(html string) string) bool {
	return h.edit(calendar, id, func(e *calendarEvent) {
		old := ""
		if e.Description != nil {
			old = *e.Description
		}
		text := rewrite(old)
		e.Description = &text
	})
}

// Recolour gives an entry a colour: "1" to "11".
func (h Hand) Recolour(calendar, id, colour string) bool {
	return h.edit(calendar, id, func(e *calendarEvent) { e.ColorID = &colour })
}

// Remind replaces the reminders by pop-ups, minutes before the start.
func (h Hand) Remind(calendar, id string, minutes ...int) bool {
	return h.edit(calendar, id, func(e *calendarEvent) {
		usual := false
		e.Reminders = &reminders{UseDefault: &usual}
		for _, m := range minutes {
			e.Reminders.Overrides = append(e.Reminders.Overrides, override{"popup", &m})
		}
	})
}

// Drag moves an entry by days; its time of day and length stay.
func (h Hand) Drag(calendar, id string, days int) bool {
	return h.edit(calendar, id, func(e *calendarEvent) {
		e.Start, e.End = e.Start.shifted(days, e.in.zone), e.End.shifted(days, e.in.zone)
		e.sequence++
	})
}

// shifted is the same time of day in the event's zone, days later.
func (m *moment) shifted(days int, fallback string) *moment {
	if m.Date != nil {
		day, err := time.Parse(time.DateOnly, *m.Date)
		if err != nil { // only what was checked is kept
			return m
		}
		text := day.AddDate(0, 0, days).Format(time.DateOnly)
		return &moment{Date: &text}
	}
	t, problem := m.read("start", fallback)
	if problem != nil {
		return m
	}
	if m.TimeZone != nil {
		fallback = *m.TimeZone
	}
	if l, ok := zone(fallback); ok {
		t = t.In(l)
	}
	text := t.AddDate(0, 0, days).Format(time.RFC3339)
	return &moment{DateTime: &text, TimeZone: m.TimeZone}
}

// Put moves an entry to two instants, whose zone it takes.
func (h Hand) Put(calendar, id string, start, end time.Time) bool {
	return h.edit(calendar, id, func(e *calendarEvent) {
		e.Start, e.End = instant(start), instant(end)
		e.sequence++
	})
}

// PutDay makes an entry last one whole day.
func (h Hand) PutDay(calendar, id string, day date.Date) bool {
	return h.edit(calendar, id, func(e *calendarEvent) {
		from, to := day.String(), (day + 1).String()
		e.Start, e.End = &moment{Date: &from}, &moment{Date: &to}
		e.sequence++
	})
}

func instant(t time.Time) *moment {
	at, in := t.Format(time.RFC3339), t.Location().String()
	return &moment{DateTime: &at, TimeZone: &in}
}

// Delete deletes an entry.
func (h Hand) Delete(calendar, id string) bool {
	return h.edit(calendar, id, func(e *calendarEvent) {
		cancelled := "cancelled"
		e.Status = &cancelled
	})
}

// Restore takes an entry out of the bin.
func (h Hand) Restore(calendar, id string) bool {
	h.s.mu.Lock()
	c := h.s.calendars[calendar]
	if c == nil || c.gone || c.owner.email != h.email || c.events[id] == nil || !c.events[id].cancelled() {
		h.s.mu.Unlock()
		return false
	}
	e := *c.events[id]
	confirmed := "confirmed"
	e.Status = &confirmed
	h.s.put(c, &e, h.s.options.Now())
	h.s.mu.Unlock()
	h.changed()
	return true
}

// Add writes an entry of the person's own and returns its id.
func (h Hand) Add(calendar, summary string, start, end time.Time) (id string, ok bool) {
	h.s.mu.Lock()
	c := h.s.calendars[calendar]
	if c == nil || c.gone || c.owner.email != h.email {
		h.s.mu.Unlock()
		return "", false
	}
	id = h.s.name("hand")
	e := &event{content: content{ID: &id, Summary: &summary, Start: instant(start), End: instant(end)}, byPerson: true, created: h.s.options.Now()}
	h.s.put(c, e, e.created)
	h.s.mu.Unlock()
	h.changed()
	return id, true
}
