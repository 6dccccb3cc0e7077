package cli_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"followcal/internal/app"
	"followcal/internal/cli"
)

// recorded runs command lines one after another on one record of their own. A
// person answers with input.
type recorded struct{ folder string }

func newRecorded(t *testing.T) *recorded {
	t.Helper()
	r := &recorded{t.TempDir()}
	for _, args := range [][]string{
		{"settings", "set", "--region", "US-NY"},
		{"add", "Acme", "Engineer", "--id", "acme", "--applied-on", "2026-11-19", "--contact", "Dana Doe"},
	} {
		if got := r.run(t, "", args); got.code != 0 {
			t.Fatalf("%v: %s", args, got.err)
		}
	}
	return r
}

func (r *recorded) run(t *testing.T, input string, args []string, change ...func(*cli.Process)) result {
	t.Helper()
	return run(t, &fake{}, input, args, append([]func(*cli.Process){func(p *cli.Process) {
		p.UseCases, p.User, p.Answers = app.New(), "robin", true
		p.Location = func(string) (string, error) { return filepath.Join(r.folder, "record.db"), nil }
	}}, change...)...)
}

func TestWhatAsksFirst(t *testing.T) {
	tests := []struct {
		name     string
		args     []string
		question string
		undone   string // said after a no
		gone     bool   // whether the application is gone after a yes
	}{
		{"undo", []string{"undo"}, "Undo this? [y/N]", "nothing was undone", true},
		{"forget", []string{"forget", "acme"}, "Forget this for ever? [y/N]", "nothing was forgotten", true},
		{"forget a person", []string{"forget", "--contact", "Dana Doe"}, "Forget this for ever? [y/N]", "nothing was forgotten", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRecorded(t)
			for _, answer := range []string{"n\n", "\n", ""} {
				got := r.run(t, answer, tt.args)
				if got.code != 0 || !strings.Contains(got.err, tt.question) || !strings.Contains(got.err, tt.undone) || !strings.Contains(got.out, "Acme") {
					t.Errorf("after %q: exit code %d\n%s%s", answer, got.code, got.out, got.err)
				}
				if got := r.run(t, "", []string{"show", "acme"}); !strings.Contains(got.out, "Dana Doe") {
					t.Fatalf("it was done after %q", answer)
				}
			}
			if got := r.run(t, "yes\n", tt.args); got.code != 0 || strings.Contains(got.err, tt.undone) {
				t.Errorf("after yes: exit code %d, %s", got.code, got.err)
			}
			got := r.run(t, "", []string{"show", "acme"})
			if strings.Contains(got.out, "Dana Doe") || got.code == 1 != tt.gone {
				t.Errorf("after yes, show exits with %d:\n%s", got.code, got.out)
			}
		})
	}
}

// writes is an editor that saves one text after another.
func writes(texts ...string) func(*cli.Process) {
	return func(p *cli.Process) {
		p.Edit = func(_ context.Context, path string) error {
			text := texts[0]
			texts = texts[1:]
			return os.WriteFile(path, []byte(text), 0o600)
		}
	}
}

func TestPolicyIsEditedUntilItIsRight(t *testing.T) {
	r := newRecorded(t)
	got := r.run(t, "y\n", []string{"policy", "edit"}, writes("follow_ups = 9\n", "follow_ups = 1\n"))
	if got.code != 0 || !strings.Contains(got.err, "follow_ups: 9 is outside 0 to 3") || !strings.Contains(got.out, "policy follow_ups: 1") {
		t.Errorf("exit code %d\n%s%s", got.code, got.out, got.err)
	}
	got = r.run(t, "n\n", []string{"policy", "edit"}, writes("follow_ups = 8\n"))
	if got.code != 1 || !strings.Contains(got.err, "Edit it again?") {
		t.Errorf("given up: exit code %d\n%s%s", got.code, got.out, got.err)
	}
	got = r.run(t, "", []string{"policy", "edit", "--application", "acme"}, writes("gap_days = 7\n"))
	if got.code != 0 || !strings.Contains(got.out, "policy gap_days: 7") {
		t.Errorf("an application's own: exit code %d\n%s%s", got.code, got.out, got.err)
	}
	if got := r.run(t, "", []string{"policy", "show", "--application", "acme"}); !strings.Contains(got.out, "gap_days                7            application") {
		t.Errorf("not an application's own:\n%s", got.out)
	}
	got = r.run(t, "", []string{"policy", "edit"}, func(p *cli.Process) { p.Edit = nil })
	if got.code != 1 || !strings.Contains(got.err, "use followcal policy set") {
		t.Errorf("without an editor: exit code %d, %s", got.code, got.err)
	}
}

func TestPolicyThatChangedMeanwhileIsNotOverwritten(t *testing.T) {
	r := newRecorded(t)
	got := r.run(t, "", []string{"policy", "edit"}, func(p *cli.Process) {
		p.Edit = func(_ context.Context, path string) error {
			if other := r.run(t, "", []string{"policy", "set", "gap_days=9"}); other.code != 0 {
				t.Error(other.err)
			}
			return os.WriteFile(path, []byte("gap_days = 7\n"), 0o600)
		}
	})
	if got.code != 1 || !strings.Contains(got.err, "changed in the meantime") {
		t.Errorf("exit code %d, %s", got.code, got.err)
	}
}

func TestHistoryObeysNoEscapeSequence(t *testing.T) {
	r := newRecorded(t)
	hostile := func(p *cli.Process) { p.User = "ro\x1b[31mbin" }
	if got := r.run(t, "", []string{"edit", "acme", "--notes", "x"}, hostile); got.code != 0 {
		t.Fatal(got.err)
	}
	if got := r.run(t, "", []string{"history"}); !strings.Contains(got.out, "ro[31mbin") {
		t.Errorf("the terminal would obey it: %q", got.out)
	}
}
