package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/app/journal"
)

// newUndoCommand returns the command that takes changes back.
func newUndoCommand(p *Process) *cobra.Command {
	var request journal.UndoRequest
	var yes, asJSON bool
	command := &cobra.Command{
		Use:   "undo",
		Short: "Take the last change back",
		Long: `Undo takes the last change back that was not taken back yet: once more goes
further back, and an import is taken back as a whole. It shows first what it would
do, and asks. Where nobody can be asked it only shows it, and exits with 2, unless
--yes is said.

An undo is a change of its own and stands in the history. --redo takes the last
undo back, as long as nothing else was logged since. What was forgotten does not
come back.`,
		Example: `  followcal undo
  followcal undo --redo
  followcal undo --yes --json`,
		Args: exactArguments(),
		RunE: func(command *cobra.Command, _ []string) error {
			return withRecord(command, p, func(ctx context.Context, record *app.Record) error {
				return runUndo(ctx, p, record, request, yes, asJSON)
			})
		},
	}
	command.Flags().BoolVar(&request.Redo, "redo", false, "take the last undo back instead")
	addYes(command, &yes)
	addJSON(command, &asJSON)
	return command
}

func runUndo(ctx context.Context, p *Process, record *app.Record, request journal.UndoRequest, yes, asJSON bool) error {
	undoing, err := record.Undoing(ctx, request)
	if err != nil {
		return err
	}
	if !yes {
		if err := printUndoing(p, &undoing, request.Redo, asJSON); err != nil {
			return err
		}
	}
	do, undone := "Undo this?", "nothing was undone"
	if request.Redo {
		do, undone = "Redo this?", "nothing was redone"
	}
	ok, err := agreed(ctx, p, yes, do, undone)
	if err != nil {
		return err
	}
	if !ok {
		fmt.Fprintln(p.Err, undone)
		return nil
	}
	request.Change = undoing.Change.Number
	receipt, err := record.Undo(ctx, request)
	if err != nil {
		return err
	}
	if yes {
		receipt.Notes = append(receipt.Notes, undoing.Notes...)
	}
	return printReceipt(p, receipt, asJSON)
}

// printUndoing says what would be taken back, and what would become of it.
func printUndoing(p *Process, u *journal.Undoing, redo, asJSON bool) error {
	if asJSON {
		return writeObject(p.Out, u)
	}
	style := styleOf(p.Color)
	for _, note := range u.Notes {
		fmt.Fprintf(p.Err, "%s %s\n", style.warn("note"), note)
	}
	verb := "undo"
	if redo {
		verb = "redo"
	}
	fmt.Fprintf(p.Out, "%s of change %d: %s, by %s on %s\n", verb, u.Change.Number, u.Change.Verb, terminalText(u.Change.By), u.At)
	printFacts(p.Out, u.Facts, u.More)
	return nil
}
