// Command followcal plans when to follow up on job applications. It is here
// that the process is seen: arguments, environment, clock, signals and streams.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"
	_ "time/tzdata" // zones on machines that have none

	"golang.org/x/term"

	"followcal/internal/app"
	"followcal/internal/cli"
	"followcal/internal/config"
)

func main() { os.Exit(run()) }

// run runs the command line. The first interrupt ends the work in good order,
// the second ends the process.
func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)

	settings := config.FromEnvironment(os.LookupEnv)
	settings.Zone.Root = os.DirFS("/")
	info, _ := debug.ReadBuildInfo()
	terminal := term.IsTerminal(int(os.Stderr.Fd()))
	return cli.Run(ctx, &cli.Process{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Terminal:   terminal,
		Color:      terminal && settings.Color,
		Now:        time.Now,
		SystemZone: settings.Zone.Name,
		Version:    cli.BuildVersion(info),
		UseCases:   app.New(),
	}, os.Args[1:])
}
