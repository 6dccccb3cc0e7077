package cli

import (
	"github.com/spf13/cobra"
)

// newRootCommand returns the tree of commands. Cobra prints neither errors nor
// usage by itself: [Run] says each error once, with the way to help.
func newRootCommand(p *Process) *cobra.Command {
	root := &cobra.Command{
		Use:   "followcal",
		Short: "Follow up on job applications on the right business day",
		Long: `followcal reads a log of job applications and plans when to follow up on each:
a few business days later on the employer's calendar, after an interview only
with permission, never twice in a week to the same person. Every event says why
it is on its day.

Answers go to standard output or to the file of -o, everything else to standard
error. The exit code is 0 when it is done, 1 when it failed and 2 when the
command line is wrong.`,
		Example: `  followcal export "Job Applications.csv" --region US --zone America/New_York -o follow-ups.ics
  followcal workday add 2026-11-20 5 --region US-NY
  followcal regions`,
		Args:              noSuchCommand,
		RunE:              showHelp,
		SilenceErrors:     true,
		SilenceUsage:      true,
		Version:           p.Version.String(),
		DisableAutoGenTag: true,
	}
	root.SetIn(p.In)
	root.SetOut(p.Out)
	root.SetErr(p.Err)
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetFlagErrorFunc(flagFault)
	root.PersistentFlags().String("db", "", "`FILE` or postgres:// address of the record (default: followcal.db in your data folder, or FOLLOWCAL_DB)")
	root.AddCommand(
		newAddCommand(p),
		newEditCommand(p),
		newInterviewCommand(p),
		newPreferenceCommand(p),
		newOutreachCommand(p),
		newReplyCommand(p),
		newStatusCommand(p),
		newDeadlineCommand(p),
		newListCommand(p),
		newShowCommand(p),
		newWhyCommand(p),
		newHistoryCommand(p),
		newUndoCommand(p),
		newForgetCommand(p),
		newDaysOffCommand(p),
		newClosedDaysCommand(p),
		newPolicyCommand(p),
		newSettingsCommand(p),
		newAgendaCommand(p),
		newDoneCommand(p),
		newSnoozeCommand(p),
		newDismissCommand(p),
		newExportCommand(p),
		newServeCommand(p),
		newFeedCommand(p),
		newGoogleCommand(p),
		newKeysCommand(p),
		newConvertCommand(p),
		newImportCommand(p),
		newBackupCommand(p),
		newRestoreCommand(p),
		newDoctorCommand(p),
		newWorkdayCommand(p),
		newRegionsCommand(p),
		newVersionCommand(p),
		newManCommand(),
		newReferenceCommand(p),
	)
	tightenBuiltIns(root)
	completeArguments(p, root)
	askSubjects(p, root)
	return root
}

// showHelp is what a command does that only groups others.
func showHelp(command *cobra.Command, _ []string) error { return command.Help() }
