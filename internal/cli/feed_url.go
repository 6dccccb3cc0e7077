package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"followcal/internal/app/publish"
	"followcal/internal/config"
	"followcal/internal/fault"
)

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
				if settings.PublicURL == "" && len(settings.Domains) == 0 {
					fmt.Fprintln(p.Err, "a phone cannot reach this address of this machine: say how others reach the server with --public-url")
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
