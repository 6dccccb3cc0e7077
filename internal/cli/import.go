package cli

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"

	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/app/journal"
)

// importOptions is what the command line of import says.
type importOptions struct {
	files  []string
	from   string
	yes    bool
	all    bool
	strict bool
	asJSON bool
}

// newImportCommand returns the command that takes logs over into the record.
func newImportCommand(p *Process) *cobra.Command {
	var o importOptions
	command := &cobra.Command{
		Use:   "import FILE…",
		Short: "Take logs of other programs over into your record",
		Long: `Import reads logs of job applications, as export does, shows what is new in them
and what they would change, and asks before it does it. With --yes it does it at
once. Without a terminal to ask at, and without --yes, it only shows.

An application that you have already is recognised by its id, its posting, or
its employer, role and date. It takes over what it lacks; what you logged stays,
and a status never moves back. Importing a file again changes nothing. Of
followcal's own JSON and CSV it takes settings that you never made, and what was
decided about events. An import is one change: followcal undo takes it back.`,
		Example: `  followcal import "Job Applications.csv"
  followcal import Complete_LinkedInDataExport.zip simplify.csv --yes
  followcal convert old.csv | followcal import - --yes --json`,
		Args: func(_ *cobra.Command, args []string) error { return needFiles(args) },
		RunE: func(command *cobra.Command, args []string) error {
			o.files = args
			intake := readBeside(command.Context(), p, &o)
			return withRecord(command, p, func(ctx context.Context, record *app.Record) error {
				return runImport(ctx, p, record, intake, &o)
			})
		},
	}
	addFrom(command, &o.from)
	command.Flags().BoolVarP(&o.yes, "yes", "y", false, "do it without asking")
	command.Flags().BoolVar(&o.all, "all", false, "show every change, however many there are")
	command.Flags().BoolVar(&o.strict, "strict", false, "fail, and import nothing, when a row is rejected")
	addJSON(command, &o.asJSON)
	return command
}

// most is how many changes of a sort are shown one by one.
func (o *importOptions) most() int {
	if o.all {
		return int(^uint(0) >> 1)
	}
	return mostChanges
}

const mostChanges = 20

// largerHeap is the garbage collector's target for an import: nearly everything
// that it reads is needed until its end, which is soon.
const largerHeap = 300

// taken is what reading the files came to.
type taken struct {
	app.Intake
	watch *inputs // shows that work goes on, until it is closed
	err   error
}

// readBeside begins to read the files, and returns a function that waits for the
// end: meanwhile the record can be opened, and made where there is none.
func readBeside(ctx context.Context, p *Process, o *importOptions) func() taken {
	debug.SetGCPercent(largerHeap)
	done := make(chan taken, 1)
	go func() {
		var t taken
		if t.watch, t.err = openSources(ctx, p, o.files); t.err == nil {
			t.Intake, t.err = p.UseCases.Read(ctx, app.ReadRequest{Sources: t.watch.sources, From: o.from, Strict: o.strict, Now: p.Now})
		}
		done <- t
	}()
	return func() taken { return <-done }
}

// runImport reads the files once, and shows what they change before or after it
// is done.
func runImport(ctx context.Context, p *Process, record *app.Record, wait func() taken, o *importOptions) error {
	read := wait()
	if read.watch != nil {
		defer read.watch.close()
	}
	if read.err != nil {
		reportSources(p, read.Summary)
		return read.err
	}
	if o.yes {
		return importNow(ctx, p, record, &read, o, o.most())
	}
	preview, err := record.PreviewImport(ctx, read.Log, o.most())
	read.watch.close()
	reportSources(p, read.Summary)
	if err != nil {
		return err
	}
	if preview.Nothing() || !p.Answers || o.asJSON || slices.Contains(o.files, standardInput) {
		return reportImport(p, &read.Intake, &preview, o, previewed)
	}
	if err := reportImport(p, &read.Intake, &preview, o, asked); err != nil {
		return err
	}
	yes, err := confirm(ctx, p, "Import this?")
	if err != nil {
		return err
	}
	if !yes {
		fmt.Fprintln(p.Err, "nothing was imported")
		return nil
	}
	done, err := record.Import(ctx, read.Log, 0)
	if err != nil {
		return err
	}
	return reportImport(p, &read.Intake, &done, o, imported)
}

// importNow imports without a question.
func importNow(ctx context.Context, p *Process, record *app.Record, read *taken, o *importOptions, most int) error {
	done, err := record.Import(ctx, read.Log, most)
	read.watch.close()
	reportSources(p, read.Summary)
	if err != nil {
		return err
	}
	return reportImport(p, &read.Intake, &done, o, imported)
}

// phase is when a report on an import is made.
type phase int

const (
	previewed phase = iota // nothing was done, and nobody can be asked
	asked                  // the question follows
	imported
)

// importAnswer is the answer in JSON.
type importAnswer struct {
	Imported bool `json:"imported"`
	journal.Import
	Rejected   []app.Remark `json:"rejected"`
	Warnings   []app.Remark `json:"warnings"`
	Duplicates int          `json:"duplicates"`
}
