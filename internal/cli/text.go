package cli

import (
	"context"
	"errors"
	"io"

	"followcal/internal/fault"
)

// pipedText is a text flag whose value is on standard input.
type pipedText struct {
	flag string
	set  func(string)
}

// addText adds a flag that takes a text, - meaning standard input. An empty text
// is a slip of a script, whose variable was never set.
func (f *fields) addText(name, usage string, set func(string)) {
	f.command.Flags().Var(f.textFlag(name, set), name, usage)
}

func (f *fields) textFlag(name string, set func(string)) *valueFlag[string] {
	return &valueFlag[string]{name: "TEXT", parse: parseText, set: func(text string) {
		if text == standardInput {
			f.piped = append(f.piped, pipedText{name, set})
			return
		}
		set(text)
	}}
}

// texts adds a flag that takes a text each time that it is given.
func (f *fields) texts(list *[]string, name, usage string) {
	f.command.Flags().Var(listFlag{f.textFlag(name, func(text string) { *list = append(*list, text) })}, name, usage)
}

// listFlag is a flag that can be given again.
type listFlag struct{ *valueFlag[string] }

// Repeats marks it as [repeatable].
func (listFlag) Repeats() {}

func parseText(text string) (string, error) {
	if text == "" {
		return "", errors.New("there is nothing; leave the flag out, or name it in --clear where a command has that")
	}
	return text, nil
}

// readPiped reads standard input for the one flag that wants it.
func (f *fields) readPiped() error {
	if len(f.piped) == 0 {
		return nil
	}
	if len(f.piped) > 1 {
		return fault.New(fault.Usage, "--%s and --%s: standard input (-) can be read only once", f.piped[0].flag, f.piped[1].flag)
	}
	text, err := readStandardInput(f.command.Context(), f.p)
	if err != nil {
		return err
	}
	f.piped[0].set(string(text))
	f.piped = nil
	return nil
}

// mostPiped bounds what is read from standard input at once: more than any text
// or page that is kept, so that what is too long is refused by who knows why.
const mostPiped = 32 << 20

func readStandardInput(ctx context.Context, p *Process) ([]byte, error) {
	return readAll("standard input", p.input(ctx))
}

// readAll reads a small input whole.
func readAll(name string, r io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, mostPiped+1))
	switch {
	case err != nil:
		return nil, sentence(fault.Unavailable, err, "%s cannot be read: %v", name, reason(err))
	case len(text) > mostPiped:
		return nil, fault.New(fault.TooLarge, "%s is larger than 32 MiB", name)
	}
	return text, nil
}
