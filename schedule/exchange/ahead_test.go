package exchange_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"followcal/internal/fault"
	"followcal/schedule/exchange"
)

// longTable has more rows than are split ahead; each is as long as no other near
// it, and every hundredth is too short.
func longTable(rows int) string {
	var b strings.Builder
	b.WriteString("Company,Job Title,Date Applied\n")
	for i := range rows {
		if i%100 == 99 {
			b.WriteString("short\n")
			continue
		}
		fmt.Fprintf(&b, "Employer %d,%s %d,2026-11-20\n", i, strings.Repeat("x", i%700), i)
	}
	return b.String()
}

func TestALongTableIsReadInItsOrder(t *testing.T) {
	result, err := exchange.Read("log.csv", strings.NewReader(longTable(1_000)), exchange.Options{})
	if err != nil || result.Rows != 1_000 || len(result.Rejected) != 10 || len(result.Log.Applications) != 990 {
		t.Fatalf("%d rows, %d rejected, %d applications: %v", result.Rows, len(result.Rejected), len(result.Log.Applications), err)
	}
	row := 0
	for i := range result.Log.Applications {
		a := &result.Log.Applications[i]
		want := strings.TrimSpace(fmt.Sprintf("%s %d", strings.Repeat("x", row%700), row))
		if a.Employer != fmt.Sprintf("Employer %d", row) || a.Role != want {
			t.Fatalf("row %d is %s at %s", row, a.Role, a.Employer)
		}
		if row++; row%100 == 99 {
			row++
		}
	}
	for i, r := range result.Rejected {
		if r.Line != 100*(i+1)+1 {
			t.Errorf("rejected line %d, want %d", r.Line, 100*(i+1)+1)
		}
	}
}

func TestATableThatBreaksOffLateSaysSo(t *testing.T) {
	src := io.MultiReader(strings.NewReader(longTable(1_000)), iotest.ErrReader(errors.New("gone")))
	result, err := exchange.Read("log.csv", src, exchange.Options{})
	if fault.KindOf(err) != fault.Unavailable || result.Rows != 1_000 {
		t.Errorf("%d rows: %v", result.Rows, err)
	}
}
