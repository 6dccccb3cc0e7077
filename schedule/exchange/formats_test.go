package exchange_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rickb777/date/v2"

	"followcal/schedule/exchange"
)

var update = flag.Bool("update", false, "write golden files anew")

// today is the as-of date of every test.
var today = date.New(2026, 11, 22)

// account is everything that reading tells, and the log as JSON.
func account(r *exchange.Result, err error) string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "format %s, rows %d, duplicates %d, unused %q\n", r.Format, r.Rows, r.Duplicates, r.Unused)
	if err != nil {
		fmt.Fprintf(&b, "error: %v\n", err)
	}
	for _, x := range r.Rejected {
		fmt.Fprintf(&b, "rejected %s line %d: %s\n", x.File, x.Line, x.Said())
	}
	for _, w := range r.Warnings {
		fmt.Fprintf(&b, "warning %s line %d: %s\n", w.File, w.Line, w.Text)
	}
	_ = exchange.WriteJSON(&b, &r.Log)
	return b.String()
}

// golden compares got with the file, or writes it with -update.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; run go test -update", err)
	}
	if got != string(want) {
		t.Errorf("%s differs; got:\n%s", file, got)
	}
}

func TestEveryFormatIsDetectedAndRead(t *testing.T) {
	files, err := filepath.Glob("testdata/formats/*.[ct]sv")
	if err != nil || len(files) < 8 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := account(exchange.Read(filepath.Base(file), bytes.NewReader(data), exchange.Options{Today: today}))
			golden(t, file+".golden", got)
			if strings.Contains(got, "UNSPOKEN") || strings.Contains(got, "robin@mail.example") || strings.Contains(got, "+1 555 0100\n") {
				t.Error("something of the applicant's own leaked")
			}
		})
	}
}
