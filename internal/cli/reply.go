package cli

import (
	"github.com/spf13/cobra"

	"followcal/internal/app/journal"
	"followcal/internal/cli/form"
	"followcal/schedule"
	"followcal/schedule/entry"
)

// newReplyCommand returns the command for what the employer sent back.
func newReplyCommand(p *Process) *cobra.Command {
	var response schedule.Response
	command := &cobra.Command{
		Use:   "reply APPLICATION",
		Short: "Log what the employer sent back",
		Long: `Reply logs an answer, today unless --on says when. Planned follow-ups stop at
once; only an acknowledgement, an automatic "we got it", stops nothing. A
rejection ends the application, and an offer makes it one.
` + applicationHelp,
		Example: `  followcal reply acme --note "they will call next week"
  followcal reply acme --kind rejection --on 2026-11-19`,
	}
	f := newFields(p, command)
	addChosen(f, &response.Kind, "kind", "KIND", "what it is: reply, acknowledgement, rejection or offer (default reply)", schedule.ResponseKinds)
	f.on(&response.On, "the day (default today)")
	f.addText("note", "what they said; - reads it from standard input", func(text string) { response.Note = text })
	build := entryOf(func(a *schedule.Application, here entry.Here) ([]string, error) {
		return entry.LogResponse(a, response, here)
	})
	return logs(p, command, f, journal.LogResponse, build,
		question{name: "kind", title: "What did they send?", needed: true, choices: []form.Choice{
			{Answer: string(schedule.Reply), Label: "an answer"},
			{Answer: string(schedule.Acknowledgement), Label: "an automatic \"we got it\""},
			{Answer: string(schedule.Rejection), Label: "a rejection"},
			{Answer: string(schedule.OfferMade), Label: "an offer"},
		}},
		question{name: "on", title: "On which day?", help: "today if you leave it open; else such as 2026-11-20"},
		question{name: "note", title: "What did they say?"},
	)
}
