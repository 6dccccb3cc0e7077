package exchange

import (
	"bytes"
	"slices"
	"strings"

	"followcal/internal/fault"
	"followcal/schedule"
)

// layoutOf decides what a table is from its header, and returns what takes its
// rows.
func (in *intake) layoutOf(header []string) (func(record) error, error) {
	names := make([]string, len(header))
	for i, h := range header {
		names[i] = folded(h)
	}
	from := in.options.From
	if from == FollowcalCSV || ((from == "" || from == CSV) && isOwn(names)) {
		in.result.Format = FollowcalCSV
		return in.ownTable(names, header)
	}
	l, err := in.chooseLayout(names)
	if err != nil {
		return nil, err
	}
	in.result.Format = l.format
	b := l.bind(names)
	for i, h := range header {
		if !slices.Contains(b.at[:], i) && h != "" && !slices.Contains(in.result.Unused, h) {
			in.result.Unused = append(in.result.Unused, h)
		}
	}
	t := &foreignTable{in: in, binding: b, header: header, repeated: make(map[string]string), spellings: make(map[string]schedule.Status)}
	in.rowLike = t.rowLike
	return t.take, nil
}

// chooseLayout returns the first layout that fits the header, or the one that
// the user named. A table whose columns name neither an employer nor a role
// nor a posting is no log.
func (in *intake) chooseLayout(names []string) (*layout, error) {
	from := in.options.From
	for _, l := range layouts {
		if (from == "" || from == l.format) && l.fits(names) && l != synonyms {
			return l, nil
		}
	}
	known := synonyms.bind(names)
	if from == "" || from == CSV {
		if known.has(employer) || known.has(role) || (known.has(link) && from == CSV) {
			return synonyms, nil
		}
		return nil, fault.New(fault.Invalid,
			"%s is no log that followcal knows: none of its columns is an employer or a role; name them like Company, Job Title, Date Applied, Status, URL", in.file)
	}
	for _, l := range layouts {
		if b := l.bind(names); l.format == from && b.has(role) && b.has(employer) && (b.has(appliedOn) || b.has(savedOn)) {
			return l, nil
		}
	}
	return nil, fault.New(fault.Invalid, "%s does not have the columns of the format %q", in.file, from)
}

// foreignTable takes the rows of somebody else's table.
type foreignTable struct {
	*binding
	in        *intake
	header    []string
	repeated  map[string]string          // short texts that recur, so that each is kept once
	spellings map[string]schedule.Status // statuses as they have been written so far
	row       foreignRow                 // the one that is being read
}

// rowLike reports whether cells are a row and no prose: they have a date, or in
// a table without dates a link, where they should.
func (t *foreignTable) rowLike(cells [][]byte) bool {
	for _, f := range []field{appliedOn, savedOn, applied} {
		if t.has(f) {
			text, _ := schedule.OneLine(string(cells[t.at[f]]))
			_, wrong := t.layout.date(text)
			return wrong == ""
		}
	}
	return t.has(link) && bytes.HasPrefix(cells[t.at[link]], []byte("http"))
}

// badCell is why a row cannot be taken.
type badCell struct{ reason, value string }

// take turns one row into an application.
func (t *foreignTable) take(rec record) error {
	row := &t.row
	*row = foreignRow{foreignTable: t, cells: rec.cells}
	a := t.in.grown.next()
	row.application(a)
	if row.bad != nil {
		value := row.bad.value
		if t.private && !harmless(value) {
			value = ""
		}
		t.in.reject(rec.line, row.bad.reason, value)
		return nil
	}
	if row.dropped {
		t.in.warn(rec.line, "control characters were dropped")
	}
	if row.oddStatus != "" {
		t.in.warn(rec.line, "the status %q is not known; it is taken as %s", shown(row.oddStatus), a.Status)
	}
	if a.Status == schedule.Applied && a.AppliedOn == 0 {
		t.in.warn(rec.line, "there is no date of application to count a follow-up from")
	}
	t.in.warnFuture(rec.line, "the application date", a.AppliedOn)
	t.in.add(rec.line, a)
	return nil
}

// harmless reports whether value can be nothing but a date, however wrong, so
// that a slipped private cell never reaches a message.
func harmless(value string) bool {
	return len(value) <= 30 && strings.Trim(strings.ToUpper(value), "0123456789/-.,: \u202f\u00a0APM") == ""
}

// application reads the fields of the row. A problem is left in r.bad.
func (r *foreignRow) application(a *schedule.Application) {
	*a = schedule.Application{
		Employer:  r.name(employer),
		Role:      r.name(role),
		AppliedOn: r.date(appliedOn),
		Source:    r.intern(r.name(source)),
		Notes:     r.note(notes),
		Posting:   schedule.Posting{URL: r.name(link), ClosesOn: r.date(closesOn)},
	}
	r.place(a)
	r.date(savedOn)
	keep(&a.Source, r.layout.source)
	if r.onlyHTTP && a.Posting.URL != "" && !strings.HasPrefix(a.Posting.URL, "http") {
		r.fail("the "+r.header[r.at[link]]+" is no web address", "")
	}
	if c := (schedule.Contact{Name: r.name(contactName), Phone: r.name(contactPhone), Email: r.name(contactEmail)}); c != (schedule.Contact{}) {
		a.Contacts = []schedule.Contact{c}
	}
	a.Status = r.status(a)
	if r.bad == nil {
		settle(a)
	}
}
