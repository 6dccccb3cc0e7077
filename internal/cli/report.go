package cli

import (
	"fmt"
	"strings"

	"followcal/internal/app"
)

// maxWarnings is how many warnings are said one by one. What was rejected is
// always said in full.
const maxWarnings = 50

// reportSources says on standard error what was read, assumed and rejected.
func reportSources(p *Process, s app.Summary) {
	style := styleOf(p.Color)
	for _, r := range s.Rejected {
		fmt.Fprintf(p.Err, "%s %s\n", style.bad("rejected"), remark(r))
	}
	for _, w := range s.Warnings[:min(len(s.Warnings), maxWarnings)] {
		fmt.Fprintf(p.Err, "%s %s\n", style.warn("warning"), remark(w))
	}
	if more := len(s.Warnings) - maxWarnings; more > 0 {
		fmt.Fprintf(p.Err, "%s and %d more\n", style.warn("warning"), more)
	}
	for _, note := range s.Notes {
		fmt.Fprintln(p.Err, note)
	}
	if s.Applications == 0 && len(s.Rejected) == 0 {
		return
	}
	fmt.Fprintf(p.Err, "%s read, ", count(s.Applications, "application"))
	if s.Duplicates > 0 {
		fmt.Fprintf(p.Err, "%s folded into them, ", count(s.Duplicates, "repeated row"))
	}
	fmt.Fprintf(p.Err, "%s rejected\n", count(len(s.Rejected), "row"))
}

// reportPlan says on standard error what was planned.
func reportPlan(p *Process, s app.Summary, format string) {
	total := 0
	for _, k := range s.Events {
		total += k.Count
	}
	fmt.Fprintf(p.Err, "%s written", count(total, "event"))
	for i, k := range s.Events {
		separator := ", "
		if i == 0 {
			separator = ": "
		}
		fmt.Fprintf(p.Err, "%s%d %s", separator, k.Count, k.Kind)
	}
	fmt.Fprintln(p.Err)
	if s.Missed > 0 {
		fmt.Fprintln(p.Err, missed(s.Missed, format))
	}
}

// missed says what became of the missed events: a calendar leaves them out.
func missed(n int, format string) string {
	if format == "ics" {
		return count(n, "event") + " missed, long past with nothing logged, and left out: list them with --format json, or put the latest ones on coming days with --include-missed"
	}
	return fmt.Sprintf("%d of them missed, long past with nothing logged", n)
}

// reportOutput says on standard error where the answer is.
func reportOutput(p *Process, path string) {
	if path != "" && path != standardInput {
		fmt.Fprintln(p.Err, "wrote", path)
	}
}

// remark puts the place before the text, as compilers do, so that editors can
// jump there.
func remark(r app.Remark) string {
	var where []string
	if r.Source != "" {
		where = append(where, r.Source)
	}
	if r.Line > 0 {
		where = append(where, fmt.Sprintf("line %d", r.Line))
	}
	if len(where) == 0 {
		return r.Text
	}
	return strings.Join(where, " ") + ": " + r.Text
}

// count returns "1 row", "2 rows"; every noun that we count is regular.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
