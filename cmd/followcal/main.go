// Command followcal plans when to follow up on job applications. It is here
// that the process is seen: arguments, environment, clock, signals and streams.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"
	_ "time/tzdata" // zones on machines that have none

	"golang.org/x/term"

	"followcal/internal/app"
	"followcal/internal/app/serve"
	"followcal/internal/cli"
	"followcal/internal/config"
	"followcal/internal/systemd"
)

func main() { os.Exit(run(time.Now)) }

// run runs the command line. The first interrupt ends the work in good order,
// the second ends the process.
func run(now func() time.Time) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)

	settings := config.FromEnvironment(os.LookupEnv)
	settings.Zone.Root = os.DirFS("/")
	settings.Data.Platform = runtime.GOOS
	info, _ := debug.ReadBuildInfo()
	terminal := term.IsTerminal(int(os.Stderr.Fd()))
	return cli.Run(ctx, &cli.Process{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Terminal:   terminal,
		Answers:    terminal && term.IsTerminal(int(os.Stdin.Fd())),
		Accessible: settings.Plain,
		Color:      terminal && settings.Color,
		Now:        now,
		SystemZone: settings.Zone.Name,
		User:       settings.User,
		Location:   settings.Data.Location,
		Environ:    os.Environ(),
		Manager:    systemd.FromEnvironment(os.LookupEnv),
		Serve:      serve.Run,
		Reason:     settings.Data.Reason,
		Version:    cli.BuildVersion(info),
		UseCases:   app.New(),
		Edit:       editor(settings.Editor),
		Browse:     browser(settings.Browser),
	}, os.Args[1:])
}
