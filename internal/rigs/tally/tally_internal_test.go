package main

import (
	"strings"
	"testing"
)

const (
	pass = `{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"chatter\n"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Output":"PASS\n"}
{"Action":"output","Package":"p","Output":"ok  \tp\t0.1s\n"}
{"Action":"pass","Package":"p"}
`
	fail = `{"Action":"output","Package":"q","Test":"TestB","Output":"    b_test.go:9: wrong\n"}
{"Action":"fail","Package":"q","Test":"TestB"}
{"Action":"fail","Package":"q"}
`
	skip = `{"Action":"output","Package":"r","Test":"TestC","Output":"    c_test.go:9: no numpy\n"}
{"Action":"skip","Package":"r","Test":"TestC"}
{"Action":"pass","Package":"r"}
`
	build = `{"ImportPath":"s","Action":"build-output","Output":"s.go:1: syntax error\n"}
{"Action":"output","Package":"s","Output":"FAIL\ts [build failed]\n"}
{"Action":"fail","Package":"s"}
`
	outside = `{"Action":"output","Package":"u","Output":"panic: in TestMain\n"}
{"Action":"fail","Package":"u"}
`
)

func TestTally(t *testing.T) {
	tests := []struct {
		name, input string
		good        bool
		shows       []string
		hides       string
	}{
		{"all pass", pass, true, []string{"ok  \tp\t0.1s", "1 passed, 0 failed"}, "chatter"},
		{"one fails", pass + fail, false, []string{"b_test.go:9: wrong", "1 passed, 1 failed"}, "chatter"},
		{"one is skipped", pass + skip, false, []string{"no numpy", "SKIPPED r.TestC", "1 passed, 1 failed"}, "chatter"},
		{"one does not build", pass + build, false, []string{"syntax error", "1 packages failed outside", "1 passed, 0 failed"}, "chatter"},
		{"one fails before its tests", pass + outside, false, []string{"in TestMain"}, "chatter"},
		{"none runs", "", false, []string{"0 passed, 0 failed"}, "chatter"},
		{"the go command speaks", "go: no such tool\n" + pass, true, []string{"go: no such tool"}, "chatter"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out strings.Builder
			tally := newTally(&out)
			if err := tally.read(strings.NewReader(tt.input)); err != nil {
				t.Fatal(err)
			}
			if got := tally.close(); got != tt.good {
				t.Errorf("good = %v, want %v", got, tt.good)
			}
			for _, want := range tt.shows {
				if !strings.Contains(out.String(), want) {
					t.Errorf("%q is not in the output:\n%s", want, out.String())
				}
			}
			if strings.Contains(out.String(), tt.hides) {
				t.Errorf("%q should not be in the output:\n%s", tt.hides, out.String())
			}
		})
	}
}
