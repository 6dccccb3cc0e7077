package schedule_test

import (
	"testing"

	"github.com/rickb777/date/v2"
	"pgregory.net/rapid"

	"followcal/schedule"
)

func TestISODateIsHowADateIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first, last := date.New(-20, 1, 1), date.New(12_000, 12, 31)
		d := date.Date(rapid.IntRange(int(first), int(last)).Draw(t, "day"))
		if got := schedule.ISODate(d); got != d.String() {
			t.Errorf("%q, want %q", got, d.String())
		}
	})
}
