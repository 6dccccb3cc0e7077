package form_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

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
			if strings.ContainsRune(shown.String(), '\x1b') {
				t.Errorf("a terminal without colours was sent escape sequences: %q", &shown)
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

// Everything is typed before the form is drawn: no key may be lost, or reach the
// wrong question.
func TestAskingOnAScreen(t *testing.T) {
	const down, enter, tab, back, erase, paste = "\x1b[B", "\r", "\t", "\x1b[Z", "\x7f", "\x1b[200~%s\x1b[201~"
	tests := []struct {
		name, keys string
		want       []string
	}{
		{"answers", down + enter + "12" + enter + "Robin" + enter, []string{"p", "12", "Robin"}},
		{"while the terminal still makes lines", "\n34\nBo\n", []string{"a", "34", "Bo"}},
		{"the next field by tab", tab + "5" + tab + "Al" + enter, []string{"a", "5", "Al"}},
		{"pasted", enter + fmt.Sprintf(paste, "67") + enter + fmt.Sprintf(paste, "Kim") + enter, []string{"a", "67", "Kim"}},
		{"back within the page", enter + "8" + enter + "Jo" + back + "9" + enter + "e" + enter, []string{"a", "89", "Joe"}},
		{"back to the page before", enter + "1" + back + down + enter + "2" + enter + enter, []string{"p", "12", ""}},
		{"refused, and mended", enter + "x" + enter + erase + "3" + enter + enter, []string{"a", "3", ""}},
		{"left while refused", enter + enter + "Mo" + back + "x" + back + enter + tab + erase + "7" + enter + enter, []string{"a", "7", "Mo"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			got, err := form.Ask(ctx, form.Terminal{In: strings.NewReader(tt.keys), Out: io.Discard}, pages)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("answers (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLeavingAScreen(t *testing.T) {
	_, err := form.Ask(t.Context(), form.Terminal{In: strings.NewReader("\r12\r\x03"), Out: io.Discard}, pages)
	if !errors.Is(err, form.ErrLeft) {
		t.Errorf("after Ctrl-C: %v, want ErrLeft", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = form.Ask(ended, form.Terminal{In: &person{}, Out: io.Discard}, pages)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v, want what the context says", err)
	}
}
