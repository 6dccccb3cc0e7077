package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/fault"
)

// newRestoreCommand returns the command that puts a backup in the place of the
// record.
func newRestoreCommand(p *Process) *cobra.Command {
	var yes bool
	command := &cobra.Command{
		Use:   "restore FILE",
		Short: "Put a backup in the place of your record",
		Long: `Restore checks a backup, and puts a copy of it in the place of your record. What is
there now is not lost: it is kept beside it, under the name that is told. It asks
first, unless --yes says that it may. A record on PostgreSQL is restored by
pg_restore.`,
		Example: `  followcal restore followcal-2026-11-20.db --yes`,
		Args:    exactArguments("FILE"),
		RunE:    func(command *cobra.Command, args []string) error { return runRestore(command, p, args[0], yes) },
	}
	command.Flags().BoolVarP(&yes, "yes", "y", false, "do it without asking")
	return command
}

func runRestore(command *cobra.Command, p *Process, backup string, yes bool) error {
	request, _, err := openRequest(command, p)
	if err != nil {
		return err
	}
	ctx := command.Context()
	if !yes {
		if !p.Answers {
			return fault.New(fault.Usage, "restore replaces your record; say --yes: there is nobody to ask")
		}
		if yes, err = confirm(ctx, p, fmt.Sprintf("Put %s in the place of your record? What is there now is kept beside it.", backup)); err != nil {
			return err
		}
		if !yes {
			fmt.Fprintln(p.Err, "nothing was restored")
			return nil
		}
	}
	kept, err := p.UseCases.RestoreRecord(ctx, request, backup)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.Err, "restored %s to %s\n", backup, request.DB)
	if kept != "" {
		fmt.Fprintf(p.Err, "what was there is now %s\n", kept)
	}
	return withRecord(command, p, func(ctx context.Context, record *app.Record) error {
		status, err := record.Status(ctx)
		if err != nil {
			return err
		}
		text := count(status.Applications, "application")
		if last := status.LastChanged(); last != "" {
			text += ", last changed on " + last
		}
		fmt.Fprintln(p.Out, text)
		return nil
	})
}
