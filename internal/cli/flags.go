package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/rickb777/date/v2"
	"github.com/spf13/cobra"
)

// dateFlag is a flag that takes a civil date; zero when not given.
type dateFlag struct{ value *date.Date }

// String returns the date, or nothing when none was given.
func (f dateFlag) String() string {
	if f.value == nil || *f.value == 0 {
		return ""
	}
	return f.value.String()
}

// Set reads the flag's value.
func (f dateFlag) Set(text string) error {
	read, err := parseDate(text)
	if err == nil {
		*f.value = read
	}
	return err
}

// Check says what is wrong with a value, and takes nothing.
func (dateFlag) Check(text string) error {
	_, err := parseDate(text)
	return err
}

// Type is the value's name in the help.
func (dateFlag) Type() string { return "DATE" }

// parseDate reads an ISO 8601 date that exists, written in full: 2026-11-20.
func parseDate(text string) (date.Date, error) {
	read, err := date.ParseISO(text)
	if err != nil || read.String() != text {
		return 0, errors.New("not a date of the form 2026-11-20")
	}
	return read, nil
}

// choiceFlag is a flag that takes one of a few words.
type choiceFlag struct {
	value *string
	words []string
	name  string // of the value, in the help
}

// String returns the chosen word.
func (f choiceFlag) String() string {
	if f.value == nil {
		return ""
	}
	return *f.value
}

// Set reads the flag's value.
func (f choiceFlag) Set(text string) error {
	if !slices.Contains(f.words, text) {
		return fmt.Errorf("choose one of %s", strings.Join(f.words, ", "))
	}
	*f.value = text
	return nil
}

// Type is the value's name in the help.
func (f choiceFlag) Type() string { return f.name }

// addChoice gives the command a flag that takes one of the words, and completes
// them. What value holds is the default.
func addChoice(command *cobra.Command, value *string, name, valueName, usage string, words []string) {
	command.Flags().Var(choiceFlag{value: value, words: words, name: valueName}, name, usage)
	complete(command, name, func(string) []string { return words })
}

// addRegion gives the command the flag --region, which completes the codes.
func addRegion(command *cobra.Command, p *Process, value *string, usage string) {
	command.Flags().StringVar(value, "region", "", usage)
	completeRegion(command, p, "region")
}

// completeRegion lets the shell offer the codes of regions.
func completeRegion(command *cobra.Command, p *Process, flag string) {
	complete(command, flag, func(prefix string) []string {
		var found []string
		for _, region := range p.UseCases.Regions() {
			if strings.HasPrefix(region.Code, strings.ToUpper(prefix)) {
				found = append(found, region.Code+"\t"+region.Name)
			}
		}
		return found
	})
}

// complete lets the shell offer words for the flag instead of file names.
func complete(command *cobra.Command, flag string, words func(prefix string) []string) {
	err := command.RegisterFlagCompletionFunc(flag,
		func(_ *cobra.Command, _ []string, prefix string) ([]string, cobra.ShellCompDirective) {
			return words(prefix), cobra.ShellCompDirectiveNoFileComp
		})
	if err != nil { // the flag does not exist or has a completion: a defect that every test of the command shows
		panic(err)
	}
}
