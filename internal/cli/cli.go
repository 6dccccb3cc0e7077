// Package cli is the command: it reads flags, calls one use case for each
// command, and says what happened. Answers go to standard output, everything
// else to standard error.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/internal/app"
	"followcal/internal/config"
	"followcal/internal/fault"
	"followcal/internal/systemd"
)

// UseCases is what the commands ask of followcal; [app.App] answers.
type UseCases interface {
	// Export plans the sources' logs and writes the plan to w.
	Export(ctx context.Context, w io.Writer, r app.ExportRequest) (app.Summary, error)
	// Convert writes the sources' logs to w in followcal's own format.
	Convert(ctx context.Context, w io.Writer, r app.ConvertRequest) (app.Summary, error)
	// AddBusinessDays returns the n-th business day of the region strictly
	// after the date (before it, if n is negative); for 0 the date or the next.
	AddBusinessDays(region string, lists []app.Source, from date.Date, n int) (app.BusinessDay, error)
	// ClosedDays returns the region's closed days from the first date to the
	// last, both included.
	ClosedDays(region string, lists []app.Source, from, to date.Date) ([]app.ClosedDay, error)
	// Regions returns every region, ordered by code.
	Regions() []app.Region
	// OpenRecord opens the record in a database, and makes one where there is
	// none.
	OpenRecord(ctx context.Context, r app.OpenRequest) (*app.Record, error)
	// Read reads the sources as one log, to be imported.
	Read(ctx context.Context, r app.ReadRequest) (app.Intake, error)
	// RestoreRecord puts the backup in the place of the record, and returns where
	// what was there is kept; empty when there was nothing.
	RestoreRecord(ctx context.Context, r app.OpenRequest, backup string) (kept string, err error)
	// NextKeys returns the value that FOLLOWCAL_KEYS has next.
	NextKeys(s *config.Serve) (string, error)
	// Examine checks everything that followcal needs, and changes nothing.
	Examine(ctx context.Context, r app.OpenRequest, reason string, s *config.Serve) []app.Finding
}

// Process is the process as the commands see it.
type Process struct {
	In         io.Reader
	Out, Err   io.Writer
	Terminal   bool // a person watches Err
	Answers    bool // a person can answer questions: In and Err are terminals
	Accessible bool // questions are asked line by line
	Color      bool // Err shows colours
	Now        func() time.Time
	SystemZone func() (string, error)             // the IANA name of the system's zone
	User       string                             // who acts, for the history
	Location   func(named string) (string, error) // where the record is, when --db names it or not
	Environ    []string                           // for the settings of serve
	Manager    systemd.Manager                    // the service manager, if there is one
	Serve      Server
	Reason     func(named string) string // what decided where it is
	Version    Version
	Edit       func(ctx context.Context, path string) error    // lets a person edit a file; nil: there is no editor
	Browse     func(ctx context.Context, address string) error // shows an address in the user's browser; nil: there is none
	UseCases   UseCases

	interruptible io.Reader // of In, once it was read
}

// Run runs the command line args, the program's name left out, and returns the
// exit code: 0 done, 1 failed, 2 misused. What went wrong is on p.Err.
func Run(ctx context.Context, p *Process, args []string) int {
	root := newRootCommand(p)
	root.SetArgs(guardNegativeNumbers(args))
	ran, err := root.ExecuteContextC(ctx)
	if err == nil {
		return 0
	}
	if ctx.Err() != nil {
		err = fault.Wrap(fault.Unavailable, err, "interrupted before the end; a file named with -o is as it was")
	}
	style := styleOf(p.Color)
	fmt.Fprintf(p.Err, "%s %v\n", style.bad("followcal:"), err)
	if fault.KindOf(err) == fault.Usage {
		fmt.Fprintf(p.Err, "Run '%s --help' for usage and examples.\n", ran.CommandPath())
	}
	return fault.ExitCode(err)
}

// sentence makes a fault of an error of the operating system or of a library,
// and leaves faults alone.
func sentence(kind fault.Kind, err error, format string, args ...any) error {
	var f *fault.Fault
	if err == nil || errors.As(err, &f) {
		return err
	}
	return fault.Wrap(kind, err, format, args...)
}
