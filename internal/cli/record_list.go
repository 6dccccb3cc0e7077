package cli

import (
	"context"

	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/app/journal"
	"followcal/internal/fault"
	"followcal/schedule"
)

// newListCommand returns the command that lists applications.
func newListCommand(p *Process) *cobra.Command {
	var asJSON bool
	var request journal.ListRequest
	format := "text"
	command := &cobra.Command{
		Use:   "list [NAME]",
		Short: "List the applications",
		Long: `List prints the applications that are not over, the latest first: the day, the
status, the employer, the role and the id. NAME keeps those whose id, employer or
role begins with it.`,
		Example: `  followcal list
  followcal list acme --all
  followcal list --status interviewing --status offer --format csv`,
		Args: atMostArguments("NAME"),
		RunE: func(command *cobra.Command, args []string) error {
			if len(args) > 0 {
				request.Name = args[0]
			}
			if err := oneFormat(command, asJSON, &format); err != nil {
				return err
			}
			return withRecord(command, p, func(ctx context.Context, record *app.Record) error {
				list, err := record.List(ctx, request)
				if err != nil {
					return err
				}
				return writeList(p.Out, format, list, applicationColumns)
			})
		},
	}
	command.Flags().StringSliceVar(&request.Statuses, "status", nil, "only those with this `STATUS`; may be repeated")
	complete(command, "status", func(string) []string { return plainWords(schedule.Statuses) })
	command.Flags().BoolVar(&request.All, "all", false, "also those that are over")
	addListFormat(command, &format)
	addJSON(command, &asJSON)
	return command
}

// oneFormat makes --json the format that it stands for.
func oneFormat(command *cobra.Command, asJSON bool, format *string) error {
	if !asJSON {
		return nil
	}
	if command.Flags().Changed("format") && *format != "json" {
		return fault.New(fault.Usage, "--json and --format %s: say one of the two", *format)
	}
	*format = "json"
	return nil
}

var applicationColumns = listColumns[journal.Application]{
	{"applied_on", func(a journal.Application) any { return a.AppliedOn }},
	{"status", func(a journal.Application) any { return a.Status }},
	{"employer", func(a journal.Application) any { return a.Employer }},
	{"role", func(a journal.Application) any { return a.Role }},
	{"id", func(a journal.Application) any { return a.ID }},
}
