package fault_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"followcal/internal/fault"
)

func TestEveryKindHasAnOutcome(t *testing.T) {
	tests := []struct {
		err    error
		exit   int
		status int
	}{
		{nil, 0, 200},
		{io.EOF, 1, 500},
		{fault.New(fault.Usage, "u"), 2, 400},
		{fault.New(fault.Invalid, "i"), 1, 422},
		{fault.New(fault.NotFound, "n"), 1, 404},
		{fault.New(fault.Conflict, "c"), 1, 409},
		{fault.New(fault.TooLarge, "t"), 1, 413},
		{fault.New(fault.Unavailable, "a"), 1, 503},
		{fault.New(fault.Denied, "d"), 1, 403},
		{fault.New(fault.Gone, "g"), 1, 410},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.err), func(t *testing.T) {
			if got := fault.ExitCode(tt.err); got != tt.exit {
				t.Errorf("ExitCode = %d, want %d", got, tt.exit)
			}
			if got := fault.Status(tt.err); got != tt.status {
				t.Errorf("Status = %d, want %d", got, tt.status)
			}
		})
	}
}

func TestAFaultKeepsItsCauseOutOfTheSentence(t *testing.T) {
	f := fault.Wrap(fault.Unavailable, io.ErrUnexpectedEOF, "cannot read %q", "log.csv")
	err := fmt.Errorf("import: %w", f)

	if f.Error() != `cannot read "log.csv"` {
		t.Errorf("sentence = %q", f.Error())
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error("the cause is lost")
	}
	if fault.KindOf(err) != fault.Unavailable || fault.KindOf(err).String() != "unavailable" {
		t.Errorf("kind = %v", fault.KindOf(err))
	}
}
