package cli

import (
	"context"

	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/app/journal"
	"followcal/schedule/record"
)

// logs makes command one that logs something about the APPLICATION that it
// names. What is logged is built when the flags are read. Without arguments, and
// with somebody to answer, it asks for them in a form.
func logs(p *Process, command *cobra.Command, f *fields, verb record.Verb, build func() journal.Entry) *cobra.Command {
	var asJSON bool
	addJSON(command, &asJSON)
	command.Args = exactArguments("APPLICATION")
	command.RunE = func(command *cobra.Command, args []string) error {
		if err := f.emptied(); err != nil {
			return err
		}
		return withRecord(command, p, func(ctx context.Context, record *app.Record) error {
			receipt, err := record.Log(ctx, verb, args[0], build())
			if err != nil {
				return err
			}
			return printReceipt(p, receipt, asJSON)
		})
	}
	return command
}
