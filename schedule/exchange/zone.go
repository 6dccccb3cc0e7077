package exchange

import (
	"sync"
	"time"
)

// offsetZones keeps one location for each offset, of which a log has few and
// the world at most some thousand.
var offsetZones sync.Map

// offsetZone returns the location that is offset seconds east of UTC.
func offsetZone(offset int) *time.Location {
	if z, ok := offsetZones.Load(offset); ok {
		return z.(*time.Location)
	}
	z, _ := offsetZones.LoadOrStore(offset, time.FixedZone("", offset))
	return z.(*time.Location)
}
