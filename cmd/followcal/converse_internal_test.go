package main

import (
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/creack/pty"
	"github.com/rogpeppe/go-internal/testscript"
)

// converse is the script command "converse CODE DIALOGUE PROGRAM ARGS…". It runs
// the program at a terminal, as a person who follows the dialogue, and wants that
// exit code. The lines of a dialogue are
//
//	see TEXT    wait until a line of the terminal shows it, however many spaces are between
//	type TEXT   type it
//	interrupt   press Ctrl-C where the terminal makes a signal of it
//	enter, down, backspace, ctrl-c, ctrl-d   press that key; backspace 3 three times
//
// The terminal is standard input and standard error. What it shows in the end is
// in the file "screen" afterwards, what it was sent for that in the file "sent",
// and standard output in the file "answer".
func converse(script *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) < 3 {
		script.Fatalf("usage: converse CODE DIALOGUE PROGRAM ARGS…")
	}
	want, err := strconv.Atoi(args[0])
	script.Check(err)
	answer, err := os.Create(script.MkAbs("answer"))
	script.Check(err)
	defer answer.Close()
	person, terminal, err := pty.Open()
	script.Check(err)
	defer person.Close()
	script.Check(pty.Setsize(person, &pty.Winsize{Rows: 40, Cols: 120}))

	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	path, err := exec.LookPath(args[2])
	if err != nil {
		path = script.Getenv("PATH") // testscript puts its programs first
		path = strings.Split(path, string(os.PathListSeparator))[0] + "/" + args[2]
	}
	program := exec.CommandContext(ctx, path, args[3:]...)
	program.Dir = script.MkAbs(".")
	program.Env = environment(script)
	program.Stdin, program.Stdout, program.Stderr = terminal, answer, terminal
	script.Check(program.Start())
	script.Check(terminal.Close())

	screen := watch(ctx, person)
	for line := range strings.Lines(script.ReadFile(args[1])) {
		line = strings.TrimSuffix(line, "\n")
		if line == "interrupt" {
			// A terminal that hangs up with its session may lose what was written
			// last, so the program is in no session of its own.
			script.Check(program.Process.Signal(os.Interrupt))
			continue
		}
		act(script, person, screen, line)
	}
	err = program.Wait()
	<-screen.closed
	end := screen.now()
	if len(end.unknown) > 0 {
		script.Fatalf("the display of the tests does not know %q", end.unknown)
	}
	script.Check(os.WriteFile(script.MkAbs("sent"), screen.sent, 0o600))
	script.Check(os.WriteFile(script.MkAbs("screen"), []byte(end.text()), 0o600))
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		script.Fatalf("%s did not run: %v", args[2], err)
	}
	if got := program.ProcessState.ExitCode(); got != want {
		script.Fatalf("exit code %d, want %d; the terminal showed:\n%s", got, want, end.text())
	}
}

// environment is that of the script, as it is now.
func environment(script *testscript.TestScript) []string {
	var all []string
	for _, name := range []string{
		"PATH", "HOME", "TZ", "TEST_NOW", "FOLLOWCAL_DB", "LOGNAME", "TERM", "NO_COLOR", "ACCESSIBLE", "TMPDIR", "GOCOVERDIR",
		"BROWSER", "FOLLOWCAL_GOOGLE_CLIENT_ID", "FOLLOWCAL_GOOGLE_CLIENT_SECRET", "FOLLOWCAL_GOOGLE_API_URL",
		"FOLLOWCAL_GOOGLE_AUTH_URL", "FOLLOWCAL_GOOGLE_TOKEN_URL", "FOLLOWCAL_GOOGLE_REVOKE_URL",
	} {
		if value := script.Getenv(name); value != "" {
			all = append(all, name+"="+value)
		}
	}
	return all
}

// keys are what a terminal sends for a key.
var keys = map[string]string{"enter": "\r", "down": "\x1b[B", "backspace": "\x7f", "ctrl-c": "\x03", "ctrl-d": "\x04"}

// act follows one line of a dialogue.
func act(script *testscript.TestScript, person io.Writer, screen *screen, line string) {
	verb, text, _ := strings.Cut(line, " ")
	switch key, known := keys[verb]; {
	case verb == "see":
		if !screen.see(text) {
			script.Fatalf("%q never appeared; the terminal showed:\n%s", text, screen.now().text())
		}
	case verb == "type":
		_, err := io.WriteString(person, text)
		script.Check(err)
	case known:
		times, err := strconv.Atoi(cmp.Or(text, "1"))
		script.Check(err)
		_, err = io.WriteString(person, strings.Repeat(key, times))
		script.Check(err)
	case line != "":
		script.Fatalf("%q is no line of a dialogue", line)
	}
}

// screen is what a terminal was sent.
type screen struct {
	mu     sync.Mutex
	sent   []byte
	more   chan struct{}
	closed chan struct{}
	ended  <-chan struct{}
}

// watch reads what the program sends until it ends.
func watch(ctx context.Context, terminal io.Reader) *screen {
	s := &screen{more: make(chan struct{}, 1), closed: make(chan struct{}), ended: ctx.Done()}
	go func() {
		defer close(s.closed)
		buffer := make([]byte, 4096)
		for {
			n, err := terminal.Read(buffer)
			s.mu.Lock()
			s.sent = append(s.sent, buffer[:n]...)
			s.mu.Unlock()
			select {
			case s.more <- struct{}{}:
			default:
			}
			if err != nil { // the other end is closed
				return
			}
		}
	}()
	return s
}

// now is what the terminal shows now.
func (s *screen) now() *display {
	s.mu.Lock()
	defer s.mu.Unlock()
	return shown(s.sent)
}

// see waits until a line of the terminal shows the text.
func (s *screen) see(text string) bool {
	for last := false; ; {
		for line := range strings.Lines(s.now().text()) {
			if strings.Contains(squeeze(line), squeeze(text)) {
				return true
			}
		}
		if last {
			return false
		}
		select {
		case <-s.more:
		case <-s.closed:
			last = true
		case <-s.ended:
			last = true
		}
	}
}

// squeeze leaves one space where there are some.
func squeeze(line string) string { return strings.Join(strings.Fields(line), " ") }
