package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"followcal/internal/fault"
)

// commandLine is a command line that a form filled in.
type commandLine struct {
	path  string // of the command
	args  []string
	flags []string
}

// take takes the answer to a question as the argument or flag that it is. A flag
// that can be repeated is for each of the words between commas.
func (l *commandLine) take(command *cobra.Command, q *question, answer string) error {
	answers := []string{answer}
	if isList(command, q) {
		answers = strings.Split(answer, ",")
	}
	for _, answer := range answers {
		answer = strings.TrimSpace(answer)
		if answer == "" {
			continue
		}
		if q.isArgument() {
			l.args = append(l.args, answer)
			continue
		}
		if err := command.Flags().Set(q.name, answer); err != nil {
			return fault.Wrap(fault.Usage, err, "%s", valueFault(err))
		}
		l.flag(q.name, answer)
	}
	return nil
}

func (l *commandLine) flag(name, value string) {
	if value == "true" {
		l.flags = append(l.flags, "--"+name)
		return
	}
	l.flags = append(l.flags, "--"+name, quoted(value))
}

// String is the line as a shell reads it.
func (l *commandLine) String() string {
	var args []string
	dashed := false
	for _, arg := range l.args {
		args = append(args, quoted(arg))
		dashed = dashed || strings.HasPrefix(arg, "-")
	}
	if dashed {
		return strings.Join(slices.Concat([]string{l.path}, l.flags, []string{"--"}, args), " ")
	}
	return strings.Join(slices.Concat([]string{l.path}, args, l.flags), " ")
}

// quoted is a word as a POSIX shell reads it (XCU 2.2.2).
func quoted(word string) string {
	harmless := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:@+,=", r)
	}
	if word != "" && strings.IndexFunc(word, func(r rune) bool { return !harmless(r) }) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
