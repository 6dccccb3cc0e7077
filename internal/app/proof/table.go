package proof

import (
	"encoding/csv"
	"io"
	"strconv"

	"followcal/internal/app/journal"
	"followcal/internal/fault"
	"followcal/schedule/exchange"
)

// stepColumns are the columns of the proof as a table.
var stepColumns = []string{
	"date", "step", "employer", "role", "how", "with", "outcome", "posting", "recorded", "kind", "application",
}

// WriteTable writes the proof as CSV (RFC 4180, with CRLF), a step a row. Cells
// that a spreadsheet would run are neutralised.
func WriteTable(w io.Writer, p *journal.Proof) error {
	table := newTable(w, stepColumns)
	for i := range p.Steps {
		s := &p.Steps[i]
		table.row(s.On.String(), s.What, s.Employer, s.Role, s.How, s.With, s.Outcome, s.URL, stamp(s.Recorded), s.Kind, s.Application)
	}
	return table.close()
}

// changeColumns are the columns of a history as a table.
var changeColumns = []string{"change", "at", "by", "what", "application", "about", "did", "undoes", "undone_by"}

// WriteHistory writes a history as CSV (RFC 4180, with CRLF), a sentence a row,
// the latest change first.
func WriteHistory(w io.Writer, h *journal.History) error {
	table := newTable(w, changeColumns)
	for i := range h.Changes {
		c := &h.Changes[i]
		head := []string{strconv.FormatInt(c.Number, 10), stamp(&c.At), c.By, string(c.Verb)}
		tail := []string{number(c.Undoes), number(c.UndoneBy)}
		if len(c.Facts) == 0 {
			table.row(append(append(head, "", "", ""), tail...)...)
		}
		for _, f := range c.Facts {
			for _, sentence := range f.Did {
				table.row(append(append(head[:4:4], f.Application, f.About, sentence), tail...)...)
			}
		}
	}
	return table.close()
}

// number is a change's number, empty for none.
func number(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// table writes rows until the first failure.
type table struct {
	out *csv.Writer
	err error
}

func newTable(w io.Writer, columns []string) *table {
	t := &table{out: csv.NewWriter(w)}
	t.out.UseCRLF = true
	t.err = t.out.Write(columns)
	return t
}

func (t *table) row(cells ...string) {
	if t.err != nil {
		return
	}
	for i, cell := range cells {
		cells[i] = Cell(cell)
	}
	t.err = t.out.Write(cells)
}

// Cell is text as a cell of a table has it: one that a spreadsheet would run as
// a formula begins with an apostrophe.
func Cell(text string) string { return exchange.Neutral(text) }

func (t *table) close() error {
	t.out.Flush()
	if t.err == nil {
		t.err = t.out.Error()
	}
	if t.err != nil {
		return fault.Wrap(fault.Unavailable, t.err, "the table cannot be written: %v", t.err)
	}
	return nil
}
