package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"followcal/internal/app"
	"followcal/internal/app/publish"
	"followcal/internal/config"
	"followcal/internal/fault"
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
func withFeeds(command *cobra.Command, p *Process, needs feedWork, work func(context.Context, *publish.Owner, *config.Serve) error) (err error) {
	flags := given(command.Flags())
	for name := range flags {
		if name != "db" && name != "key-file" && name != "public-url" {
			delete(flags, name)
		}
	}
	settings, err := config.Layers{Flags: flags, Environ: p.Environ, Location: p.Location}.Load()
	if err != nil {
		return err
	}
	key, err := settings.KeyPath()
	if err != nil && needs.key {
		return err
	}
	ctx := command.Context()
	record, err := p.UseCases.OpenRecord(ctx, app.OpenRequest{
		DB: settings.DB, Present: !needs.makes, By: p.User, Now: p.Now, SystemZone: p.SystemZone, Progress: p.patience,
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, record.Close()) }()
	return work(ctx, record.Owner(key), &settings)
}

func newFeedListCommand(p *Process) *cobra.Command {
	format, asJSON := "text", false
	command := &cobra.Command{
		Use:     "list",
		Short:   "List your feeds",
		Long:    "List prints your feeds, also those that were revoked: the id, the privacy, the state, and the name.",
		Example: "  followcal feed list --format csv",
		Args:    exactArguments(),
		RunE: func(command *cobra.Command, _ []string) error {
			if err := oneFormat(command, asJSON, &format); err != nil {
				return err
			}
			return withFeeds(command, p, feedWork{}, func(ctx context.Context, owner *publish.Owner, _ *config.Serve) error {
				views, err := owner.List(ctx)
				if err != nil {
					return err
				}
				return writeList(p.Out, format, views, feedColumns)
			})
		},
	}
	addListFormat(command, &format)
	addJSON(command, &asJSON)
	return command
}

var feedColumns = listColumns[publish.View]{
	{"id", func(v publish.View) any { return v.ID }},
	{"privacy", func(v publish.View) any { return v.Privacy }},
	{"state", func(v publish.View) any { return feedState(&v) }},
	{"name", func(v publish.View) any { return terminalText(v.Name) }},
}

// feedState says whether a feed is open.
func feedState(v *publish.View) string {
	switch {
	case v.Revoked != nil:
		return "revoked " + v.Revoked.Format(time.DateOnly)
	case v.OldUntil != nil:
		return "open, old address until " + v.OldUntil.Format(time.DateOnly)
	}
	return "open"
}

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

// printAddress prints where a feed is subscribed.
func printAddress(ctx context.Context, p *Process, owner *publish.Owner, settings *config.Serve, named string, asJSON bool) error {
	v, err := owner.Address(ctx, named, settings.BaseURL())
	if err != nil {
		return err
	}
	if asJSON {
		return writeObject(p.Out, v)
	}
	fmt.Fprintf(p.Out, "%s\n%s\n", v.Address.Web, v.Address.Webcal)
	return nil
}

func newFeedURLCommand(p *Process) *cobra.Command {
	var asQR, asJSON bool
	command := &cobra.Command{
		Use:   "url [FEED]",
		Short: "Show the addresses of a feed",
		Long: `Url prints the addresses at which a feed is subscribed: one for programs that take
web addresses, one for those that open webcal ones. Without FEED it is the one
that is open. With --qr it draws the second for the camera of a phone.`,
		Example: `  followcal feed url
  followcal feed url --qr --public-url https://cal.example.org`,
		Args: atMostArguments("FEED"),
		RunE: func(command *cobra.Command, args []string) error {
			if asQR && asJSON {
				return fault.New(fault.Usage, "--qr and --json: say one of the two")
			}
			return withFeeds(command, p, feedWork{key: true}, func(ctx context.Context, owner *publish.Owner, settings *config.Serve) error {
				named := strings.Join(args, "")
				if !asQR {
					return printAddress(ctx, p, owner, settings, named, asJSON)
				}
				v, err := owner.Address(ctx, named, settings.BaseURL())
				if err != nil {
					return err
				}
				return drawQR(p.Out, v.Address.Webcal, p.Color)
			})
		},
	}
	command.Flags().BoolVar(&asQR, "qr", false, "draw a QR code")
	addAddressFlags(command)
	addJSON(command, &asJSON)
	return command
}

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
