package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/app/push"
	"followcal/internal/config"
	"followcal/schedule"
)

// newGoogleCommand returns the commands for the calendar at Google.
func newGoogleCommand(p *Process) *cobra.Command {
	command := &cobra.Command{
		Use:   "google",
		Short: "Keep a calendar at Google equal to your follow-ups",
		Long: `Google Calendar asks for a feed once or twice a day and ignores its alarms. Connected,
it gets every change at once, in a calendar of its own, and reminds you in time. It
works both ways: what you move there is snoozed, what you delete is dismissed, and
what you tick off with a ✓ before its title is done. Colours, reminders and notes of
yours stay.

followcal may then see and change only the calendar that it makes, nothing else of
yours. followcal serve keeps it up to date; without it, use followcal google push.`,
		Args: noSuchCommand,
		RunE: showHelp,
	}
	command.AddCommand(
		newGoogleConnectCommand(p), newGoogleStatusCommand(p), newGooglePlanCommand(p), newGooglePushCommand(p), newGooglePullCommand(p),
		newGooglePauseCommand(p), newGoogleResumeCommand(p), newGoogleUndoCommand(p), newGoogleDisconnectCommand(p),
	)
	for _, c := range command.Commands() {
		addSealFile(c)
	}
	return command
}

// withGoogle opens the record for work on its calendar at Google.
func withGoogle(command *cobra.Command, p *Process, work func(context.Context, *push.Google) error) error {
	return withGoogleOf(command, p, false, func(ctx context.Context, _ *app.Record, _ *config.Serve, g *push.Google) error { return work(ctx, g) })
}

func withGoogleOf(command *cobra.Command, p *Process, makes bool, work func(context.Context, *app.Record, *config.Serve, *push.Google) error) error {
	settings, err := settingsOf(command, p)
	if err != nil {
		return err
	}
	return withSettledRecord(command, p, settings, makes, func(ctx context.Context, record *app.Record) error {
		google, err := record.Google(ctx, settings)
		if err != nil {
			return err
		}
		return work(ctx, record, settings, google)
	})
}

// printReport prints what a push or a pull did. What went wrong is said by who
// asked for it.
func printReport(p *Process, r *push.Report, asJSON bool) error {
	if asJSON {
		return writeObject(p.Out, r)
	}
	for _, h := range r.Heard {
		fmt.Fprintln(p.Out, heardSentence(&h))
	}
	for _, c := range r.Changes {
		fmt.Fprintln(p.Out, terminalText(c.Sentence))
	}
	for _, title := range r.Rejected {
		fmt.Fprintf(p.Err, "Google refuses %q\n", terminalText(title))
	}
	switch {
	case r.Paused != nil:
		fmt.Fprintln(p.Err, "nothing was done: it is paused; go on with followcal google resume")
	case len(r.Heard)+len(r.Changes) == 0 && r.Trouble == nil:
		fmt.Fprintln(p.Err, "nothing to do: the calendar is as it should be")
	}
	return nil
}

// heardSentence says what a person did in the calendar, and what came of it.
func heardSentence(h *push.Heard) string {
	text := fmt.Sprintf("You %s “%s”", map[string]string{"moved": "moved", "deleted": "deleted", "ticked": "ticked off"}[h.Kind], h.Title)
	if h.Day != 0 && (h.Sentence == "" || h.Refused) {
		text += " to " + schedule.LongDate(h.Day)
	}
	if h.Refused {
		text += ", which the log cannot take"
	}
	if h.Sentence != "" {
		text += ": " + h.Sentence
	}
	return terminalText(text)
}
