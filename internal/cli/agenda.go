package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/rickb777/date/v2"
	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/app/journal"
)

// newAgendaCommand returns the command for the morning: what to do.
func newAgendaCommand(p *Process) *cobra.Command {
	var asJSON bool
	request := journal.AgendaRequest{Days: 7}
	command := &cobra.Command{
		Use:   "agenda",
		Short: "Show what to do today and next",
		Long: `Agenda shows what is due today or overdue, what comes in the next days, what was
missed, and what is missing in the log for better follow-ups. Notes to move on
come last today, and where a list is too long they are left out first. The code
in brackets names an event for done, snooze, dismiss and why.`,
		Example: `  followcal agenda
  followcal agenda --days 30 --json`,
		Args: exactArguments(),
		RunE: func(command *cobra.Command, _ []string) error {
			return withRecord(command, p, func(ctx context.Context, record *app.Record) error {
				agenda, err := record.Agenda(ctx, request)
				if err != nil {
					return err
				}
				if asJSON {
					return writeObject(p.Out, &agenda)
				}
				printAgenda(p.Out, styleOf(p.Color), &agenda, request.Days)
				return nil
			})
		},
	}
	command.Flags().IntVar(&request.Days, "days", request.Days, "`NUMBER` of days to look ahead, today included")
	command.Flags().Var(dateFlag{&request.AsOf}, "as-of", "look from this day (default today)")
	addJSON(command, &asJSON)
	return command
}

func printAgenda(w io.Writer, style style, a *journal.Agenda, days int) {
	for _, note := range a.Notes {
		fmt.Fprintf(w, "%s %s\n\n", style.warn("note"), note)
	}
	fmt.Fprintf(w, "Today, %s\n", a.AsOf.Format("Mon 2 Jan 2006"))
	printItems(w, &a.Today, a.AsOf, "nothing to do")
	if days > 1 {
		fmt.Fprintf(w, "\nUntil %s\n", (a.AsOf + date.Date(days) - 1).Format("Mon 2 Jan 2006"))
		printItems(w, &a.Next, a.AsOf, "nothing planned")
	}
	if len(a.Then.Items) > 0 {
		fmt.Fprintln(w, "\nThen")
		printItems(w, &a.Then, a.AsOf, "")
	}
	if len(a.Missed.Items) > 0 {
		fmt.Fprintln(w, "\nMissed: long past with nothing logged")
		printItems(w, &a.Missed, a.AsOf, "")
	}
	printLacks(w, a)
}

func printItems(w io.Writer, list *journal.List, today date.Date, none string) {
	if len(list.Items) == 0 && none != "" {
		fmt.Fprintf(w, "  %s\n", none)
	}
	for i := range list.Items {
		item := &list.Items[i]
		overdue := ""
		if item.Due < today && item.State.Open() {
			overdue = " (overdue)"
		}
		fmt.Fprintf(w, "  %s%s  %s  [%s]\n      %s\n", when(item), overdue, item.Words.Summary, shortUID(item.UID), item.Words.Reason.Sentence)
	}
	if list.More {
		fmt.Fprintln(w, "  … and more: followcal export --format json lists everything")
	}
}

// printLacks says what is missing: one by one, but for the regions, which most
// logs lack.
func printLacks(w io.Writer, a *journal.Agenda) {
	if len(a.Incomplete) == 0 {
		return
	}
	fmt.Fprintln(w, "\nIncomplete")
	for _, lack := range a.Incomplete {
		if lack.Kind != journal.LacksRegion {
			fmt.Fprintf(w, "  %s\n", lack.What)
		}
	}
	if n := a.AllLacks[journal.LacksRegion]; n > 0 {
		fmt.Fprintf(w, "  your own holidays are counted for %s without a region: followcal edit APPLICATION --region …\n", count(n, "application"))
	}
}
