package main

import (
	"bytes"
	"os"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/schedule/exchange"
)

func TestTheExampleIsWhatTheGeneratorWrites(t *testing.T) {
	committed, err := os.ReadFile("../linkedin.csv")
	if err != nil {
		t.Fatalf("%v; run go generate ./examples/...", err)
	}
	if !bytes.Equal(committed, export()) {
		t.Error("examples/linkedin.csv differs; run go generate ./examples/...")
	}
}

func TestTheExampleShowsWhatRealExportsDo(t *testing.T) {
	r, err := exchange.Read("linkedin.csv", bytes.NewReader(export()), exchange.Options{Today: date.New(2026, time.November, 22)})
	if err != nil || r.Format != exchange.LinkedIn {
		t.Fatalf("%v %s", err, r.Format)
	}
	if len(r.Rejected) != 2 || r.Duplicates < 4 || len(r.Log.Applications) < 280 {
		t.Errorf("%d applications, %d duplicates, rejected %+v", len(r.Log.Applications), r.Duplicates, r.Rejected)
	}
	nameless, recent, employers := 0, 0, map[string]int{}
	for _, a := range r.Log.Applications {
		if a.Employer == "" || a.Role == "" {
			nameless++
		}
		if a.AppliedOn >= date.New(2026, time.November, 2) {
			recent++
		}
		employers[a.Employer]++
	}
	if nameless < 5 || recent < 60 || len(employers) < 30 {
		t.Errorf("%d without a name, %d recent, %d employers", nameless, recent, len(employers))
	}
}
