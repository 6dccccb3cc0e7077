package cli

import (
	"bytes"
	"testing"
	"time"
)

// TestStepsAreShown has a command take its time, at a terminal and elsewhere.
func TestStepsAreShown(t *testing.T) {
	tests := []struct {
		name     string
		terminal bool
		took     time.Duration
		want     string
	}{
		{"at once", true, patience / 2, ""},
		{"for a while", true, 2 * patience, "\r1 of 3\r2 of 3\r\x1b[K"},
		{"nobody looks", false, 2 * patience, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			now := time.Date(2026, time.November, 20, 15, 0, 0, 0, time.UTC)
			var seen bytes.Buffer
			s := startSteps(&Process{Err: &seen, Terminal: tt.terminal, Now: func() time.Time { return now }})
			now = now.Add(tt.took)
			s.set(1, 3)
			s.set(2, 3)
			s.stop()
			if seen.String() != tt.want {
				t.Errorf("shows %q, want %q", &seen, tt.want)
			}
		})
	}
}
