package cli

import (
	"context"

	"github.com/rickb777/date/v2"
	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/fault"
	"followcal/schedule/entry"
	"followcal/schedule/record"
)

// configures records a change of the settings and says what it did.
func configures(command *cobra.Command, p *Process, verb record.Verb, asJSON bool, change func(*record.Settings) ([]string, error)) error {
	return withRecord(command, p, func(ctx context.Context, opened *app.Record) error {
		receipt, err := opened.Configure(ctx, verb, func(s *record.Settings, _ entry.Here) ([]string, error) { return change(s) })
		if err != nil {
			return namingFlag(command, err)
		}
		return printReceipt(p, receipt, asJSON)
	})
}

// parseDay reads an argument that is a civil date.
func parseDay(name, text string) (date.Date, error) {
	day, err := parseDate(text)
	if err != nil {
		return 0, fault.Wrap(fault.Usage, err, "%s %q: %v", name, text, err)
	}
	return day, nil
}

// betweenArguments wants the first of the named arguments, and takes the others.
func betweenArguments(names ...string) cobra.PositionalArgs {
	return func(command *cobra.Command, args []string) error {
		if len(args) == 0 {
			return fault.New(fault.Usage, "missing %s", names[0])
		}
		return atMostArguments(names...)(command, args)
	}
}
