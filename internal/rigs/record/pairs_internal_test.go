package main

import (
	"strings"
	"testing"
	"time"
)

func TestTheMedianOfRatios(t *testing.T) {
	var p pairs
	p.add(2*time.Second, time.Second)
	p.add(30*time.Second, 10*time.Second)
	p.add(4*time.Second, time.Second)
	if got := p.ratio(); got != 3 {
		t.Errorf("ratio %v, want 3", got)
	}
	if p.ours() != 4*time.Second || p.theirs() != time.Second {
		t.Errorf("medians %v and %v", p.ours(), p.theirs())
	}
}

func TestTheTableHasItsRows(t *testing.T) {
	var b strings.Builder
	if err := writeTable(&b, 3, time.Date(2026, 11, 20, 15, 7, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if len(lines) != 4 || !strings.HasPrefix(lines[1], `"11/20/26, 3:07 PM",`) {
		t.Errorf("%q", lines)
	}
}
