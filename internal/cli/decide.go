package cli

import (
	"context"

	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/app/journal"
)

// eventHelp says in the help of every command about an event how to name one.
const eventHelp = `
EVENT is the beginning of its id, as the agenda shows it in brackets, or of the
id, employer or role of an application that has only one event.`

// aboutEvent asks for the event.
var aboutEvent = question{name: eventArgument, title: "Which event?", help: "/ searches the list", needed: true}

// newDoneCommand returns the command for what was done as planned.
func newDoneCommand(p *Process) *cobra.Command {
	r := journal.DecisionRequest{Kind: journal.Done}
	command := newDecisionCommand(p, &r, "done EVENT", "Say that a planned event is done", `Done records that you did what was planned. A follow-up that is done counts as an
outreach on its day: the next one to that person is planned from there. To say
more about it, such as what came of it, use outreach instead. Of several events of
an application it is the one that was due by that day; when more than one was, they
are listed. What it was about is said.`)
	command.Example = `  followcal done 4kq2v
  followcal done acme --on 2026-11-20`
	command.Flags().Var(dateFlag{&r.On}, "on", "the day on which it was done (default today)")
	asks(p, command, aboutEvent, question{name: "on", title: "On which day?", help: "today if you leave it open; else such as 2026-11-20"})
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
	newFields(p, command).number(&r.Days, "days", "business days from today")
	asks(p, command, aboutEvent,
		question{name: "days", title: "By how many business days, from today?", help: "open if you name the day"},
		question{name: "to", title: "Or to which day?", help: "such as 2026-12-01"})
	return command
}

// newDismissCommand returns the command that gives an event up.
func newDismissCommand(p *Process) *cobra.Command {
	command := newDecisionCommand(p, &journal.DecisionRequest{Kind: journal.Dismiss}, "dismiss EVENT", "Give a planned event up",
		`Dismiss drops an event: it was not done, and will not be. What comes later is
still planned, as if it had been done on its day.`)
	command.Example = "  followcal dismiss 4kq2v"
	asks(p, command, aboutEvent)
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
