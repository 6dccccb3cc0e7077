package exchange

import (
	"strings"

	"followcal/schedule"
)

// Places tells what a log's regions, zones and places are. Without it they are
// taken as they stand.
type Places interface {
	// CheckRegion and CheckZone return a fault that names near matches when
	// there is no such region or IANA zone.
	CheckRegion(code string) error
	CheckZone(name string) error
	// Locate returns the region and the zone of a place in words, such as
	// "Berlin, Germany". What is not sure is empty.
	Locate(place string) (region, zone string)
}

// noRegion is why a region is none, empty when it is one or is not there.
func (in *intake) noRegion(code string) string {
	if code == "" || in.options.Places == nil {
		return ""
	}
	return reasonOf(in.options.Places.CheckRegion(code))
}

// noZone is the same for a zone.
func (in *intake) noZone(name string) string {
	if name == "" || in.options.Places == nil {
		return ""
	}
	return reasonOf(in.options.Places.CheckZone(name))
}

func reasonOf(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// region reads a region that must exist.
func (r *jsonReader) region(to *string) error {
	if err := r.name(to); err != nil {
		return err
	}
	if why := r.in.noRegion(*to); why != "" {
		return r.wrong("%s", why)
	}
	return nil
}

// zone reads an IANA zone that must exist.
func (r *jsonReader) zone(to *string) error {
	if err := r.name(to); err != nil {
		return err
	}
	if why := r.in.noZone(*to); why != "" {
		return r.wrong("%s", why)
	}
	return nil
}

// region reads a region that must exist.
func (r *ownRow) region() string {
	code := r.name("region")
	if why := r.in.noRegion(code); why != "" {
		r.fail("the region is unknown: "+why, "")
	}
	return code
}

// zone reads an IANA zone that must exist.
func (r *ownRow) zone() string {
	name := r.name("zone")
	if why := r.in.noZone(name); why != "" {
		r.fail("the zone is unknown: "+why, "")
	}
	return name
}

// place fills in where the employer is. Somebody else's table may hold a code,
// or a place in words under any of these headers: words are looked up, and kept
// in the notes in any case.
func (r *foreignRow) place(a *schedule.Application) {
	a.Region, a.Zone = r.intern(r.name(region)), r.intern(r.name(zone))
	words := []string{r.name(location)}
	if r.in.noRegion(a.Region) != "" {
		words, a.Region = append(words, a.Region), ""
	}
	if r.in.noZone(a.Zone) != "" {
		words, a.Zone = append(words, a.Zone), ""
	}
	for _, text := range words {
		if text == "" {
			continue
		}
		a.Notes = strings.TrimPrefix(a.Notes+"\nLocation: "+text, "\n")
		if a.Region != "" || r.in.options.Places == nil {
			continue
		}
		found, itsZone := r.in.options.Places.Locate(text)
		a.Region = r.intern(found)
		if a.Zone == "" {
			a.Zone = r.intern(itsZone)
		}
		if found == "" {
			r.in.unplaced(text)
		}
	}
}

// unplaced counts a place that could be several or none.
func (in *intake) unplaced(text string) {
	if in.unclear == 0 {
		in.unclearFirst = text
	}
	in.unclear++
}

// warnUnplaced says once for the whole file how many places were not clear.
func (in *intake) warnUnplaced() {
	switch {
	case in.unclear == 1:
		in.warn(0, "the place %q could be several or none; its holidays are taken to be your own", shown(in.unclearFirst))
	case in.unclear > 1:
		in.warn(0, "%d places could be several or none, %q for one; their holidays are taken to be your own", in.unclear, shown(in.unclearFirst))
	}
	in.unclear = 0
}
