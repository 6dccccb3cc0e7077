// Command record compares how fast the record takes over a table with the
// import of the sqlite3 shell, and what an entry and the agenda cost in a large
// record and in an empty one. Everything is timed as a whole process. The
// programs run in turns, several rounds, and medians of the rounds' ratios
// count. It needs sqlite3 (make bench installs it).
//
//	go run ./internal/rigs/record -rows 100000 -rounds 5
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

func main() {
	rows := flag.Int("rows", 100_000, "how many applications the large record has")
	rounds := flag.Int("rounds", 5, "how many rounds; the median counts")
	binary := flag.String("followcal", "", "the followcal to time (default: built from this folder)")
	flag.Parse()
	if err := compare(os.Stdout, *binary, *rows, *rounds); err != nil {
		fmt.Fprintln(os.Stderr, "record:", err)
		os.Exit(1)
	}
}

// bench is a folder with all that is timed.
type bench struct {
	folder, followcal, table string
}

// compare runs the rounds and prints what came of them.
func compare(out io.Writer, binary string, rows, rounds int) error {
	folder, err := os.MkdirTemp("", "followcal-record-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // a temporary folder
	b := &bench{folder: folder, followcal: binary, table: filepath.Join(folder, "Job Applications.csv")}
	if err := b.prepare(rows); err != nil {
		return err
	}
	var imports, adds, agendas pairs
	for range rounds {
		if err := b.imports(&imports); err != nil {
			return err
		}
	}
	for range 4 * rounds {
		if err := b.both(&adds, "add", "Acme "+time.Now().Format(time.RFC3339Nano), "Engineer", "--region", "US-NY"); err != nil {
			return err
		}
		if err := b.both(&agendas, "agenda"); err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "%d applications, medians of %d rounds\n", rows, rounds)
	fmt.Fprintf(out, "import: %v, sqlite3 shell: %v, %.2f of its rows a second (goal: 0.4)\n", imports.ours(), imports.theirs(), 1/imports.ratio())
	fmt.Fprintf(out, "add:    %v, in an empty record %v, %.2f times (goals: 20ms, 1.5)\n", adds.ours(), adds.theirs(), adds.ratio())
	fmt.Fprintf(out, "agenda: %v, in an empty record %v, %.2f times (goals: 20ms, 1.5)\n", agendas.ours(), agendas.theirs(), agendas.ratio())
	return nil
}

// prepare builds followcal and writes the table.
func (b *bench) prepare(rows int) error {
	if b.followcal == "" {
		b.followcal = filepath.Join(b.folder, "followcal")
		if _, err := b.run("go", "build", "-o", b.followcal, "./cmd/followcal"); err != nil {
			return err
		}
	}
	f, err := os.Create(b.table)
	if err != nil {
		return err
	}
	if err := writeTable(f, rows, time.Now()); err != nil {
		return err
	}
	return f.Close()
}

// imports times the table's import into a new record and by the shell, and
// leaves the large and the empty record for what comes then.
func (b *bench) imports(p *pairs) error {
	record, table := b.large(), filepath.Join(b.folder, "table.db")
	remove(record, table)
	ours, err := b.run(b.followcal, "import", b.table, "--yes", "--db", record)
	if err != nil {
		return err
	}
	theirs, err := b.run("sqlite3", table, ".import --csv '"+b.table+"' applications")
	p.add(ours, theirs)
	return err
}

func (b *bench) large() string { return filepath.Join(b.folder, "large.db") }
func (b *bench) empty() string { return filepath.Join(b.folder, "empty.db") }

// both times a command on the large record and on an empty one. Neither is
// timed the first time, when all is planned, nor with what was added to the
// empty one before.
func (b *bench) both(p *pairs, args ...string) error {
	if len(*p) == 0 {
		for _, command := range []string{"agenda", args[0]} {
			if command == "add" {
				continue
			}
			if _, err := b.run(b.followcal, command, "--db", b.large()); err != nil {
				return err
			}
		}
	}
	remove(b.empty())
	if _, err := b.run(b.followcal, "agenda", "--db", b.empty()); err != nil {
		return err
	}
	ours, err := b.run(b.followcal, append(slices.Clone(args), "--db", b.large())...)
	if err != nil {
		return err
	}
	theirs, err := b.run(b.followcal, append(slices.Clone(args), "--db", b.empty())...)
	p.add(ours, theirs)
	return err
}

// run times a process.
func (b *bench) run(name string, args ...string) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, name, args...)
	c.Env = append(os.Environ(), "TZ=America/New_York", "CGO_ENABLED=0") // built as people get it
	start := time.Now()
	said, err := c.CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("%s %v: %w\n%s", name, args, err, said)
	}
	return time.Since(start).Round(10 * time.Microsecond), nil
}

// remove removes databases with all that lies beside them.
func remove(paths ...string) {
	for _, path := range paths {
		for _, suffix := range []string{"", "-wal", "-shm"} {
			_ = os.Remove(path + suffix) // most are not there
		}
	}
}
