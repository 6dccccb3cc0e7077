package cli

import (
	"bytes"
	"context"
	"strings"

	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/cli/form"
	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/entry"
)

// addOptions is what the command line of add says.
type addOptions struct {
	change  entry.Change
	contact contactFields
	id      string
	saved   bool
	applied bool
	url     string
	choose  string
	asJSON  bool
	draft   draft // what the application starts from; nil: nothing
}

// draft reads the start of an application, with what is to be said about it.
type draft func(here entry.Here) (schedule.Application, []string, error)

// newAddCommand returns the command that logs a new application.
func newAddCommand(p *Process) *cobra.Command {
	o := &addOptions{}
	command := &cobra.Command{
		Use:   "add [EMPLOYER [ROLE]]",
		Short: "Log an application",
		Long: `Add logs an application that you sent, today unless --applied-on says when. With
--saved it is a posting that you have not applied to yet.

--url takes the posting's address, which is kept and never visited. It also takes
a FILE, the page of the posting as a browser saves it (or - for standard input):
the employer, the title, the place and the closing date are read from it, and
flags win over what it says. Such a posting is saved; say --applied when you have
applied.

"add -" reads the whole application as JSON from standard input, in the form that
a log in JSON has.`,
		Example: `  followcal add "Acme Corp" "Software Engineer" --region US-NY
  followcal add Acme Engineer --applied-on 2026-11-20 --contact "Dana Doe" --phone "+1 212 555 0100"
  followcal add Acme Engineer --saved --closes-on 2026-12-01
  followcal add --url "Engineer - Acme.html" --applied
  followcal add - --applied-on 2026-11-20 < application.json`,
		Args: atMostArguments("EMPLOYER", "ROLE"),
	}
	f := newFields(p, command)
	addApplicationFields(f, &o.change)
	delete(f.empties, "url")
	command.Flags().Lookup("url").Value = f.textFlag("url", func(text string) { o.url = text })
	command.Flags().Lookup("url").Usage = "the posting's address, or the `FILE` of its page (- for standard input)"
	o.contact.add(f)
	f.clearable()
	command.Flags().StringVar(&o.choose, "choose", "", "which `POSTING` of a page with several: its title, address or identifier")
	command.Flags().StringVar(&o.id, "id", "", "the application's `ID` (default: made of what it is about)")
	command.Flags().BoolVar(&o.saved, "saved", false, "you have not applied yet")
	command.Flags().BoolVar(&o.applied, "applied", false, "you have applied, today unless --applied-on says when")
	addJSON(command, &o.asJSON)
	command.RunE = func(command *cobra.Command, args []string) error {
		if err := o.read(command.Context(), p, f, args); err != nil {
			return err
		}
		return withRecord(command, p, func(ctx context.Context, record *app.Record) error {
			receipt, err := record.Add(ctx, o.create)
			if err != nil {
				return namingFlag(command, err)
			}
			return printReceipt(p, receipt, o.asJSON)
		})
	}
	asks(p, command, addQuestions...)
	return command
}

var addQuestions = []question{
	{name: "EMPLOYER", title: "Employer?", needed: true},
	{name: "ROLE", title: "Role?", help: "the job's title", needed: true},
	{name: "saved", title: "Have you applied?", needed: true, choices: []form.Choice{
		{Label: "yes"}, {Answer: "true", Label: "not yet: save the posting"},
	}},
	{name: "applied-on", title: "When did you apply?", help: "today if you leave it open; else such as 2026-11-20"},
	{name: "region", title: "Employer's region?", help: "whose holidays count, such as US-NY; your own if you leave it open"},
	{name: "contact", title: "Who is the contact there?", help: "a name"},
	{name: "phone", title: "Their telephone number?"},
	{name: "email", title: "Their e-mail address?"},
	{name: "url", title: "The posting's address?"},
}

