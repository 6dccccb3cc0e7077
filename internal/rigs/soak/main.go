// Command soak lets followcal serve live through what months bring, in minutes:
// programs poll, other processes change the record and rotate addresses, and
// serve is killed and started again, all at once. At the end every feed must be
// that of a server which was just started and have what an export has, and no
// file or goroutine may be left over.
//
//	go run ./internal/rigs/soak -time 10m
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"sync"
	"time"
)

func main() {
	long := flag.Duration("time", 5*time.Minute, "how long")
	binary := flag.String("followcal", "", "the followcal to soak (default: built from this folder)")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := soak(ctx, os.Stdout, *binary, *long)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
}

// tub is a record with its server, and those who do something to them.
type tub struct {
	folder, binary string
	server         *server
	clients        clients
	counts         counts
}

// soak runs a tub for a while and examines what is left.
func soak(ctx context.Context, out io.Writer, binary string, long time.Duration) error {
	folder, err := os.MkdirTemp("", "followcal-soak-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // a temporary folder
	t := &tub{folder: folder, binary: binary}
	if err := t.fill(ctx); err != nil {
		return err
	}
	defer func() { t.server.kill() }()
	// A process that is killed cannot leak, so for the second half nobody kills.
	for _, phase := range []struct {
		kills bool
		long  time.Duration
	}{{true, long / 2}, {false, long / 2}} {
		if err := t.live(ctx, phase.long, phase.kills); err != nil {
			return errors.Join(err, t.server.said())
		}
	}
	fmt.Fprintln(out, &t.counts)
	if err := t.examine(ctx, out); err != nil {
		return errors.Join(err, t.server.said())
	}
	return nil
}

// fill makes the record, its feeds and their server.
func (t *tub) fill(ctx context.Context) error {
	if t.binary == "" {
		t.binary = filepath.Join(t.folder, "followcal")
		if said, err := exec.CommandContext(ctx, "go", "build", "-o", t.binary, "followcal/cmd/followcal").CombinedOutput(); err != nil {
			return fmt.Errorf("followcal does not build: %w\n%s", err, said)
		}
	}
	for i := range 20 {
		if _, err := t.run(ctx, "add", "--employer", fmt.Sprintf("Employer %d", i), "--role", "Clerk", "--region", "US-NY"); err != nil {
			return err
		}
	}
	var err error
	if t.server, err = newServer(ctx, t.binary, t.db(), filepath.Join(t.folder, "served.log")); err != nil {
		return err
	}
	for _, privacy := range []string{"full", "titles", "busy"} {
		if err := t.create(ctx, privacy); err != nil {
			return err
		}
	}
	return t.server.start(ctx)
}

func (t *tub) db() string { return filepath.Join(t.folder, "record.db") }

// run runs a command on the record. What the command refuses in good order is no
// error: the record may have changed since its arguments were chosen.
func (t *tub) run(ctx context.Context, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, t.binary, append(args, "--db", t.db())...)
	c.Env = append(os.Environ(), "TZ=America/New_York")
	said, err := c.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 && ctx.Err() == nil {
		t.counts.refused.Add(1)
		return said, nil
	}
	if exit != nil {
		err = fmt.Errorf("followcal %v: %w\n%s", args, err, exit.Stderr)
	}
	return said, err
}

// live has everybody do what they do for a while.
func (t *tub) live(ctx context.Context, long time.Duration, kills bool) error {
	ctx, cancel := context.WithTimeout(ctx, long)
	defer cancel()
	what := []func(context.Context) error{t.change, t.change, t.rotate, t.poll}
	if kills {
		what = append(what, t.kill)
	}
	var everybody sync.WaitGroup
	failed := make(chan error, len(what))
	for _, act := range what {
		everybody.Go(func() {
			for ctx.Err() == nil {
				if err := act(ctx); err != nil && ctx.Err() == nil {
					failed <- err
					cancel()
				}
			}
		})
	}
	everybody.Wait()
	close(failed)
	return <-failed
}
