package cli

import (
	"context"

	"github.com/spf13/cobra"

	"followcal/internal/fault"
)

// addYes gives a command that asks first the flag --yes.
func addYes(command *cobra.Command, value *bool) {
	command.Flags().BoolVarP(value, "yes", "y", false, "do it without asking")
}

// agreed reports whether what was shown is to be done: with --yes, or when
// somebody says so. Where nobody can be asked, it is a fault that says what was
// left undone.
func agreed(ctx context.Context, p *Process, yes bool, question, undone string) (bool, error) {
	if yes {
		return true, nil
	}
	if !p.Answers {
		return false, fault.New(fault.Usage, "%s: nobody can be asked here, so say --yes to do it", undone)
	}
	return confirm(ctx, p, question)
}
