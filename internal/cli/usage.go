package cli

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"followcal/internal/fault"
)

// nearness is how many letters a misspelt name may be away from the right one.
const nearness = 2

// noSuchCommand refuses the arguments of a command that only groups others:
// they can only be meant as a command's name.
func noSuchCommand(command *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	command.SuggestionsMinimumDistance = nearness
	return fault.New(fault.Usage, "unknown command %q%s", args[0], didYouMean(command.SuggestionsFor(args[0])))
}

// exactArguments refuses another number of arguments than those that are named.
func exactArguments(names ...string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) < len(names) {
			return fault.New(fault.Usage, "missing %s", strings.Join(names[len(args):], " and "))
		}
		if len(args) > len(names) {
			return fault.New(fault.Usage, "unexpected argument %q", args[len(names)])
		}
		return nil
	}
}

// atMostArguments refuses more arguments than those that are named.
func atMostArguments(names ...string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) > len(names) {
			return fault.New(fault.Usage, "unexpected argument %q", args[len(names)])
		}
		return nil
	}
}

// flagFault says what is wrong with a flag; for an unknown one, what it may
// have been meant to be.
func flagFault(command *cobra.Command, err error) error {
	name, unknown := strings.CutPrefix(err.Error(), "unknown flag: --")
	if !unknown {
		return fault.Wrap(fault.Usage, err, "%s", valueFault(err))
	}
	return fault.Wrap(fault.Usage, err, "unknown flag --%s%s", name, didYouMean(nearFlags(command, name)))
}

// invalidArgument is how pflag wraps the error of a flag's value.
var invalidArgument = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^invalid argument (".*") for ".*?(--[a-z-]+)" flag: (?s:(.*))$`)
})

// valueFault puts the flag's name first and leaves the library's words out.
func valueFault(err error) string {
	parts := invalidArgument().FindStringSubmatch(err.Error())
	if parts == nil {
		return err.Error()
	}
	return fmt.Sprintf("%s %s: %s", parts[2], parts[1], parts[3])
}

// nearFlags lends the flags' names to cobra's own search for near commands.
func nearFlags(command *cobra.Command, name string) []string {
	flags := &cobra.Command{SuggestionsMinimumDistance: nearness}
	command.Flags().VisitAll(func(flag *pflag.Flag) {
		flags.AddCommand(&cobra.Command{Use: flag.Name, Run: func(*cobra.Command, []string) {}})
	})
	near := flags.SuggestionsFor(name)
	for i := range near {
		near[i] = "--" + near[i]
	}
	return near
}

// didYouMean ends a sentence with the names that may have been meant.
func didYouMean(near []string) string {
	if len(near) == 0 {
		return ""
	}
	return "; did you mean " + strings.Join(near, " or ") + "?"
}

var negativeNumber = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^-\d+$`)
})

// guardNegativeNumbers lets "workday add DATE -5" be written as people write
// it: to the flag parser a bare -5 is the flag 5, so it is moved behind "--".
// It is the last positional argument, so its place among them stays the same.
func guardNegativeNumbers(args []string) []string {
	if len(args) < 2 || args[0] != "workday" || args[1] != "add" {
		return args
	}
	end := slices.Index(args, "--")
	if end < 0 {
		end = len(args)
	}
	var kept, numbers []string
	for _, arg := range args[:end] {
		if negativeNumber().MatchString(arg) {
			numbers = append(numbers, arg)
		} else {
			kept = append(kept, arg)
		}
	}
	if len(numbers) == 0 {
		return args
	}
	kept = append(append(kept, "--"), numbers...)
	if end < len(args) {
		kept = append(kept, args[end+1:]...)
	}
	return kept
}
