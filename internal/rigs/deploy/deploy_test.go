// Package deploy_test lets the program that each file of deploy/ is written for
// judge it, and runs what can be run without a machine of its own.
package deploy_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// root is the repository.
const root = "../../.."

// file returns the text of a file of deploy/, in which pairs of words are
// replaced. A word that is not there is a mistake of the test.
func file(t *testing.T, name string, replace ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "deploy", name))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(replace); i += 2 {
		if !strings.Contains(string(text), replace[i]) {
			t.Fatalf("%s does not hold %q", name, replace[i])
		}
	}
	return strings.NewReplacer(replace...).Replace(string(text))
}

// write writes a file and returns its path.
func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// folder holds the program while the tests run.
var folder string

func TestMain(m *testing.M) {
	var err error
	if folder, err = os.MkdirTemp("", "followcal-deploy-"); err != nil {
		panic(err)
	}
	code := m.Run()
	_ = os.RemoveAll(folder)
	os.Exit(code)
}

// built is the program, built once for all tests, and as .ko.yaml builds it, so
// that the compiler's work is done once.
var built = sync.OnceValues(func() (string, error) {
	binary := filepath.Join(folder, "followcal")
	said, err := output(context.Background(), []string{"CGO_ENABLED=0"},
		"go", "build", "-trimpath", "-ldflags=-s -w", "-o", binary, "followcal/cmd/followcal")
	if err != nil {
		err = fmt.Errorf("%w: %s", err, said)
	}
	return binary, err
})

func followcal(t *testing.T) string {
	t.Helper()
	binary, err := built()
	if err != nil {
		t.Fatalf("followcal does not build: %v", err)
	}
	return binary
}

// output runs a program and returns all that it said.
func output(ctx context.Context, environment []string, name string, args ...string) (string, error) {
	command := exec.CommandContext(ctx, name, args...)
	command.Env = append(os.Environ(), environment...)
	text, err := command.CombinedOutput()
	return string(text), err
}

// background runs a program until the test ends, and asks it to end then.
func background(t *testing.T, name string, args ...string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), name, args...)
	var said strings.Builder
	command.Stdout, command.Stderr = &said, &said
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = 10 * time.Second
	if err := command.Start(); err != nil {
		t.Fatalf("%s is not there: make rigs installs what the tests need: %v", name, err)
	}
	t.Cleanup(func() {
		_ = command.Wait() // it was interrupted
		if t.Failed() {
			t.Logf("%s said:\n%s", filepath.Base(name), &said)
		}
	})
}
