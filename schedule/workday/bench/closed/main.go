// Command closed prints the closed days of the United States, one ISO date a
// line, for the programs that followcal is measured against.
package main

import (
	"bufio"
	"fmt"
	"os"

	"followcal/schedule/workday"
)

func main() {
	out := bufio.NewWriter(os.Stdout)
	c, err := workday.Region("US")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	first, last := c.Years()
	for d := range c.Days(first, last) {
		fmt.Fprintln(out, d.On)
	}
	if err := out.Flush(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
