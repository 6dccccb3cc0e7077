package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/rickb777/date/v2"
	"github.com/spf13/cobra"

	"followcal/internal/app"
	"followcal/internal/fault"
)

// exportOptions is what the command line of export says.
type exportOptions struct {
	files         []string
	from          string
	format        string
	output        string
	region        string
	zone          string
	policy        string
	closed        []string
	asOf          date.Date
	includeMissed bool
	noAlarms      bool
	privacy       string
	strict        bool
}

// newExportCommand returns the main command. Its flags have empty defaults
// where the log or the system decides: the use case sees what was not said.
func newExportCommand(p *Process) *cobra.Command {
	o := exportOptions{format: "ics", privacy: "full"}
	command := &cobra.Command{
		Use:   "export [FILE…]",
		Short: "Plan follow-ups and write them as a calendar",
		Long: `Export plans the follow-ups of your record, or of logs of job applications in
files, and writes them as an iCalendar file, or as JSON or CSV.

FILE is a LinkedIn export (the CSV or the whole ZIP), a JobSync or Simplify
export, a CSV with headers such as Company, Title and Applied Date, or
followcal's own CSV or JSON; - is standard input. The format is detected from
the content.

Flags win over what the log says, and the log wins over the system. Without any
zone, the system's is used; without any region, the zone's country.`,
		Example: `  followcal export -o follow-ups.ics
  followcal export "Job Applications.csv" --region US-NY --zone America/New_York -o follow-ups.ics
  followcal export log.json --format csv --as-of 2026-11-20
  unzip -p export.zip "Job Applications.csv" | followcal export - --from linkedin --strict > follow-ups.ics`,
		RunE: func(command *cobra.Command, args []string) error {
			o.files = args
			if err := onlyForCalendars(command, o.format); err != nil {
				return err
			}
			if err := onlyForFiles(command, args, "from", "strict"); err != nil {
				return err
			}
			return runExport(command, p, &o)
		},
	}
	addFrom(command, &o.from)
	addChoice(command, &o.format, "format", "FORMAT", "what to write: ics, json or csv", []string{"ics", "json", "csv"})
	addOutput(command, &o.output)
	addRegion(command, p, &o.region, "the employers' `REGION`, such as US-NY, whose holidays count")
	command.Flags().StringVar(&o.zone, "zone", "", "your time `ZONE`, such as America/New_York")
	command.Flags().StringVar(&o.policy, "policy", "", "`FILE` of policy keys (TOML) that win over the log's")
	addClosed(command, &o.closed)
	command.Flags().Var(dateFlag{&o.asOf}, "as-of", "plan as on this day (default today)")
	command.Flags().BoolVar(&o.includeMissed, "include-missed", false, "put missed follow-ups on coming days")
	command.Flags().BoolVar(&o.noAlarms, "no-alarms", false, "put no reminders in the calendar")
	addChoice(command, &o.privacy, "privacy", "LEVEL", "what a reader of the calendar sees: full, titles or busy", []string{"full", "titles", "busy"})
	command.Flags().BoolVar(&o.strict, "strict", false, "fail, and write nothing, when a row is rejected")
	return command
}

// onlyForCalendars refuses privacy where it has no effect, in JSON and CSV: who
// asks for it must not get everything.
func onlyForCalendars(command *cobra.Command, format string) error {
	if format != "ics" && command.Flags().Changed("privacy") {
		return fault.New(fault.Usage, "--privacy is for calendars: with --format %s everything is listed", format)
	}
	return nil
}

// onlyForFiles refuses flags about reading files where none is read.
func onlyForFiles(command *cobra.Command, files []string, flags ...string) error {
	for _, flag := range flags {
		if len(files) == 0 && command.Flags().Changed(flag) {
			return fault.New(fault.Usage, "--%s is about reading a FILE: name one, or - for standard input", flag)
		}
	}
	return nil
}

// runExport reads the policy first, so that a mistake in it costs no reading of
// a large log, and reports also when the export failed.
func runExport(command *cobra.Command, p *Process, o *exportOptions) error {
	policy, err := readPolicy(o.policy)
	if err != nil {
		return err
	}
	request := app.ExportRequest{
		From: o.from, Format: o.format, Region: o.region, Zone: o.zone, Policy: policy, AsOf: o.asOf,
		IncludeMissed: o.includeMissed, NoAlarms: o.noAlarms, Privacy: o.privacy, Strict: o.strict,
		Now: p.Now, SystemZone: p.SystemZone,
	}
	lists, err := openLists(command.Context(), p, o.closed, o.files)
	if err != nil {
		return err
	}
	defer lists.close()
	request.Closed = lists.sources
	var summary app.Summary
	if len(o.files) == 0 {
		err = fromRecord(command, p, o.output, func(ctx context.Context, w io.Writer, record *app.Record) error {
			summary, err = record.Export(ctx, w, request)
			return err
		})
	} else {
		err = transform(command.Context(), p, o.files, o.output, func(ctx context.Context, w io.Writer, sources []app.Source) error {
			request.Sources = sources
			summary, err = p.UseCases.Export(ctx, w, request)
			return err
		})
	}
	reportSources(p, summary)
	if err == nil {
		reportPlan(p, summary, o.format)
		reportOutput(p, o.output)
	}
	return err
}

// readPolicy reads the file of --policy. It is opened like a log, but read at
// once: a policy is small.
func readPolicy(path string) (*app.PolicyOverrides, error) {
	if path == "" {
		return nil, nil //nolint:nilnil // no file, no overrides: nil is the value for that
	}
	file, err := openFile(path)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	overrides, err := app.ReadPolicy(path, file)
	if err != nil {
		return nil, fmt.Errorf("--policy: %w", err)
	}
	return overrides, nil
}
