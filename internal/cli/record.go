package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/fault"
)

// addJSON gives the command the flag --json.
func addJSON(command *cobra.Command, value *bool) {
	command.Flags().BoolVar(value, "json", false, "print the answer as JSON")
}

// withRecord opens the record that the command line or the environment names,
// runs work on it, and closes it.
func withRecord(command *cobra.Command, p *Process, work func(context.Context, *app.Record) error) (err error) {
	request, _, err := openRequest(command, p)
	if err != nil {
		return err
	}
	ctx := command.Context()
	record, err := p.UseCases.OpenRecord(ctx, request)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, record.Close()) }()
	return work(ctx, record)
}

// openRequest asks for the record that the command line or the environment
// names. The reason says which of them decided.
func openRequest(command *cobra.Command, p *Process) (r app.OpenRequest, reason string, err error) {
	named, err := command.Flags().GetString("db")
	if err != nil {
		return r, "", fault.Wrap(fault.Internal, err, "the command %s has no --db", command.Name())
	}
	location, err := p.Location(named)
	if err != nil {
		return r, "", err
	}
	return app.OpenRequest{
		DB: location, By: p.User, Now: p.Now, SystemZone: p.SystemZone, Progress: p.patience,
	}, p.Reason(named), nil
}

// patience says that something takes long, when somebody waits at a terminal.
func (p *Process) patience(what string, applications int) {
	if p.Terminal && applications >= fewApplications {
		fmt.Fprintf(p.Err, "%s %s, once…\n", what, count(applications, "application"))
	}
}

// fewApplications are planned in a moment.
const fewApplications = 5_000
