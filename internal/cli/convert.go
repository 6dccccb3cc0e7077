package cli

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"followcal/internal/app"
)

// convertOptions is what the command line of convert says.
type convertOptions struct {
	files  []string
	from   string
	to     string
	output string
}

// newConvertCommand returns the command for people who want to go on with the
// log themselves: what they add by hand has a place only in our own formats.
func newConvertCommand(p *Process) *cobra.Command {
	o := convertOptions{to: "json"}
	command := &cobra.Command{
		Use:   "convert [FILE…]",
		Short: "Write your record, or a log of any format, in followcal's own",
		Long: `Convert writes everything in your record, or what logs of job applications in
files hold, as one log in followcal's own format, JSON or CSV. Planning the
result gives the same plan, and importing it into an empty record the same
record, but for its history: to keep that too, use followcal backup.`,
		Example: `  followcal convert -o log.json
  followcal convert "Job Applications.csv" -o log.json
  followcal convert Complete_LinkedInDataExport.zip simplify.csv --to csv > log.csv`,
		RunE: func(command *cobra.Command, args []string) error {
			o.files = args
			if err := onlyForFiles(command, args, "from"); err != nil {
				return err
			}
			return runConvert(command, p, &o)
		},
	}
	addFrom(command, &o.from)
	addChoice(command, &o.to, "to", "FORMAT", "what to write: json or csv", []string{"json", "csv"})
	addOutput(command, &o.output)
	return command
}

// runConvert reports also when the conversion failed, since the rejected rows
// are often the reason.
func runConvert(command *cobra.Command, p *Process, o *convertOptions) (err error) {
	var summary app.Summary
	if len(o.files) == 0 {
		err = fromRecord(command, p, o.output, func(ctx context.Context, w io.Writer, record *app.Record) error {
			summary, err = record.Convert(ctx, w, o.to)
			return err
		})
	} else {
		err = transform(command.Context(), p, o.files, o.output, func(ctx context.Context, w io.Writer, sources []app.Source) error {
			summary, err = p.UseCases.Convert(ctx, w, app.ConvertRequest{Sources: sources, From: o.from, To: o.to, Now: p.Now})
			return err
		})
	}
	reportSources(p, summary)
	if err == nil {
		reportOutput(p, o.output)
	}
	return err
}
