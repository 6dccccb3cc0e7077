package cli

import (
	"cmp"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

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
	var change entry.Change
	var contact contactFields
	command := &cobra.Command{
		Use:   "edit APPLICATION",
		Short: "Change an application or its contact",
		Long: `Edit changes what is logged of an application itself. What happened to it has
commands of its own: interview, preference, outreach, reply, status, deadline.
--contact names the person that --name, --phone, --email and --method are about:
one that is not known yet is added, and without --contact it is the first.
` + applicationHelp,
		Example: `  followcal edit acme --region US-NY --phone "+1 212 555 0100"
  followcal edit acme --contact "Dana Doe" --email dana@acme.example
  followcal edit acme --clear notes,closes-on`,
	}
	f := newFields(command)
	addApplicationFields(f, &change)
	contact.add(f)
	return logs(p, command, f, journal.Edit, func() journal.Entry {
		return func(a *schedule.Application, here entry.Here) ([]string, error) {
			warnings, err := entry.Edit(a, change, here)
			if err != nil {
				return nil, err
			}
			more, err := contact.apply(a)
			return append(warnings, more...), err
		}
	})
}

// addApplicationFields gives the command a flag for each field of an application.
func addApplicationFields(f *fields, c *entry.Change) {
	f.text(&c.Employer, "employer", "the hiring organisation")
	f.text(&c.Role, "role", "the job's title")
	f.date(&c.AppliedOn, "applied-on", "the day of the application")
	f.text(&c.Source, "source", "where the posting was found")
	f.text(&c.Region, "region", "the employer's region, such as US-NY, whose holidays count")
	f.text(&c.Zone, "zone", "the employer's time zone, such as America/New_York")
	f.text(&c.Notes, "notes", "notes; - reads them from standard input")
	f.text(&c.URL, "url", "the posting's address")
	f.date(&c.ClosesOn, "closes-on", "the posting's closing date")
	f.flag(&c.NoContact, "no-contact", "the posting wants no calls or e-mails")
}

// contactFields is the contact of an application as flags.
type contactFields struct {
	flags  *pflag.FlagSet
	who    string
	change entry.ContactChange
}

func (c *contactFields) add(f *fields) {
	c.flags = f.command.Flags()
	f.command.Flags().StringVar(&c.who, "contact", "", "the `PERSON` at the employer")
	f.text(&c.change.Name, "name", "a new name for that person")
	f.text(&c.change.Phone, "phone", "that person's telephone number")
	f.text(&c.change.Email, "email", "that person's e-mail address")
	addWord(f, &c.change.Method, "method", "METHOD", "how that person likes to be reached: phone, email or letter", schedule.Methods)
}

// apply adds the contact, or changes the one that is known.
func (c *contactFields) apply(a *schedule.Application) ([]string, error) {
	if !c.given() {
		return nil, nil
	}
	who := c.who
	if who == "" && len(a.Contacts) > 0 {
		who = a.Contacts[0].Name
		if who == "" {
			who = a.Contacts[0].Email
		}
	}
	if who != "" {
		warnings, err := entry.ChangeContact(a, who, c.change)
		if fault.KindOf(err) != fault.NotFound {
			return warnings, err
		}
	}
	return entry.AddContact(a, c.contact())
}

// contact is a person who is not known yet.
func (c *contactFields) contact() schedule.Contact {
	text := func(flag string) string { return c.flags.Lookup(flag).Value.String() }
	return schedule.Contact{
		Name: cmp.Or(text("name"), c.who), Phone: text("phone"), Email: text("email"), Method: schedule.Method(text("method")),
	}
}

func (c *contactFields) given() bool {
	return c.who != "" || c.change.Name.Changes() || c.change.Phone.Changes() || c.change.Email.Changes() || c.change.Method.Changes()
}
