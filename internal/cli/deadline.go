package cli

import (
	"github.com/spf13/cobra"

	"followcal/internal/app/journal"
	"followcal/internal/cli/form"
	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/entry"
)

// newDeadlineCommand returns the command for due dates.
func newDeadlineCommand(p *Process) *cobra.Command {
	var (
		due    dayOrMoment
		remove bool
	)
	command := &cobra.Command{
		Use:   "deadline APPLICATION KIND",
		Short: "Log by when a take-home task or an answer is due",
		Long: `Deadline logs when a take-home task is due (KIND take-home), or your answer to an
offer (offer): a whole day, or a time on it. It takes the place of the one that is
still open. With --remove it is dropped; --due then says which, where there are
several.
` + clockHelp + applicationHelp,
		Example: `  followcal deadline acme take-home --due 2026-12-05T17:00
  followcal deadline acme offer --due 2026-12-05
  followcal deadline acme take-home --remove`,
		ValidArgsFunction: func(command *cobra.Command, args []string, prefix string) ([]string, cobra.ShellCompDirective) {
			switch len(args) {
			case 0:
				return p.offer(command, prefix, offerApplications), cobra.ShellCompDirectiveNoFileComp
			case 1:
				return plainWords(schedule.DeadlineKinds), cobra.ShellCompDirectiveNoFileComp
			}
			return nil, cobra.ShellCompDirectiveNoFileComp
		},
	}
	f := newFields(p, command)
	f.dayOrMoment(&due, "due", "the day, or the time, such as 2026-12-05T17:00")
	command.Flags().BoolVar(&remove, "remove", false, "drop it")
	build := func(args []string) (journal.Entry, error) {
		kind, err := oneOf(schedule.DeadlineKinds)(args[1])
		if err != nil {
			return nil, fault.Wrap(fault.Usage, err, "KIND %q: %v", args[1], err)
		}
		if !remove && !said(command, "due") {
			return nil, fault.New(fault.Usage, "name when it is due with --due, such as --due 2026-12-05, or drop it with --remove")
		}
		return deadlineEntry(kind, &due, remove), nil
	}
	return logs(p, command, f, journal.SetDeadline, build,
		question{name: "KIND", title: "What is due?", needed: true, choices: []form.Choice{
			{Answer: string(schedule.TakeHome), Label: "a take-home task"},
			{Answer: string(schedule.OfferDecision), Label: "my answer to an offer"},
		}},
		question{name: "due", title: "When?", help: "a day, 2026-12-05, or a time by the employer's clock, 2026-12-05T17:00", needed: true},
	)
}

func deadlineEntry(kind schedule.DeadlineKind, due *dayOrMoment, remove bool) journal.Entry {
	return func(a *schedule.Application, here entry.Here) ([]string, error) {
		at, err := due.moment.of(a, here)
		if err != nil {
			return nil, err
		}
		if !remove {
			return entry.SetDeadline(a, schedule.Deadline{Kind: kind, At: at, On: due.day}, here)
		}
		return entry.RemoveDeadline(a, kind, due.dayOf(at), here)
	}
}
