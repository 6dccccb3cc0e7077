package exchange

import (
	"slices"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// field is what a column of somebody else's table holds.
type field int

const (
	employer field = iota
	role
	appliedOn
	applied // whether, or when
	savedOn
	status
	archived
	closesOn
	link
	source
	region
	zone
	location
	notes
	contactName
	contactEmail
	contactPhone
	fields // how many there are
)

// layout is a kind of table: which header means what, and how its dates read.
type layout struct {
	format   Format
	headers  map[string]field // by folded header
	need     []string         // folded headers without which it is not detected
	one      []string         // of these one at least, when there are any
	only     bool             // detected only without any other header
	date     func(string) (date.Date, string)
	status   schedule.Status // when no column says
	source   string          // when no column says
	nothing  string          // a cell's way to say that it is empty
	onlyHTTP bool            // a link that is none shows that cells have slipped
}

// linkedInJobs is LinkedIn's Job Applications.csv. The e-mail address and the
// phone number in it are the applicant's own, and the questions and answers
// are about race, gender, disability and salary: none of them is a field here,
// so that nothing can store or show them.
var linkedInJobs = &layout{
	format: LinkedIn,
	headers: map[string]field{
		"applicationdate": appliedOn, "companyname": employer, "jobtitle": role, "joburl": link,
	},
	need:     []string{"applicationdate", "companyname", "jobtitle", "joburl"},
	one:      []string{"contactphonenumber", "resumename", "questionandanswers"},
	date:     linkedInDate,
	status:   schedule.Applied,
	source:   "LinkedIn",
	onlyHTTP: true,
}

// linkedInSaved is LinkedIn's Saved Jobs.csv.
var linkedInSaved = &layout{
	format:   LinkedIn,
	headers:  map[string]field{"saveddate": savedOn, "companyname": employer, "jobtitle": role, "joburl": link},
	need:     []string{"saveddate", "joburl", "jobtitle", "companyname"},
	only:     true,
	date:     linkedInDate,
	status:   schedule.Saved,
	source:   "LinkedIn",
	onlyHTTP: true,
}

var jobSync = &layout{
	format: JobSync,
	headers: map[string]field{
		"applied": applied, "applieddate": appliedOn, "company": employer, "jobtitle": role,
		"jobsource": source, "status": status, "location": location,
	},
	need:    []string{"createdat", "applied", "applieddate", "company", "jobtitle", "jobsource", "status"},
	date:    plainDate,
	nothing: "N/A",
}

var simplify = &layout{
	format: Simplify,
	headers: map[string]field{
		"jobtitle": role, "companyname": employer, "joburl": link, "applieddate": appliedOn,
		"status": status, "archived": archived, "notes": notes,
	},
	need:    []string{"jobtitle", "companyname", "joburl", "applieddate", "status", "statusdate"},
	date:    plainDate,
	nothing: "N/A",
}

// layouts lists the tables in the order in which they are tried: the narrow
// ones first, then the one that takes any header it understands.
var layouts = []*layout{linkedInJobs, linkedInSaved, jobSync, simplify, synonyms}

// fits reports whether a header is of this layout.
func (l *layout) fits(header []string) bool {
	for _, name := range l.need {
		if !slices.Contains(header, name) {
			return false
		}
	}
	if l.only && len(header) != len(l.need) {
		return false
	}
	return len(l.one) == 0 || slices.ContainsFunc(l.one, func(name string) bool { return slices.Contains(header, name) })
}

// binding is a layout with the places of its fields in one table.
type binding struct {
	*layout
	at [fields]int // -1: the table lacks it
	// private keeps values out of messages, because cells that have slipped may
	// be LinkedIn's questions and answers.
	private bool
}

// bind finds the fields in a header. The first column that means a field holds
// it.
func (l *layout) bind(header []string) *binding {
	b := &binding{layout: l, private: l.format == LinkedIn || fromLinkedIn(header)}
	for i := range b.at {
		b.at[i] = -1
	}
	for i, name := range header {
		f, ok := l.headers[name]
		if !ok || b.at[f] >= 0 || (b.private && f >= contactName) {
			continue
		}
		b.at[f] = i
	}
	return b
}

// fromLinkedIn reports whether contact columns would be the applicant's own,
// also when a LinkedIn export is read as just any table.
func fromLinkedIn(header []string) bool {
	return slices.Contains(header, "questionandanswers") || slices.Contains(header, "contactphonenumber")
}

// has reports whether the table has a column for f.
func (b *binding) has(f field) bool { return b.at[f] >= 0 }
