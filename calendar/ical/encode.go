// Package ical writes calendars as iCalendar (RFC 5545, with the properties of
// RFC 7986) through golang-ical. The same facts give the same octets: nothing
// here reads a clock, and the order of everything is fixed.
//
// An event is encoded by [Encode] and a whole calendar is written by [Write].
// A caller that keeps the octets of its events joins them with [WriteEncoded].
// Both need the zones and years of the events beforehand, because a VTIMEZONE
// stands before the first event; [Spans] collects them without encoding.
package ical

import (
	"bytes"
	"sync"

	ics "github.com/arran4/golang-ical"

	"followcal/calendar"
	"followcal/internal/fault"
)

// scratch is what one encoding needs and the next one can use again.
type scratch struct {
	out        folder
	properties []ics.IANAProperty
}

// largestKept bounds the buffers that wait for the next encoding.
const largestKept = 64 << 10

var scratches sync.Pool

// newScratch returns a scratch that somebody gave back, or a new one.
func newScratch() *scratch {
	if s, ok := scratches.Get().(*scratch); ok {
		return s
	}
	return new(scratch)
}

// done gives s back, unless one huge event has blown it up.
func (s *scratch) done() {
	if s.out.Cap() > largestKept {
		return
	}
	clear(s.properties[:cap(s.properties)])
	scratches.Put(s)
}

// Encode returns e as one VEVENT with its alarms: CRLF, folded, complete. The
// octets depend on e alone and fit into any calendar that has the VTIMEZONE of
// its zone. An event that no reader could show rightly gives a fault of kind
// Invalid or TooLarge that names it, and no octets.
func Encode(e *calendar.Event) ([]byte, error) {
	s := newScratch()
	defer s.done()
	octets, err := s.encode(e)
	return bytes.Clone(octets), err
}

// encode is Encode into a buffer that the next call overwrites.
func (s *scratch) encode(e *calendar.Event) ([]byte, error) {
	if err := e.Validate(); err != nil {
		return nil, err
	}
	z, err := zoneOfEvent(e)
	if err != nil {
		return nil, err
	}
	address, ok := uri(e.URL)
	if !ok {
		return nil, fault.New(fault.Invalid, "the URL of the event %q has characters in its host name that no host has; correct it", e.UID)
	}
	s.out.Reset()
	s.out.begin(ics.ComponentVEvent)
	s.properties = appendEvent(s.properties[:0], e, z, address)
	s.out.properties(s.properties)
	s.out.lines(standing(e))
	for _, a := range e.Alarms {
		s.out.begin(ics.ComponentVAlarm)
		s.out.lines(displayed)
		s.properties = appendAlarm(s.properties[:0], a, e.Summary)
		s.out.properties(s.properties)
		s.out.end(ics.ComponentVAlarm)
	}
	s.out.end(ics.ComponentVEvent)
	return s.out.Bytes(), nil
}

// zoneOfEvent returns the zone of a timed event, nil for an all-day one.
func zoneOfEvent(e *calendar.Event) (*zone, error) {
	if e.AllDay() {
		return nil, nil //nolint:nilnil // an all-day event has no zone
	}
	if _, err := zoneOf(e.End); err != nil {
		return nil, err
	}
	return zoneOf(e.Start)
}
