package cli

import (
	"github.com/spf13/cobra"

	"followcal/internal/app/journal"
	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/entry"
)

// newStatusCommand returns the command that moves an application on.
func newStatusCommand(p *Process) *cobra.Command {
	var change entry.StatusChange
	command := &cobra.Command{
		Use:   "status APPLICATION STATUS",
		Short: "Say how far an application has come",
		Long: `Status moves an application on: saved, applied, interviewing, offer, and then
accepted, rejected, withdrawn or closed, which end it. Going back needs --again.
Logging an interview, a rejection or an offer moves the status by itself.
` + applicationHelp,
		Example: `  followcal status acme applied --on 2026-11-20
  followcal status acme withdrawn
  followcal status acme interviewing --again`,
		ValidArgsFunction: func(command *cobra.Command, args []string, prefix string) ([]string, cobra.ShellCompDirective) {
			switch len(args) {
			case 0:
				return p.offer(command, prefix, offerApplications), cobra.ShellCompDirectiveNoFileComp
			case 1:
				return plainWords(schedule.Statuses), cobra.ShellCompDirectiveNoFileComp
			}
			return nil, cobra.ShellCompDirectiveNoFileComp
		},
	}
	f := newFields(p, command)
	f.on(&change.AppliedOn, "the day of the application, where it is not known yet (for applied: default today)")
	command.Flags().BoolVar(&change.Again, "again", false, "go back, or on after the end")
	build := func(args []string) (journal.Entry, error) {
		to, err := oneOf(schedule.Statuses)(args[1])
		if err != nil {
			return nil, fault.Wrap(fault.Usage, err, "STATUS %q: %v", args[1], err)
		}
		change.To = to
		return func(a *schedule.Application, here entry.Here) ([]string, error) {
			warnings, err := entry.SetStatus(a, change, here)
			if entry.FieldOf(err) == "status" && !change.Again {
				err = fault.Wrap(fault.KindOf(err), err, "%v with --again", err)
			}
			return warnings, err
		}, nil
	}
	return logs(p, command, f, journal.SetStatus, build,
		question{name: "STATUS", title: "How far has it come?", choices: words(schedule.Statuses), needed: true},
	)
}
