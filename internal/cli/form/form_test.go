package form_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"followcal/internal/cli/form"
)

// person answers a line at a time, as a terminal hands lines on.
type person struct{ lines []string }

func (p *person) Read(to []byte) (int, error) {
	if len(p.lines) == 0 {
		return 0, io.EOF
	}
	n := copy(to, p.lines[0]+"\n")
	p.lines = p.lines[1:]
	return n, nil
}

var pages = []form.Page{
	{Questions: []form.Question{{Title: "Which fruit?", Choices: []form.Choice{{"a", "Apple"}, {"p", "Pear"}}}}},
	{Questions: []form.Question{
		{Title: "How many?", Check: func(answer string) error {
			if strings.Trim(answer, "0123456789") != "" {
				return errors.New("not a number")
			}
			return nil
		}},
		{Title: "For whom?", Help: "a name"},
	}},
}

func TestAskingLineByLine(t *testing.T) {
	tests := []struct {
		name  string
		lines []string
		want  []string
		says  string
	}{
		{"answers", []string{"2", " 3 ", "Robin"}, []string{"p", "3", "Robin"}, "1. Apple"},
		{"left open", []string{"1", "", ""}, []string{"a", "", ""}, "For whom?"},
		{"asked again", []string{"3", "two", "2", "many", "12", ""}, []string{"p", "12", ""}, "not a number"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var shown bytes.Buffer
			got, err := form.Ask(t.Context(), form.Terminal{In: &person{tt.lines}, Out: &shown, Plain: true}, pages)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("answers (-want +got):\n%s", diff)
			}
			if !strings.Contains(shown.String(), tt.says) {
				t.Errorf("%q was never shown:\n%s", tt.says, &shown)
			}
		})
	}
}

func TestLeavingLineByLine(t *testing.T) {
	for n := range 3 {
		_, err := form.Ask(t.Context(), form.Terminal{In: &person{[]string{"1", "2", "x"}[:n]}, Out: io.Discard, Plain: true}, pages)
		if !errors.Is(err, form.ErrLeft) {
			t.Errorf("after %d answers: %v, want ErrLeft", n, err)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := form.Ask(ended, form.Terminal{In: &person{}, Out: io.Discard, Plain: true}, pages)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v, want what the context says", err)
	}
}

func TestAskingOnAScreen(t *testing.T) {
	var shown bytes.Buffer
	keys := strings.NewReader("\x1b[B\r" + "12\r" + "Robin\r")
	_, err := form.Ask(t.Context(), form.Terminal{In: keys, Out: &shown}, pages[:1])
	if err != nil {
		t.Fatal(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = form.Ask(ended, form.Terminal{In: &person{}, Out: io.Discard}, pages)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v, want what the context says", err)
	}
}
