package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// event is one line of go test -json (go doc test2json).
type event struct {
	Action  string
	Package string
	Test    string
	Output  string
}

// tally counts the tests that ended and keeps the output of those that run.
type tally struct {
	out            io.Writer
	passed, failed int
	broken         int      // packages that failed outside a test, or did not build
	skipped        []string // package and name
	pending        map[string][]string
}

func newTally(out io.Writer) *tally {
	return &tally{out: out, pending: map[string][]string{}}
}

// read takes events until the end of r. A line that is no event is printed as
// it is, so that nothing the go command says gets lost.
func (t *tally) read(r io.Reader) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			fmt.Fprintln(t.out, lines.Text())
			continue
		}
		t.take(e)
	}
	return lines.Err()
}

func (t *tally) take(e event) {
	switch {
	case e.Action == "build-output":
		fmt.Fprint(t.out, e.Output)
	case e.Test == "":
		t.takePackage(e)
	default:
		t.takeTest(e)
	}
}

// takePackage prints the package's own closing line (ok, FAIL, no test files)
// at once and everything else that is not part of a test only when it fails.
func (t *tally) takePackage(e event) {
	switch e.Action {
	case "output":
		if isClosingLine(e.Output) {
			fmt.Fprint(t.out, e.Output)
			return
		}
		t.pending[e.Package] = append(t.pending[e.Package], e.Output)
	case "fail":
		t.broken++
		t.print(e.Package)
	}
}

func isClosingLine(line string) bool {
	return strings.HasPrefix(line, "ok  \t") || strings.HasPrefix(line, "FAIL\t") || strings.HasPrefix(line, "?   \t")
}

func (t *tally) takeTest(e event) {
	key := e.Package + "." + e.Test
	switch e.Action {
	case "output":
		t.pending[key] = append(t.pending[key], e.Output)
	case "pass":
		t.passed++
		delete(t.pending, key)
	case "fail":
		t.failed++
		t.print(key)
	case "skip":
		t.skipped = append(t.skipped, key)
		t.print(key)
	}
}

func (t *tally) print(key string) {
	for _, line := range t.pending[key] {
		fmt.Fprint(t.out, line)
	}
	delete(t.pending, key)
}

// close prints what was found and reports whether it is good.
func (t *tally) close() bool {
	for _, name := range t.skipped {
		fmt.Fprintf(t.out, "SKIPPED %s: a test that does not run proves nothing\n", name)
	}
	if t.broken > 0 && t.failed == 0 {
		fmt.Fprintf(t.out, "%d packages failed outside a test\n", t.broken)
	}
	fmt.Fprintf(t.out, "%d passed, %d failed\n", t.passed, t.failed+len(t.skipped))
	return t.failed == 0 && t.broken == 0 && len(t.skipped) == 0 && t.passed > 0
}
