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
func withRecord(command *cobra.Command, p *Process, work func(context.Context, *app.Record) error) error {
	return openRecord(command, p, app.OpenRequest{Progress: p.patience}, work)
}

// withPresentRecord is withRecord for who only looks: where there is no record,
// none is made, and it is a fault of kind NotFound.
func withPresentRecord(command *cobra.Command, p *Process, work func(context.Context, *app.Record) error) error {
	return openRecord(command, p, app.OpenRequest{Present: true}, work)
}

func openRecord(command *cobra.Command, p *Process, r app.OpenRequest, work func(context.Context, *app.Record) error) (err error) {
	if _, err := locate(command, p, &r); err != nil {
		return err
	}
	ctx := command.Context()
	record, err := p.UseCases.OpenRecord(ctx, r)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, record.Close()) }()
	return work(ctx, record)
}

// openRequest asks for the record that the command line or the environment
// names. The reason says which of them decided.
func openRequest(command *cobra.Command, p *Process) (r app.OpenRequest, reason string, err error) {
	r.Progress = p.patience
	reason, err = locate(command, p, &r)
	return r, reason, err
}

// locate fills in which record is meant, and for whom.
func locate(command *cobra.Command, p *Process, r *app.OpenRequest) (reason string, err error) {
	named, err := command.Flags().GetString("db")
	if err != nil {
		return "", fault.Wrap(fault.Internal, err, "the command %s has no --db", command.Name())
	}
	if r.DB, err = p.Location(named); err != nil {
		return "", err
	}
	r.By, r.Now, r.SystemZone = p.User, p.Now, p.SystemZone
	return p.Reason(named), nil
}

// patience says that something takes long, when somebody waits at a terminal.
func (p *Process) patience(what string, applications int) {
	if p.Terminal && applications >= fewApplications {
		fmt.Fprintf(p.Err, "%s %s, once…\n", what, count(applications, "application"))
	}
}

// fewApplications are planned in a moment.
const fewApplications = 5_000
