package cli

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// Version says which followcal this is.
type Version struct {
	Number   string // such as v1.2.3, or (devel)
	Revision string // the commit, if known
	Go       string // the Go version that built it
}

// BuildVersion returns the version that the Go tool recorded in the binary.
func BuildVersion(info *debug.BuildInfo) Version {
	if info == nil {
		return Version{Number: "(unknown)"}
	}
	v := Version{Number: info.Main.Version, Go: info.GoVersion}
	if v.Number == "" {
		v.Number = "(devel)"
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			v.Revision = setting.Value
		}
	}
	return v
}

// String returns the version on one line.
func (v Version) String() string {
	line := "followcal " + v.Number
	if v.Revision != "" {
		line += " " + v.Revision
	}
	if v.Go != "" {
		line += " " + v.Go
	}
	return line
}

// newVersionCommand returns the command that bug reports quote; --version says
// the same.
func newVersionCommand(p *Process) *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version",
		Example: "  followcal version",
		Args:    exactArguments(),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(p.Out, p.Version)
			return err
		},
	}
}
