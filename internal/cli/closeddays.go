package cli

import (
	"cmp"
	"context"
	"slices"

	"github.com/rickb777/date/v2"
	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/app/journal"
	"followcal/schedule"
	"followcal/schedule/entry"
	"followcal/schedule/record"
)

// closedDays is what the commands for closed and working days have in common.
type closedDays struct {
	process     *Process
	application string // of one employer; empty: of all
	working     bool   // days that are worked although the calendar says otherwise
	asJSON      bool
}

// newClosedDaysCommand returns the commands for days on which employers do not
// work although the region's calendar says that they do, or the other way round.
func newClosedDaysCommand(p *Process) *cobra.Command {
	c := &closedDays{process: p}
	command := &cobra.Command{
		Use:   "closed-days",
		Short: "Say when employers are closed beyond the public holidays",
		Long: `Closed days are days on which employers do not work although the holidays of
their region do not say so: a company holiday, a bridge day. With --working they
are the opposite: days that are worked although they are a holiday. They hold for
every employer, or with --application for the one of that application.`,
		Args: noSuchCommand,
		RunE: showHelp,
	}
	command.AddCommand(c.addCommand(), c.removeCommand(), c.listCommand())
	return command
}

func (c *closedDays) flags(command *cobra.Command) *cobra.Command {
	c.addApplication(command, "only for the employer of this `APPLICATION`")
	command.Flags().BoolVar(&c.working, "working", false, "days that are worked")
	addJSON(command, &c.asJSON)
	return command
}

func (c *closedDays) addApplication(command *cobra.Command, usage string) {
	command.Flags().StringVar(&c.application, "application", "", usage)
	complete(command, "application", func(prefix string) []string { return c.process.offer(command, prefix, offerApplications) })
}

func (c *closedDays) addCommand() *cobra.Command {
	return c.flags(&cobra.Command{
		Use:   "add DATE [NAME]",
		Short: "Add a closed day",
		Long:  "Add makes a day a closed one, or with --working a working one. NAME is shown where it is skipped.",
		Example: `  followcal closed-days add 2026-11-27 "Day after Thanksgiving"
  followcal closed-days add 2026-12-24 --application acme`,
		Args: betweenArguments("DATE", "NAME"),
		RunE: func(command *cobra.Command, args []string) error {
			on, err := parseDay("DATE", args[0])
			if err != nil {
				return err
			}
			day := schedule.Day{On: on}
			if len(args) > 1 {
				day.Name = args[1]
			}
			return c.change(command, func(closed, working *[]schedule.Day) (err error) {
				if c.working {
					*working, err = entry.AddWorking(*closed, *working, day)
				} else {
					*closed, err = entry.AddClosed(*closed, *working, day)
				}
				return err
			})
		},
	})
}

func (c *closedDays) removeCommand() *cobra.Command {
	return c.flags(&cobra.Command{
		Use:     "remove DATE",
		Short:   "Remove a closed day",
		Long:    "Remove makes a day what the region's calendar says again.",
		Example: "  followcal closed-days remove 2026-11-27",
		Args:    exactArguments("DATE"),
		RunE: func(command *cobra.Command, args []string) error {
			on, err := parseDay("DATE", args[0])
			if err != nil {
				return err
			}
			return c.change(command, func(closed, working *[]schedule.Day) (err error) {
				list := closed
				if c.working {
					list = working
				}
				*list, err = entry.RemoveDay(*list, on)
				return err
			})
		},
	})
}

// change changes the days of all employers, or of one.
func (c *closedDays) change(command *cobra.Command, change func(closed, working *[]schedule.Day) error) error {
	if c.application == "" {
		return configures(command, c.process, record.SetClosedDays, c.asJSON, func(s *record.Settings) ([]string, error) {
			return nil, change(&s.Closed, &s.Working)
		})
	}
	return withRecord(command, c.process, func(ctx context.Context, opened *app.Record) error {
		receipt, err := opened.Log(ctx, record.SetClosedDays, c.application, func(a *schedule.Application, _ entry.Here) ([]string, error) {
			return nil, change(&a.Closed, &a.Working)
		})
		if err != nil {
			return err
		}
		return printReceipt(c.process, receipt, c.asJSON)
	})
}

// closedDay is a day of the list.
type closedDay struct {
	on         date.Date
	kind, name string
}

func (c *closedDays) listCommand() *cobra.Command {
	format := "text"
	command := &cobra.Command{
		Use:     "list",
		Short:   "List closed and working days",
		Long:    "List prints the days that you added: the date, whether it is closed or working, and the name.",
		Example: "  followcal closed-days list --application acme",
		Args:    exactArguments(),
		RunE: func(command *cobra.Command, _ []string) error {
			if err := oneFormat(command, c.asJSON, &format); err != nil {
				return err
			}
			return withRecord(command, c.process, func(ctx context.Context, record *app.Record) error {
				list, err := c.list(ctx, &record.Journal)
				if err != nil {
					return err
				}
				return writeList(c.process.Out, format, list, listColumns[closedDay]{
					{"date", func(d closedDay) any { return d.on.String() }},
					{"kind", func(d closedDay) any { return d.kind }},
					{"name", func(d closedDay) any { return terminalText(d.name) }},
				})
			})
		},
	}
	c.addApplication(command, "those of the employer of this `APPLICATION`")
	addListFormat(command, &format)
	addJSON(command, &c.asJSON)
	return command
}

func (c *closedDays) list(ctx context.Context, j *journal.Journal) ([]closedDay, error) {
	var closed, working []schedule.Day
	if c.application == "" {
		s, err := j.Settings(ctx)
		if err != nil {
			return nil, err
		}
		closed, working = s.Closed, s.Working
	} else {
		shown, err := j.Show(ctx, c.application)
		if err != nil {
			return nil, err
		}
		closed, working = shown.Facts.Closed, shown.Facts.Working
	}
	var list []closedDay
	for _, d := range closed {
		list = append(list, closedDay{d.On, "closed", d.Name})
	}
	for _, d := range working {
		list = append(list, closedDay{d.On, "working", d.Name})
	}
	slices.SortFunc(list, func(a, b closedDay) int { return cmp.Compare(a.on, b.on) })
	return list, nil
}
