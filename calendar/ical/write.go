package ical

import (
	"bufio"
	"hash/maphash"
	"io"
	"iter"

	ics "github.com/arran4/golang-ical"

	"followcal/calendar"
	"followcal/internal/fault"
)

// Write writes a whole calendar: what it says about itself, the VTIMEZONEs of
// spans, then the events in their order. It takes one event after the other,
// which may reuse one Event: memory does not grow with their number.
//
// Everything is checked before its octets are written. A fault at an event
// leaves what came before it in w, without the end: a caller that publishes w
// must throw that away. A fault of kind Invalid or TooLarge names the event or
// the calendar's setting; Unavailable says that w failed.
func Write(w io.Writer, c Calendar, spans *Spans, events iter.Seq[*calendar.Event]) error {
	s := newScratch()
	defer s.done()
	seen := newUIDs()
	return write(w, c, spans, func(emit func([]byte) error) error {
		for e := range events {
			octets, err := s.encodeOnce(e, spans, seen)
			if err != nil {
				return err
			}
			if err := emit(octets); err != nil {
				return err
			}
		}
		return nil
	})
}

// encodeOnce encodes an event of a calendar that has spans and, so far, the
// events with the UIDs in seen.
func (s *scratch) encodeOnce(e *calendar.Event, spans *Spans, seen *uids) ([]byte, error) {
	octets, err := s.encode(e)
	if err != nil {
		return nil, err
	}
	if err := spans.check(e); err != nil {
		return nil, err
	}
	if seen.add(e.UID) {
		return nil, fault.New(fault.Invalid, "two events have the UID %q; readers would show one of them", e.UID)
	}
	return octets, nil
}

// WriteEncoded is [Write] for events whose octets came from [Encode] before.
// They are joined as they are; spans must hold every one of them.
func WriteEncoded(w io.Writer, c Calendar, spans *Spans, events iter.Seq[[]byte]) error {
	return write(w, c, spans, func(emit func([]byte) error) error {
		for octets := range events {
			if err := emit(octets); err != nil {
				return err
			}
		}
		return nil
	})
}

// bufferSize is what goes to the writer at once.
const bufferSize = 64 << 10

// write writes what surrounds the events, and has body emit those.
func write(w io.Writer, c Calendar, spans *Spans, body func(emit func([]byte) error) error) error {
	head, err := c.head(spans)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, bufferSize)
	emit := func(octets []byte) error {
		if _, err := out.Write(octets); err != nil {
			return unwritten(err)
		}
		return nil
	}
	if err := emit(head); err != nil {
		return err
	}
	if err := body(emit); err != nil {
		return err
	}
	if err := emit([]byte("END:VCALENDAR\r\n")); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return unwritten(err)
	}
	return nil
}

func unwritten(cause error) error {
	return fault.Wrap(fault.Unavailable, cause, "the calendar could not be written to its end; check the disk or the connection, and try again")
}

// head returns everything before the first event.
func (c *Calendar) head(spans *Spans) ([]byte, error) {
	own, err := c.validate()
	if err != nil {
		return nil, err
	}
	zones, err := spans.zones(own)
	if err != nil {
		return nil, err
	}
	var out folder
	out.begin(ics.ComponentVCalendar)
	out.properties(c.properties())
	for _, z := range zones {
		if err := timezone(z.zone, z.first, z.last).SerializeTo(&out, layout); err != nil {
			return nil, err
		}
	}
	return out.Bytes(), nil
}

// uids remembers the UIDs of a calendar, as hashes and as many as fit into a
// few megabytes. A calendar with more is not checked further.
type uids struct {
	seed maphash.Seed
	seen map[uint64]struct{}
}

const mostUIDs = 1 << 17

func newUIDs() *uids {
	return &uids{seed: maphash.MakeSeed(), seen: make(map[uint64]struct{})}
}

// add adds uid, and reports whether it was there before.
func (u *uids) add(uid string) (before bool) {
	hash := maphash.String(u.seed, uid)
	if _, before = u.seen[hash]; !before && len(u.seen) < mostUIDs {
		u.seen[hash] = struct{}{}
	}
	return before
}
