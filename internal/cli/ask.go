package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"followcal/internal/cli/form"
	"followcal/internal/fault"
)

// question asks for one flag or argument of a command.
type question struct {
	name    string // of the flag, or of the argument in the command's usage, in capitals
	title   string
	help    string
	choices []form.Choice // beside no answer at all
	needed  bool
	ended   bool // of an application: those that are over are listed too
}

// isArgument reports whether the answer is an argument rather than a flag.
func (q *question) isArgument() bool { return q.name == strings.ToUpper(q.name) }

// asks makes a command ask its questions in a form when it is called without
// arguments and flags and somebody is there to answer. The answers become the
// arguments and flags that they stand for, and the command runs as if they had
// been typed. Once it did, it says how to type them.
func asks(p *Process, command *cobra.Command, questions ...question) {
	check, run := command.Args, command.RunE
	command.Annotations = map[string]string{hasForm: "yes"}
	command.Args = func(command *cobra.Command, args []string) error {
		if p.asksNow(command, args) {
			return nil
		}
		return check(command, args)
	}
	command.RunE = func(command *cobra.Command, args []string) error {
		if !p.asksNow(command, args) {
			return run(command, args)
		}
		typed, err := p.fillIn(command, questions)
		if err != nil {
			return err
		}
		err = check(command, typed.args)
		if err == nil {
			err = run(command, typed.args)
		}
		fmt.Fprintf(p.Err, "%s %s\n", styleOf(p.Color).quiet("in one line:"), typed)
		return err
	}
}

// askSubjects lets the commands that look at one thing, and have no questions of
// their own, ask which.
func askSubjects(p *Process, root *cobra.Command) {
	for _, command := range root.Commands() {
		askSubjects(p, command)
	}
	arguments := argumentsOf(root)
	if len(arguments) != 1 || root.RunE == nil || root.Annotations[hasForm] != "" {
		return
	}
	switch arguments[0] {
	case applicationArgument:
		asks(p, root, question{name: applicationArgument, title: "Which application?", help: "/ searches the list", needed: true, ended: true})
	case eventArgument:
		asks(p, root, aboutEvent)
	}
}

// hasForm is the annotation of a command that asks.
const hasForm = "followcal_form"

// asksNow reports whether nothing was said and somebody can be asked.
func (p *Process) asksNow(command *cobra.Command, args []string) bool {
	said := false
	command.Flags().Visit(func(flag *pflag.Flag) { said = said || flag.Name != "db" })
	return p.Answers && len(args) == 0 && !said
}

// fillIn asks the questions and sets the flags.
func (p *Process) fillIn(command *cobra.Command, questions []question) (*commandLine, error) {
	pages, err := p.pages(command, questions)
	if err != nil {
		return nil, err
	}
	answers, err := p.ask(command.Context(), pages)
	if err != nil {
		return nil, err
	}
	typed := &commandLine{path: command.CommandPath()}
	if db := command.Flags().Lookup("db"); db != nil && db.Changed {
		typed.flag("db", db.Value.String())
	}
	for i := range questions {
		if err := typed.take(command, &questions[i], answers[i]); err != nil {
			return nil, err
		}
	}
	return typed, nil
}

// ask asks at the terminal of the process.
func (p *Process) ask(ctx context.Context, pages []form.Page) ([]string, error) {
	terminal := form.Terminal{In: p.In, Out: p.Err, Plain: p.Accessible, Color: p.Color}
	if p.Accessible {
		terminal.In = p.input(ctx)
	}
	answers, err := form.Ask(ctx, terminal, pages)
	if errors.Is(err, form.ErrLeft) {
		return nil, fault.Wrap(fault.Unavailable, err, "you left the form; nothing was recorded")
	}
	return answers, sentence(fault.Internal, err, "the terminal cannot show a form: say what you mean in arguments and flags")
}

// input is standard input for reads that an interrupt ends. There is one for the
// whole process, because such a reader may have taken more than it handed on.
func (p *Process) input(ctx context.Context) io.Reader {
	if p.interruptible == nil {
		p.interruptible = interruptible(ctx, p.In)
	}
	return p.interruptible
}

// onPage is how many questions a page holds: as many as a small terminal shows.
const onPage = 4

// pages makes pages of the questions: what the command is about is a page of its
// own, because its list can be long.
func (p *Process) pages(command *cobra.Command, questions []question) ([]form.Page, error) {
	var pages []form.Page
	var rest []form.Question
	for i := range questions {
		q := &questions[i]
		asked := form.Question{Title: q.title, Help: q.help, Choices: q.choices, Check: q.check(command)}
		switch {
		case q.name == applicationArgument || q.name == eventArgument:
			choices, err := p.subjects(command, q)
			if err != nil {
				return nil, err
			}
			asked.Choices = choices
			pages = append(pages, form.Page{Questions: []form.Question{asked}})
			continue
		case len(q.choices) > 0 && !q.needed:
			asked.Choices = slices.Concat([]form.Choice{{Label: "(leave it open)"}}, q.choices)
		}
		rest = append(rest, asked)
	}
	for page := range slices.Chunk(rest, onPage) {
		pages = append(pages, form.Page{Questions: page})
	}
	return pages, nil
}

// isList reports whether the question is about a flag that can be repeated.
func isList(command *cobra.Command, q *question) bool {
	flag := command.Flags().Lookup(q.name)
	if flag == nil {
		return false
	}
	_, list := flag.Value.(repeatable)
	return list
}

// repeatable is a flag that is given once for each of several values.
type repeatable interface{ Repeats() }

// check is what is wrong with an answer: what the flag itself would say.
func (q *question) check(command *cobra.Command) func(string) error {
	flag := command.Flags().Lookup(q.name)
	checker, checks := any(nil), false
	if flag != nil {
		checker, checks = flag.Value, true
	}
	return func(answer string) error {
		if answer == "" {
			if q.needed {
				return errors.New("this is needed")
			}
			return nil
		}
		if answer == standardInput {
			return errors.New("type it here: standard input is this terminal")
		}
		if c, ok := checker.(interface{ Check(string) error }); checks && ok {
			return c.Check(answer)
		}
		return nil
	}
}

// words makes choices of words that speak for themselves.
func words[T ~string](all []T) []form.Choice {
	choices := make([]form.Choice, len(all))
	for i, w := range all {
		choices[i] = form.Choice{Answer: string(w), Label: string(w)}
	}
	return choices
}
