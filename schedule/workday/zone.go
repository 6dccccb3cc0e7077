package workday

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"time"

	"followcal/internal/fault"
)

// zoneCountries has a line "name country" for each zone of the IANA database,
// by name, after a line of comment. The country is empty for zones of none.
//
//go:embed data/zones.txt
var zoneCountries string

// zoneLine is one zone and the ISO 3166-1 code of its country, if any.
type zoneLine struct{ name, country string }

var zoneLines = sync.OnceValue(func() []zoneLine {
	var list []zoneLine
	for line := range strings.Lines(zoneCountries) {
		if name, country, ok := strings.Cut(strings.TrimRight(line, "\n"), " "); ok && name != "#" {
			list = append(list, zoneLine{name, country})
		}
	}
	return list
})

// isMachineZone reports whether a name loads without being a zone of the
// database: the machine's own, and copies that count leap seconds.
func isMachineZone(name string) bool {
	switch name {
	case "Local", "localtime", "posixrules":
		return true
	}
	return strings.HasPrefix(name, "posix/") || strings.HasPrefix(name, "right/")
}

// Zone returns the IANA time zone of that name, such as Europe/Berlin. The
// machine's own zone ("Local") is none. An unknown name is a fault that names
// similar ones.
func Zone(name string) (*time.Location, error) {
	if name == "" || isMachineZone(name) {
		return nil, unknownZone(name, nil)
	}
	if known, ok := loadedZones.Load(name); ok {
		return known.(*time.Location), nil //nolint:forcetypeassert // only locations are stored
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, unknownZone(name, err)
	}
	loadedZones.Store(name, zone)
	return zone, nil
}

// loadedZones keeps each zone once it is loaded, by name; there are some 600.
var loadedZones sync.Map

func unknownZone(name string, cause error) error {
	all := zoneLines()
	names := make([]string, len(all))
	cities := make([]string, len(all))
	for i, z := range all {
		names[i] = z.name
		cities[i] = z.name[strings.LastIndexByte(z.name, '/')+1:]
	}
	similar := near(name, names)
	for _, city := range near(strings.ReplaceAll(name, " ", "_"), cities) {
		if full := names[slices.Index(cities, city)]; len(similar) < 3 && !slices.Contains(similar, full) {
			similar = append(similar, full)
		}
	}
	return fault.Wrap(fault.NotFound, cause, "%q is no known time zone%s: use an IANA name such as Europe/Berlin", clip(name), didYouMean(similar))
}

// RegionOfZone returns the ISO 3166-1 code of the country of an IANA time zone,
// old names included. There is none for UTC and the like, and Region may not
// know the country.
func RegionOfZone(name string) (code string, ok bool) {
	all := zoneLines()
	i, found := slices.BinarySearchFunc(all, name, func(z zoneLine, name string) int {
		return strings.Compare(z.name, name)
	})
	if !found || all[i].country == "" {
		return "", false
	}
	return all[i].country, true
}
