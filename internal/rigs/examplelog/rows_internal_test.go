package main

import (
	"bytes"
	"os"
	"testing"
)

func TestTheExampleIsWhatTheCommandWrites(t *testing.T) {
	var text bytes.Buffer
	if err := write(&text); err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadFile("../../../examples/linkedin.csv")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(kept, text.Bytes()) {
		t.Error("examples/linkedin.csv is not what this command writes: run make generate")
	}
}
