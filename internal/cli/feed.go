package cli

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"followcal/internal/app"
	"followcal/internal/app/publish"
	"followcal/internal/config"
)

// newFeedCommand returns the commands for calendars that others subscribe to.
func newFeedCommand(p *Process) *cobra.Command {
	command := &cobra.Command{
		Use:   "feed",
		Short: "Subscribe your calendar programs to your follow-ups",
		Long: `A feed is an address that calendar programs subscribe to: they ask for it again and
again, and show what is planned. followcal serve serves it. Whoever has the
address reads the feed, so it is a password; make one for each person or program,
with as much privacy as they need, and revoke it alone.

Where a command takes a FEED, its id will do, or the beginning of it, or its name.`,
		Args: noSuchCommand,
		RunE: showHelp,
	}
	command.AddCommand(
		newFeedListCommand(p), newFeedCreateCommand(p), newFeedURLCommand(p), newFeedRotateCommand(p), newFeedRevokeCommand(p), newFeedStatusCommand(p),
	)
	return command
}

// addKeyFile gives a command the flag that names the key of feeds.
func addKeyFile(flags *pflag.FlagSet) {
	flags.String("key-file", "", "`FILE` with the key of feed addresses (default beside the database; made with the first feed)")
}

// addAddressFlags gives a command the flags that addresses of feeds depend on.
func addAddressFlags(command *cobra.Command) {
	addKeyFile(command.Flags())
	command.Flags().String("public-url", "", "`URL` at which others reach the server (default FOLLOWCAL_PUBLIC_URL, or this machine)")
}

// feedWork is what a command needs for its work on feeds.
type feedWork struct {
	makes bool // the record is made where there is none
	key   bool // addresses are made or shown
}

// withFeeds opens the record for work on its feeds. Settings are those that
// followcal serve has: the same flags, variables and file.
func withFeeds(command *cobra.Command, p *Process, needs feedWork, work func(context.Context, *publish.Owner, *config.Serve) error) error {
	settings, err := settingsOf(command, p)
	if err != nil {
		return err
	}
	key, err := settings.KeyPath()
	if err != nil && needs.key {
		return err
	}
	return withSettledRecord(command, p, settings, needs.makes, func(ctx context.Context, record *app.Record) error {
		return work(ctx, record.Owner(key), settings)
	})
}

// shared are the flags of serve that other commands take as well.
var shared = []string{"db", "key-file", "seal-file", "public-url"}

// settingsOf are the settings that followcal serve has, as far as the command
// takes its flags.
func settingsOf(command *cobra.Command, p *Process) (*config.Serve, error) {
	flags := given(command.Flags())
	for name := range flags {
		if !slices.Contains(shared, name) {
			delete(flags, name)
		}
	}
	settings, err := config.Layers{Flags: flags, Environ: p.Environ, Location: p.Location}.Load()
	return &settings, err
}

// withSettledRecord opens the record that the settings name.
func withSettledRecord(command *cobra.Command, p *Process, s *config.Serve, makes bool, work func(context.Context, *app.Record) error) (err error) {
	ctx := command.Context()
	record, err := p.UseCases.OpenRecord(ctx, app.OpenRequest{
		DB: s.DB, Present: !makes, By: p.User, Now: p.Now, SystemZone: p.SystemZone, Progress: p.patience,
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, record.Close()) }()
	return work(ctx, record)
}
