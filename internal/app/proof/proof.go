// Package proof puts the record on paper: as tables for spreadsheets, and as a
// page that a job centre gets printed. It adds nothing to what the journal says.
package proof

import (
	_ "embed"
	"html/template"
	"io"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/internal/app/journal"
	"followcal/internal/fault"
	"followcal/schedule"
)

//go:embed page.html
var source string

// page is parsed when it is needed, for every other command would wait: a fault in it is one of every build, and shows in the
// first test.
var page = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("page").Funcs(template.FuncMap{
		"day":  schedule.LongDate,
		"iso":  date.Date.String,
		"link": link,
	}).Parse(source))
})

// WritePage writes the proof as one HTML page that needs nothing else: no
// script, no font, no picture. Printed, it is black on white, with the table's
// head and a page number on each sheet.
func WritePage(w io.Writer, p *journal.Proof) error {
	if err := page().Execute(w, sheet{Proof: p, Empty: len(p.Steps) == 0}); err != nil {
		return fault.Wrap(fault.Unavailable, err, "the page cannot be written: %v", err)
	}
	return nil
}

// sheet is the proof as the page shows it.
type sheet struct {
	*journal.Proof
	Empty bool
}

// Recorded is the day on which a step was first logged, where the candidate is.
func (s sheet) Recorded(step journal.Step) string {
	if step.Recorded == nil {
		return ""
	}
	return schedule.LongDate(date.NewAt(step.Recorded.In(s.Zone)))
}

// Late reports whether a step was logged on a later day than its own.
func (s sheet) Late(step journal.Step) bool {
	return step.Recorded != nil && date.NewAt(step.Recorded.In(s.Zone)) > step.On
}

// Way says how and with whom a step was made.
func (sheet) Way(step journal.Step) string {
	parts := make([]string, 0, 2)
	if step.How != "" {
		parts = append(parts, step.How)
	}
	if step.With != "" {
		parts = append(parts, "with "+step.With)
	}
	return strings.Join(parts, ", ")
}

// link is an address that a reader may follow: of the web, and nothing else.
func link(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}

// stamp is an instant for a table, in UTC to the second (RFC 3339).
func stamp(at *time.Time) string {
	if at == nil {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}
