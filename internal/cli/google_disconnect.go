package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"followcal/internal/app/push"
)

func newGoogleDisconnectCommand(p *Process) *cobra.Command {
	var remove, yes, asJSON bool
	command := &cobra.Command{
		Use:   "disconnect",
		Short: "End the connection to Google Calendar",
		Long: `Disconnect ends followcal's access at Google and forgets it here. The calendar stays
in Google Calendar as it is; with --delete-calendar it is deleted there first, with
everything in it.`,
		Example: `  followcal google disconnect
  followcal google disconnect --delete-calendar --yes`,
		Args: exactArguments(),
	}
	command.Flags().BoolVar(&remove, "delete-calendar", false, "delete the calendar that followcal made")
	addYes(command, &yes)
	addJSON(command, &asJSON)
	command.RunE = func(command *cobra.Command, _ []string) error {
		return withGoogle(command, p, func(ctx context.Context, g *push.Google) error {
			question, undone := "Disconnect Google Calendar, and keep the calendar there?", "nothing was disconnected"
			if remove {
				question = "Delete the calendar at Google with everything in it, and disconnect?"
			}
			ok, err := agreed(ctx, p, yes || !remove, question, undone)
			if err != nil || !ok {
				return err
			}
			bye, err := g.Disconnect(ctx, remove)
			if err != nil {
				return err
			}
			if asJSON {
				return writeObject(p.Out, bye)
			}
			fmt.Fprintln(p.Err, "disconnected")
			if bye.ByHand != "" {
				fmt.Fprintln(p.Err, terminalText(bye.ByHand))
			}
			return nil
		})
	}
	return command
}
