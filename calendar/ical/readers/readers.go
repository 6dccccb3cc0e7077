// Package readers gives a calendar to other people's programs and says what
// they see in it, for tests. The programs are those that feeds and files of
// followcal meet, or are built like them: vobject, icalendar with
// recurring-ical-events, khal, calcurse, ical.js (which Thunderbird uses) and
// node-ical.
package readers

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Seen is an event as a reader sees it.
type Seen struct {
	UID     string `json:"uid"`
	Summary string `json:"summary"`
	Start   string `json:"start"` // 2026-12-01 of an all-day event, else 2026-12-01T15:00:00Z
}

// Reader is a program that reads calendars.
type Reader struct {
	Name string
	// HidesUID and HidesSeconds say what the program does not tell.
	HidesUID, HidesSeconds bool
	// MisreadsBackslash says that the program unescapes \\ and then what comes
	// out of it once more, so that a path like C:\new loses its n.
	MisreadsBackslash bool

	read func(context.Context, machine, []byte) ([]Seen, error)
}

// All are the readers, each once.
var All = []Reader{
	{Name: "vobject", read: script("/usr/bin/python3", "read_vobject.py")},
	{Name: "icalendar", MisreadsBackslash: true, read: script("/usr/bin/python3", "read_icalendar.py")},
	{Name: "ical.js", read: script("node", "read_icaljs.cjs")},
	{Name: "node-ical", MisreadsBackslash: true, read: script("node", "read_nodeical.cjs")},
	{Name: "khal", MisreadsBackslash: true, read: khal},
	{Name: "calcurse", HidesUID: true, HidesSeconds: true, read: calcurse},
}

// machine says where things are.
type machine struct {
	root    string // of the module
	scratch string // an empty folder
}

// patience bounds one program's run.
const patience = 2 * time.Minute

// Verify fails the test for every reader that refuses the calendar or sees
// other events than want, in whatever order. A reader that is not installed
// fails it too.
func Verify(t *testing.T, octets []byte, want []Seen) {
	t.Helper()
	for _, r := range All {
		t.Run(r.Name, func(t *testing.T) {
			got, err := r.Read(t, octets)
			if err != nil {
				t.Fatalf("%s refuses the calendar: %v", r.Name, err)
			}
			for _, difference := range r.Differences(got, want) {
				t.Error(difference)
			}
		})
	}
}

// Read returns the events that the reader sees. An event that it skips, and
// says so, is an error.
func (r Reader) Read(t *testing.T, octets []byte) ([]Seen, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	return r.read(ctx, machine{root: moduleRoot(t), scratch: t.TempDir()}, octets)
}

// limit returns want as far as the reader tells it.
func (r Reader) limit(want []Seen) []Seen {
	limited := slices.Clone(want)
	for i := range limited {
		if r.HidesUID {
			limited[i].UID = ""
		}
		if start := limited[i].Start; r.HidesSeconds && len(start) > len("2026-12-01") {
			limited[i].Start = start[:len("2026-12-01T15:00")] + ":00Z"
		}
		limited[i].Summary = plain(limited[i].Summary)
	}
	return limited
}

// forgive drops from seen the titles that the reader is known to misread.
func (r Reader) forgive(seen, want []Seen) []Seen {
	if !r.MisreadsBackslash {
		return seen
	}
	misread := make(map[string]bool)
	for _, s := range want {
		misread[s.UID] = strings.Contains(s.Summary, `\`)
	}
	forgiven := slices.Clone(seen)
	for i := range forgiven {
		if misread[forgiven[i].UID] {
			forgiven[i].Summary = ""
		}
	}
	return forgiven
}

// plain strips what programs strip when they show a title in one line.
func plain(s string) string { return strings.Join(strings.Fields(s), " ") }

// Differences says what the reader sees otherwise than want, as far as it
// tells and can tell: nothing when all is well, else a few sentences.
func (r Reader) Differences(got, want []Seen) []string {
	var differences []string
	if len(got) != len(want) {
		differences = append(differences, fmt.Sprintf("%s sees %d events, want %d", r.Name, len(got), len(want)))
	}
	count := make(map[Seen]int)
	for _, s := range r.forgive(r.limit(want), want) {
		count[s]++
	}
	for _, s := range r.forgive(got, want) {
		s.Summary = plain(s.Summary)
		count[s]--
	}
	const most = 5
	for s, n := range count {
		switch {
		case len(differences) > most:
			return differences
		case n > 0:
			differences = append(differences, fmt.Sprintf("%s misses %+q", r.Name, s))
		case n < 0:
			differences = append(differences, fmt.Sprintf("%s sees, too often, %+q", r.Name, s))
		}
	}
	return differences
}

// moduleRoot returns the folder with go.mod.
func moduleRoot(t *testing.T) string {
	t.Helper()
	folder, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder
		}
		if folder == filepath.Dir(folder) {
			t.Fatal("there is no go.mod above this test")
		}
		folder = filepath.Dir(folder)
	}
}

// run runs a program with octets as its input and returns what it prints. The
// sentence for one that is missing says how to get it.
func run(ctx context.Context, input []byte, environment []string, name string, arguments ...string) ([]byte, error) {
	command := exec.CommandContext(ctx, name, arguments...) //nolint:gosec // the readers of All
	command.Stdin = bytes.NewReader(input)
	command.Env = append(os.Environ(), environment...)
	var out, complaint bytes.Buffer
	command.Stdout, command.Stderr = &out, &complaint
	err := command.Run()
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s is not installed: run make rigs", name)
	}
	if err != nil {
		said := strings.TrimSpace(complaint.String())
		if isMissing(said) {
			return nil, fmt.Errorf("%s lacks a library: run make rigs (%s)", name, said)
		}
		return nil, fmt.Errorf("%s: %w: %s", name, err, said)
	}
	return out.Bytes(), nil
}

func isMissing(complaint string) bool {
	return strings.Contains(complaint, "ModuleNotFoundError") || strings.Contains(complaint, "MODULE_NOT_FOUND")
}

// script returns a reader made of a script in testdata that reads the calendar
// from its input and prints a JSON list of what it sees.
func script(interpreter, file string) func(context.Context, machine, []byte) ([]Seen, error) {
	return func(ctx context.Context, m machine, octets []byte) ([]Seen, error) {
		path := filepath.Join(m.root, "calendar", "ical", "readers", "testdata", file)
		libraries := "NODE_PATH=" + filepath.Join(m.root, "internal", "rigs", "node_modules")
		out, err := run(ctx, octets, []string{libraries, "TZ=UTC", "PYTHONIOENCODING=utf-8"}, interpreter, path)
		if err != nil {
			return nil, err
		}
		var seen []Seen
		if err := json.Unmarshal(out, &seen); err != nil {
			return nil, fmt.Errorf("%s prints something else: %w", file, err)
		}
		return seen, nil
	}
}
