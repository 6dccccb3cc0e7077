package cli

import (
	"github.com/spf13/cobra"

	"followcal/internal/app/journal"
	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/entry"
)

// clockHelp says in the help of commands with a time whose clock it is.
const clockHelp = `
A time is that of the employer's clock, or yours where the employer's zone is not
known; with an offset, as 2026-12-02T10:00-05:00, it is the same everywhere. When
clocks change, a time may come twice or not at all: then you are asked which one
you mean.
`

// newInterviewCommand returns the group of commands about interviews.
func newInterviewCommand(p *Process) *cobra.Command {
	command := &cobra.Command{
		Use:   "interview",
		Short: "Log interviews: agreed, moved, cancelled",
		Args:  noSuchCommand,
		RunE:  showHelp,
	}
	command.AddCommand(newInterviewAddCommand(p), newInterviewMoveCommand(p), newInterviewCancelCommand(p))
	return command
}

func newInterviewAddCommand(p *Process) *cobra.Command {
	var (
		interview schedule.Interview
		start     moment
	)
	command := &cobra.Command{
		Use:   "add APPLICATION",
		Short: "Log an interview that is agreed or was held",
		Long: `Add logs an interview; the application is interviewing from then on. It puts the
interview into the calendar, with the reminder to ask how to follow up, and the
thank-you after it.
` + clockHelp + applicationHelp,
		Example: `  followcal interview add acme --at 2026-12-02T10:00 --mode video --with "Dana Doe"
  followcal interview add acme --at "2026-12-02 10:00" --minutes 90 --place "1 Main St"`,
	}
	f := newFields(p, command)
	f.moment(&start, "at", "when it begins, such as 2026-12-02T10:00")
	f.number(&interview.Round, "round", "1, 2, … (default: the next)")
	f.number(&interview.Minutes, "minutes", "how long it takes (default 60)")
	addChosen(f, &interview.Mode, "mode", "MODE", "how it is held: on-site, phone or video", schedule.Modes)
	f.addText("place", "an address, a number or a link", func(text string) { interview.Place = text })
	f.texts(&interview.Contacts, "with", "who will be there; repeat it for each")
	build := func([]string) (journal.Entry, error) {
		if !start.given {
			return nil, fault.New(fault.Usage, "name when it begins with --at, such as --at 2026-12-02T10:00")
		}
		return func(a *schedule.Application, here entry.Here) ([]string, error) {
			i := interview
			var err error
			if i.Start, err = start.of(a, here); err != nil {
				return nil, err
			}
			return entry.AddInterview(a, i, here)
		}, nil
	}
	return logs(p, command, f, journal.AddInterview, build,
		question{name: "at", title: "When does it begin?", help: "by the employer's clock: 2026-12-02T10:00", needed: true},
		question{name: "minutes", title: "How many minutes?", help: "60 if you leave it open"},
		question{name: "mode", title: "How is it held?", choices: words(schedule.Modes)},
		question{name: "place", title: "Where?", help: "an address, a number or a link"},
		question{name: "with", title: "With whom?", help: "names, parted by commas"},
	)
}

// whichInterview adds the flags that tell an application's interviews apart.
func whichInterview(f *fields, which *entry.Which) {
	f.number(&which.Round, "round", "which one: its round (default: the next one)")
	f.on(&which.On, "which one: the day that it is on so far")
}

func newInterviewMoveCommand(p *Process) *cobra.Command {
	var (
		which  entry.Which
		change entry.InterviewChange
		start  moment
		with   []string
	)
	command := &cobra.Command{
		Use:   "move APPLICATION",
		Short: "Move an interview, or change how it is held",
		Long: `Move changes an interview that is logged: when it begins, how long it takes, how,
where and with whom it is held. Its preference stays. Without --round and --on it
is the only interview, else the next one.
` + clockHelp + applicationHelp,
		Example: `  followcal interview move acme --at 2026-12-03T10:00
  followcal interview move acme --round 2 --mode phone --place "+1 212 555 0100"`,
	}
	f := newFields(p, command)
	f.moment(&start, "at", "when it begins now, such as 2026-12-02T10:00")
	whichInterview(f, &which)
	f.number(&change.Minutes, "minutes", "how long it takes")
	addWord(f, &change.Mode, "mode", "MODE", "how it is held: on-site, phone or video", schedule.Modes)
	f.text(&change.Place, "place", "an address, a number or a link")
	f.texts(&with, "with", "who will be there, instead of those before; repeat it for each")
	f.empties["with"] = func() { change.Contacts = entry.Clear[[]string]() }
	build := func([]string) (journal.Entry, error) {
		if !said(command, "at", "minutes", "mode", "place", "with", "clear") {
			return nil, fault.New(fault.Usage, "name what changes, such as --at 2026-12-02T10:00")
		}
		return func(a *schedule.Application, here entry.Here) ([]string, error) {
			c := change
			if len(with) > 0 {
				c.Contacts = entry.Set(with)
			}
			var err error
			if c.Start, err = start.of(a, here); err != nil {
				return nil, err
			}
			return entry.MoveInterview(a, which, c, here)
		}, nil
	}
	return logs(p, command, f, journal.MoveInterview, build,
		question{name: "round", title: "Which round?", help: "the next interview if you leave it open"},
		question{name: "at", title: "When does it begin now?", help: "by the employer's clock: 2026-12-02T10:00"},
		question{name: "mode", title: "How is it held?", choices: words(schedule.Modes)},
		question{name: "place", title: "Where?", help: "an address, a number or a link; open if that stays"},
	)
}

func newInterviewCancelCommand(p *Process) *cobra.Command {
	var which entry.Which
	command := &cobra.Command{
		Use:   "cancel APPLICATION",
		Short: "Cancel an interview",
		Long: `Cancel says that an interview will not take place. It stays in the history; one
that is held instead is a new interview. Without --round and --on it is the only
interview, else the next one.
` + applicationHelp,
		Example: "  followcal interview cancel acme --round 2",
	}
	f := newFields(p, command)
	whichInterview(f, &which)
	build := entryOf(func(a *schedule.Application, here entry.Here) ([]string, error) {
		return entry.CancelInterview(a, which, here)
	})
	return logs(p, command, f, journal.CancelInterview, build,
		question{name: "round", title: "Which round?", help: "the next interview if you leave it open"},
	)
}

// said reports whether one of the flags was given.
func said(command *cobra.Command, names ...string) bool {
	for _, name := range names {
		if command.Flags().Changed(name) {
			return true
		}
	}
	return false
}
