package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/fault"
)

// newDoctorCommand returns the command that finds out what is wrong.
func newDoctorCommand(p *Process) *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "doctor",
		Short: "Check that everything works, and say what to do",
		Long: `Doctor checks where your record is and that it is undamaged, the time zones, the
tables of holidays, the settings and the connection to Google, and says what to do
about what it finds. It changes nothing. The exit code is 1 when something is broken.`,
		Example: "  followcal doctor",
		Args:    exactArguments(),
		RunE: func(command *cobra.Command, _ []string) error {
			request, reason, err := openRequest(command, p)
			if err != nil {
				return err
			}
			settings, err := settingsOf(command, p)
			if err != nil {
				return err
			}
			return reportFindings(p, p.UseCases.Examine(command.Context(), request, reason, settings), asJSON)
		},
	}
	addJSON(command, &asJSON)
	return command
}

// reportFindings prints each finding, and fails when one is bad.
func reportFindings(p *Process, findings []app.Finding, asJSON bool) error {
	broken := 0
	for _, f := range findings {
		if f.State == app.Broken {
			broken++
		}
	}
	if asJSON {
		if err := writeObject(p.Out, map[string]any{"ok": broken == 0, "findings": findings}); err != nil {
			return err
		}
	} else {
		printFindings(p, findings)
	}
	if broken > 0 {
		return fault.New(fault.Invalid, "%s broken; what to do stands with it", count(broken, "thing"))
	}
	return nil
}

func printFindings(p *Process, findings []app.Finding) {
	for _, f := range findings {
		fmt.Fprintf(p.Out, "%-7s %-10s %s\n", f.State, f.Check, f.Text)
		if f.Do != "" {
			fmt.Fprintf(p.Out, "%-7s %-10s what to do: %s\n", "", "", f.Do)
		}
	}
}
