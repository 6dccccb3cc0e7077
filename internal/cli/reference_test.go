package cli_test

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"followcal/internal/app/serve"
	"followcal/internal/cli"
)

var update = flag.Bool("update", false, "write docs/commands.md anew")

const reference = "../../docs/commands.md"

func TestTheReferenceSaysWhatHelpSays(t *testing.T) {
	got := run(t, &fake{}, "", []string{"reference"})
	if got.code != 0 {
		t.Fatalf("exit %d: %s", got.code, got.err)
	}
	if *update {
		write(t, reference, got.out)
	}
	want, err := os.ReadFile(reference)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.out); diff != "" {
		t.Errorf("docs/commands.md is out of date (-page +command); write it with go test ./internal/cli -run Reference -update\n%s", diff)
	}
}

// TestTheExamplesAreUnderstood runs every example of the page up to where it
// reaches for a record or a file.
func TestTheExamplesAreUnderstood(t *testing.T) {
	page := run(t, &fake{}, "", []string{"reference"}).out
	t.Chdir(t.TempDir()) // some examples write files
	surroundings := func(p *cli.Process) {
		p.Location = func(string) (string, error) { return "record.db", nil }
		p.Answers, p.Accessible = true, true
		p.Serve = func(context.Context, serve.Request) error { return nil }
	}
	ran := 0
	for line := range strings.Lines(page) {
		for part := range strings.SplitSeq(strings.TrimSpace(line), " | ") {
			typed, isExample := strings.CutPrefix(part, "followcal ")
			if !isExample || strings.HasPrefix(line, " ") {
				continue
			}
			typed, _, _ = strings.Cut(typed, " > ")
			typed, _, _ = strings.Cut(typed, " < ")
			t.Run(typed, func(t *testing.T) {
				got := run(t, &fake{writes: "something"}, "{}", words(t, typed), surroundings)
				if got.code == 2 && !strings.Contains(got.err, "cannot be read") { // a file that is not here
					t.Errorf("the example is misuse: %s", got.err)
				}
			})
			ran++
		}
	}
	if ran < 20 {
		t.Errorf("the page has %d examples", ran)
	}
}

// words splits a command line as a shell does.
func words(t *testing.T, line string) []string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "sh", "-c", `printf '%s\0' `+line).Output()
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return slices.DeleteFunc(strings.Split(string(out), "\x00"), func(word string) bool { return word == "" })
}
