package form

import (
	"context"
	"errors"
	"io"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
	"github.com/charmbracelet/colorprofile"
)

// mostLines is how many choices are seen at once; the others are a key away.
const mostLines = 10

// asking is one run of a form.
type asking struct {
	form  *huh.Form
	given []*string
}

func newAsking(pages []Page) *asking {
	a := &asking{}
	groups := make([]*huh.Group, len(pages))
	for i, page := range pages {
		var fields []huh.Field
		for n := range page.Questions {
			fields = append(fields, a.field(&page.Questions[n]))
		}
		groups[i] = huh.NewGroup(fields...)
	}
	a.form = huh.NewForm(groups...).WithTheme(huh.ThemeFunc(huh.ThemeBase16))
	return a
}

func (a *asking) answers() []string {
	all := make([]string, len(a.given))
	for i, one := range a.given {
		all[i] = strings.TrimSpace(*one)
	}
	return all
}

// field makes the field of a question.
func (a *asking) field(q *Question) huh.Field {
	one := new(string)
	a.given = append(a.given, one)
	if len(q.Choices) > 0 {
		field := huh.NewSelect[string]().Title(q.Title).Description(q.Help).Options(options(q.Choices)...).Value(one)
		if len(q.Choices) > mostLines {
			field.Height(mostLines)
		}
		return field
	}
	field := huh.NewInput().Title(q.Title).Description(q.Help).Value(one)
	if q.Check != nil {
		field.Validate(func(answer string) error { return q.Check(strings.TrimSpace(answer)) })
	}
	return field
}

func options(choices []Choice) []huh.Option[string] {
	all := make([]huh.Option[string], len(choices))
	for i, c := range choices {
		all[i] = huh.NewOption(c.Label, c.Answer)
	}
	return all
}

// onScreen asks with a cursor that goes up and down.
func (a *asking) onScreen(ctx context.Context, t Terminal) error {
	terminal := []tea.ProgramOption{tea.WithContext(ctx), tea.WithInput(t.In), tea.WithOutput(t.Out), tea.WithoutSignalHandler()}
	if !t.Color {
		terminal = append(terminal, tea.WithColorProfile(colorprofile.Ascii))
	}
	a.form.SubmitCmd, a.form.CancelCmd = tea.Quit, tea.Interrupt
	_, err := tea.NewProgram(screen{a.form}, terminal...).Run()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, tea.ErrInterrupted):
		return ErrLeft
	}
	return err
}

// plainly asks line by line. The library goes on with empty answers when the
// input ends, so the end is noticed here.
func (a *asking) plainly(ctx context.Context, t Terminal) error {
	in, out := &ending{r: t.In}, t.Out
	if !t.Color {
		out = &colorprofile.Writer{Forward: out, Profile: colorprofile.NoTTY}
	}
	err := a.form.WithAccessible(true).WithInput(in).WithOutput(out).RunWithContext(ctx)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case in.ended:
		return ErrLeft
	}
	return err
}

// ending remembers that its reader came to an end.
type ending struct {
	r     io.Reader
	ended bool
}

// Read reads, and remembers a failure.
func (e *ending) Read(p []byte) (int, error) {
	n, err := e.r.Read(p)
	e.ended = e.ended || err != nil
	return n, err
}
