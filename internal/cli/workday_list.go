package cli

import (
	"context"
	"time"

	"github.com/rickb777/date/v2"
	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/fault"
)

// workdayListOptions is what the command line of workday list says.
type workdayListOptions struct {
	region   string
	from, to date.Date
	closed   []string
	format   string
}

// newWorkdayListCommand returns the command that shows which days are skipped,
// to be compared with the calendar on the wall.
func newWorkdayListCommand(p *Process) *cobra.Command {
	o := workdayListOptions{format: "text"}
	command := &cobra.Command{
		Use:   "list",
		Short: "List the closed days of a region",
		Long: `List prints every day on which a region does not work: the date, the name, and
whether it is a weekend or a holiday. A day that is both is a holiday. Without
--from and --to it lists the current year.`,
		Example: `  followcal workday list --region DE-BY
  followcal workday list --region CA-ON --from 2026-12-01 --to 2027-01-31 --format csv`,
		Args: exactArguments(),
		RunE: func(command *cobra.Command, _ []string) error { return runWorkdayList(command.Context(), p, &o) },
	}
	addRegion(command, p, &o.region, "the `REGION` whose closed days are listed, such as US-NY")
	command.Flags().Var(dateFlag{&o.from}, "from", "first day (default: 1 January)")
	command.Flags().Var(dateFlag{&o.to}, "to", "last day (default: 31 December of the first day's year)")
	addClosed(command, &o.closed)
	addListFormat(command, &o.format)
	return command
}

// runWorkdayList fills in the span, and refuses one that ends before it begins
// rather than printing nothing.
func runWorkdayList(ctx context.Context, p *Process, o *workdayListOptions) error {
	if err := needRegion(o.region); err != nil {
		return err
	}
	from, to := wholeYear(p, o.from, o.to)
	if to < from {
		return fault.New(fault.Usage, "--to %s is before --from %s", to, from)
	}
	lists, err := openLists(ctx, p, o.closed, nil)
	if err != nil {
		return err
	}
	defer lists.close()
	days, err := p.UseCases.ClosedDays(o.region, lists.sources, from, to)
	if err != nil {
		return err
	}
	return writeList(p.Out, o.format, days, listColumns[app.ClosedDay]{
		{"date", func(d app.ClosedDay) any { return d.On.String() }},
		{"name", func(d app.ClosedDay) any { return d.Name }},
		{"kind", func(d app.ClosedDay) any { return d.Kind }},
	})
}

// wholeYear fills in what the command line leaves open: the year of the end
// that is known, else the current one.
func wholeYear(p *Process, from, to date.Date) (first, last date.Date) {
	year := p.Now().Year()
	switch {
	case from != 0:
		year = from.Year()
	case to != 0:
		year = to.Year()
	}
	if from == 0 {
		from = date.New(year, time.January, 1)
	}
	if to == 0 {
		to = date.New(year, time.December, 31)
	}
	return from, to
}
