package cli

import (
	"context"

	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/schedule"
	"followcal/schedule/entry"
)

// newAddCommand returns the command that logs a new application.
func newAddCommand(p *Process) *cobra.Command {
	var (
		change  entry.Change
		contact contactFields
		id      string
		saved   bool
		asJSON  bool
	)
	command := &cobra.Command{
		Use:   "add [EMPLOYER [ROLE]]",
		Short: "Log an application",
		Long: `Add logs an application that you sent, today unless --applied-on says when. With
--saved it is a posting that you have not applied to yet.`,
		Example: `  followcal add "Acme Corp" "Software Engineer" --region US-NY
  followcal add Acme Engineer --applied-on 2026-11-20 --contact "Dana Doe" --phone "+1 212 555 0100"
  followcal add Acme Engineer --saved --closes-on 2026-12-01`,
		Args: atMostArguments("EMPLOYER", "ROLE"),
	}
	f := newFields(command)
	addApplicationFields(f, &change)
	contact.add(f)
	command.Flags().StringVar(&id, "id", "", "the application's `ID` (default: made of what it is about)")
	command.Flags().BoolVar(&saved, "saved", false, "you have not applied yet")
	addJSON(command, &asJSON)
	command.RunE = func(command *cobra.Command, args []string) error {
		if err := f.emptied(); err != nil {
			return err
		}
		if len(args) > 0 {
			change.Employer = entry.Set(args[0])
		}
		if len(args) > 1 {
			change.Role = entry.Set(args[1])
		}
		create := func(here entry.Here) (schedule.Application, []string, error) {
			if !saved && !change.AppliedOn.Changes() {
				change.AppliedOn = entry.Set(here.Today)
			}
			a, warnings, err := entry.New(id, change, here)
			if err != nil {
				return a, nil, err
			}
			more, err := contact.apply(&a)
			return a, append(warnings, more...), err
		}
		return withRecord(command, p, func(ctx context.Context, record *app.Record) error {
			receipt, err := record.Add(ctx, create)
			if err != nil {
				return err
			}
			return printReceipt(p, receipt, asJSON)
		})
	}
	return command
}
