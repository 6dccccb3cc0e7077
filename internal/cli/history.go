package cli

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/rickb777/date/v2"
	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/app/journal"
	"followcal/internal/app/proof"
	"followcal/internal/fault"
)

// historyOptions is what the command line of history says.
type historyOptions struct {
	application string
	limit       int
	proof       bool
	answers     bool
	from, to    date.Date
	format      string
	asJSON      bool
	output      string
}

// newHistoryCommand returns the command for what was entered, and for what it
// proves.
func newHistoryCommand(p *Process) *cobra.Command {
	o := historyOptions{limit: usualChanges}
	command := &cobra.Command{
		Use:   "history [APPLICATION]",
		Short: "Show what was entered, or prove your job search",
		Long: `History prints what was entered, the latest first: when, by whom, and what it was
before. Nothing is ever overwritten without a trace; only forget removes one.

With --proof it is the record of your job search, as a job centre wants it: what
you did on which day, with whom, and when you logged it. As CSV it is for a
spreadsheet, as HTML it is a page to print and sign. -o record.html names the
file, and its ending the format.
` + applicationHelp,
		Example: `  followcal history
  followcal history acme --json
  followcal history --proof --from 2026-11-01 --to 2026-11-30 -o record.html`,
		Args: atMostArguments("APPLICATION"),
		RunE: func(command *cobra.Command, args []string) error {
			if len(args) > 0 {
				o.application = args[0]
			}
			if err := o.settle(command); err != nil {
				return err
			}
			return withRecord(command, p, func(ctx context.Context, record *app.Record) error { return runHistory(ctx, p, record, &o) })
		},
	}
	command.Flags().IntVar(&o.limit, "limit", o.limit, "`NUMBER` of changes, 0 for all; CSV and JSON have all of them unless you say")
	command.Flags().BoolVar(&o.proof, "proof", false, "the record of your job search, day by day")
	command.Flags().BoolVar(&o.answers, "answers", false, "with --proof: also what employers sent back")
	command.Flags().Var(dateFlag{&o.from}, "from", "with --proof: the first day (default: that of the first step)")
	command.Flags().Var(dateFlag{&o.to}, "to", "with --proof: the last day (default today)")
	addChoice(command, &o.format, "format", "FORMAT", "how to print: text, csv or json, with --proof also html", []string{"text", "csv", "json", "html"})
	addJSON(command, &o.asJSON)
	addOutput(command, &o.output)
	return command
}

const usualChanges = 20

// settle checks what belongs together, and fills in the format.
func (o *historyOptions) settle(command *cobra.Command) error {
	if o.limit < 0 {
		return fault.New(fault.Usage, "--limit: %d is less than 0", o.limit)
	}
	if err := oneFormat(command, o.asJSON, &o.format); err != nil {
		return err
	}
	for _, flag := range []string{"from", "to", "answers"} {
		if command.Flags().Changed(flag) && !o.proof {
			return fault.New(fault.Usage, "--%s is for --proof", flag)
		}
	}
	if o.proof && command.Flags().Changed("limit") {
		return fault.New(fault.Usage, "--limit is not for --proof, which is whole or worth nothing: choose a period with --from and --to")
	}
	if o.format == "" {
		o.format = formatOf(o.output)
	}
	if o.format == "html" && !o.proof {
		return fault.New(fault.Usage, "--format html is for --proof: the page shows what you did, not what you typed")
	}
	if (o.format == "csv" || o.format == "json") && !command.Flags().Changed("limit") {
		o.limit = 0
	}
	return nil
}

// formatOf is the format that the ending of a file's name stands for, else text.
func formatOf(path string) string {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".html", ".htm":
		return "html"
	case ".csv":
		return "csv"
	case ".json":
		return "json"
	}
	return "text"
}

func runHistory(ctx context.Context, p *Process, record *app.Record, o *historyOptions) error {
	write := func(w io.Writer) error { return writeChanges(ctx, w, record, o) }
	if o.proof {
		write = func(w io.Writer) error { return writeProof(ctx, w, record, o) }
	}
	if err := writeWhole(p, o.output, write); err != nil {
		return err
	}
	reportOutput(p, o.output)
	return nil
}

