package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/app/journal"
)

// newWhyCommand returns the command that explains an event.
func newWhyCommand(p *Process) *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "why EVENT",
		Short: "Say why an event is on its day",
		Long: `Why tells everything that explains a planned event: what its day is counted from,
which days are skipped and by what name, what moved it, the rule and who says so,
whom to reach and how, what to say, which applications share it, and what would
stop or move it. It also explains what is done, missed, dismissed or no longer
needed.
` + eventHelp,
		Example: `  followcal why 4kq2v
  followcal why acme --json`,
		Args: exactArguments("EVENT"),
		RunE: func(command *cobra.Command, args []string) error {
			return withRecord(command, p, func(ctx context.Context, record *app.Record) error {
				why, err := record.Why(ctx, args[0])
				if err != nil {
					return err
				}
				if asJSON {
					return writeObject(p.Out, &why)
				}
				printWhy(p.Out, &why)
				return nil
			})
		},
	}
	addJSON(command, &asJSON)
	return command
}

func printWhy(w io.Writer, e *journal.Explanation) {
	fmt.Fprintf(w, "%s  [%s]\n", terminalText(e.Words.Summary), shortUID(e.UID))
	fmt.Fprintf(w, "%s, %s\n", when(&e.Item), e.State)
	s := &factSheet{w: w}
	fmt.Fprintf(w, "\nWhy\n%s\n", indented(e.Words.Reason.Sentence))
	printCount(s, e)
	s.row("rule", e.Words.Reason.Rule)
	s.row("source", e.Words.Reason.Source)
	if reason := e.Because.StoppedBecause(); reason != "" {
		s.row("stopped", joined(reason, e.Because.StoppedOn))
	}
	if e.Words.Method != "" || e.Words.Contact != "" {
		fmt.Fprintln(w, "\nWhom and how")
		s.row("contact", e.Words.Contact)
		s.row("method", e.Words.Method)
		s.row("phone", e.Content.Phone)
		s.row("e-mail", e.Content.Email)
	}
	title := "About"
	if len(e.Shared) > 1 {
		title = fmt.Sprintf("One event for %d applications", len(e.Shared))
	}
	s.list(title, len(e.Shared), func(i int) string { return applicationLine(&e.Shared[i]) })
	if e.Script != "" {
		fmt.Fprintf(w, "\nWhat to say\n%s\n", indented(e.Script))
	}
	s.list("What would change it", len(e.Changes), func(i int) string { return "- " + e.Changes[i] })
}

// printCount tells how the day was found.
func printCount(s *factSheet, e *journal.Explanation) {
	r := &e.Words.Reason
	if from := e.Words.CountedFrom(); from != "" && r.AnchorOn != "" {
		s.row("counted", strings.TrimSpace(fmt.Sprintf("from %s, %s", r.AnchorOn, from)))
	}
	if r.BusinessDays > 0 {
		s.row("days", count(r.BusinessDays, "business day"))
	}
	for _, d := range r.Skipped {
		estimated := ""
		for _, on := range e.Because.Estimated {
			if on == d.On {
				estimated = "estimated"
			}
		}
		s.row("skipped", joined(d.On, d.Name, estimated))
	}
	for i := range e.Because.Moved {
		m := &e.Because.Moved[i]
		s.row("moved", "on from "+m.From+": "+m.Words())
	}
}

func applicationLine(a *journal.Application) string {
	applied := ""
	if a.AppliedOn != "" {
		applied = "applied on " + a.AppliedOn
	}
	return fmt.Sprintf("%s at %s (%s), %s", cmp.Or(a.Role, "(no title)"), cmp.Or(a.Employer, "(no company)"), a.ID, joined(a.Status, applied))
}
