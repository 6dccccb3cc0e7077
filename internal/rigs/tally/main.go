// Command tally reads the output of go test -json, prints it as go test would,
// with the output of passing tests left out, and closes with a line
// "N passed, N failed". It fails when a test failed, when one was skipped (a
// skipped test proves nothing) and when none ran.
package main

import (
	"fmt"
	"os"
)

func main() {
	t := newTally(os.Stdout)
	if err := t.read(os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(1)
	}
	if !t.close() {
		os.Exit(1)
	}
}