func writeChanges(ctx context.Context, w io.Writer, record *app.Record, o *historyOptions) error {
	request := journal.HistoryRequest{Application: o.application, Limit: o.limit}
	if o.format == "text" {
		request.Sentences = usualSentences
	}
	h, err := record.History(ctx, request)
	if err != nil {
		return err
	}
	switch o.format {
	case "json":
		return writeObject(w, h.Changes)
	case "csv":
		return proof.WriteHistory(w, &h)
	}
	return printHistory(w, &h)
}

// usualSentences is how much of one change is printed: an import can be long.
const usualSentences = 30

func printHistory(w io.Writer, h *journal.History) error {
	zone, err := time.LoadLocation(h.Zone)
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "your time zone %q is not known on this machine: set it with followcal settings set --zone", h.Zone)
	}
	if len(h.Changes) == 0 {
		fmt.Fprintln(w, "nothing was entered yet")
	}
	for i := range h.Changes {
		printChange(w, &h.Changes[i], zone)
	}
	if h.More {
		fmt.Fprintf(w, "… earlier changes: --limit %d, or --limit 0 for all\n", 5*len(h.Changes))
	}
	return nil
}

func printChange(w io.Writer, c *journal.Change, zone *time.Location) {
	undone := ""
	switch {
	case c.Undoes != 0:
		undone = fmt.Sprintf(" of change %d", c.Undoes)
	case c.UndoneBy != 0:
		undone = fmt.Sprintf(" (undone by change %d)", c.UndoneBy)
	}
	fmt.Fprintf(w, "%d  %s  %s  %s%s\n", c.Number, c.At.In(zone).Format("Mon 2 Jan 2006, 15:04 MST"), terminalText(c.By), c.Verb, undone)
	printFacts(w, c.Facts, c.More)
}

// printFacts prints what a change did, below the name of what it did it to.
func printFacts(w io.Writer, facts []journal.Fact, more bool) {
	for _, f := range facts {
		about := terminalText(f.About)
		if f.Application != "" {
			about += " (" + f.Application + ")"
		}
		fmt.Fprintf(w, "  %s\n", about)
		for _, sentence := range f.Did {
			fmt.Fprintf(w, "    %s\n", terminalText(sentence))
		}
	}
	if more {
		fmt.Fprintln(w, "  …")
	}
}

func writeProof(ctx context.Context, w io.Writer, record *app.Record, o *historyOptions) error {
	p, err := record.Proof(ctx, journal.ProofRequest{Application: o.application, From: o.from, To: o.to, Answers: o.answers})
	if err != nil {
		return err
	}
	switch o.format {
	case "html":
		return proof.WritePage(w, &p)
	case "csv":
		return proof.WriteTable(w, &p)
	case "json":
		return writeObject(w, &p)
	}
	printProof(w, &p)
	return nil
}

func printProof(w io.Writer, p *journal.Proof) {
	fmt.Fprintf(w, "Record of job search, %s to %s\n", p.From.Format("Mon 2 Jan 2006"), p.To.Format("Mon 2 Jan 2006"))
	if p.Name != "" {
		fmt.Fprintln(w, terminalText(p.Name))
	}
	last := date.Date(0)
	for i := range p.Steps {
		s := &p.Steps[i]
		if s.On != last {
			fmt.Fprintf(w, "\n%s\n", s.On.Format("Mon 2 Jan 2006"))
			last = s.On
		}
		line := joined(s.What+": "+aboutStep(s), s.How, with(s.With), s.Outcome)
		fmt.Fprintln(w, indented(line))
	}
	totals := make([]string, len(p.Totals))
	for i, t := range p.Totals {
		totals[i] = fmt.Sprintf("%s: %d", strings.ToLower(t.Label), t.Count)
	}
	if len(totals) == 0 {
		totals = []string{"nothing is recorded in this period"}
	}
	fmt.Fprintf(w, "\n%s\n", strings.Join(totals, ", "))
}

func aboutStep(s *journal.Step) string {
	if s.Role == "" || s.Employer == "" {
		return joined(s.Role, s.Employer)
	}
	return s.Role + " at " + s.Employer
}
