package cli

import (
	"fmt"
	"io"
	"strings"

	"followcal/internal/app"
	"followcal/internal/app/journal"
)

// reportImport says what an import changes, or changed.
func reportImport(p *Process, in *app.Intake, i *journal.Import, o *importOptions, when phase) error {
	if o.asJSON {
		return writeObject(p.Out, importAnswer{
			Imported: when == imported, Import: *i, Duplicates: in.Summary.Duplicates,
			Rejected: append([]app.Remark{}, in.Summary.Rejected...), Warnings: append([]app.Remark{}, in.Summary.Warnings...),
		})
	}
	style := styleOf(p.Color)
	for _, note := range i.Notes {
		fmt.Fprintf(p.Err, "%s %s\n", style.warn("note"), note)
	}
	printImported(p.Out, i)
	fmt.Fprintf(p.Out, "%d new, %d updated, %d same, %d rejected%s\n", i.New, i.Updated, i.Same, len(in.Summary.Rejected), besides(i))
	switch {
	case i.Nothing():
		fmt.Fprintln(p.Out, "nothing to import: it is all in your record")
	case when == imported:
		fmt.Fprintf(p.Out, "imported as change %d: followcal undo takes it back\n", i.Change)
	case when == previewed:
		fmt.Fprintln(p.Err, "nothing was imported yet: say --yes to do it")
	}
	return nil
}

// besides counts what changes beside the applications.
func besides(i *journal.Import) string {
	text := ""
	if i.Decisions > 0 {
		text += ", " + count(i.Decisions, "decision")
	}
	if len(i.Settings) > 0 {
		text += ", " + count(len(i.Settings), "setting")
	}
	return text
}

// printImported prints the changes one by one. A new application takes one
// line, which says most of what is in a table's row.
func printImported(w io.Writer, i *journal.Import) {
	for _, sentence := range i.Settings {
		fmt.Fprintf(w, "setting  %s\n", sentence)
	}
	listed := map[string]int{}
	for _, c := range i.Changes {
		listed[c.What]++
		name := orNone(c.Role, "(no title)") + " at " + orNone(c.Employer, "(no company)")
		if c.What == "new" {
			fmt.Fprintf(w, "new      %s, %s%s\n", name, c.Status, since(c.AppliedOn))
			continue
		}
		fmt.Fprintf(w, "update   %s: %s\n", name, strings.Join(c.Did, "; "))
	}
	for _, sort := range []struct {
		what string
		all  int
	}{{"new", i.New}, {"update", i.Updated}} {
		if more := sort.all - listed[sort.what]; more > 0 && listed[sort.what] > 0 {
			fmt.Fprintf(w, "… and %d more %s: --all shows them\n", more, map[string]string{"new": "new ones", "update": "updates"}[sort.what])
		}
	}
}

func since(day string) string {
	if day == "" {
		return ""
	}
	return " on " + day
}
