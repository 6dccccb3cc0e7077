package main

import (
	"errors"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	if os.Getenv(asProcess) != "" {
		os.Exit(run(clock))
	}
	testscript.Main(m, map[string]func(){"followcal": func() { os.Exit(run(clock)) }, "visitor": visitor})
}

// asProcess is the variable with which a test runs this binary as followcal, in a
// process of its own.
const asProcess = "TEST_AS_FOLLOWCAL"

// clock is the time of the scripts: that of the variable TEST_NOW (RFC 3339),
// which each script starts with and may change.
func clock() time.Time {
	now, err := time.Parse(time.RFC3339, os.Getenv("TEST_NOW"))
	if err != nil {
		panic(err)
	}
	return now
}

// TestScripts runs the scripts of testdata/script with the real main. The
// system's zone is New York unless a script says otherwise.
func TestScripts(t *testing.T) { testscript.Run(t, scripts(t)) }

// scripts says how scripts are run.
func scripts(t *testing.T) testscript.Params {
	t.Helper()
	examples, err := os.ReadFile("../../examples/linkedin.csv")
	if err != nil {
		t.Fatal(err)
	}
	return testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("TZ", "America/New_York")
			env.Setenv("TEST_NOW", "2026-11-20T15:00:00Z")
			env.Setenv("FOLLOWCAL_DB", env.WorkDir+"/record.db")
			env.Setenv("LOGNAME", "robin")
			return os.WriteFile(env.WorkDir+"/example.csv", examples, 0o600)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "converse": converse, "google": google},
	}
}

// exits is the script command "exits CODE PROGRAM ARGS…": like exec, but it
// wants that exit code.
func exits(script *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) < 2 {
		script.Fatalf("usage: exits CODE PROGRAM ARGS…")
	}
	want, err := strconv.Atoi(args[0])
	script.Check(err)
	got := 0
	err = script.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		script.Fatalf("%s did not run: %v", args[1], err)
	}
	if got != want {
		script.Fatalf("exit code %d, want %d", got, want)
	}
}
