// Package icaltest checks calendars octet by octet, for tests. It shares no
// code with the encoder: it reads what RFC 5545 and RFC 7986 say, and what
// followcal promises beyond them (no METHOD, nobody to mail, no floating time,
// a VTIMEZONE for every TZID). Calendar programs accept far more than that, so
// none of them can stand in for it.
package icaltest

import (
	"bytes"
	"fmt"
	"testing"
)

// Problem is one thing that is wrong with a calendar.
type Problem struct {
	Line int    // the number of the physical line, from 1
	Text string // what is wrong
}

// String returns the problem as "line 3: …".
func (p Problem) String() string { return fmt.Sprintf("line %d: %s", p.Line, p.Text) }

// mostProblems ends a check: a calendar without CRLF has one on every line.
const mostProblems = 50

// Check returns everything that is wrong with the octets of one whole calendar,
// nil when nothing is.
func Check(octets []byte) []Problem {
	c := &checker{}
	lines := c.lines(octets)
	root := c.tree(lines)
	if root != nil {
		c.calendar(root)
	}
	return c.problems
}

// Verify fails the test with every problem of the calendar.
func Verify(t testing.TB, octets []byte) {
	t.Helper()
	problems := Check(octets)
	for _, p := range problems {
		t.Error(p)
	}
	if len(problems) > 0 && len(octets) < 10_000 {
		t.Logf("the calendar:\n%s", bytes.ReplaceAll(octets, []byte("\r\n"), []byte("␍␊\n")))
	}
}

// checker collects problems.
type checker struct{ problems []Problem }

func (c *checker) add(line int, format string, args ...any) {
	if len(c.problems) < mostProblems {
		c.problems = append(c.problems, Problem{line, fmt.Sprintf(format, args...)})
	}
}
