package cli

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/fault"
)

// transform opens the files, runs work on them with an output that appears
// whole or not at all, and shows progress.
func transform(ctx context.Context, p *Process, files []string, output string,
	work func(context.Context, io.Writer, []app.Source) error,
) error {
	sources, err := openSources(ctx, p, files)
	if err != nil {
		return err
	}
	defer sources.close()
	return writeWhole(p, output, func(w io.Writer) error {
		err := work(ctx, w, sources.sources)
		if err == nil {
			err = ctx.Err()
		}
		return err
	})
}

// fromRecord runs work on the record with an output that appears whole or not at
// all.
func fromRecord(command *cobra.Command, p *Process, output string,
	work func(context.Context, io.Writer, *app.Record) error,
) error {
	return withRecord(command, p, func(ctx context.Context, record *app.Record) error {
		return writeWhole(p, output, func(w io.Writer) error {
			err := work(ctx, w, record)
			if err == nil {
				err = ctx.Err()
			}
			return err
		})
	})
}

// needFiles refuses a command line that names nothing to read.
func needFiles(args []string) error {
	if len(args) == 0 {
		return fault.New(fault.Usage, "name a FILE to read, or - for standard input")
	}
	return nil
}

// addFrom gives the command the flag --from. Without it the format is detected,
// which a pipe allows too.
func addFrom(command *cobra.Command, value *string) {
	addChoice(command, value, "from", "FORMAT", "format of the files (default: detected from their content)", app.Formats())
}

// addOutput gives the command the flag -o.
func addOutput(command *cobra.Command, value *string) {
	command.Flags().StringVarP(value, "output", "o", "", "`FILE` to write, whole or not at all (default: standard output)")
}
