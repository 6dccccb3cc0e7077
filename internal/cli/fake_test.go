package cli_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/internal/app"
	"followcal/internal/cli"
	"followcal/internal/config"
	"followcal/internal/fault"
	"followcal/schedule"
)

// fake answers as it is told and remembers what it was asked, so that the
// command line is tested apart from what the use cases do.
type fake struct {
	export  app.ExportRequest
	convert app.ConvertRequest
	read    []string // the text of each source
	asked   string   // the business-day question

	findings []app.Finding // of the doctor

	writes  string
	summary app.Summary
	err     error
	during  func(ctx context.Context) // runs while the use case works
}

func (f *fake) Export(ctx context.Context, w io.Writer, r app.ExportRequest) (app.Summary, error) {
	f.export = r
	return f.answer(ctx, w, r.Sources)
}

func (f *fake) Convert(ctx context.Context, w io.Writer, r app.ConvertRequest) (app.Summary, error) {
	f.convert = r
	return f.answer(ctx, w, r.Sources)
}

func (f *fake) answer(ctx context.Context, w io.Writer, sources []app.Source) (app.Summary, error) {
	for _, source := range sources {
		text, err := io.ReadAll(source.Reader)
		if err != nil {
			return f.summary, fault.Wrap(fault.Unavailable, err, "%s cannot be read", source.Name)
		}
		f.read = append(f.read, source.Name+"="+string(text))
	}
	if _, err := io.WriteString(w, f.writes); err != nil {
		return f.summary, err
	}
	if f.during != nil {
		f.during(ctx)
	}
	return f.summary, f.err
}

func (f *fake) AddBusinessDays(region string, _ []app.Source, from date.Date, n int) (app.BusinessDay, error) {
	f.asked = strings.Join([]string{region, from.String(), time.Duration(n).String()}, " ")
	return app.BusinessDay{On: from + date.Date(n), Skipped: []app.ClosedDay{thanksgiving}}, f.err
}

func (f *fake) ClosedDays(region string, _ []app.Source, from, to date.Date) ([]app.ClosedDay, error) {
	f.asked = strings.Join([]string{region, from.String(), to.String()}, " ")
	return []app.ClosedDay{thanksgiving, {On: date.New(2026, time.November, 28), Name: "Saturday", Kind: "weekend"}}, f.err
}

func (f *fake) Regions() []app.Region {
	return []app.Region{
		{Code: "US", Name: "United States", Weekend: []time.Weekday{time.Saturday, time.Sunday}},
		{Code: "US-NY", Name: "New York", Weekend: []time.Weekday{time.Saturday, time.Sunday}},
	}
}

// OpenRecord opens nothing: what commands do with a record is tested with the
// real one, in scripts.
func (f *fake) OpenRecord(context.Context, app.OpenRequest) (*app.Record, error) {
	return nil, fault.New(fault.Unavailable, "there is no record here")
}

func (f *fake) RestoreRecord(context.Context, app.OpenRequest, string) (string, error) {
	return "", f.err
}

func (f *fake) Read(ctx context.Context, r app.ReadRequest) (app.Intake, error) {
	summary, err := f.answer(ctx, io.Discard, r.Sources)
	return app.Intake{Log: &schedule.Log{}, Summary: summary}, err
}

func (f *fake) NextKeys(*config.Serve) (string, error) { return "keys", nil }

func (f *fake) Examine(context.Context, app.OpenRequest, string, *config.Serve) []app.Finding {
	return f.findings
}

var thanksgiving = app.ClosedDay{On: date.New(2026, time.November, 26), Name: "Thanksgiving Day", Kind: "holiday"}

// result is what a run of the command left behind.
type result struct {
	code     int
	out, err string
}

// run runs the command line with standard input on the use cases f. What
// change does to the process comes last.
func run(t *testing.T, f *fake, input string, args []string, change ...func(*cli.Process)) result {
	t.Helper()
	return runUntil(t.Context(), f, input, args, change...)
}

// runUntil is run with a context that ends.
func runUntil(ctx context.Context, f *fake, input string, args []string, change ...func(*cli.Process)) result {
	var out, err bytes.Buffer
	process := &cli.Process{
		In:         strings.NewReader(input),
		Out:        &out,
		Err:        &err,
		Now:        func() time.Time { return time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC) },
		SystemZone: func() (string, error) { return "Europe/Berlin", nil },
		Location:   func(string) (string, error) { return "record.db", nil },
		Reason:     func(string) string { return "named in a test" },
		Version:    cli.Version{Number: "v1.2.3", Revision: "abc", Go: "go1.26"},
		UseCases:   f,
	}
	for _, c := range change {
		c(process)
	}
	code := cli.Run(ctx, process, args)
	return result{code, out.String(), err.String()}
}
