// Command examplelog writes the example log, a LinkedIn export of somebody who
// does not exist, to the file that it is given. The same rows come out each
// time.
package main

import (
	"bytes"
	"fmt"
	"os"
)

//go:generate go run . ../../../examples/linkedin.csv

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: examplelog FILE")
		os.Exit(2)
	}
	var text bytes.Buffer
	err := write(&text)
	if err == nil {
		err = os.WriteFile(os.Args[1], text.Bytes(), 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "examplelog:", err)
		os.Exit(1)
	}
}
