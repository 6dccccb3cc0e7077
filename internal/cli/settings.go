package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/app/journal"
	"followcal/internal/fault"
	"followcal/schedule/entry"
	"followcal/schedule/record"
)

// newSettingsCommand returns the commands for what is true of the candidate.
func newSettingsCommand(p *Process) *cobra.Command {
	command := &cobra.Command{
		Use:   "settings",
		Short: "Show or set your name, time zone and region",
		Long: `Your name stands in scripts and on the record of your search. Your time zone says
when today is. Your region's holidays count for employers whose region is not
known. Whoever changes zone or region gets everything planned anew.`,
		Args: noSuchCommand,
		RunE: showHelp,
	}
	command.AddCommand(newSettingsShowCommand(p), newSettingsSetCommand(p))
	return command
}

func newSettingsShowCommand(p *Process) *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:     "show",
		Short:   "Show your settings",
		Long:    "Show prints your settings. What was never set is taken from the system.",
		Example: "  followcal settings show --json",
		Args:    exactArguments(),
		RunE: func(command *cobra.Command, _ []string) error {
			return withRecord(command, p, func(ctx context.Context, record *app.Record) error {
				s, err := record.Settings(ctx)
				if err != nil {
					return err
				}
				return printSettings(p, &s, asJSON)
			})
		},
	}
	addJSON(command, &asJSON)
	return command
}

func printSettings(p *Process, s *journal.Settings, asJSON bool) error {
	if asJSON {
		return writeObject(p.Out, map[string]any{
			"name": s.Name, "zone": s.Zone, "region": s.Region, "zone_assumed": s.Assumed.Zone, "region_assumed": s.Assumed.Region,
		})
	}
	assumed := map[bool]string{true: "  (assumed, from the system)"}
	fmt.Fprintf(p.Out, "name    %s\n", orDash(s.Name))
	fmt.Fprintf(p.Out, "zone    %s%s\n", orDash(s.Zone), assumed[s.Assumed.Zone])
	fmt.Fprintf(p.Out, "region  %s%s\n", orDash(s.Region), assumed[s.Assumed.Region])
	return nil
}

func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return terminalText(text)
}

func newSettingsSetCommand(p *Process) *cobra.Command {
	var change entry.CandidateChange
	var asJSON bool
	command := &cobra.Command{
		Use:     "set",
		Short:   "Set your name, time zone or region",
		Long:    "Set changes what is given and leaves the rest. --clear name removes your name.",
		Example: "  followcal settings set --name \"Robin Roe\" --zone America/New_York --region US-NY",
		Args:    exactArguments(),
	}
	f := newFields(p, command)
	f.text(&change.Name, "name", "your name, as employers know it")
	f.text(&change.Zone, "zone", "your time zone, such as America/New_York")
	f.text(&change.Region, "region", "your region, such as US-NY")
	f.clearable()
	addJSON(command, &asJSON)
	command.RunE = func(command *cobra.Command, _ []string) error {
		if err := f.finish(); err != nil {
			return err
		}
		if change == (entry.CandidateChange{}) {
			return fault.New(fault.Usage, "say what to set: --name, --zone or --region")
		}
		return configures(command, p, record.SetSettings, asJSON, func(s *record.Settings) ([]string, error) {
			who := entry.Candidate{Name: s.Name, Zone: s.Zone, Region: s.Region}
			warnings, err := entry.ChangeCandidate(&who, change)
			s.Name, s.Zone, s.Region = who.Name, who.Zone, who.Region
			return warnings, err
		})
	}
	return command
}
