package cli

import (
	"context"

	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/app/journal"
	"followcal/internal/fault"
)

// eventHelp says in the help of every command about an event how to name one.
const eventHelp = `
EVENT is the beginning of its id, as the agenda shows it in brackets, or of the
id, employer or role of an application that has only one event.`

// newDoneCommand returns the command for what was done as planned.
func newDoneCommand(p *Process) *cobra.Command {
	r := journal.DecisionRequest{Kind: journal.Done}
	command := newDecisionCommand(p, &r, "done EVENT", "Say that a planned event is done", `Done records that you did what was planned. A follow-up that is done counts as an
outreach on its day: the next one to that person is planned from there. To say
more about it, such as what came of it, use outreach instead.`)
	command.Example = `  followcal done 4kq2v
  followcal done acme --on 2026-11-20`
	command.Flags().Var(dateFlag{&r.On}, "on", "the day on which it was done (default today)")
	return command
}

// newSnoozeCommand returns the command that puts an event off.
func newSnoozeCommand(p *Process) *cobra.Command {
	r := journal.DecisionRequest{Kind: journal.Snooze}
	command := newDecisionCommand(p, &r, "snooze EVENT", "Put a planned event off", `Snooze moves an event to a day, or to the next business day after it when that
day is closed at the employer or one of your days off. What comes later counts
from the new day.`)
	command.Example = `  followcal snooze 4kq2v --days 2
  followcal snooze acme --to 2026-12-01`
	command.Flags().Var(dateFlag{&r.To}, "to", "the day to move it to")
	command.Flags().IntVar(&r.Days, "days", 0, "`NUMBER` of business days from today")
	return command
}

// newDismissCommand returns the command that gives an event up.
func newDismissCommand(p *Process) *cobra.Command {
	command := newDecisionCommand(p, &journal.DecisionRequest{Kind: journal.Dismiss}, "dismiss EVENT", "Give a planned event up",
		`Dismiss drops an event: it was not done, and will not be. What comes later is
still planned, as if it had been done on its day.`)
	command.Example = "  followcal dismiss 4kq2v"
	return command
}

func newDecisionCommand(p *Process, r *journal.DecisionRequest, use, short, long string) *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   use,
		Short: short,
		Long:  long + "\n" + eventHelp,
		Args:  exactArguments("EVENT"),
		RunE: func(command *cobra.Command, args []string) error {
			if r.Days < 0 {
				return fault.New(fault.Usage, "--days: %d is in the past; name a number of business days from 1", r.Days)
			}
			r.Event = args[0]
			return withRecord(command, p, func(ctx context.Context, record *app.Record) error {
				receipt, err := record.Decide(ctx, *r)
				if err != nil {
					return err
				}
				return printReceipt(p, receipt, asJSON)
			})
		},
	}
	addJSON(command, &asJSON)
	return command
}
