package entry

// Candidate is what a log says of the candidate.
type Candidate struct {
	Name   string
	Zone   string // IANA
	Region string // ISO 3166
}

// CandidateChange is what changes about the candidate.
type CandidateChange struct{ Name, Zone, Region Field[string] }

// ChangeCandidate changes what a log says of the candidate. Zone and region are
// looked up; they cannot be cleared, because nothing can be planned without.
func ChangeCandidate(p *Candidate, change CandidateChange) (warnings []string, err error) {
	c := &checker{}
	changed := *p
	put(c, "name", &changed.Name, change.Name, func(text string) string { return c.name("name", text) })
	put(c, "zone", &changed.Zone, change.Zone, c.zone)
	put(c, "region", &changed.Region, change.Region, c.region)
	if change.Zone.what == remove {
		c.fail(wrong("zone", "it cannot be removed; set another one"))
	}
	if change.Region.what == remove {
		c.fail(wrong("region", "it cannot be removed; set another one"))
	}
	if c.err != nil {
		return nil, c.err
	}
	*p = changed
	return c.warnings, nil
}
