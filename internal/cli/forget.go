package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/app/journal"
	"followcal/internal/fault"
)

// newForgetCommand returns the command that removes something for ever.
func newForgetCommand(p *Process) *cobra.Command {
	var request journal.ForgetRequest
	var yes, asJSON bool
	command := &cobra.Command{
		Use:   "forget APPLICATION | --contact PERSON",
		Short: "Remove an application or a person, with all history, for ever",
		Long: `Forget removes an application with everything that was ever logged of it. With
--contact it removes a person, by name, e-mail address or number, from all
applications: the contact, the name in interviews, preferences and outreach, and
both in notes, sources, links and other texts, now and in every earlier state. It
shows first what goes and what is kept, and asks. It cannot be undone; a backup
that you made keeps what was in it.
` + applicationHelp,
		Example: `  followcal forget acme
  followcal forget --contact dana@acme.example --yes`,
		Args: atMostArguments("APPLICATION"),
		RunE: func(command *cobra.Command, args []string) error {
			if len(args) > 0 {
				request.Application = args[0]
			}
			if (request.Application == "") == (request.Contact == "") {
				return fault.New(fault.Usage, "name what to forget: an APPLICATION, or a person with --contact")
			}
			return withRecord(command, p, func(ctx context.Context, record *app.Record) error {
				return runForget(ctx, p, record, request, yes, asJSON)
			})
		},
	}
	command.Flags().StringVar(&request.Contact, "contact", "", "the `PERSON` to forget: a name, an e-mail address or a number")
	addYes(command, &yes)
	addJSON(command, &asJSON)
	return command
}

func runForget(ctx context.Context, p *Process, record *app.Record, request journal.ForgetRequest, yes, asJSON bool) error {
	if !yes {
		forgetting, err := record.Forgetting(ctx, request)
		if err != nil {
			return err
		}
		if asJSON {
			err = writeObject(p.Out, &forgetting)
		} else {
			printForgetting(p, &forgetting)
		}
		if err != nil {
			return err
		}
	}
	ok, err := agreed(ctx, p, yes, "Forget this for ever?", "nothing was forgotten")
	if err != nil {
		return err
	}
	if !ok {
		fmt.Fprintln(p.Err, "nothing was forgotten")
		return nil
	}
	receipt, err := record.Forget(ctx, request)
	if err != nil {
		return err
	}
	return printReceipt(p, receipt, asJSON)
}

func printForgetting(p *Process, f *journal.Forgetting) {
	fmt.Fprintf(p.Out, "forget %s\n", terminalText(f.What))
	for _, what := range f.Removes {
		fmt.Fprintf(p.Out, "  %s\n", what)
	}
	for _, what := range f.Keeps {
		fmt.Fprintf(p.Out, "  kept: %s\n", terminalText(what))
	}
	for i := range f.Applications {
		fmt.Fprintf(p.Out, "  in %s\n", terminalText(applicationLine(&f.Applications[i])))
	}
	fmt.Fprintln(p.Out, "this cannot be undone")
}
