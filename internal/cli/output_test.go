package cli_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"followcal/internal/cli"
	"followcal/internal/fault"
)

func TestOutputIsWrittenWholeOrNotAtAll(t *testing.T) {
	rejected := fault.New(fault.Invalid, "no row survived")
	tests := []struct {
		name   string
		before string // what the file holds; empty: there is none
		err    error
		code   int
		after  string
	}{
		{"a new file", "", nil, 0, "calendar"},
		{"a replaced file", "old", nil, 0, "calendar"},
		{"a failure leaves no file", "", rejected, 1, ""},
		{"a failure leaves the old file", "old", rejected, 1, "old"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "out.ics")
			if tt.before != "" {
				write(t, path, tt.before)
			}
			got := run(t, &fake{writes: "calendar", err: tt.err}, "", []string{"export", "-", "-o", path})
			if got.code != tt.code || got.out != "" {
				t.Errorf("exit %d, standard output %q: %s", got.code, got.out, got.err)
			}
			if text := contents(t, folder); text != tt.after {
				t.Errorf("the folder holds %q, want %q", text, tt.after)
			}
		})
	}
}

// TestTheSameOutputLeavesTheFile matters to web servers, which go by its time.
func TestTheSameOutputLeavesTheFile(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "out.ics")
	long := strings.Repeat("calendar", 20_000)
	write(t, path, long)
	if err := os.Link(path, filepath.Join(t.TempDir(), "kept")); err != nil { // or a new file might get the old one's number
		t.Fatal(err)
	}
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		writes string
		same   bool
	}{{long, true}, {long[:len(long)-1] + "!", false}, {"short", false}, {"short", false}} {
		if got := run(t, &fake{writes: tt.writes}, "", []string{"export", "-", "-o", path}); got.code != 0 {
			t.Fatal(got.err)
		}
		after, err := os.Stat(path)
		if err != nil || os.SameFile(before, after) != tt.same || contents(t, folder) != tt.writes {
			t.Errorf("%.10q: the same file: %t, %v", tt.writes, os.SameFile(before, after), err)
		}
	}
}

func TestOutputKeepsTheModeAndTheLink(t *testing.T) {
	folder := t.TempDir()
	path, link := filepath.Join(folder, "out.ics"), filepath.Join(t.TempDir(), "link.ics")
	write(t, path, "old")
	if err := errors.Join(os.Chmod(path, 0o640), os.Symlink(path, link)); err != nil {
		t.Fatal(err)
	}
	if got := run(t, &fake{writes: "new"}, "", []string{"export", "-", "-o", link}); got.code != 0 {
		t.Fatal(got.err)
	}
	info, err := os.Lstat(link)
	if err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link became %v, %v", info.Mode(), err)
	}
	info, err = os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o640 || contents(t, folder) != "new" {
		t.Errorf("mode %v, %v, content %q", info.Mode(), err, contents(t, folder))
	}
}

func TestOutputThatCannotBe(t *testing.T) {
	folder := t.TempDir()
	tests := []struct{ name, path, says string }{
		{"no folder", filepath.Join(folder, "none", "out.ics"), "cannot be written: its folder does not exist"},
		{"a folder", folder, "is a folder: name a file in it"},
		{"a full device", "/dev/full", "cannot be written: no space left on device"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := run(t, &fake{writes: "calendar"}, "", []string{"export", "-", "-o", tt.path})
			if got.code != 1 || !strings.Contains(got.err, tt.path+" "+tt.says) {
				t.Errorf("exit %d: %s", got.code, got.err)
			}
		})
	}
}

func TestInputThatCannotBe(t *testing.T) {
	folder := t.TempDir()
	tests := []struct{ name, path, says string }{
		{"no file", filepath.Join(folder, "none.csv"), "there is no file " + folder},
		{"a folder", folder, "is a folder: name a file in it"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := &fake{writes: "calendar"}
			got := run(t, f, "", []string{"convert", "-", tt.path})
			if got.code != 1 || !strings.Contains(got.err, tt.says) || f.read != nil {
				t.Errorf("exit %d, read %v: %s", got.code, f.read, got.err)
			}
		})
	}
}

func TestInputsAreReadInTheirOrder(t *testing.T) {
	first, second := filepath.Join(t.TempDir(), "a.csv"), filepath.Join(t.TempDir(), "b.csv")
	write(t, first, "1")
	write(t, second, "2")
	f := &fake{writes: "log"}
	got := run(t, f, "3", []string{"convert", second, "-", first})
	want := second + "=2 standard input=3 " + first + "=1"
	if strings.Join(f.read, " ") != want || got.out != "log" {
		t.Errorf("read %v, want %s; output %q", f.read, want, got.out)
	}
}

func TestInterruptionLeavesNoHalfFile(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "out.ics")
	ctx, interrupt := context.WithCancel(t.Context())
	f := &fake{
		writes: strings.Repeat("half a calendar", 10_000),
		during: func(context.Context) {
			if contents(t, folder) == "" {
				t.Error("nothing was being written: the test shows nothing")
			}
			interrupt()
		},
	}
	got := runUntil(ctx, f, "", []string{"export", "-", "-o", path})
	if got.code != 1 || !strings.Contains(got.err, "interrupted before the end; a file named with -o is as it was") {
		t.Errorf("exit %d: %s", got.code, got.err)
	}
	if text := contents(t, folder); text != "" {
		t.Errorf("the folder holds %q", text)
	}
}

func TestInterruptionEndsAReadThatWaits(t *testing.T) {
	waiting, _ := io.Pipe() // never delivers, like a terminal
	ctx, interrupt := context.WithCancel(t.Context())
	got := runUntil(ctx, &fake{}, "", []string{"export", "-"}, func(p *cli.Process) {
		p.In = readerFunc(func(b []byte) (int, error) {
			interrupt()
			return waiting.Read(b)
		})
	})
	if got.code != 1 || !strings.Contains(got.err, "interrupted") {
		t.Errorf("exit %d: %s", got.code, got.err)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// contents returns what the files of the folder hold, hidden ones included.
func contents(t *testing.T, folder string) string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var all string
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all += string(text)
	}
	return all
}
