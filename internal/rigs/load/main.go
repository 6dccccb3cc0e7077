// Command load compares followcal serve under load with a minimal handler of
// net/http, with nginx and with Radicale, which serve the same calendars. Every
// server is a process of its own and is driven by wrk in turns, several rounds;
// medians of the rounds' ratios count. It needs wrk, nginx and radicale
// (make load installs them).
//
//	go run ./internal/rigs/load -users 100000 -rounds 5
//	go run ./internal/rigs/load -only start,cold
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

func main() {
	r := &rig{out: os.Stdout}
	flag.IntVar(&r.users, "users", 100_000, "how many users have a feed")
	flag.IntVar(&r.rounds, "rounds", 5, "how many rounds; the median counts")
	flag.DurationVar(&r.turn, "turn", 3*time.Second, "how long each server is driven in a round")
	flag.StringVar(&r.followcal, "followcal", "", "the followcal to drive (default: built from this folder)")
	only := flag.String("only", "", "comma-separated `parts`: "+strings.Join(partNames(), ", ")+" (default: all)")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := r.run(ctx, strings.FieldsFunc(*only, func(c rune) bool { return c == ',' }))
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

// rig is what all parts share.
type rig struct {
	out           io.Writer
	users, rounds int
	turn          time.Duration
	folder        string // for everything that is made
	followcal     string // the binaries
	minimal       string
}

// parts are what can be measured alone, in their order.
var parts = []struct {
	name    string
	measure func(*rig, context.Context) error
}{
	{"start", (*rig).start},
	{"cold", (*rig).cold},
	{"polls", (*rig).polls},
	{"bodies", (*rig).bodies},
	{"memory", (*rig).memory},
}

func partNames() []string {
	names := make([]string, len(parts))
	for i, p := range parts {
		names[i] = p.name
	}
	return names
}

// run measures the named parts; none: all.
func (r *rig) run(ctx context.Context, only []string) (err error) {
	for _, name := range only {
		if !slices.Contains(partNames(), name) {
			return fmt.Errorf("there is no part %q", name)
		}
	}
	if r.folder, err = os.MkdirTemp("", "followcal-load-"); err != nil {
		return err
	}
	defer os.RemoveAll(r.folder) //nolint:errcheck // a temporary folder
	if err := r.build(ctx); err != nil {
		return err
	}
	for _, part := range parts {
		if len(only) > 0 && !slices.Contains(only, part.name) {
			continue
		}
		if err := part.measure(r, ctx); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	return nil
}

// build builds followcal and the minimal handler.
func (r *rig) build(ctx context.Context) error {
	r.minimal = filepath.Join(r.folder, "minimal")
	if err := command(ctx, "go", "build", "-o", r.minimal, "./internal/rigs/load/minimal"); err != nil {
		return err
	}
	if r.followcal != "" {
		return nil
	}
	r.followcal = filepath.Join(r.folder, "followcal")
	return command(ctx, "go", "build", "-trimpath", "-o", r.followcal, "./cmd/followcal")
}

func (r *rig) say(format string, values ...any) { fmt.Fprintf(r.out, format+"\n", values...) }

// path is a new file or folder of a part.
func (r *rig) path(parts ...string) string {
	return filepath.Join(append([]string{r.folder}, parts...)...)
}
