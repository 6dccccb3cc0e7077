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

func newFeedRotateCommand(p *Process) *cobra.Command {
	var grace int
	var asJSON bool
	command := &cobra.Command{
		Use:   "rotate [FEED]",
		Short: "Give a feed a new address",
		Long: `Rotate gives a feed a new address and prints it. The old one works for --grace days
more, to change it in every program; the one before that ends at once.`,
		Example: `  followcal feed rotate k7f2
  followcal feed rotate "For Sam" --grace 0`,
		Args: atMostArguments("FEED"),
		RunE: func(command *cobra.Command, args []string) error {
			return withFeeds(command, p, feedWork{key: true}, func(ctx context.Context, owner *publish.Owner, settings *config.Serve) error {
				v, err := owner.Rotate(ctx, strings.Join(args, ""), time.Duration(grace)*24*time.Hour)
				if err != nil {
					return err
				}
				return printAddress(ctx, p, owner, settings, v.ID, asJSON)
			})
		},
	}
	const week = 7
	command.Flags().IntVar(&grace, "grace", week, "`DAYS` that the old address still works, 0 to 90")
	addAddressFlags(command)
	addJSON(command, &asJSON)
	return command
}

func newFeedRevokeCommand(p *Process) *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "revoke FEED",
		Short: "End a feed",
		Long: `Revoke ends every address of a feed at once, for good. Programs that still ask get
an empty calendar for 30 days, so that they remove what they had, and then are told
that it is gone.`,
		Example: "  followcal feed revoke \"For Sam\"",
		Args:    exactArguments("FEED"),
		RunE: func(command *cobra.Command, args []string) error {
			return withFeeds(command, p, feedWork{}, func(ctx context.Context, owner *publish.Owner, _ *config.Serve) error {
				v, err := owner.Revoke(ctx, args[0])
				if err != nil {
					return err
				}
				if asJSON {
					return writeObject(p.Out, v)
				}
				fmt.Fprintf(p.Err, "revoked %s (%s)\n", v.ID, terminalText(v.Name))
				return nil
			})
		},
	}
	addJSON(command, &asJSON)
	return command
}
