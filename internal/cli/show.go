package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/rickb777/date/v2"
	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/app/journal"
	"followcal/schedule"
)

// newShowCommand returns the command that prints one application.
func newShowCommand(p *Process) *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "show APPLICATION",
		Short: "Show everything about an application",
		Long:  "Show prints all that is logged of an application, and what is planned for it.\n" + applicationHelp,
		Example: `  followcal show acme
  followcal show acme --json`,
		Args: exactArguments("APPLICATION"),
		RunE: func(command *cobra.Command, args []string) error {
			return withRecord(command, p, func(ctx context.Context, record *app.Record) error {
				shown, err := record.Show(ctx, args[0])
				if err != nil {
					return err
				}
				if asJSON {
					return writeObject(p.Out, &shown)
				}
				(&factSheet{w: p.Out, zone: shown.Zone}).print(&shown)
				return nil
			})
		},
	}
	addJSON(command, &asJSON)
	return command
}

// factSheet prints an application. Times are told in the employer's zone.
type factSheet struct {
	w    io.Writer
	zone *time.Location
}

func (s *factSheet) print(shown *journal.Shown) {
	a := shown.Facts
	fmt.Fprintln(s.w, terminalText(shown.Label))
	s.row("status", string(a.Status))
	s.row("applied on", orEmpty(a.AppliedOn))
	s.row("source", a.Source)
	s.row("region", a.Region)
	s.row("zone", a.Zone)
	s.row("posting", a.Posting.URL)
	s.row("closes on", orEmpty(a.Posting.ClosesOn))
	if a.Posting.NoContact {
		s.row("no contact", "the posting asks for no calls or e-mails")
	}
	s.list("Contacts", len(a.Contacts), func(i int) string { return contactLine(&a.Contacts[i]) })
	s.list("Interviews", len(a.Interviews), func(i int) string { return s.interview(&a.Interviews[i]) })
	s.list("Outreach", len(a.Outreach), func(i int) string { return outreachLine(&a.Outreach[i]) })
	s.list("Responses", len(a.Responses), func(i int) string { return responseLine(&a.Responses[i]) })
	s.list("Deadlines", len(a.Deadlines), func(i int) string { return s.deadline(&a.Deadlines[i]) })
	s.list("Closed days", len(a.Closed), func(i int) string { return dayLine(a.Closed[i]) })
	s.list("Working days", len(a.Working), func(i int) string { return dayLine(a.Working[i]) })
	policy := policyLines(a.Policy)
	s.list("Policy of its own", len(policy), func(i int) string { return policy[i] })
	if a.Notes != "" {
		fmt.Fprintf(s.w, "\nNotes\n%s\n", indented(a.Notes))
	}
	s.list("Planned", len(shown.Events), func(i int) string { return eventLine(&shown.Events[i]) })
}

// row prints a field that is known.
func (s *factSheet) row(label, value string) {
	if value != "" {
		fmt.Fprintf(s.w, "  %-11s %s\n", label, terminalText(value))
	}
}

func (s *factSheet) list(title string, n int, line func(int) string) {
	if n == 0 {
		return
	}
	fmt.Fprintf(s.w, "\n%s\n", title)
	for i := range n {
		fmt.Fprintln(s.w, indented(line(i)))
	}
}

func contactLine(c *schedule.Contact) string {
	method := ""
	if c.Method != "" {
		method = "prefers " + string(c.Method)
	}
	return joined(c.Name, c.Phone, c.Email, method)
}

func (s *factSheet) interview(i *schedule.Interview) string {
	state := ""
	if i.Cancelled {
		state = "cancelled"
	}
	minutes := i.Minutes
	if minutes == 0 {
		minutes = schedule.DefaultInterviewMinutes
	}
	line := joined(fmt.Sprintf("round %d", i.Round), s.moment(i.Start), fmt.Sprintf("%d minutes", minutes), string(i.Mode), i.Place,
		with(strings.Join(i.Contacts, ", ")), state)
	if wanted := preferenceLine(&i.Preference); wanted != "" {
		line += "\n  preference: " + wanted
	}
	return line
}

func preferenceLine(p *schedule.Preference) string {
	parts := []string{string(p.Permission), by(p.Method), with(p.Contact)}
	if p.NotBefore != 0 {
		parts = append(parts, "not before "+schedule.LongDate(p.NotBefore))
	}
	if p.DecisionBy != 0 {
		parts = append(parts, "decision by "+schedule.LongDate(p.DecisionBy))
	}
	return joined(parts...)
}

func outreachLine(o *schedule.Outreach) string {
	asked := make([]string, len(o.Asked))
	for i, q := range o.Asked {
		asked[i] = q.Text()
	}
	questions := ""
	if len(asked) > 0 {
		questions = "asked: " + strings.Join(asked, " ")
	}
	return joined(orEmpty(o.On), string(o.Purpose), by(o.Method), with(o.Contact), o.Outcome, questions)
}

func responseLine(r *schedule.Response) string { return joined(orEmpty(r.On), string(r.Kind), r.Note) }

func (s *factSheet) deadline(d *schedule.Deadline) string {
	if d.On != 0 {
		return joined(schedule.LongDate(d.On), string(d.Kind))
	}
	return joined(s.moment(d.At), string(d.Kind))
}

func dayLine(d schedule.Day) string { return joined(schedule.LongDate(d.On), d.Name) }

// policyLines lists the keys that are set.
func policyLines(o *schedule.Overrides) []string {
	var lines []string
	if o == nil {
		return nil
	}
	for _, k := range schedule.PolicyKeys {
		if value, set := k.Get(o); set {
			lines = append(lines, k.Key+" = "+value)
		}
	}
	return lines
}

func eventLine(i *journal.Item) string {
	return fmt.Sprintf("%s  %s, %s  [%s]", when(i), i.Words.Summary, i.State, shortUID(i.UID))
}

func (s *factSheet) moment(at time.Time) string {
	return at.In(s.zone).Format("Mon 2 Jan 2006, 15:04 MST")
}

func orEmpty(d date.Date) string {
	if d == 0 {
		return ""
	}
	return schedule.LongDate(d)
}

func by(m schedule.Method) string {
	if m == "" {
		return ""
	}
	return "by " + string(m)
}

func with(names string) string {
	if names == "" {
		return ""
	}
	return "with " + names
}

// joined joins what is known by commas.
func joined(parts ...string) string {
	var known []string
	for _, part := range parts {
		if part != "" {
			known = append(known, part)
		}
	}
	return strings.Join(known, ", ")
}

// indented puts text of any number of lines below a title.
func indented(text string) string {
	lines := strings.Split(terminalText(text), "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = "  " + line
		}
	}
	return strings.Join(lines, "\n")
}

// terminalText drops what a terminal would obey, such as escape sequences that
// came with a log.
func terminalText(text string) string {
	clean, _ := schedule.ManyLines(text)
	return clean
}
