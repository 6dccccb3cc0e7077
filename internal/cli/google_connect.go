package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/app/publish"
	"followcal/internal/app/push"
	"followcal/internal/config"
	"followcal/internal/fault"
)

func newGoogleConnectCommand(p *Process) *cobra.Command {
	var (
		shown                                           push.Settings
		calendar                                        string
		port                                            int
		noBrowser, again, another, onWeb, later, asJSON bool
	)
	command := &cobra.Command{
		Use:   "connect",
		Short: "Connect Google Calendar",
		Long: `Connect opens Google's page in your browser, where you allow followcal to make a
calendar and to write to it. Then it makes the calendar and fills it. Connected
already, it changes what the calendar shows: what a flag names, and nothing else.

A follow-up has no time of day. Google cannot remind of an all-day event on its own
day, so it is shown as a quarter of an hour at the time of its alarm, without making
you busy; with --all-day it is an all-day event without a reminder.

Without a browser on this machine, use --no-browser and open the address on
another one through an SSH tunnel to --port, or --web where followcal serve has a
public address.`,
		Example: `  followcal google connect
  followcal google connect --name "Job search" --privacy titles --kinds interview
  followcal google connect --no-browser --port 8765`,
		Args: exactArguments(),
	}
	flags := command.Flags()
	addShown(command, &shown)
	flags.BoolVar(&noBrowser, "no-browser", false, "print the address instead of opening it")
	flags.IntVar(&port, "port", 0, "`PORT` of this machine where Google's answer arrives (default any)")
	flags.BoolVar(&onWeb, "web", false, "print a link to connect on any machine, through followcal serve")
	flags.BoolVar(&again, "again", false, "ask Google again although it is connected")
	flags.StringVar(&calendar, "calendar", "", "`ID` of a calendar that followcal made, to take it over")
	flags.BoolVar(&another, "new-calendar", false, "make another calendar")
	flags.BoolVar(&later, "no-push", false, "fill the calendar later")
	addKeyFile(flags)
	flags.String("public-url", "", "`URL` at which others reach followcal serve (default FOLLOWCAL_PUBLIC_URL)")
	addJSON(command, &asJSON)
	command.RunE = func(command *cobra.Command, _ []string) error {
		if calendar != "" && another {
			return fault.New(fault.Usage, "--calendar and --new-calendar: say one of the two")
		}
		request := push.ConnectRequest{Again: again, Calendar: calendar, New: another, Port: port}
		if said(command, "name", "privacy", "kinds", "all-day", "no-alarms") {
			request.Change = func(s *push.Settings) { changeShown(command, s, &shown) }
		}
		request.Tell = func(address string) {
			fmt.Fprintf(p.Err, "To connect Google Calendar, open this address:\n\n  %s\n\n", address)
		}
		if !noBrowser {
			request.Browse = p.Browse
		}
		return withGoogleOf(command, p, true, func(ctx context.Context, record *app.Record, settings *config.Serve, g *push.Google) error {
			if onWeb {
				return printGoogleLink(ctx, p, record, settings, asJSON)
			}
			if err := g.Connect(ctx, request); err != nil {
				return err
			}
			if later {
				fmt.Fprintln(p.Err, "connected; followcal google push fills the calendar, and so does followcal serve")
				return nil
			}
			return pushNow(ctx, p, record, g, push.Request{}, asJSON)
		})
	}
	return command
}

// addShown gives a command the flags for what the calendar shows.
func addShown(command *cobra.Command, shown *push.Settings) {
	flags := command.Flags()
	flags.StringVar(&shown.Name, "name", "", "`NAME` of the calendar that is made (default Follow-ups, or Busy)")
	addChoice(command, &shown.Privacy, "privacy", "LEVEL", "how much it shows: full, titles or busy", []string{"full", "titles", "busy"})
	flags.StringSliceVar(&shown.Kinds, "kinds", nil, "only events of these `KINDS`: "+strings.Join(publish.Kinds(), ", ")+"; repeatable (default all)")
	complete(command, "kinds", func(string) []string { return publish.Kinds() })
	flags.BoolVar(&shown.AllDay, "all-day", false, "all-day events stay all-day, and nothing reminds of them")
	flags.BoolVar(&shown.Silent, "no-alarms", false, "without reminders")
}

// changeShown takes over what was said of what the calendar shows.
func changeShown(command *cobra.Command, s, wanted *push.Settings) {
	set(command, "privacy", func() {
		if s.Name == push.DefaultSettings(s.Privacy).Name { // nobody chose it
			s.Name = push.DefaultSettings(wanted.Privacy).Name
		}
		s.Privacy = wanted.Privacy
	})
	set(command, "name", func() { s.Name = wanted.Name })
	set(command, "kinds", func() { s.Kinds = wanted.Kinds })
	set(command, "all-day", func() { s.AllDay = wanted.AllDay })
	set(command, "no-alarms", func() { s.Silent = wanted.Silent })
}

// set does something where the flag was given.
func set(command *cobra.Command, flag string, do func()) {
	if said(command, flag) {
		do()
	}
}

// printGoogleLink prints where a person connects in any browser.
func printGoogleLink(ctx context.Context, p *Process, record *app.Record, settings *config.Serve, asJSON bool) error {
	link, err := record.GoogleLink(ctx, settings)
	if err != nil {
		return err
	}
	if asJSON {
		return writeObject(p.Out, map[string]string{"link": link})
	}
	fmt.Fprintln(p.Out, link)
	fmt.Fprintln(p.Err, "whoever opens it within an hour connects their calendar to this record")
	return nil
}
