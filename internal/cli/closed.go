package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"followcal/internal/fault"
)

// addClosed gives the command the flag --closed, which may be repeated.
func addClosed(command *cobra.Command, value *[]string) {
	command.Flags().StringArrayVar(value, "closed", nil,
		"`FILE` (CSV or iCalendar) of further closed or working days; may be repeated")
}

// openLists opens the files of --closed. Standard input can be one of them,
// unless the log is read from it.
func openLists(ctx context.Context, p *Process, names, files []string) (*inputs, error) {
	if slices.Contains(names, standardInput) && slices.Contains(files, standardInput) {
		return nil, fault.New(fault.Usage, "standard input (-) can be read only once: name a file for --closed or for the log")
	}
	quiet := *p
	quiet.Terminal = false // the log's own bar says how far it is
	return openSources(ctx, &quiet, names)
}
