package workday

import (
	"cmp"
	"slices"
	"strings"
)

// Confidence is how sure a [Place] is.
type Confidence uint8

// The degrees.
const (
	Unclear  Confidence = iota // unknown or ambiguous: ask
	Probable                   // the place that nearly everybody means by that name
	Certain                    // a code, or a country or subdivision named in full
)

var confidenceNames = [...]string{"unclear", "probable", "certain"}

// String returns the degree in lower case.
func (c Confidence) String() string { return confidenceNames[c] }

// Place is where a text says something is. What is not sure is empty.
type Place struct {
	Country    string // ISO 3166-1 code, known to [Region] or not
	Region     string // the smallest region that [Region] knows there
	Zone       string // IANA name; empty too when the place has several
	Confidence Confidence
	Candidates []string // what an unclear or probable text may mean instead, likeliest first
}

// dominance is how many times bigger a place must be than all others of its
// name for the name alone to mean it: London, not London in Ontario.
const dominance = 10

// certainty is the same for a country or subdivision to be meant for certain:
// the UK, not the two subdivisions elsewhere that are abbreviated so.
const certainty = 100

// Locate finds the place that a text such as "Berlin, Germany", "New York, NY",
// "Remote (UK)" or "DE-BY" speaks of. It never guesses: a text that may mean
// several places, like "Springfield", is [Unclear] and names them.
func Locate(text string) Place {
	if len(text) > maxText {
		return Place{}
	}
	code := strings.ToUpper(strings.TrimSpace(text))
	if i, ok := theTable().find(code); ok && strings.Contains(code, "-") {
		return placeOfCode(theTable().region(i).code)
	}
	parts, alternatives := partsOf(text)
	return settle(parts, alternatives)
}

// LocateAddress is [Locate] for a schema.org PostalAddress: its
// addressLocality, addressRegion and addressCountry, any of them empty.
func LocateAddress(locality, region, country string) Place {
	var given []string
	for _, field := range []string{locality, region, country} {
		if field = strings.TrimSpace(field); field != "" {
			given = append(given, field)
		}
	}
	return Locate(strings.Join(given, ", "))
}

// settle decides between the readings of the parts.
func settle(parts [][]*gazetteer, alternatives bool) Place {
	found := readings(parts)
	dropped := false
	for len(found) == 0 && len(parts) > 1 && !alternatives && slices.ContainsFunc(parts[0], isCity) {
		parts, dropped = parts[1:], true // a small town with a big one's name: the rest says where
		found = readings(parts)
	}
	if len(found) == 0 || dropped && !found[0].named {
		return unclear(parts)
	}
	slices.SortStableFunc(found, func(a, b reading) int { return cmp.Compare(b.weight, a.weight) })
	best := found[0]
	p := Place{Country: best.country, Region: best.region, Zone: best.zone, Confidence: Probable}
	if best.named && !dropped {
		p.Confidence = Certain
	}
	for _, other := range found[1:] {
		if other.region != best.region || other.country != best.country {
			if best.weight < certainty*other.weight {
				p.Confidence = Probable
			}
			p.Candidates = appendNew(p.Candidates, other.code())
			if best.weight < dominance*other.weight {
				return ambiguous(found)
			}
		} else if other.zone != best.zone && best.weight < dominance*other.weight {
			p.Zone = ""
		}
	}
	return p
}

// ambiguous names all readings, and the country when they agree on it.
func ambiguous(found []reading) Place {
	p := Place{Country: found[0].country}
	for _, r := range found {
		p.Candidates = appendNew(p.Candidates, r.code())
		if r.country != p.Country {
			p.Country = ""
		}
	}
	return p
}

// unclear names what each of the parts may mean, which do not fit together.
func unclear(parts [][]*gazetteer) Place {
	var p Place
	for _, part := range parts {
		for _, r := range readings([][]*gazetteer{part}) {
			p.Candidates = appendNew(p.Candidates, r.code())
		}
	}
	return p
}

// maxCandidates is how many candidates are worth asking about.
const maxCandidates = 8

func appendNew(list []string, s string) []string {
	if s == "" || slices.Contains(list, s) || len(list) == maxCandidates {
		return list
	}
	return append(list, s)
}

// reading is one way to understand all parts of a text at once.
type reading struct {
	country, region, part, zone string
	weight                      int
	named                       bool // a country or subdivision is named
}

// code is the region, or the country where the table has none.
func (r reading) code() string { return cmp.Or(r.region, r.country) }

// readings returns every choice of one meaning for each part such that they lie
// in one another, one for each place.
func readings(parts [][]*gazetteer) []reading {
	found := []reading{{}}
	for i, part := range parts {
		var next []reading
		for _, r := range found {
			for _, g := range part {
				if joined, ok := r.join(g, i == 0); ok && !slices.Contains(next, joined) && len(next) < maxReadings {
					next = append(next, joined)
				}
			}
		}
		found = next
	}
	if len(parts) == 0 {
		return nil
	}
	return found
}

// maxReadings bounds the work on a text that has a common name in every part.
const maxReadings = 200

// join narrows r down by another meaning, if one lies in the other.
func (r reading) join(g *gazetteer, first bool) (reading, bool) {
	if first {
		return reading{g.country, g.region, g.part, g.zone, g.weight(), g.kind != city}, true
	}
	if r.country != g.country || !within(r.part, g.part) && !within(g.part, r.part) {
		return r, false
	}
	if len(g.part) > len(r.part) || g.kind == city && g.part == r.part {
		r.region, r.part, r.zone, r.weight = g.region, g.part, g.zone, g.weight()
	}
	r.named = r.named || g.kind != city
	return r, true
}

// within reports whether the subdivision a is b or lies in it.
func within(a, b string) bool {
	return b == "" || a == b || strings.HasPrefix(a, b+".")
}

func isCity(g *gazetteer) bool { return g.kind == city }

// placeOfCode is the place of a region's code, with the zone of its name.
func placeOfCode(code string) Place {
	p := Place{Country: code[:2], Region: code, Confidence: Certain}
	for _, g := range theGazetteer().regions[code] {
		if p.Zone = g.zone; len(g.part) == len(strings.ReplaceAll(code, "-", "")) {
			break
		}
	}
	return p
}
