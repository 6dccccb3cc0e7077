package exchange

import (
	"fmt"
	"sync"
	"time"

	"followcal/schedule"
)

// instant reads RFC 3339 with its offset, which is kept as it was logged. The
// machine's own zone is never made out of an offset that happens to be equal.
func instant(text string) (time.Time, string) {
	const form = "is not a time with its offset; write it as 2026-12-02T10:00:00-05:00"
	var at time.Time
	if err := at.UnmarshalText([]byte(text)); err != nil {
		if len(text) >= 10 {
			if _, wrong := isoDate(text[:10]); wrong == impossible {
				return time.Time{}, impossible
			}
		}
		return time.Time{}, form
	}
	if y := at.Year(); y < schedule.FirstYear || y > schedule.LastYear {
		return time.Time{}, fmt.Sprintf("is outside the years %d to %d", schedule.FirstYear, schedule.LastYear)
	}
	_, offset := at.Zone()
	if offset == 0 {
		return at.UTC(), ""
	}
	return at.In(offsetZone(offset)), ""
}

// offsetZones keeps one location for each offset, of which a log has few and
// the world at most some thousand.
var offsetZones = struct {
	sync.Mutex
	of map[int]*time.Location
}{of: make(map[int]*time.Location)}

// offsetZone returns the location that is offset seconds east of UTC.
func offsetZone(offset int) *time.Location {
	offsetZones.Lock()
	defer offsetZones.Unlock()
	z, ok := offsetZones.of[offset]
	if !ok {
		z = time.FixedZone("", offset)
		offsetZones.of[offset] = z
	}
	return z
}
