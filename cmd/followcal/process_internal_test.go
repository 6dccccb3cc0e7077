package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// process is followcal as a process of its own, with a record of its own.
type process struct {
	binary string
	folder string // where it runs
	as     func(*exec.Cmd)
}

func newProcess(t *testing.T) *process {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return &process{binary: binary, folder: t.TempDir(), as: func(*exec.Cmd) {}}
}

func (p *process) db() string { return filepath.Join(p.folder, "record.db") }

func (p *process) command(ctx context.Context, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, p.binary, args...)
	c.Dir = p.folder
	c.Env = append(os.Environ(), asProcess+"=1", "TZ=America/New_York", "TEST_NOW=2026-11-20T15:00:00Z", "FOLLOWCAL_DB="+p.db(), "LOGNAME=robin")
	p.as(c)
	return c
}

// result is how a process ended.
type result struct {
	code     int // -1: it was killed
	out, err string
}

// run runs the command line, and kills it when ctx ends.
func (p *process) run(ctx context.Context, t *testing.T, args ...string) result {
	t.Helper()
	c := p.command(ctx, args...)
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	err := c.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) && ctx.Err() == nil {
		t.Fatal(err)
	}
	return result{c.ProcessState.ExitCode(), out.String(), errs.String()}
}

// must runs a command line that is to succeed, and returns what it printed.
func (p *process) must(t *testing.T, args ...string) string {
	t.Helper()
	r := p.run(t.Context(), t, args...)
	if r.code != 0 {
		t.Fatalf("followcal %s: exit %d\n%s%s", strings.Join(args, " "), r.code, r.out, r.err)
	}
	return r.out
}

// write writes a file in the process's folder.
func (p *process) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(p.folder, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// table is a table of so many applications at different employers.
func table(employer string, rows int) string {
	var b strings.Builder
	b.WriteString("Company,Job Title,Date Applied\n")
	for i := range rows {
		fmt.Fprintf(&b, "%s %d,Engineer,2026-11-%02d\n", employer, i, 1+i%20)
	}
	return b.String()
}

// copies puts the files of a record where another is.
func copies(t *testing.T, from, to string) {
	t.Helper()
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		text, err := os.ReadFile(from + suffix)
		if err != nil {
			_ = os.Remove(to + suffix) // it may not be there
			continue
		}
		if err := os.WriteFile(to+suffix, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// killed runs the command line until it ends, or is killed after a while.
func (p *process) killed(t *testing.T, after time.Duration, args ...string) result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), after)
	defer cancel()
	return p.run(ctx, t, args...)
}
