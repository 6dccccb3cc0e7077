package cli

import (
	"strings"
	"time"

	"github.com/spf13/cobra"

	"followcal/internal/app"
)

// newRegionsCommand returns the command that tells which codes --region takes.
func newRegionsCommand(p *Process) *cobra.Command {
	format := "text"
	command := &cobra.Command{
		Use:   "regions",
		Short: "List every region that followcal knows",
		Long:  "Regions prints the code of every region, its name and its weekend.",
		Example: `  followcal regions
  followcal regions --format json`,
		Args: exactArguments(),
		RunE: func(*cobra.Command, []string) error {
			return writeList(p.Out, format, p.UseCases.Regions(), listColumns[app.Region]{
				{"code", func(r app.Region) any { return r.Code }},
				{"name", func(r app.Region) any { return r.Name }},
				{"weekend", func(r app.Region) any { return weekdays(r.Weekend) }},
			})
		},
	}
	addListFormat(command, &format)
	return command
}

// weekdays returns the days' names in lower case.
func weekdays(days []time.Weekday) []string {
	names := make([]string, len(days))
	for i, day := range days {
		names[i] = strings.ToLower(day.String())
	}
	return names
}
