package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/fault"
)

// maxBusinessDays is more than any region's tables hold.
const maxBusinessDays = 1_000_000

// newWorkdayAddCommand returns the command that scripts ask for one date: it
// comes first on the line, so that cutting at the first space is enough.
func newWorkdayAddCommand(p *Process) *cobra.Command {
	var region string
	var closed []string
	command := &cobra.Command{
		Use:   "add DATE N",
		Short: "Print the n-th business day after a date",
		Long: `Add prints the N-th business day strictly after DATE, or before it when N is
negative. For 0 it prints DATE itself, or the next business day when DATE is none.
The date comes first on the line; then the day of the week and the holidays that
were skipped.`,
		Example: `  followcal workday add 2026-11-20 5 --region US-NY
  followcal workday add 2026-11-20 -5 --region GB-SCT`,
		Args: exactArguments("DATE", "N"),
		RunE: func(command *cobra.Command, args []string) error {
			return runWorkdayAdd(command.Context(), p, region, closed, args)
		},
	}
	addRegion(command, p, &region, "the `REGION` whose business days count, such as US-NY")
	addClosed(command, &closed)
	return command
}

// runWorkdayAdd checks what was typed before it asks, so that a misuse exits with
// 2 whatever the region.
func runWorkdayAdd(ctx context.Context, p *Process, region string, closed, args []string) error {
	if err := needRegion(region); err != nil {
		return err
	}
	from, err := argumentDate(args[0])
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(args[1])
	if err != nil || n > maxBusinessDays || n < -maxBusinessDays {
		return fault.New(fault.Usage, "%q is not a number of business days between -%d and %[2]d", args[1], maxBusinessDays)
	}
	lists, err := openLists(ctx, p, closed, nil)
	if err != nil {
		return err
	}
	defer lists.close()
	found, err := p.UseCases.AddBusinessDays(region, lists.sources, from, n)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.Out, "%s %s%s\n", found.On, weekdayOf(found.On), skipped(found.Skipped))
	return err
}

// skipped names the closed days that were passed over.
func skipped(days []app.ClosedDay) string {
	if len(days) == 0 {
		return ""
	}
	names := make([]string, len(days))
	for i, day := range days {
		names[i] = fmt.Sprintf("%s %s %s", weekdayOf(day.On)[:3], day.On, day.Name)
	}
	return ", skipping " + strings.Join(names, ", ")
}
