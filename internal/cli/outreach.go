package cli

import (
	"github.com/spf13/cobra"

	"followcal/internal/app/journal"
	"followcal/internal/cli/form"
	"followcal/schedule"
	"followcal/schedule/entry"
)

// newOutreachCommand returns the command for what the candidate did.
func newOutreachCommand(p *Process) *cobra.Command {
	var (
		outreach schedule.Outreach
		asked    []string
	)
	command := &cobra.Command{
		Use:   "outreach APPLICATION",
		Short: "Log that you got in touch",
		Long: `Outreach logs a contact attempt of yours: a follow-up unless --purpose says
otherwise, today unless --on does. It completes the follow-up that was planned,
and the next one counts from it. A question that you --asked is not suggested
again.
` + applicationHelp,
		Example: `  followcal outreach acme --method phone --outcome "left a message"
  followcal outreach acme --purpose thank-you --method email --on 2026-11-19
  followcal outreach acme --contact "Dana Doe" --asked decision-date`,
	}
	f := newFields(p, command)
	f.on(&outreach.On, "the day (default today)")
	addChosen(f, &outreach.Method, "method", "METHOD", "how: phone, email or letter (default: how that person likes it)", schedule.Methods)
	addChosen(f, &outreach.Purpose, "purpose", "PURPOSE", "what for: follow-up, thank-you or other (default follow-up)", schedule.Purposes)
	f.addText("outcome", "what came of it; - reads it from standard input", func(text string) { outreach.Outcome = text })
	f.addText("contact", "the person (default: the application's own contact)", func(text string) { outreach.Contact = text })
	f.texts(&asked, "asked", "a question that you asked: "+join(schedule.Questions)+"; repeat it for each")
	complete(command, "asked", func(string) []string { return plainWords(schedule.Questions) })
	build := entryOf(func(a *schedule.Application, here entry.Here) ([]string, error) {
		o := outreach
		for _, q := range asked {
			o.Asked = append(o.Asked, schedule.Question(q))
		}
		return entry.LogOutreach(a, o, here)
	})
	return logs(p, command, f, journal.LogOutreach, build,
		question{name: "method", title: "How did you get in touch?", choices: words(schedule.Methods)},
		question{name: "purpose", title: "What for?", needed: true, choices: []form.Choice{
			{Answer: string(schedule.FollowUp), Label: "to follow up"},
			{Answer: string(schedule.ThankYou), Label: "to say thank you"},
			{Answer: string(schedule.Other), Label: "something else"},
		}},
		question{name: "on", title: "On which day?", help: "today if you leave it open; else such as 2026-11-20"},
		question{name: "contact", title: "With whom?", help: "a name; the application's own contact if you leave it open"},
		question{name: "outcome", title: "What came of it?"},
	)
}
