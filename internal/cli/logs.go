package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/app/journal"
	"followcal/internal/cli/form"
	"followcal/internal/fault"
	"followcal/schedule/record"
)

// logs makes command one that logs something about the APPLICATION that it
// names first. What is logged is built of the arguments once the flags are read.
// Without arguments and flags, and with somebody to answer, it asks the questions
// in a form.
func logs(p *Process, command *cobra.Command, f *fields, verb record.Verb, build func(args []string) (journal.Entry, error), questions ...question) *cobra.Command {
	var asJSON bool
	if len(f.empties) > 0 {
		f.clearable()
	}
	addJSON(command, &asJSON)
	command.Args = exactArguments(argumentsOf(command)...)
	command.RunE = func(command *cobra.Command, args []string) error {
		if err := f.finish(); err != nil {
			return err
		}
		return settlingTimes(p, command, func() error {
			entry, err := build(args)
			if err != nil {
				return err
			}
			return withRecord(command, p, func(ctx context.Context, record *app.Record) error {
				receipt, err := record.Log(ctx, verb, args[0], entry)
				if err != nil {
					return namingFlag(command, err)
				}
				return printReceipt(p, receipt, asJSON)
			})
		})
	}
	about := question{name: applicationArgument, title: "Which application?", help: "/ searches the list", needed: true}
	asks(p, command, append([]question{about}, questions...)...)
	return command
}

// entryOf is a build that needs no argument and cannot fail.
func entryOf(log journal.Entry) func([]string) (journal.Entry, error) {
	return func([]string) (journal.Entry, error) { return log, nil }
}

// settlingTimes runs what may need a time of the clock that stands for two or
// for none. Somebody who can answer is asked which is meant; then it runs again.
func settlingTimes(p *Process, command *cobra.Command, run func() error) error {
	err := run()
	var unclear *unclearTime
	if !p.Answers || !errors.As(err, &unclear) {
		return err
	}
	which := form.Question{Title: fmt.Sprintf("Which time is meant? %v", err)}
	for _, at := range unclear.choices {
		which.Choices = append(which.Choices, form.Choice{Answer: at.Format(withOffset), Label: at.Format("15:04 MST (UTC-07:00)")})
	}
	answers, err := p.ask(command.Context(), []form.Page{{Questions: []form.Question{which}}})
	if err != nil {
		return err
	}
	if err := command.Flags().Set(unclear.flag, answers[0]); err != nil {
		return fault.Wrap(fault.Internal, err, "--%s does not take %s", unclear.flag, answers[0])
	}
	return run()
}