// read takes what the arguments say, and reads what the application starts from.
func (o *addOptions) read(ctx context.Context, p *Process, f *fields, args []string) error {
	if o.saved && (o.applied || o.change.AppliedOn.Changes()) {
		return fault.New(fault.Usage, "--saved says that you have not applied, and another flag that you have: leave one out")
	}
	isJSON := len(args) > 0 && args[0] == standardInput
	switch {
	case isJSON && len(args) > 1:
		return fault.New(fault.Usage, "unexpected argument %q: with - the whole application is on standard input", args[1])
	case isJSON && len(f.piped) > 0:
		return fault.New(fault.Usage, "--%s: standard input (-) can be read only once", f.piped[0].flag)
	case isJSON:
		if err := o.readJSON(ctx, p); err != nil {
			return err
		}
		args = nil
	}
	if err := o.readURL(ctx, p, f); err != nil {
		return err
	}
	for i, field := range []*entry.Field[string]{&o.change.Employer, &o.change.Role} {
		if len(args) > i {
			*field = entry.Set(args[i])
		}
	}
	if o.draft == nil && len(args) == 0 && !said(f.command, "employer", "role") {
		return fault.New(fault.Usage, "missing EMPLOYER")
	}
	return f.finish()
}

func (o *addOptions) readJSON(ctx context.Context, p *Process) error {
	text, err := readStandardInput(ctx, p)
	if err != nil {
		return err
	}
	o.draft = func(here entry.Here) (schedule.Application, []string, error) {
		return app.ReadApplication("standard input", bytes.NewReader(text), here.Today)
	}
	return nil
}

// readURL keeps an address, and reads a page.
func (o *addOptions) readURL(ctx context.Context, p *Process, f *fields) error {
	piped := len(f.piped) == 1 && f.piped[0].flag == "url"
	switch {
	case isAddress(o.url):
		o.change.URL = entry.Set(o.url)
		fallthrough
	case o.url == "" && !piped:
		if o.choose != "" {
			return fault.New(fault.Usage, "--choose is for a saved page: name its file with --url")
		}
		return nil
	case o.draft != nil:
		return fault.New(fault.Usage, "an application comes from a page or from JSON, not from both: leave - or --url out")
	}
	name, text, err := o.readPage(ctx, p, piped)
	if err != nil {
		return err
	}
	if piped {
		f.piped = nil
	}
	o.draft = func(here entry.Here) (schedule.Application, []string, error) {
		return app.ReadPosting(name, bytes.NewReader(text), o.choose, here.Today)
	}
	return nil
}

func (o *addOptions) readPage(ctx context.Context, p *Process, piped bool) (name string, text []byte, err error) {
	if piped {
		text, err = readStandardInput(ctx, p)
		return "standard input", text, err
	}
	file, err := openFile(o.url)
	if fault.KindOf(err) == fault.NotFound {
		return "", nil, fault.Wrap(fault.NotFound, err, "--url: there is no file %s; an address begins with https://", o.url)
	}
	if err != nil {
		return "", nil, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	text, err = readAll(o.url, file)
	return o.url, text, err
}

func isAddress(text string) bool {
	return strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "http://")
}

// create makes the application.
func (o *addOptions) create(here entry.Here) (schedule.Application, []string, error) {
	change := o.change
	fromNothing := o.draft == nil
	if !change.AppliedOn.Changes() && (o.applied || fromNothing && !o.saved) {
		change.AppliedOn = entry.Set(here.Today)
	}
	if fromNothing {
		a, warnings, err := entry.New(o.id, change, here)
		return o.withContact(a, warnings, err)
	}
	a, warnings, err := o.draft(here)
	if err != nil {
		return a, nil, err
	}
	if o.id != "" {
		a.ID = o.id
	}
	more, err := entry.Edit(&a, change, here)
	if err == nil && a.Employer == "" && a.Role == "" {
		err = fault.New(fault.Invalid, "there is neither an employer nor a role in it: name them, as in followcal add Acme Engineer")
	}
	return o.withContact(a, append(warnings, more...), err)
}

func (o *addOptions) withContact(a schedule.Application, warnings []string, err error) (schedule.Application, []string, error) {
	if err != nil {
		return a, nil, err
	}
	more, err := o.contact.apply(&a)
	return a, append(warnings, more...), err
}
