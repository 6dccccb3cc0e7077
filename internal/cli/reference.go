package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// newReferenceCommand returns the command that prints docs/commands.md, so that
// the page says what --help says.
func newReferenceCommand(p *Process) *cobra.Command {
	return &cobra.Command{
		Use:    "reference",
		Short:  "Print the reference of all commands in Markdown",
		Hidden: true,
		Args:   exactArguments(),
		RunE: func(command *cobra.Command, _ []string) error {
			return writeBuffered(p.Out, "standard output", func(w io.Writer) error {
				fmt.Fprint(w, referenceHead)
				writeReference(w, command.Root())
				return nil
			})
		},
	}
}

// referenceHead is what holds for all commands.
const referenceHead = `# Commands

This page is printed by "followcal reference" and says what --help says.

**Names.** An application is named by the beginning of its id, employer or role, a planned event by the beginning of its id; when that fits several, they are
listed. The shell completes both after ` + "`followcal completion`" + ` is set up.

**Forms.** Called without arguments and flags at a terminal, a command that logs asks for what it needs, and says afterwards how to type the same in one line.
Ctrl-C leaves nothing behind. With ` + "`ACCESSIBLE`" + ` set, or ` + "`TERM=dumb`" + `, it asks line by line; ` + "`NO_COLOR`" + ` is respected.

**Scripts.** ` + "`--json`" + ` prints the answer as JSON on standard output; notes go to standard error. A text flag takes ` + "`-`" + ` for standard input, one in a
command line. The exit code is 0 when it is done, 1 when it failed and 2 when the command line is wrong; after 1 and 2 nothing is recorded.
` + "`--db`" + ` or ` + "`FOLLOWCAL_DB`" + ` names another record.

**Days and times.** A day is 2026-11-20. A time is 2026-12-02T10:00 by the employer's clock (yours where the employer's zone is not known), or has an offset, as
2026-12-02T10:00-05:00.
`

// writeReference writes a section for each command that does something, in the
// order of --help.
func writeReference(w io.Writer, command *cobra.Command) {
	if command.Hidden || command.Name() == "help" || command.Name() == "completion" {
		return
	}
	if command.HasParent() && !command.HasSubCommands() {
		writeSection(w, command)
	}
	for _, sub := range command.Commands() {
		writeReference(w, sub)
	}
}

func writeSection(w io.Writer, command *cobra.Command) {
	fmt.Fprintf(w, "\n## %s\n\n", strings.TrimPrefix(command.CommandPath(), "followcal "))
	text := strings.TrimSpace(command.Long)
	if text == "" {
		text = command.Short + "."
	}
	fmt.Fprintf(w, "%s\n\n    %s\n", text, strings.TrimSuffix(command.UseLine(), " [flags]"))
	if command.Example != "" {
		fmt.Fprintf(w, "\n```sh\n%s\n```\n", unindented(command.Example))
	}
	head := "\n| flag | what it says |\n|---|---|\n"
	command.LocalNonPersistentFlags().VisitAll(func(flag *pflag.Flag) {
		if flag.Hidden || flag.Name == "help" {
			return
		}
		kind, usage := pflag.UnquoteUsage(flag)
		fmt.Fprintf(w, "%s| `%s` | %s |\n", head, strings.TrimSpace("--"+flag.Name+" "+kind), strings.ReplaceAll(usage, "|", `\|`))
		head = ""
	})
}

func unindented(example string) string {
	lines := strings.Split(example, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSpace(line)
	}
	return strings.Join(lines, "\n")
}
