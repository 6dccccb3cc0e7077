package workday

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
)

// placeNames has a line for each country, subdivision and city; see
// gen/places.mjs for its form.
//
//go:embed data/places.txt
var placeNames string

// The kinds of place.
const (
	country = 'C'
	city    = 'T'
)

// gazetteer is one place with a name.
type gazetteer struct {
	kind                        byte
	country, region, part, zone string
	people                      int // in thousands
}

// weight is how likely the bare name means the place. Countries count for more
// than a subdivision or city of as many people elsewhere.
func (g *gazetteer) weight() int {
	if g.kind == country {
		return 5*g.people + 1
	}
	return g.people + 1
}

// gazetteers are the places by name and the subdivisions by region.
type gazetteers struct {
	names   map[string][]*gazetteer
	regions map[string][]*gazetteer
}

var theGazetteer = sync.OnceValue(func() gazetteers {
	all := gazetteers{make(map[string][]*gazetteer), make(map[string][]*gazetteer)}
	for line := range strings.Lines(placeNames) {
		fields := strings.SplitN(strings.TrimRight(line, "\n"), " ", 7)
		if len(fields) < 7 || fields[0] == "#" {
			continue
		}
		for i, f := range fields[2:5] {
			fields[2+i] = strings.TrimPrefix(f, "-")
		}
		people, _ := strconv.Atoi(fields[5])
		g := &gazetteer{fields[0][0], fields[1], fields[2], fields[3], fields[4], people}
		for name := range strings.SplitSeq(fields[6], "|") {
			all.names[name] = append(all.names[name], g)
		}
		if g.kind != city {
			all.regions[g.region] = append(all.regions[g.region], g)
		}
	}
	return all
})

// maxText is the longest text that is read as a place, in bytes.
const maxText = 200

// partsOf splits a text into what it names, the smallest first, and looks each
// part up; parts that name nothing are left out. Alternatives is set when the
// parts are a choice ("Berlin or Munich") rather than an address.
func partsOf(text string) (parts [][]*gazetteer, alternatives bool) {
	for _, piece := range strings.FieldsFunc(text, isSeparator) {
		if meanings := lookUp(piece); meanings != nil {
			parts = append(parts, meanings)
			continue
		}
		for _, sep := range []string{" - ", " – ", " — ", " or ", " and ", " & "} {
			if pieces := strings.Split(piece, sep); len(pieces) > 1 {
				alternatives = alternatives || strings.ContainsAny(sep, "oa&")
				for _, p := range pieces {
					if meanings := lookUp(p); meanings != nil {
						parts = append(parts, meanings)
					}
				}
				break
			}
		}
	}
	return parts, alternatives || strings.ContainsAny(text, ";/|")
}

func isSeparator(r rune) bool { return strings.ContainsRune(",;/|()[]{}\n\r\t·•", r) }

// lookUp returns what a name may mean: as it stands, or else without the words
// that say nothing about the place.
func lookUp(name string) []*gazetteer {
	all := theGazetteer().names
	words := strings.Fields(plainName(name))
	if meanings := all[strings.Join(words, " ")]; meanings != nil {
		return meanings
	}
	words = slices.DeleteFunc(words, func(w string) bool { return strings.IndexFunc(w, unicode.IsDigit) >= 0 })
	for len(words) > 0 && idle[words[0]] {
		words = words[1:]
	}
	for len(words) > 0 {
		if meanings := all[strings.Join(words, " ")]; meanings != nil {
			return meanings
		}
		if !idle[words[len(words)-1]] {
			return nil
		}
		words = words[:len(words)-1]
	}
	return nil
}

// idle are words around a place's name.
var idle = map[string]bool{
	"100%": true, "anywhere": true, "area": true, "based": true, "bay": true, "city": true, "european": true, "from": true, "fully": true,
	"greater": true, "headquarters": true, "home": true, "hq": true, "hybrid": true, "in": true, "metro": true, "metropolitan": true,
	"metroplex": true, "of": true, "office": true, "on": true, "only": true, "onsite": true, "region": true, "remote": true, "site": true,
	"the": true, "within": true, "work": true,
}

// plainName folds case, punctuation and spaces as gen/places.mjs does.
func plainName(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(".'’‘`", r):
			return -1
		case strings.ContainsRune("_-–—:", r) || unicode.IsSpace(r):
			return ' '
		}
		return unicode.ToLower(r)
	}, s)
}
