package exchange_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/exchange"
)

// holds checks what is true of every input: an error is a fault with a
// sentence, and a log that was accepted survives both of followcal's formats.
func holds(t *testing.T, data []byte, from exchange.Format) {
	t.Helper()
	r, err := exchange.Read("fuzz", bytes.NewReader(data), exchange.Options{From: from, Today: today})
	if err != nil {
		if fault.KindOf(err) == fault.Internal || !strings.Contains(err.Error(), "fuzz") {
			t.Fatalf("error = %v", err)
		}
		return
	}
	first := writeJSON(t, &r.Log)
	for _, text := range []string{first, writeCSV(t, &r.Log)} {
		again, err := exchange.Read("fuzz", strings.NewReader(text), exchange.Options{})
		if err != nil || len(again.Rejected) > 0 {
			t.Fatalf("what was written is refused: %v %+v\n%s", err, again.Rejected, text)
		}
		if second := writeJSON(t, &again.Log); second != first {
			t.Fatalf("the log changed:\n%s\n%s", first, second)
		}
	}
}

// seeds adds the examples of every format.
func seeds(f *testing.F, pattern string) {
	f.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		f.Fatalf("no seeds in %s: %v", pattern, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
}

func FuzzTable(f *testing.F) {
	seeds(f, "testdata/formats/*.[ct]sv")
	f.Add([]byte("\xff\xfeC\x00o\x00m\x00p\x00a\x00n\x00y\x00\n\x00A\x00\n\x00"))
	f.Add([]byte("sep=;\nCompany;Applied\n\"A\"\"\n;1/2/2026\n"))
	f.Fuzz(func(t *testing.T, data []byte) { holds(t, data, "") })
}

func FuzzOwnTable(f *testing.F) {
	seeds(f, "testdata/formats/followcal.csv")
	f.Fuzz(func(t *testing.T, data []byte) { holds(t, data, exchange.FollowcalCSV) })
}

func FuzzJSON(f *testing.F) {
	f.Add([]byte(contract))
	seeds(f, "../../examples/log.json")
	f.Fuzz(func(t *testing.T, data []byte) { holds(t, data, exchange.FollowcalJSON) })
}

func FuzzArchive(f *testing.F) {
	seed := new(testing.T)
	f.Add(archive(seed, export...))
	f.Add(archive(seed))
	f.Fuzz(func(t *testing.T, data []byte) { holds(t, data, exchange.LinkedIn) })
}

func FuzzPolicy(f *testing.F) {
	seeds(f, "../../examples/policy.toml")
	f.Fuzz(func(t *testing.T, data []byte) {
		o, err := exchange.ReadPolicy("fuzz", bytes.NewReader(data))
		if err != nil {
			if fault.KindOf(err) == fault.Internal || !strings.Contains(err.Error(), "fuzz") {
				t.Fatalf("error = %v", err)
			}
			return
		}
		holds(t, []byte(writeJSON(t, &schedule.Log{Policy: &o})), exchange.FollowcalJSON)
	})
}
