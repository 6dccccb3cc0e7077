package cli

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/rickb777/date/v2"
	"github.com/spf13/cobra"

	"followcal/internal/fault"
	"followcal/schedule/entry"
)

// fields gives a command one flag for each field of an entry, and --clear for
// emptying them. A flag that is not given leaves its field as it is.
type fields struct {
	command *cobra.Command
	empties map[string]func() // by the name of the flag
	clear   []string
}

func newFields(command *cobra.Command) *fields {
	f := &fields{command: command, empties: map[string]func(){}}
	command.Flags().StringSliceVar(&f.clear, "clear", nil, "`FIELDS` to empty, named like their flags, parted by commas")
	return f
}

// emptied carries out --clear.
func (f *fields) emptied() error {
	for _, name := range f.clear {
		empty, ok := f.empties[name]
		switch {
		case !ok:
			return fault.New(fault.Usage, "--clear: %q is no field that can be emptied; choose from %s", name, strings.Join(f.names(), ", "))
		case f.command.Flags().Changed(name):
			return fault.New(fault.Usage, "--clear: %q is set as well: say one of the two", name)
		}
		empty()
	}
	return nil
}

// names lists what can be emptied.
func (f *fields) names() []string {
	names := make([]string, 0, len(f.empties))
	for name := range f.empties {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// text adds the flag of a field that is text.
func (f *fields) text(field *entry.Field[string], name, usage string) {
	addField(f, field, name, "TEXT", usage, func(text string) (string, error) { return text, nil })
}

// date adds the flag of a field that is a civil date.
func (f *fields) date(field *entry.Field[date.Date], name, usage string) {
	addField(f, field, name, "DATE", usage, parseDate)
}

// flag adds the flag of a field that is true or false.
func (f *fields) flag(field *entry.Field[bool], name, usage string) {
	addField(f, field, name, "", usage, func(text string) (bool, error) {
		value, err := strconv.ParseBool(text)
		if err != nil {
			return false, errors.New("say true or false")
		}
		return value, nil
	})
	f.command.Flags().Lookup(name).NoOptDefVal = "true"
}

// addWord adds the flag of a field that takes one of a few words.
func addWord[T ~string](f *fields, field *entry.Field[T], name, valueName, usage string, words []T) {
	addField(f, field, name, valueName, usage, func(text string) (T, error) {
		if !slices.Contains(words, T(text)) {
			return "", fmt.Errorf("choose one of %s", join(words))
		}
		return T(text), nil
	})
	complete(f.command, name, func(string) []string { return plainWords(words) })
}

func addField[T any](f *fields, field *entry.Field[T], name, valueName, usage string, parse func(string) (T, error)) {
	f.command.Flags().Var(&fieldFlag[T]{field: field, parse: parse, name: valueName}, name, usage)
	f.empties[name] = func() { *field = entry.Clear[T]() }
}

// fieldFlag is a flag that sets a field.
type fieldFlag[T any] struct {
	field *entry.Field[T]
	parse func(string) (T, error)
	name  string // of the value, in the help
	text  string
}

// String returns what was given.
func (f *fieldFlag[T]) String() string { return f.text }

// Set reads the flag's value.
func (f *fieldFlag[T]) Set(text string) error {
	value, err := f.parse(text)
	if err == nil {
		*f.field, f.text = entry.Set(value), text
	}
	return err
}

// Type is the value's name in the help.
func (f *fieldFlag[T]) Type() string { return f.name }

func join[T ~string](words []T) string { return strings.Join(plainWords(words), ", ") }

func plainWords[T ~string](words []T) []string {
	plain := make([]string, len(words))
	for i, w := range words {
		plain[i] = string(w)
	}
	return plain
}
