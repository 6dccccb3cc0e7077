package mirror_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain tries as many histories as usual where nobody asks for another number
// with -rapid.checks.
func TestMain(m *testing.M) {
	flag.Parse()
	asked := testing.Short()
	flag.Visit(func(f *flag.Flag) { asked = asked || f.Name == "rapid.checks" })
	if !asked {
		if err := flag.Set("rapid.checks", usual); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
