package schedule_test

import (
	"testing"

	"followcal/schedule"
)

func TestNumbersAreTheSameHoweverTheyAreWritten(t *testing.T) {
	for _, tt := range []struct{ number, want string }{
		{"+1 212 555 0100", "12125550100"},
		{"+1 (212) 555-01.00", "12125550100"},
		{"030/123", "030123"},
		{"", ""},
		{"+", ""},
		{"Dana Doe", ""},
		{"Dana 2", ""},
		{"2 at acme.example", ""},
	} {
		if got := schedule.FoldNumber(tt.number); got != tt.want {
			t.Errorf("%q is %q, want %q", tt.number, got, tt.want)
		}
	}
}
