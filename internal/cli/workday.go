package cli

import (
	"github.com/rickb777/date/v2"
	"github.com/spf13/cobra"

	"followcal/internal/fault"
)

// newWorkdayCommand groups the questions about business days, which need no log.
func newWorkdayCommand(p *Process) *cobra.Command {
	command := &cobra.Command{
		Use:   "workday",
		Short: "Count business days and list closed days",
		Long:  "Workday answers questions about business days: the weekend and the public holidays of a region.",
		Args:  noSuchCommand,
		RunE:  showHelp,
	}
	command.AddCommand(newWorkdayAddCommand(p), newWorkdayListCommand(p))
	return command
}

// needRegion refuses a command line without --region.
func needRegion(region string) error {
	if region == "" {
		return fault.New(fault.Usage, "name the --region, such as --region US-NY; 'followcal regions' lists them")
	}
	return nil
}

// argumentDate reads a positional argument that is a date.
func argumentDate(text string) (date.Date, error) {
	read, err := parseDate(text)
	if err != nil {
		return 0, fault.Wrap(fault.Usage, err, "%q: %v", text, err)
	}
	return read, nil
}

// weekdayOf returns the name of the date's day of the week.
func weekdayOf(d date.Date) string { return d.Weekday().String() }
