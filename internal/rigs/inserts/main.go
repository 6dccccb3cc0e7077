// Command inserts compares what it takes to add entries to Google Calendar
// through calendar/google and through Google's client alone. Both write the same
// entries to the same service, a process of its own, in turns, several rounds;
// medians of the rounds' ratios count. No quota is in the way.
//
//	go run ./internal/rigs/inserts -events 2000 -rounds 9
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

func main() {
	events := flag.Int("events", 2000, "how many entries a round adds")
	rounds := flag.Int("rounds", 9, "how many rounds; the median counts")
	atOnce := flag.Int("at-once", 4, "how many requests are under way")
	flag.Parse()
	run := compare
	if flag.Arg(0) == "serve" {
		run = serve
	}
	if err := run(os.Stdout, *events, *rounds, *atOnce); err != nil {
		fmt.Fprintln(os.Stderr, "inserts:", err)
		os.Exit(1)
	}
}

// insert adds an entry with a number of its own.
type insert func(ctx context.Context, number int) error

// cost is what a round took.
type cost struct{ wall, cpu time.Duration }

// measure adds entries and returns what it took of time and of this process.
func measure(add insert, from, events, atOnce int) (cost, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	var next atomic.Int64
	failures := make([]error, atOnce)
	var all sync.WaitGroup
	begun, used := time.Now(), processTime()
	for worker := range atOnce {
		all.Go(func() {
			for i := next.Add(1); i <= int64(events); i = next.Add(1) {
				if err := add(ctx, from+int(i)); err != nil {
					failures[worker] = err
					return
				}
			}
		})
	}
	all.Wait()
	return cost{time.Since(begun), processTime() - used}, errors.Join(failures...)
}

// processTime is the processor time of this process, of all its threads.
func processTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0 // Linux has it
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// compare runs the rounds and prints what came of them.
func compare(out io.Writer, events, rounds, atOnce int) error {
	s, err := start()
	if err != nil {
		return err
	}
	defer s.stop()
	both := []insert{s.ours, s.bare}
	var walls, cpus []float64
	var ours, bare []cost
	for round := range rounds + 1 {
		var costs [2]cost
		for turn := range both {
			which := (turn + round) % len(both)
			if costs[which], err = measure(both[which], (2*round+turn)*events, events, atOnce); err != nil {
				return err
			}
		}
		if round == 0 { // connections are opened, and pools filled
			continue
		}
		walls = append(walls, float64(costs[1].wall)/float64(costs[0].wall))
		cpus = append(cpus, float64(costs[0].cpu)/float64(costs[1].cpu))
		ours, bare = append(ours, costs[0]), append(bare, costs[1])
	}
	fmt.Fprintf(out, "%d entries a round, %d at once, medians of %d rounds\n", events, atOnce, rounds)
	fmt.Fprintf(out, "calendar/google: %s\nGoogle's client: %s\n", per(ours, events), per(bare, events))
	fmt.Fprintf(out, "inserts a second: %.2f of the bare client's (goal: 0.9)\nprocessor time:   %.2f times the bare client's (goal: 1.3)\n", median(walls), median(cpus))
	return nil
}

// per words what an entry took in the median round.
func per(all []cost, events int) string {
	var walls, cpus []time.Duration
	for _, c := range all {
		walls, cpus = append(walls, c.wall), append(cpus, c.cpu)
	}
	return fmt.Sprintf("%.0f a second, %v of processor time each", float64(events)/median(walls).Seconds(), median(cpus)/time.Duration(events))
}

func median[T float64 | time.Duration](all []T) T {
	slices.Sort(all)
	return all[len(all)/2]
}
