package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"followcal/internal/app"
)

// newBackupCommand returns the command that copies the record.
func newBackupCommand(p *Process) *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy your record with all its history to a file",
		Long: `Backup copies your record with all its history to FILE, and checks the copy. It may
be in use meanwhile. FILE appears whole or not at all; one that is there already
is replaced. A record on PostgreSQL is backed up by pg_dump.`,
		Example: `  followcal backup "followcal-$(date +%F).db"`,
		Args:    exactArguments("FILE"),
		RunE: func(command *cobra.Command, args []string) error {
			return withRecord(command, p, func(ctx context.Context, record *app.Record) error {
				if err := record.Backup(ctx, args[0]); err != nil {
					return err
				}
				fmt.Fprintf(p.Err, "wrote %s, and checked it\n", args[0])
				return nil
			})
		},
	}
}
