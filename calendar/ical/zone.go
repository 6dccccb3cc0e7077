package ical

import (
	"strings"
	"sync"
	"time"

	ics "github.com/arran4/golang-ical"

	"followcal/internal/fault"
)

// zone is an IANA zone that was found in the machine's zone data.
type zone struct {
	name     string
	location *time.Location
	tzid     params // the TZID parameter of times in this zone
}

// known holds every zone that was looked up, by name. Only names that exist get
// in, so it holds a few hundred at most.
var known struct {
	sync.RWMutex
	zones map[string]*zone
}

// zoneNamed returns the IANA zone with that name, or a fault of kind Invalid.
func zoneNamed(name string) (*zone, error) {
	known.RLock()
	z := known.zones[name]
	known.RUnlock()
	if z != nil {
		return z, nil
	}
	return loadZone(name)
}

// loadZone looks a zone up in the machine's data, and remembers it.
func loadZone(name string) (*zone, error) {
	if !isZoneName(name) {
		return nil, unknownZone(name, nil)
	}
	location, err := time.LoadLocation(name)
	if err != nil {
		return nil, unknownZone(name, err)
	}
	z := &zone{name: name, location: location, tzid: params{string(ics.ParameterTzid): {name}}}
	known.Lock()
	defer known.Unlock()
	if known.zones == nil {
		known.zones = make(map[string]*zone)
	}
	known.zones[name] = z
	return z, nil
}

func unknownZone(name string, cause error) error {
	return fault.Wrap(fault.Invalid, cause, "the time zone %q is unknown; use a name from the IANA list such as America/New_York", name)
}

// isZoneName reports whether name may be looked up: it is built like an IANA
// name, and is not one of the other files that zone data comes with.
func isZoneName(name string) bool {
	switch first, _, _ := strings.Cut(name, "/"); first {
	case "", "Local", "localtime", "posixrules", "posix", "right", "Factory":
		return false
	}
	return !strings.ContainsFunc(name, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/_+-", r))
	})
}

// zoneOf returns the zone that t is in. A location with the name of a zone and
// other offsets (a fixed offset named after the zone) is refused: readers would
// show another hour.
func zoneOf(t time.Time) (*zone, error) {
	z, err := zoneNamed(t.Location().String())
	if err != nil {
		return nil, err
	}
	_, got := t.Zone()
	if _, want := t.In(z.location).Zone(); got != want {
		return nil, fault.New(fault.Invalid, "the time %s does not have the offset of its time zone %s on that day", t.Format(time.RFC3339), z.name)
	}
	return z, nil
}

// isUTC reports whether times in z are written in UTC, without a VTIMEZONE.
func (z *zone) isUTC() bool { return z.name == "UTC" }

// isRepeated reports whether t's wall-clock time happened before,
// when the clocks were set back: a time with TZID means the first of two such
// instants (RFC 5545 section 3.3.5).
func isRepeated(t time.Time) bool {
	begin := changeBefore(t)
	if begin.IsZero() {
		return false
	}
	_, before := begin.Add(-time.Second).Zone()
	_, now := t.Zone()
	return t.Sub(begin) < time.Duration(before-now)*time.Second
}
