package exchange

import (
	"slices"
	"strings"

	"followcal/schedule"
)

// ownColumns are the columns of followcal's own CSV, in order. Each row is a
// record of one kind, named in the first column, and fills the columns that
// its kind has.
var ownColumns = []string{
	"record", "application", "employer", "role", "status", "on", "to", "source", "region", "zone", "url", "closes_on", "no_contact",
	"name", "phone", "email", "method", "round", "start", "minutes", "mode", "place", "contact", "contacts", "cancelled", "permission",
	"not_before", "decision_by", "purpose", "kind", "asked", "due", "event", "concerns", "key", "value", "note",
}

// The kinds of record. A record below an application names it in the column
// "application" and stands somewhere after it.
const (
	recordCandidate   = "candidate"
	recordDayOff      = "day-off"
	recordClosed      = "closed"
	recordWorking     = "working"
	recordDecision    = "decision"
	recordPolicy      = "policy"
	recordApplication = "application"
	recordContact     = "contact"
	recordInterview   = "interview"
	recordOutreach    = "outreach"
	recordResponse    = "response"
	recordDeadline    = "deadline"
)

var recordKinds = []string{
	recordCandidate, recordDayOff, recordClosed, recordWorking, recordDecision, recordPolicy, recordApplication,
	recordContact, recordInterview, recordOutreach, recordResponse, recordDeadline,
}

// isOwn reports whether folded headers are those of followcal's own CSV.
// Columns may have been moved or removed, as long as it stays recognisable.
func isOwn(header []string) bool {
	return slices.Contains(header, "record") && slices.Contains(header, "application") && slices.Contains(header, "employer")
}

// formula holds the characters with which a cell begins that a spreadsheet
// takes for a formula (OWASP, CSV injection).
const formula = "=+-@\t\r"

// Neutral puts an apostrophe before a cell that a spreadsheet would run, for
// every table that is written. Cells that look neutralised already get one more,
// so that reading undoes it.
func Neutral(cell string) string {
	if runs(strings.TrimLeft(cell, "'")) {
		return "'" + cell
	}
	return cell
}

// restored undoes [Neutral].
func restored(cell string) string {
	if strings.HasPrefix(cell, "'") && runs(strings.TrimLeft(cell, "'")) {
		return cell[1:]
	}
	return cell
}

// runs reports whether a spreadsheet would take the cell for a formula.
func runs(cell string) bool { return cell != "" && strings.IndexByte(formula, cell[0]) >= 0 }

var (
	escapeItem   = strings.NewReplacer(`\`, `\\`, `;`, `\;`)
	unescapeItem = strings.NewReplacer(`\\`, `\`, `\;`, `;`)
)

// joinItems writes a list into one cell: items apart by a semicolon, which an
// item escapes with a backslash.
func joinItems[T ~string](items []T) string {
	var b strings.Builder
	for i, item := range items {
		if i > 0 {
			b.WriteByte(';')
		}
		b.WriteString(escapeItem.Replace(string(item)))
	}
	return b.String()
}

// concernItems lists concerns as pairs: an application, then its event.
func concernItems(concerns []schedule.Concern) []string {
	var items []string
	for _, c := range concerns {
		items = append(items, c.Application, c.Event)
	}
	return items
}

// splitItems undoes [joinItems]; empty items are left out.
func splitItems[T ~string](cell string) []T {
	var items []T
	start := 0
	for i := 0; i <= len(cell); i++ {
		switch {
		case i < len(cell) && cell[i] == '\\':
			i++
		case i == len(cell) || cell[i] == ';':
			if item := strings.TrimSpace(unescapeItem.Replace(cell[start:min(i, len(cell))])); item != "" {
				items = append(items, T(item))
			}
			start = i + 1
		}
	}
	return items
}
