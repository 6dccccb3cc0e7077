// Command writers compares how fast programs write the same calendar:
// followcal, golang-ical alone, Python's icalendar and npm's ical-generator.
// They run in turns, several rounds, each in a process of its own; every one
// times its own writing, without reading its input. It needs make rigs.
//
//	go run ./internal/rigs/writers -events 100000 -rounds 3
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"followcal/calendar"
	"followcal/calendar/ical"
)

// result is what a program says of one run.
type result struct {
	Seconds float64 `json:"seconds"`
	Octets  int64   `json:"octets"`
	Events  int     `json:"events"`
}

// contender is a program that writes. A slow one gets fewer events, and its
// time is taken per event.
type contender struct {
	name    string
	want    float64 // how many times its time followcal may not fall below
	command func(folder, file string) []string
}

var contenders = []contender{
	{"followcal", 0, itself("followcal")},
	{"golang-ical alone", 0.9, itself("library")},
	{"Python icalendar", 20, func(folder, file string) []string {
		return []string{"/usr/bin/python3", filepath.Join(folder, "write.py"), file}
	}},
	{"npm ical-generator", 60, func(folder, file string) []string {
		return []string{"node", filepath.Join(folder, "write.cjs"), file}
	}},
}

// itself returns a command that runs this program again, as one contender.
func itself(as string) func(string, string) []string {
	return func(string, string) []string { return []string{os.Args[0], "-as", as} }
}

func main() {
	n := flag.Int("events", 100_000, "how many events each program writes")
	rounds := flag.Int("rounds", 3, "how many rounds; the median counts")
	folder := flag.String("folder", "internal/rigs/writers", "where the scripts are")
	as := flag.String("as", "", "write once as this program (used by the rounds)")
	flag.Parse()
	var err error
	if *as != "" {
		err = once(os.Stdout, *as, *n)
	} else {
		err = compare(os.Stdout, *folder, *n, *rounds)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "writers:", err)
		os.Exit(1)
	}
}

// compare runs the rounds and prints the table.
func compare(out io.Writer, folder string, n, rounds int) error {
	scratch, err := os.MkdirTemp("", "followcal-writers-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch) //nolint:errcheck // a temporary folder
	all, err := events(n)
	if err != nil {
		return err
	}
	file := filepath.Join(scratch, "events.jsonl")
	if err := save(file, all); err != nil {
		return err
	}
	times := make([][]result, len(contenders))
	for range rounds {
		for i, c := range contenders {
			r, err := run(c.command(folder, file), n)
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			times[i] = append(times[i], r)
		}
	}
	return table(out, times, n, rounds)
}

// run runs one contender, which must write all n events.
func run(command []string, n int) (r result, err error) {
	if command[0] == os.Args[0] {
		command = append(command, fmt.Sprintf("-events=%d", n))
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
	defer cancel()
	c := exec.CommandContext(ctx, command[0], command[1:]...)
	c.Env = append(os.Environ(), "NODE_PATH=internal/rigs/node_modules", "TZ=UTC")
	c.Stderr = os.Stderr
	out, err := c.Output()
	if errors.Is(err, exec.ErrNotFound) {
		return r, fmt.Errorf("%s is not installed: run make rigs", command[0])
	}
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal(out, &r); err != nil {
		return r, err
	}
	if r.Events != n {
		return r, fmt.Errorf("it wrote %d events, not %d", r.Events, n)
	}
	return r, nil
}

// table prints each contender's median time, and the median over the rounds of
// how many times faster followcal was in the same round.
func table(out io.Writer, times [][]result, n, rounds int) error {
	fmt.Fprintf(out, "%d events, %d rounds in turns, medians; %s, %d CPUs\n\n", n, rounds, runtime.Version(), runtime.NumCPU())
	fmt.Fprintf(out, "| program | seconds | MB | µs an event | followcal is faster by | wanted |\n|---|---:|---:|---:|---:|---:|\n")
	var failed error
	for i, c := range contenders {
		var seconds, ratios []float64
		for round, r := range times[i] {
			seconds = append(seconds, r.Seconds)
			ratios = append(ratios, r.Seconds/times[0][round].Seconds)
		}
		s, ratio := median(seconds), median(ratios)
		fmt.Fprintf(out, "| %s | %.2f | %.1f | %.2f | %.2f | %s |\n",
			c.name, s, float64(times[i][0].Octets)/1e6, s/float64(n)*1e6, ratio, wanted(c.want))
		if ratio < c.want {
			failed = errors.Join(failed, fmt.Errorf("followcal is only %.2f times as fast as %s, wanted %.1f", ratio, c.name, c.want))
		}
	}
	return failed
}

func wanted(ratio float64) string {
	if ratio == 0 {
		return ""
	}
	return fmt.Sprintf("≥ %g", ratio)
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// once writes n events as one of the two contenders in Go.
func once(out io.Writer, as string, n int) error {
	all, err := events(n)
	if err != nil {
		return err
	}
	var c counter
	write := writeWithLibrary
	if as == "followcal" {
		write = writeWithFollowcal
	}
	begun := time.Now()
	if err := write(&c, all); err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(result{
		Seconds: time.Since(begun).Seconds(),
		Octets:  int64(c), Events: n,
	})
}

// writeWithFollowcal collects the spans and writes, as the export does.
func writeWithFollowcal(w io.Writer, all []calendar.Event) error {
	var spans ical.Spans
	for i := range all {
		spans.Add(&all[i])
	}
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		return err
	}
	return ical.Write(w, ical.Calendar{Name: "Follow-ups", Zone: zone}, &spans, func(yield func(*calendar.Event) bool) {
		for i := range all {
			if !yield(&all[i]) {
				return
			}
		}
	})
}

// counter counts octets, so that no disk is measured.
type counter int64

func (c *counter) Write(octets []byte) (int, error) {
	*c += counter(len(octets))
	return len(octets), nil
}
