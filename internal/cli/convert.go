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
		Use:   "convert FILE…",
		Short: "Turn a log of any format into followcal's own",
		Long: `Convert reads logs of job applications, as export does, and writes them as one log
in followcal's own format, JSON or CSV. Planning the result gives the same plan.`,
		Example: `  followcal convert "Job Applications.csv" -o log.json
  followcal convert Complete_LinkedInDataExport.zip simplify.csv --to csv > log.csv`,
		Args: func(_ *cobra.Command, args []string) error { return needFiles(args) },
		RunE: func(command *cobra.Command, args []string) error {
			o.files = args
			return runConvert(command.Context(), p, &o)
		},
	}
	addFrom(command, &o.from)
	addChoice(command, &o.to, "to", "FORMAT", "what to write: json or csv", []string{"json", "csv"})
	addOutput(command, &o.output)
	return command
}

// runConvert reports also when the conversion failed, since the rejected rows
// are often the reason.
func runConvert(ctx context.Context, p *Process, o *convertOptions) error {
	var summary app.Summary
	err := transform(ctx, p, o.files, o.output, func(ctx context.Context, w io.Writer, sources []app.Source) (err error) {
		summary, err = p.UseCases.Convert(ctx, w, app.ConvertRequest{Sources: sources, From: o.from, To: o.to, Now: p.Now})
		return err
	})
	reportSources(p, summary)
	if err == nil {
		reportOutput(p, o.output)
	}
	return err
}
