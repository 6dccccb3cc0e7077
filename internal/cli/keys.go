package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"followcal/internal/app"
)

// newKeysCommand returns the commands for the keys that seal permissions.
func newKeysCommand(p *Process) *cobra.Command {
	command := &cobra.Command{
		Use:   "keys",
		Short: "Look after the keys that seal what Google gave",
		Long: `What Google gives followcal to write to a calendar is sealed in the database, and can
be opened only with keys that are elsewhere: in a file beside the database
(--seal-file), or in FOLLOWCAL_KEYS. Back them up apart from the database; without
them, everybody connects again.`,
		Args: noSuchCommand,
		RunE: showHelp,
	}
	command.AddCommand(newKeysRotateCommand(p), newKeysRetireCommand(p), newKeysNextCommand(p))
	return command
}

func newKeysRotateCommand(p *Process) *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "rotate",
		Short: "Seal everything anew with a new key",
		Long: `Rotate adds a key and seals everything anew with it, while followcal serve runs. Old
keys stay until followcal keys retire. Where the keys are in FOLLOWCAL_KEYS, it adds
none: give every process the value that followcal keys next prints, and then rotate.`,
		Example: "  followcal keys rotate",
		Args:    exactArguments(),
	}
	addSealFile(command)
	addJSON(command, &asJSON)
	command.RunE = func(command *cobra.Command, _ []string) error {
		settings, err := settingsOf(command, p)
		if err != nil {
			return err
		}
		return withSettledRecord(command, p, settings, false, func(ctx context.Context, record *app.Record) error {
			bar := startSteps(p)
			done, err := record.RotateKeys(ctx, settings, func(looked int) { bar.set(looked, looked) })
			bar.stop()
			if err != nil {
				return err
			}
			if asJSON {
				return writeObject(p.Out, done)
			}
			fmt.Fprintf(p.Out, "%s sealed anew, %d with the newest key before\n", count(done.Sealed, "permission"), done.Kept)
			if len(done.Failed) > 0 {
				fmt.Fprintf(p.Err, "no key opens the permissions of %s: they connect again with followcal google connect\n", terminalText(strings.Join(done.Failed, ", ")))
			}
			return nil
		})
	}
	return command
}

func newKeysRetireCommand(p *Process) *cobra.Command {
	command := &cobra.Command{
		Use:   "retire",
		Short: "Forget the old keys",
		Long: `Retire forgets all keys but the newest. It refuses while something
is sealed with one of them, and within ten minutes of the last rotation.`,
		Example: "  followcal keys retire",
		Args:    exactArguments(),
	}
	addSealFile(command)
	command.RunE = func(command *cobra.Command, _ []string) error {
		settings, err := settingsOf(command, p)
		if err != nil {
			return err
		}
		return withSettledRecord(command, p, settings, false, func(ctx context.Context, record *app.Record) error {
			n, err := record.RetireKeys(ctx, settings)
			if err != nil {
				return err
			}
			fmt.Fprintf(p.Out, "%s forgotten\n", count(n, "old key"))
			return nil
		})
	}
	return command
}

func newKeysNextCommand(p *Process) *cobra.Command {
	return &cobra.Command{
		Use:   "next",
		Short: "Print the next value of FOLLOWCAL_KEYS",
		Long: `Next prints keys for FOLLOWCAL_KEYS: the first ones, or those that it has with a new
one. They are a secret: what prints them should keep them.`,
		Example: "  followcal keys next | secret-tool store …",
		Args:    exactArguments(),
		RunE: func(command *cobra.Command, _ []string) error {
			settings, err := settingsOf(command, p)
			if err != nil {
				return err
			}
			text, err := p.UseCases.NextKeys(settings)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(p.Out, text)
			return err
		},
	}
}

// addSealFile gives a command the flag that names the file with the keys.
func addSealFile(command *cobra.Command) {
	command.Flags().String("seal-file", "", "`FILE` with the keys that seal permissions (default beside the database)")
}
