package form

import (
	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
)

// screen shows a form. To leave a field the library sends itself messages from
// other goroutines, so what is typed before they arrive would go to the field
// that was left, or nowhere. Here a key has led where it leads before the next
// one is taken: whoever types fast, or ahead, finds every key where it belongs.
type screen struct{ form *huh.Form }

// Init starts the form.
func (s screen) Init() tea.Cmd { return s.form.Init() }

// Update hands the message on to the form, and follows where a key leads.
func (s screen) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	press, pressed := msg.(tea.KeyPressMsg)
	if pressed && press.String() == "ctrl+j" {
		// As long as a program starts, the terminal makes a line feed of Enter.
		press = tea.KeyPressMsg{Code: tea.KeyEnter}
		msg = press
	}
	_, next := s.form.Update(msg)
	if pressed {
		switch press.String() {
		case "enter", "tab", "shift+tab":
			next = s.follow(next)
		}
	}
	return s, next
}

// follow leaves the field if that is what the command of its key is about. Such
// a command does not wait for anything.
func (s screen) follow(next tea.Cmd) tea.Cmd {
	if next == nil { // the answer is refused
		return nil
	}
	switch msg := next(); msg {
	case huh.NextField():
		return s.leave(s.form.NextField, s.form.NextGroup)
	case huh.PrevField():
		return s.leave(s.form.PrevField, s.form.PrevGroup)
	default:
		return func() tea.Msg { return msg }
	}
}

// leave goes to another field, and at the end of its page to another page. As
// long as an answer of this page is refused, it stays.
func (s screen) leave(field, page func() tea.Cmd) tea.Cmd {
	here := s.form.GetFocusedField()
	next := field()
	if s.form.GetFocusedField() != here {
		return next
	}
	next = page()
	if s.form.State == huh.StateNormal && s.form.GetFocusedField() == here {
		return here.Focus()
	}
	return next
}

// View draws the form. The terminal says when its window loses the focus, so that
// the cursor blinks only where keys go.
func (s screen) View() tea.View {
	view := tea.NewView(s.form.View())
	view.ReportFocus = true
	return view
}
