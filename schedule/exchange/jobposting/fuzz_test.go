package jobposting_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/exchange"
	"followcal/schedule/exchange/jobposting"
)

// FuzzRead checks what is true of every input: an error is a fault with a
// sentence, texts are bounded, and a draft fits into a log and comes out of it
// unchanged.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.*[ml]*")
	if err != nil || len(files) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := jobposting.Read("fuzz", bytes.NewReader(data), options)
		if len(r.Found) > jobposting.MaxPostings || len(r.Page) > jobposting.MaxText {
			t.Fatalf("%d postings on %q", len(r.Found), r.Page)
		}
		if err != nil {
			if fault.KindOf(err) == fault.Internal || !strings.Contains(err.Error(), "fuzz") || len(err.Error()) > 8<<10 {
				t.Fatalf("error = %v", err)
			}
			return
		}
		holds(t, r.Application)
		again, err := jobposting.Read("fuzz", bytes.NewReader(data), options)
		if err != nil || strings.Join(again.Warnings, "\n") != strings.Join(r.Warnings, "\n") {
			t.Fatalf("a second reading says %q and %v, the first said %q", again.Warnings, err, r.Warnings)
		}
	})
}

// holds writes a draft into a log and reads it back.
func holds(t *testing.T, a schedule.Application) {
	t.Helper()
	a.ID = "draft"
	first := written(t, a)
	log, err := exchange.Read("log", strings.NewReader(first), exchange.Options{})
	if err != nil || len(log.Warnings) > 0 || len(log.Log.Applications) != 1 {
		t.Fatalf("the draft is refused: %v %v\n%s", err, log.Warnings, first)
	}
	if second := written(t, log.Log.Applications[0]); second != first {
		t.Fatalf("the draft changed:\n%s\n%s", first, second)
	}
}

func written(t *testing.T, a schedule.Application) string {
	t.Helper()
	var b strings.Builder
	if err := exchange.WriteJSON(&b, &schedule.Log{Applications: []schedule.Application{a}}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
