package query_test

import (
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/internal/store/internal/query"
)

func TestADayIsStoredAsItIsWritten(t *testing.T) {
	day := query.Day(date.New(2026, 2, 1))
	if v, err := day.Value(); v != "2026-02-01" || err != nil {
		t.Errorf("%v, %v", v, err)
	}
	if v, err := query.Day(0).Value(); v != nil || err != nil {
		t.Errorf("no day is stored as %v, %v", v, err)
	}
	for _, stored := range []any{"2026-02-01", time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)} {
		got := query.Day(7)
		if err := got.Scan(stored); err != nil || got != day {
			t.Errorf("%v is read as %v, %v", stored, date.Date(got), err)
		}
	}
	got := day
	if err := got.Scan(nil); err != nil || got != 0 {
		t.Errorf("NULL is read as %v, %v", date.Date(got), err)
	}
	for _, stored := range []any{"01/02/2026", "2026-02-30", "", int64(5), []byte("2026-02-01")} {
		if err := got.Scan(stored); err == nil {
			t.Errorf("%v is read as %v", stored, date.Date(got))
		}
	}
}
