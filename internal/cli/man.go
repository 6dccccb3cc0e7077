package cli

import (
	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"followcal/internal/fault"
)

// newManCommand returns the command that packagers run; the pages' date is
// SOURCE_DATE_EPOCH when that is set (reproducible-builds.org).
func newManCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "man FOLDER",
		Short:   "Write the manual pages into a folder",
		Example: "  followcal man /usr/local/share/man/man1",
		Hidden:  true,
		Args:    exactArguments("FOLDER"),
		RunE: func(command *cobra.Command, args []string) error {
			header := &doc.GenManHeader{Title: "FOLLOWCAL", Section: "1", Source: "followcal", Manual: "User commands"}
			err := doc.GenManTree(command.Root(), header, args[0])
			return sentence(fault.Unavailable, err, "the manual pages cannot be written into %s: %v", args[0], reason(err))
		},
	}
}
