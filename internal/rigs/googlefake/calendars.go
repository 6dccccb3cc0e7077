package googlefake

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// calendar is a secondary calendar.
type calendar struct {
	id          string
	owner       *person
	maker       string // the client that made it; empty: the person
	summary     string
	description string
	location    string
	zone        string
	etag        string
	gone        bool

	events  map[string]*event
	ids     []string // sorted
	changes int      // the number of the last change of an event
	epoch   int      // of sync tokens
}

var calendarNames = selection{
	"kind": nil, "etag": nil, "id": nil, "summary": nil, "description": nil, "location": nil, "timeZone": nil,
	"conferenceProperties": nil, "dataOwner": nil, "autoAcceptInvitations": nil, "labelProperties": nil,
}

func (c *calendar) object() object {
	o := object{{"kind", "calendar#calendar"}, {"etag", c.etag}, {"id", c.id}}
	o.set("summary", c.summary)
	o.set("description", c.description)
	o.set("location", c.location)
	o.set("timeZone", c.zone)
	return o
}

// calendarBody is what a client may write of a calendar.
type calendarBody struct {
	Summary     *string `json:"summary"`
	Description *string `json:"description"`
	Location    *string `json:"location"`
	TimeZone    *string `json:"timeZone"`

	Kind, ETag, ID json.RawMessage // sent back by clients that read first
}

// decode reads a body strictly.
func (q *request) decode(into any) *problem {
	if kind := q.header.Get("Content-Type"); !strings.HasPrefix(kind, "application/json") {
		return invalid("badContent", "Content-Type "+kind+" is not supported")
	}
	d := json.NewDecoder(bytes.NewReader(q.body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
			return invalid("badRequest", "Invalid JSON payload received. Unknown name "+name+": Cannot find field.")
		}
		return invalid("parseError", "Parse Error")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return invalid("parseError", "Parse Error")
	}
	return nil
}

func (b *calendarBody) apply(c *calendar) *problem {
	set := func(to, from *string) {
		if from != nil {
			*to = *from
		}
	}
	set(&c.summary, b.Summary)
	set(&c.description, b.Description)
	set(&c.location, b.Location)
	set(&c.zone, b.TimeZone)
	if strings.TrimSpace(c.summary) == "" {
		return invalid("required", "Missing title.")
	}
	if _, ok := zone(c.zone); !ok {
		return invalid("invalid", "Invalid time zone.")
	}
	return nil
}

func (q *request) insertCalendar() (answer, *problem) {
	var b calendarBody
	if err := q.decode(&b); err != nil {
		return answer{}, err
	}
	c := &calendar{owner: q.person, maker: q.grant.client, zone: "UTC", events: map[string]*event{}}
	if err := b.apply(c); err != nil {
		return answer{}, err
	}
	q.s.addCalendar(c)
	q.call.Calendar = c.id
	return q.reply(c.object(), c.etag), nil
}

func (s *Service) addCalendar(c *calendar) {
	c.id, c.etag = s.name("c_")+"@group.calendar.google.com", s.etag()
	s.calendars[c.id] = c
}

func (s *Service) etag() string { return `"` + s.name("") + `"` }

func (q *request) getCalendar() (answer, *problem) {
	c, err := q.own()
	if err != nil {
		return answer{}, err
	}
	return q.reply(c.object(), c.etag), nil
}

func (q *request) patchCalendar() (answer, *problem) {
	c, err := q.own()
	if err != nil {
		return answer{}, err
	}
	if !matches(q.header, c.etag) {
		return answer{}, stale
	}
	var b calendarBody
	if err := q.decode(&b); err != nil {
		return answer{}, err
	}
	changed := *c
	if err := b.apply(&changed); err != nil {
		return answer{}, err
	}
	changed.etag = q.s.etag()
	*c = changed
	return q.reply(c.object(), c.etag), nil
}

func (q *request) deleteCalendar() (answer, *problem) {
	c, err := q.own()
	if err != nil {
		return answer{}, err
	}
	q.s.removeCalendar(c)
	return done(), nil
}

func (s *Service) removeCalendar(c *calendar) {
	c.gone = true
	for id, ch := range s.channels {
		if ch.calendar == c {
			delete(s.channels, id)
		}
	}
}

// matches reports whether a condition in the header, if there is one, holds for
// an ETag.
func matches(h http.Header, etag string) bool {
	want := h.Get("If-Match")
	return want == "" || want == "*" || want == etag
}

// zones are the zones that were asked for: loading one reads a file.
var zones sync.Map

// zone returns an IANA zone.
func zone(name string) (*time.Location, bool) {
	if l, ok := zones.Load(name); ok {
		return l.(*time.Location), true //nolint:forcetypeassert // nothing else is stored
	}
	if name == "" || name == "Local" {
		return nil, false
	}
	l, err := time.LoadLocation(name)
	if err != nil {
		return nil, false
	}
	zones.Store(name, l)
	return l, true
}
