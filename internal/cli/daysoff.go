package cli

import (
	"context"

	"github.com/rickb777/date/v2"
	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/schedule"
	"followcal/schedule/entry"
	"followcal/schedule/record"
)

// newDaysOffCommand returns the commands for the candidate's own days off.
func newDaysOffCommand(p *Process) *cobra.Command {
	command := &cobra.Command{
		Use:   "days-off",
		Short: "Say when you are away",
		Long: `Days off are days on which you do not work on your search: no follow-up is
planned on them, and later ones move. Days on which employers do not work are
closed days: see followcal closed-days.`,
		Args: noSuchCommand,
		RunE: showHelp,
	}
	command.AddCommand(newDaysOffAddCommand(p), newDaysOffRemoveCommand(p), newDaysOffListCommand(p))
	return command
}

func newDaysOffAddCommand(p *Process) *cobra.Command {
	var why string
	var asJSON bool
	command := &cobra.Command{
		Use:     "add FROM [TO]",
		Short:   "Add days off",
		Long:    "Add takes the days from FROM to TO off, both included.",
		Example: "  followcal days-off add 2026-12-24 2027-01-03 --why \"Visiting family\"",
		Args:    betweenArguments("FROM", "TO"),
	}
	command.Flags().StringVar(&why, "why", "", "`TEXT`: the reason, for you")
	addJSON(command, &asJSON)
	command.RunE = func(command *cobra.Command, args []string) error {
		from, to, err := parseSpan(args)
		if err != nil {
			return err
		}
		return configures(command, p, record.SetDaysOff, asJSON, func(s *record.Settings) (warnings []string, err error) {
			s.DaysOff, warnings, err = entry.AddDaysOff(s.DaysOff, schedule.DaysOff{From: from, To: to, Why: why})
			return warnings, err
		})
	}
	return command
}

func newDaysOffRemoveCommand(p *Process) *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:     "remove FROM [TO]",
		Short:   "Remove days off",
		Long:    "Remove makes the days from FROM to TO ordinary ones again. Of a longer range the rest stays.",
		Example: "  followcal days-off remove 2026-12-24",
		Args:    betweenArguments("FROM", "TO"),
	}
	addJSON(command, &asJSON)
	command.RunE = func(command *cobra.Command, args []string) error {
		from, to, err := parseSpan(args)
		if err != nil {
			return err
		}
		return configures(command, p, record.SetDaysOff, asJSON, func(s *record.Settings) (_ []string, err error) {
			s.DaysOff, err = entry.RemoveDaysOff(s.DaysOff, from, to)
			return nil, err
		})
	}
	return command
}

func newDaysOffListCommand(p *Process) *cobra.Command {
	format, asJSON := "text", false
	command := &cobra.Command{
		Use:     "list",
		Short:   "List your days off",
		Long:    "List prints your days off: the first day, the last, and the reason.",
		Example: "  followcal days-off list --format csv",
		Args:    exactArguments(),
		RunE: func(command *cobra.Command, _ []string) error {
			if err := oneFormat(command, asJSON, &format); err != nil {
				return err
			}
			return withRecord(command, p, func(ctx context.Context, record *app.Record) error {
				s, err := record.Settings(ctx)
				if err != nil {
					return err
				}
				return writeList(p.Out, format, s.DaysOff, listColumns[schedule.DaysOff]{
					{"from", func(d schedule.DaysOff) any { return d.From.String() }},
					{"to", func(d schedule.DaysOff) any { return d.To.String() }},
					{"why", func(d schedule.DaysOff) any { return terminalText(d.Why) }},
				})
			})
		},
	}
	addListFormat(command, &format)
	addJSON(command, &asJSON)
	return command
}

// parseSpan reads a first day, and a last one if there is one.
func parseSpan(args []string) (from, to date.Date, err error) {
	if from, err = parseDay("FROM", args[0]); err != nil || len(args) == 1 {
		return from, from, err
	}
	to, err = parseDay("TO", args[1])
	return from, to, err
}
