package googlefake

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// event is an entry of a calendar, also a cancelled one.
type event struct {
	content
	etag     string
	created  time.Time
	updated  time.Time
	sequence int
	change   int  // its number among the calendar's changes
	writes   int  // by clients
	byPerson bool // the person made it
}

func (e *event) id() string      { return *e.content.ID }
func (e *event) cancelled() bool { return e.Status != nil && *e.Status == "cancelled" }

var eventNames = selection{
	"kind": nil, "etag": nil, "id": nil, "status": nil, "htmlLink": nil, "created": nil, "updated": nil, "summary": nil, "description": nil,
	"location": nil, "colorId": nil, "creator": nil, "organizer": nil, "start": momentNames, "end": momentNames, "transparency": nil,
	"visibility": nil, "iCalUID": nil, "sequence": nil, "eventType": nil, "source": {"url": nil, "title": nil},
	"extendedProperties": {"private": nil, "shared": nil}, "reminders": {"useDefault": nil, "overrides": {"method": nil, "minutes": nil}},
	// What this service never has.
	"recurrence": nil, "recurringEventId": nil, "originalStartTime": momentNames, "attendees": nil, "endTimeUnspecified": nil, "locked": nil,
}

var momentNames = selection{"date": nil, "dateTime": nil, "timeZone": nil}

// idOf reads the id that a client chose.
func idOf(body []byte) string {
	var b struct {
		ID string `json:"id"`
	}
	_ = json.Unmarshal(body, &b) // what is broken is refused later
	return b.ID
}

func (q *request) insertEvent() (answer, *problem) {
	c, err := q.own()
	if err != nil {
		return answer{}, err
	}
	e := &event{}
	if err := q.decode(&e.content); err != nil {
		return answer{}, err
	}
	if e.ID == nil {
		name := strings.ReplaceAll(q.s.name("e"), "-", "")
		e.ID = &name
	}
	if !isID(e.id()) {
		return answer{}, invalid("invalid", "Invalid resource id value.")
	}
	if c.events[e.id()] != nil {
		return answer{}, duplicate
	}
	if err := e.check(c.zone); err != nil {
		return answer{}, err
	}
	e.created, e.writes = q.now, 1
	q.s.put(c, e, q.now)
	return q.reply(e.object(c), e.etag), nil
}

// put keeps an event in its new state and tells who watches.
func (s *Service) put(c *calendar, e *event, now time.Time) {
	e.echo = echo{}
	e.ExtendedProperties = e.ExtendedProperties.trim()
	if e.Status == nil {
		confirmed := "confirmed"
		e.Status = &confirmed
	}
	c.changes++
	e.change, e.etag, e.updated = c.changes, s.etag(), now
	if c.events[e.id()] == nil {
		i, _ := slices.BinarySearch(c.ids, e.id())
		c.ids = slices.Insert(c.ids, i, e.id())
	}
	c.events[e.id()] = e
	s.notify(c)
}

// find returns an event, also a cancelled one.
func (q *request) find() (*calendar, *event, *problem) {
	c, err := q.own()
	if err != nil {
		return nil, nil, err
	}
	e := c.events[q.event]
	if e == nil {
		return nil, nil, notFound
	}
	return c, e, nil
}

func (q *request) getEvent() (answer, *problem) {
	c, e, err := q.find()
	if err != nil {
		return answer{}, err
	}
	if q.header.Get("If-None-Match") == e.etag {
		return answer{status: http.StatusNotModified}, nil
	}
	return q.reply(e.object(c), e.etag), nil
}

func (q *request) patchEvent() (answer, *problem) {
	return q.change(func(e *event) content { return e.clone() })
}

func (q *request) updateEvent() (answer, *problem) {
	return q.change(func(*event) content { return content{} })
}

// change decodes the body over what base makes of the event.
func (q *request) change(base func(*event) content) (answer, *problem) {
	c, old, err := q.find()
	if err != nil {
		return answer{}, err
	}
	if !matches(q.header, old.etag) {
		return answer{}, stale
	}
	e := *old
	e.content = base(old)
	e.ID = nil
	if err := q.decode(&e.content); err != nil {
		return answer{}, err
	}
	if e.ID != nil && *e.ID != old.id() {
		return answer{}, invalid("invalid", "Invalid resource id value.")
	}
	e.ID = old.content.ID
	if err := e.check(c.zone); err != nil {
		return answer{}, err
	}
	if !e.Start.same(old.Start) || !e.End.same(old.End) {
		e.sequence++
	}
	e.writes++
	q.s.put(c, &e, q.now)
	return q.reply(e.object(c), e.etag), nil
}

func (q *request) deleteEvent() (answer, *problem) {
	c, old, err := q.find()
	switch {
	case err != nil:
		return answer{}, err
	case old.cancelled():
		return answer{}, deleted
	case !matches(q.header, old.etag):
		return answer{}, stale
	}
	e := *old
	e.writes++
	q.s.cancel(c, &e, q.now)
	return done(), nil
}

// cancel keeps an event as a deleted one: its id is never free again.
func (s *Service) cancel(c *calendar, e *event, now time.Time) {
	cancelled := "cancelled"
	e.Status = &cancelled
	s.put(c, e, now)
}

func (m *moment) same(other *moment) bool {
	equal := func(a, b *string) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }
	return equal(m.Date, other.Date) && equal(m.DateTime, other.DateTime) && equal(m.TimeZone, other.TimeZone)
}
