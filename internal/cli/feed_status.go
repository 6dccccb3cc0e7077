package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"followcal/internal/app/publish"
	"followcal/internal/config"
)

func newFeedStatusCommand(p *Process) *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "status [FEED]",
		Short: "Show which programs fetch your feeds",
		Long: `Status prints your feeds with what they show, and when each kind of program last
fetched them. Google asks every 4 to 24 hours whatever it is told, and Outlook about
every 3.`,
		Example: "  followcal feed status",
		Args:    atMostArguments("FEED"),
		RunE: func(command *cobra.Command, args []string) error {
			return withFeeds(command, p, feedWork{}, func(ctx context.Context, owner *publish.Owner, _ *config.Serve) error {
				views, err := owner.Status(ctx, strings.Join(args, ""))
				if err != nil {
					return err
				}
				if asJSON {
					return writeObject(p.Out, views)
				}
				now := p.Now()
				for i := range views {
					printFeed(p, &views[i], now)
				}
				return nil
			})
		},
	}
	addJSON(command, &asJSON)
	return command
}

// printFeed prints what a feed shows, and who fetched it.
func printFeed(p *Process, v *publish.View, now time.Time) {
	kinds := "all kinds"
	if len(v.Kinds) > 0 {
		kinds = strings.Join(v.Kinds, ", ")
	}
	shows := []string{v.Privacy, kinds, count(v.PastDays, "day") + " back"}
	if !v.Alarms {
		shows = append(shows, "no alarms")
	}
	if !v.Gzip {
		shows = append(shows, "no gzip")
	}
	fmt.Fprintf(p.Out, "%s  %s: %s; %s\n", v.ID, terminalText(v.Name), feedState(v), strings.Join(shows, "; "))
	if len(v.Fetches) == 0 {
		fmt.Fprintln(p.Out, "  never fetched")
	}
	for _, f := range v.Fetches {
		fmt.Fprintf(p.Out, "  %-14s %s\n", f.Family, ago(now.Sub(f.At)))
	}
}

// ago says how long ago something was, in its largest unit.
func ago(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return fmt.Sprintf("%d min ago", d/time.Minute)
	case d < 2*day:
		return fmt.Sprintf("%d h ago", d/time.Hour)
	}
	return fmt.Sprintf("%d days ago", d/day)
}
