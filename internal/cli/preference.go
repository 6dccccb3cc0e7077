package cli

import (
	"github.com/spf13/cobra"

	"followcal/internal/app/journal"
	"followcal/internal/cli/form"
	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/entry"
)

// newPreferenceCommand returns the command for the interviewer's answer to "may
// I follow up?".
func newPreferenceCommand(p *Process) *cobra.Command {
	var (
		which  entry.Which
		change entry.PreferenceChange
	)
	command := &cobra.Command{
		Use:   "preference APPLICATION",
		Short: "Log how the interviewer wants you to follow up",
		Long: `Preference logs what the interviewer answered when you asked how to follow up.
Without permission there is no follow-up after an interview. It is about the last
interview that has begun, or about the one of --round.
` + applicationHelp,
		Example: `  followcal preference acme --permission granted --method email --decision-by 2026-12-11
  followcal preference acme --permission denied
  followcal preference acme --clear not-before`,
	}
	f := newFields(p, command)
	addWord(f, &change.Permission, "permission", "ANSWER", "may you follow up: granted, denied or unknown", schedule.Permissions)
	addWord(f, &change.Method, "method", "METHOD", "how they like to be reached: phone, email or letter", schedule.Methods)
	f.text(&change.Contact, "contact", "the person to follow up with")
	f.date(&change.NotBefore, "not-before", "the first day that suits them")
	f.date(&change.DecisionBy, "decision-by", "the day by which they promised to decide")
	whichPast(f, &which)
	build := func([]string) (journal.Entry, error) {
		if !said(command, "permission", "method", "contact", "not-before", "decision-by", "clear") {
			return nil, fault.New(fault.Usage, "name what they answered, such as --permission granted")
		}
		return func(a *schedule.Application, here entry.Here) ([]string, error) {
			return entry.SetPreference(a, which, change, here)
		}, nil
	}
	return logs(p, command, f, journal.SetPreference, build,
		question{name: "permission", title: "May you follow up?", choices: []form.Choice{
			{Answer: string(schedule.Granted), Label: "yes, they said so"},
			{Answer: string(schedule.Denied), Label: "no, or \"we will contact you\""},
			{Answer: string(schedule.Unknown), Label: "I did not ask, or got no answer"},
		}},
		question{name: "method", title: "How?", choices: words(schedule.Methods)},
		question{name: "contact", title: "With whom?", help: "a name"},
		question{name: "not-before", title: "Not before which day?", help: "such as 2026-12-07"},
		question{name: "decision-by", title: "By when do they decide?", help: "such as 2026-12-11"},
	)
}

func whichPast(f *fields, which *entry.Which) {
	f.number(&which.Round, "round", "which interview: its round (default: the last one that has begun)")
	f.on(&which.On, "which interview: the day that it was on")
}
