// Package form asks a person at a terminal. It knows nothing of what the answers
// are for.
package form

import (
	"context"
	"errors"
	"io"
)

// Question is one thing to ask. Its answer is a text.
type Question struct {
	Title string
	Help  string // may be empty
	// Choices are the possible answers; without any, the answer is typed.
	Choices []Choice
	// Check says what is wrong with a typed answer; nil takes any.
	Check func(answer string) error
}

// Choice is a possible answer.
type Choice struct {
	Answer string // what it stands for
	Label  string // what is shown
}

// Page is what is asked at once.
type Page struct{ Questions []Question }

// Terminal is where to ask.
type Terminal struct {
	In  io.Reader
	Out io.Writer
	// Plain asks line by line, for screen readers and for terminals that cannot
	// move the cursor.
	Plain bool
	Color bool
}

// ErrLeft says that the person left without answering everything.
var ErrLeft = errors.New("the form was left")

// Ask asks page by page, and returns the answers in the order of the questions;
// what was left open is empty. Until it returns nothing has
// happened, so leaving leaves nothing behind.
func Ask(ctx context.Context, t Terminal, pages []Page) ([]string, error) {
	asked := newAsking(pages)
	var err error
	if t.Plain {
		err = asked.plainly(ctx, t)
	} else {
		err = asked.onScreen(ctx, t)
	}
	if err != nil {
		return nil, err
	}
	return asked.answers(), nil
}
