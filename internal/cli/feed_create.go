package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"followcal/internal/app/publish"
	"followcal/internal/config"
)

func newFeedCreateCommand(p *Process) *cobra.Command {
	var s publish.Settings
	privacy := "full"
	var noAlarms, noGzip, asJSON bool
	command := &cobra.Command{
		Use:   "create",
		Short: "Make a feed",
		Long: `Create makes a feed and prints its addresses. With --privacy titles it shows no
descriptions, places and links, and with --privacy busy no titles either: they are
not in it at all. What a feed shows stays as it is; make another one for something
else, and revoke this one.`,
		Example: `  followcal feed create --public-url https://cal.example.org
  followcal feed create --name "For Sam" --privacy busy --no-alarms
  followcal feed create --kinds interview,interview-thank-you --color seagreen`,
		Args: exactArguments(),
	}
	flags := command.Flags()
	flags.StringVar(&s.Name, "name", "", "`NAME` that programs show (default Follow-ups, or Busy)")
	addChoice(command, &privacy, "privacy", "LEVEL", "how much it shows: full, titles or busy", []string{"full", "titles", "busy"})
	flags.StringSliceVar(&s.Kinds, "kinds", nil, "only events of these `KINDS`: "+strings.Join(publish.Kinds(), ", ")+"; repeatable (default all)")
	complete(command, "kinds", func(string) []string { return publish.Kinds() })
	flags.IntVar(&s.PastDays, "past-days", publish.DefaultSettings("full").PastDays, "`DAYS` of the past that it shows")
	flags.StringVar(&s.Color, "color", "", "`COLOR` that programs may use: a CSS name such as seagreen, or #RRGGBB")
	flags.BoolVar(&noAlarms, "no-alarms", false, "without alarms")
	flags.BoolVar(&noGzip, "no-gzip", false, "never compressed, for programs that ask for it and fail")
	addAddressFlags(command)
	addJSON(command, &asJSON)
	command.RunE = func(command *cobra.Command, _ []string) error {
		wanted := publish.DefaultSettings(privacy)
		if command.Flags().Changed("name") {
			wanted.Name = s.Name
		}
		wanted.Kinds, wanted.PastDays, wanted.Color = s.Kinds, s.PastDays, s.Color
		wanted.Alarms, wanted.Gzip = !noAlarms, !noGzip
		return withFeeds(command, p, feedWork{makes: true, key: true}, func(ctx context.Context, owner *publish.Owner, settings *config.Serve) error {
			v, err := owner.Create(ctx, wanted)
			if err != nil {
				return err
			}
			return printAddress(ctx, p, owner, settings, v.ID, asJSON)
		})
	}
	return command
}
