package jobposting

import (
	"fmt"
	"slices"
	"strings"

	"followcal/schedule"
)

// place is one location of the posting, as it stands and as it was found.
type place struct{ words, region, zone string }

// maxPlaces is how many locations are looked up: a chain may list every shop.
const maxPlaces = 50

// locate fills in where the employer is: the job's location, else where
// applicants to a remote job may live, else the employer's own address. The
// words stay in the notes.
func (r *reader) locate(n node, a *schedule.Application) {
	remote := slices.ContainsFunc(r.graph.all(n, "jobLocationType"), func(v any) bool { return strings.EqualFold(plainTerm(scalar(v)), "TELECOMMUTE") })
	places, origin := r.placesOf(n)
	if remote {
		a.Notes = "Location: remote"
		r.warnRemote(places, origin)
	}
	for _, p := range places[:min(len(places), maxListed)] {
		a.Notes = strings.TrimPrefix(a.Notes+"\nLocation: "+p.words, "\n")
	}
	if r.options.Places == nil || len(places) == 0 {
		return
	}
	a.Region, a.Zone = agreed(places)
	switch country := r.commonCountry(places); {
	case len(places) == 1 && a.Region == "":
		r.warn("the place %q could be several or none; its holidays are taken to be your own", shown(places[0].words))
	case len(places) == 1:
	case a.Region != "":
		r.warn("the posting names %d places, all in %s: %s", len(places), a.Region, listed(places))
	case country != "":
		a.Region = country
		r.warn("the posting names %d places; only the holidays that all of %s has are used: %s", len(places), country, listed(places))
	default:
		r.warn("the posting names %d places in different regions; give the region by a flag, else its holidays are taken to be your own: %s", len(places), listed(places))
	}
}

// The properties that may say where the employer is, in the order of trust.
const (
	jobLocation    = "jobLocation"
	applicants     = "applicantLocationRequirements"
	ofOrganization = "hiringOrganization"
)

// placesOf returns the places of the first property that has any, and which it
// is.
func (r *reader) placesOf(n node) (places []place, origin string) {
	for _, property := range []string{jobLocation, applicants} {
		if places = r.distinctPlaces(r.graph.all(n, property)); len(places) > 0 {
			return places, property
		}
	}
	for _, v := range r.graph.all(n, ofOrganization) {
		if m, ok := v.(map[string]any); ok {
			values := append(slices.Clone(r.graph.all(m, "address")), r.graph.all(m, "location")...)
			if places = r.distinctPlaces(values); len(places) > 0 {
				r.warn("the posting names no place; the employer's address is taken: %s", listed(places))
				return places, ofOrganization
			}
		}
	}
	return nil, ""
}

// warnRemote says what the region of a remote job rests on.
func (r *reader) warnRemote(places []place, origin string) {
	switch {
	case len(places) == 0:
		r.warn("the job is remote and the posting names no place; give the employer's region by a flag, else its holidays are taken to be your own")
	case origin == applicants:
		r.warn("the job is remote; the region is where applicants may live, which need not be the employer's: %s", listed(places))
	default:
		r.warn("the job is remote; the region is the employer's: %s", listed(places))
	}
}

// distinctPlaces reads the values of a property that holds places, each once.
func (r *reader) distinctPlaces(values []any) []place {
	var places []place
	for _, v := range values {
		for _, p := range r.placeOf(v) {
			same := func(known place) bool { return strings.EqualFold(known.words, p.words) }
			if p.words == "" || slices.ContainsFunc(places, same) {
				continue
			}
			if len(places) == maxPlaces {
				r.warn("the posting names more than %d places; the rest was left out", maxPlaces)
				return places
			}
			places = append(places, p)
		}
	}
	return places
}

// placeOf reads a Place, a PostalAddress, a Country or text.
func (r *reader) placeOf(v any) []place {
	m, ok := v.(map[string]any)
	if !ok {
		return []place{r.inWords(scalar(v))}
	}
	if p := r.postal(m); p.words != "" {
		return []place{p}
	}
	var places []place
	for _, address := range r.graph.all(m, "address") {
		if inner, ok := address.(map[string]any); ok {
			places = append(places, r.postal(inner))
		} else {
			places = append(places, r.inWords(scalar(address)))
		}
	}
	if !slices.ContainsFunc(places, func(p place) bool { return p.words != "" }) {
		places = []place{r.inWords(r.graph.first(m, "name"))}
	}
	return places
}

// postal reads a PostalAddress. Its parts may be objects with a name, such as a
// Country.
func (r *reader) postal(m node) place {
	var parts [3]string
	var words []string
	for i, property := range []string{"addressLocality", "addressRegion", "addressCountry"} {
		parts[i] = r.name("a part of the address", r.graph.first(m, property))
		if parts[i] != "" && !slices.Contains(words, parts[i]) {
			words = append(words, parts[i])
		}
	}
	if len(words) == 0 {
		return r.inWords(r.graph.first(m, "streetAddress"))
	}
	p := place{words: strings.Join(words, ", ")}
	if r.options.Places != nil {
		p.region, p.zone = r.options.Places.LocateAddress(parts[0], parts[1], parts[2])
	}
	return p
}

// inWords reads a place in words.
func (r *reader) inWords(text string) place {
	p := place{words: r.name("a place", text)}
	if p.words != "" && r.options.Places != nil {
		p.region, p.zone = r.options.Places.Locate(p.words)
	}
	return p
}

// agreed returns the region and the zone that all places have in common.
func agreed(places []place) (region, zone string) {
	region, zone = places[0].region, places[0].zone
	for _, p := range places[1:] {
		if p.region != region {
			region = ""
		}
		if p.zone != zone {
			zone = ""
		}
	}
	return region, zone
}

// commonCountry returns the country in which all places are, when it has a
// region of its own: an ISO 3166-2 code begins with it.
func (r *reader) commonCountry(places []place) string {
	country := ""
	for i, p := range places {
		code, _, _ := strings.Cut(p.region, "-")
		if code == "" || i > 0 && code != country {
			return ""
		}
		country = code
	}
	region, _ := r.options.Places.LocateAddress("", "", country)
	if region != country {
		return ""
	}
	return region
}

func listed(places []place) string {
	var all []string
	for i, p := range places {
		if i == maxListed {
			all = append(all, fmt.Sprintf("and %d more", len(places)-maxListed))
			break
		}
		all = append(all, shown(p.words))
	}
	return strings.Join(all, "; ")
}
