package exchange

import (
	"strings"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// foreignRow reads the cells of one row, and keeps the first problem.
type foreignRow struct {
	*foreignTable
	cells     [][]byte
	bad       *badCell
	dropped   bool   // control characters were
	oddStatus string // a status without a known meaning
}

// fail keeps the first problem: it is the leftmost in the order of reading, and
// the others often follow from it.
func (r *foreignRow) fail(reason, value string) {
	if r.bad == nil {
		r.bad = &badCell{reason, value}
	}
}

// cell returns the raw text of a field, empty when the table lacks it.
func (r *foreignRow) cell(f field) []byte {
	if r.at[f] < 0 {
		return nil
	}
	c := r.cells[r.at[f]]
	if r.nothing != "" && string(c) == r.nothing {
		return nil
	}
	return c
}

// name reads a field of one line. The text is a copy, so that nothing keeps
// the row, of which some cells must not be kept.
func (r *foreignRow) name(f field) string { return r.text(f, MaxName, schedule.OneLine) }

// note reads a field that may have several lines.
func (r *foreignRow) note(f field) string { return r.text(f, MaxText, schedule.ManyLines) }

// text judges the length before it copies, so that a huge cell costs nothing.
func (r *foreignRow) text(f field, limit int, clean func(string) (string, bool)) string {
	c := r.cell(f)
	if len(c) == 0 {
		return ""
	}
	if len(c) > limit {
		r.fail(tooLong(r.header[r.at[f]], limit), "")
		return ""
	}
	text, dropped := clean(string(c))
	r.dropped = r.dropped || dropped
	return text
}

// date reads a field that holds a date; an empty cell has none.
func (r *foreignRow) date(f field) date.Date {
	text, _ := schedule.OneLine(string(r.cell(f)))
	if text == "" {
		return 0
	}
	d, wrong := r.layout.date(text)
	if wrong != "" {
		r.fail("the "+r.header[r.at[f]]+" "+wrong, text)
	}
	return d
}

// intern returns the one copy of a text that recurs from row to row.
func (r *foreignRow) intern(text string) string {
	if text == "" {
		return ""
	}
	if one, ok := r.repeated[text]; ok {
		return one
	}
	if len(r.repeated) < 1024 {
		r.repeated[text] = text
	}
	return text
}

// status decides how far the application has come from whatever says so: the
// status itself, the columns "applied" and "archived", the dates.
func (r *foreignRow) status(a *schedule.Application) schedule.Status {
	s := r.layout.status
	if s == "" {
		s = r.appliedStatus(a)
	}
	if word := r.cell(status); len(word) > 0 {
		if known, ok := r.statusOf(word); ok {
			s = known
		} else {
			r.oddStatus = string(word)
		}
	}
	if yes, ok := yesOrNo(r.cell(archived)); ok && yes && !s.Terminal() {
		s = schedule.Closed
	}
	return s
}

// statusOf returns the status that a cell names, and remembers its spelling.
func (r *foreignRow) statusOf(cell []byte) (schedule.Status, bool) {
	if s, ok := r.spellings[string(cell)]; ok {
		return s, true
	}
	s, ok := statusByName[folded(string(cell))]
	if ok && len(cell) <= 64 && len(r.spellings) < 1024 {
		r.spellings[string(cell)] = s
	}
	return s, ok
}

// appliedStatus reads a column "applied", which holds yes or no or the date.
func (r *foreignRow) appliedStatus(a *schedule.Application) schedule.Status {
	yes, ok := yesOrNo(r.cell(applied))
	if !ok && len(r.cell(applied)) > 0 {
		keep(&a.AppliedOn, r.date(applied))
	}
	if yes || a.AppliedOn != 0 {
		return schedule.Applied
	}
	return schedule.Saved
}

// yesOrNo reads the ways in which tables say so.
func yesOrNo(cell []byte) (yes, ok bool) {
	switch strings.ToLower(strings.TrimSpace(string(cell))) {
	case "yes", "y", "true", "1", "x", "✓", "✔", "checked", "done":
		return true, true
	case "no", "n", "false", "0", "unchecked":
		return false, true
	}
	return false, false
}
