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

// fields gives a command one flag for each thing that an entry takes. A flag
// that is not given leaves its thing as it is. Texts can come from standard input,
// and what a log may lack can be emptied with --clear.
type fields struct {
	p       *Process
	command *cobra.Command
	empties map[string]func() // by the name of the flag
	clear   []string
	piped   []pipedText
}

func newFields(p *Process, command *cobra.Command) *fields {
	return &fields{p: p, command: command, empties: map[string]func(){}}
}

// clearable adds --clear.
func (f *fields) clearable() {
	f.command.Flags().StringSliceVar(&f.clear, "clear", nil, "`FIELDS` to empty, named like their flags, parted by commas")
	complete(f.command, "clear", func(string) []string { return f.names() })
}

// finish reads the texts that come from standard input, and carries out --clear.
func (f *fields) finish() error {
	if err := f.readPiped(); err != nil {
		return err
	}
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
	f.addText(name, usage, func(text string) { *field = entry.Set(text) })
	f.empties[name] = func() { *field = entry.Clear[string]() }
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
	addField(f, field, name, valueName, usage, oneOf(words))
	complete(f.command, name, func(string) []string { return plainWords(words) })
}

func addField[T any](f *fields, field *entry.Field[T], name, valueName, usage string, parse func(string) (T, error)) {
	addValue(f, name, valueName, usage, parse, func(value T) { *field = entry.Set(value) })
	f.empties[name] = func() { *field = entry.Clear[T]() }
}

// addValue adds a flag whose value is read by parse and taken by set, each time
// that the flag is given.
func addValue[T any](f *fields, name, valueName, usage string, parse func(string) (T, error), set func(T)) {
	f.command.Flags().Var(&valueFlag[T]{parse: parse, set: set, name: valueName}, name, usage)
}

// addChosen adds a flag that takes one of a few words, and completes them.
func addChosen[T ~string](f *fields, value *T, name, valueName, usage string, words []T) {
	addValue(f, name, valueName, usage, oneOf(words), func(word T) { *value = word })
	complete(f.command, name, func(string) []string { return plainWords(words) })
}

// on adds the flag --on, which takes a civil date.
func (f *fields) on(value *date.Date, usage string) {
	f.command.Flags().Var(dateFlag{value}, "on", usage)
}

// number adds a flag that takes a whole number from 1.
func (f *fields) number(value *int, name, usage string) {
	addValue(f, name, "NUMBER", usage, parseCount, func(n int) { *value = n })
}

// parseCount reads a whole number from 1.
func parseCount(text string) (int, error) {
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil || n < 1 {
		return 0, errors.New("not a whole number from 1")
	}
	return int(n), nil
}

// oneOf reads one of a few words.
func oneOf[T ~string](words []T) func(string) (T, error) {
	return func(text string) (T, error) {
		if !slices.Contains(words, T(text)) {
			return "", fmt.Errorf("choose one of %s", join(words))
		}
		return T(text), nil
	}
}

// valueFlag is a flag that hands on what it reads.
type valueFlag[T any] struct {
	parse func(string) (T, error)
	set   func(T)
	name  string // of the value, in the help
	text  string
}

// String returns what was given.
func (f *valueFlag[T]) String() string { return f.text }

// Set reads the flag's value.
func (f *valueFlag[T]) Set(text string) error {
	value, err := f.parse(text)
	if err == nil {
		f.set(value)
		f.text = text
	}
	return err
}

// Check says what is wrong with a value, and takes nothing.
func (f *valueFlag[T]) Check(text string) error {
	_, err := f.parse(text)
	return err
}

// Type is the value's name in the help.
func (f *valueFlag[T]) Type() string { return f.name }

func join[T ~string](words []T) string { return strings.Join(plainWords(words), ", ") }

func plainWords[T ~string](words []T) []string {
	plain := make([]string, len(words))
	for i, w := range words {
		plain[i] = string(w)
	}
	return plain
}
