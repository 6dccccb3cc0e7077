package cli

import (
	"context"
	"fmt"
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
			return withRecord(command, p, func(ctx context.Context, record *app.Record) error {
				return runImport(ctx, p, record, &o)
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

// runImport reads the files once, and shows what they change before or after it
// is done.
func runImport(ctx context.Context, p *Process, record *app.Record, o *importOptions) error {
	intake, watch, err := readIntake(ctx, p, record, o)
	if err != nil {
		reportSources(p, intake.Summary)
		return err
	}
	defer watch.close()
	if o.yes {
		done, err := record.Import(ctx, intake.Log, o.most())
		watch.close()
		reportSources(p, intake.Summary)
		if err != nil {
			return err
		}
		return reportImport(p, &intake, &done, o, imported)
	}
	preview, err := record.PreviewImport(ctx, intake.Log, o.most())
	watch.close()
	reportSources(p, intake.Summary)
	if err != nil {
		return err
	}
	if preview.Nothing() || !p.Answers || o.asJSON || slices.Contains(o.files, standardInput) {
		return reportImport(p, &intake, &preview, o, previewed)
	}
	if err := reportImport(p, &intake, &preview, o, asked); err != nil {
		return err
	}
	return askAndImport(ctx, p, record, &intake, o)
}

// askAndImport imports what was shown when the answer is yes.
func askAndImport(ctx context.Context, p *Process, record *app.Record, intake *app.Intake, o *importOptions) error {
	yes, err := confirm(ctx, p, "Import this?")
	if err != nil {
		return err
	}
	if !yes {
		fmt.Fprintln(p.Err, "nothing was imported")
		return nil
	}
	done, err := record.Import(ctx, intake.Log, 0)
	if err != nil {
		return err
	}
	return reportImport(p, intake, &done, o, imported)
}

// readIntake reads the files. The inputs are to be closed: they are the watch
// that shows that work goes on.
func readIntake(ctx context.Context, p *Process, record *app.Record, o *importOptions) (app.Intake, *inputs, error) {
	sources, err := openSources(ctx, p, o.files)
	if err != nil {
		return app.Intake{}, nil, err
	}
	intake, err := record.Read(ctx, sources.sources, o.from, o.strict)
	if err != nil {
		sources.close()
	}
	return intake, sources, err
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
