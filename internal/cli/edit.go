package cli

import (
	"github.com/spf13/cobra"

	"followcal/internal/app/journal"
	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/entry"
)

// applicationHelp says in the help of every command about an application how to
// name one.
const applicationHelp = `
APPLICATION is the beginning of its id, employer or role; when that fits several,
they are listed.`

// newEditCommand returns the command that changes what an application is.
func newEditCommand(p *Process) *cobra.Command {
	var (
		change  entry.Change
		contact contactFields
	)
	command := &cobra.Command{
		Use:   "edit APPLICATION",
		Short: "Change an application or its contacts",
		Long: `Edit changes what is logged of an application itself. What happened to it has
commands of its own: interview, preference, outreach, reply, status, deadline.
--contact names the person that --name, --phone, --email and --method are about,
by name, e-mail address or number: one that is not known yet is added, and without
--contact it is the first.
` + applicationHelp,
		Example: `  followcal edit acme --region US-NY --phone "+1 212 555 0100"
  followcal edit acme --contact "Dana Doe" --email dana@acme.example --first
  followcal edit acme --remove-contact "Dana Doe"
  followcal edit acme --policy follow_ups=1 --policy gap_days=10
  followcal edit acme --clear notes,closes-on`,
	}
	f := newFields(p, command)
	addApplicationFields(f, &change)
	contact.add(f)
	contact.addRemove(f)
	build := func([]string) (journal.Entry, error) {
		if command.Flags().NFlag() == 0 {
			return nil, fault.New(fault.Usage, "name what changes, such as --region US-NY")
		}
		return func(a *schedule.Application, here entry.Here) ([]string, error) {
			warnings, err := entry.Edit(a, change, here)
			if err != nil {
				return nil, err
			}
			more, err := contact.apply(a)
			return append(warnings, more...), err
		}, nil
	}
	return logs(p, command, f, journal.Edit, build, editQuestions...)
}

// editQuestions asks for what people correct most.
var editQuestions = []question{
	{name: "employer", title: "Employer?", help: "whatever you leave open stays as it is"},
	{name: "role", title: "Role?"},
	{name: "applied-on", title: "Applied on which day?", help: "such as 2026-11-20"},
	{name: "region", title: "Region?", help: "whose holidays count, such as US-NY; followcal regions lists them"},
	{name: "contact", title: "Contact: who?", help: "a new name is added"},
	{name: "phone", title: "Contact: telephone number?"},
	{name: "email", title: "Contact: e-mail address?"},
	{name: "notes", title: "Notes?", help: "they replace those that are there"},
}

// addApplicationFields gives the command a flag for each field of an application.
func addApplicationFields(f *fields, c *entry.Change) {
	f.text(&c.Employer, "employer", "the hiring organisation")
	f.text(&c.Role, "role", "the job's title")
	f.date(&c.AppliedOn, "applied-on", "the day of the application")
	f.text(&c.Source, "source", "where the posting was found")
	f.text(&c.Region, "region", "the employer's region, such as US-NY, whose holidays count")
	completeRegion(f.command, f.p, "region")
	f.text(&c.Zone, "zone", "the employer's time zone, such as America/New_York")
	f.text(&c.Notes, "notes", "notes; - reads them from standard input")
	f.text(&c.URL, "url", "the posting's address")
	f.date(&c.ClosesOn, "closes-on", "the posting's closing date")
	f.flag(&c.NoContact, "no-contact", "the posting wants no calls or e-mails")
	f.policy(&c.Policy)
}
