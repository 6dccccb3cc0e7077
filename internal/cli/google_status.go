package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"followcal/internal/app/push"
)

func newGoogleStatusCommand(p *Process) *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:     "status",
		Short:   "Show how the calendar at Google is",
		Long:    `Status says whether Google Calendar is connected, when it was looked at, and what is wrong.`,
		Example: "  followcal google status",
		Args:    exactArguments(),
		RunE: func(command *cobra.Command, _ []string) error {
			return withGoogle(command, p, func(ctx context.Context, g *push.Google) error {
				s, err := g.Status(ctx)
				if err != nil {
					return err
				}
				if asJSON {
					return writeObject(p.Out, s)
				}
				printGoogleStatus(p, &s)
				warnOfTwice(p, s.Twice)
				return nil
			})
		},
	}
	addJSON(command, &asJSON)
	return command
}

// printGoogleStatus says how the calendar is, the worst first.
func printGoogleStatus(p *Process, s *push.Status) {
	now := p.Now()
	switch {
	case s.Trouble != nil:
		fmt.Fprintf(p.Out, "trouble (it began %s): %s\n", ago(now.Sub(s.Trouble.Since)), terminalText(s.Trouble.Sentence))
		if s.Trouble.Do != "" {
			fmt.Fprintf(p.Out, "what to do: %s\n", s.Trouble.Do)
		}
	case s.Reason != "" && !s.Connected:
		fmt.Fprintf(p.Out, "disconnected: %s\n", terminalText(s.Reason))
	}
	switch {
	case s.Since == nil && !s.Configured:
		fmt.Fprintln(p.Out, "not connected: followcal is not known to Google here, see docs/google.md")
		return
	case s.Since == nil:
		fmt.Fprintln(p.Out, "not connected: use followcal google connect")
		return
	case !s.Connected:
		fmt.Fprintln(p.Out, "connect it again with followcal google connect")
	default:
		fmt.Fprintf(p.Out, "connected %s\n", ago(now.Sub(*s.Since)))
	}
	if s.Calendar != "" {
		fmt.Fprintf(p.Out, "%s in the calendar %q (%s)\n", count(s.Events, "event"), terminalText(s.Name), s.Calendar)
	}
	if s.Synced != nil {
		fmt.Fprintf(p.Out, "last brought up to date %s\n", ago(now.Sub(*s.Synced)))
	}
	switch {
	case s.Forever:
		fmt.Fprintln(p.Out, "paused: go on with followcal google resume")
	case s.Paused != nil:
		fmt.Fprintf(p.Out, "waits for %s\n", s.Paused.Sub(now).Round(time.Minute))
	}
	if !s.Configured {
		fmt.Fprintln(p.Out, "followcal is not known to Google here: see docs/google.md")
	}
}
