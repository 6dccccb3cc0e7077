package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// display is what a terminal shows: the lines of its window, and those that
// scrolled out of it. A form is redrawn in pieces, and only of all that was sent
// before do they make words, so a test looks here and not at what was sent.
//
// Lines are as long as they need to be. What the display does not know is in
// unknown: guessing would show something else than a terminal does.
type display struct {
	lines       [][]rune
	row, column int
	unknown     []string
}

// control is a control sequence: its parameters and what it is.
var control = regexp.MustCompile(`^\x1b\[([\x30-\x3f]*)([\x20-\x2f]*[\x40-\x7e])`)

// shown is the display after a terminal was sent that. A sequence or a letter
// that has not wholly come yet is left out.
func shown(sent []byte) *display {
	d := &display{lines: [][]rune{nil}}
	for len(sent) > 0 {
		sequence := control.FindSubmatch(sent)
		switch {
		case sequence != nil:
			d.control(string(sequence[1]), string(sequence[2]))
			sent = sent[len(sequence[0]):]
		case sent[0] == '\x1b':
			if len(sent) == 1 || sent[1] == '[' {
				return d
			}
			d.escape(sent[1])
			sent = sent[2:]
		case !utf8.FullRune(sent):
			return d
		default:
			letter, size := utf8.DecodeRune(sent)
			d.letter(letter)
			sent = sent[size:]
		}
	}
	return d
}

// letter writes, or moves the cursor.
func (d *display) letter(letter rune) {
	switch letter {
	case '\r':
		d.column = 0
	case '\n':
		d.move(1, 0)
	case '\b':
		d.move(0, -1)
	case '\t':
		d.column = d.column/8*8 + 8
	case '\a':
	default:
		line := d.upTo(d.column + 1)
		line[d.column] = letter
		d.column++
	}
}

// escape follows an escape sequence of one letter.
func (d *display) escape(letter byte) {
	switch letter {
	case 'M':
		d.move(-1, 0)
	default:
		d.unknown = append(d.unknown, fmt.Sprintf("ESC %c", letter))
	}
}

// control follows a control sequence. Modes, colours and questions to the
// terminal change nothing that is shown.
func (d *display) control(parameters, what string) {
	n, err := strconv.Atoi(parameters)
	times := max(n, 1)
	if err != nil && parameters != "" {
		what = strings.Trim(parameters, "0123456789;:") + what
	}
	switch what {
	case "A":
		d.move(-times, 0)
	case "B":
		d.move(times, 0)
	case "C":
		d.move(0, times)
	case "D":
		d.move(0, -times)
	case "G":
		d.column = times - 1
	case "K", "J":
		d.erase(n, what == "J")
	case "X":
		line := d.upTo(d.column + times)
		copy(line[d.column:], blanks(times))
	case "P":
		line := d.upTo(d.column + times)
		d.lines[d.row] = slices.Delete(line, d.column, d.column+times)
	case "@":
		line := d.upTo(d.column)
		d.lines[d.row] = slices.Insert(line, d.column, blanks(times)...)
	case "m", ">m", "?h", "?l", "?$p", "?u", "=u":
	default:
		d.unknown = append(d.unknown, fmt.Sprintf("CSI %s %s", parameters, what))
	}
}

// erase erases from the cursor to the end of the line, and all lines below.
func (d *display) erase(part int, below bool) {
	if part != 0 {
		d.unknown = append(d.unknown, fmt.Sprintf("erasing part %d", part))
		return
	}
	d.lines[d.row] = d.upTo(d.column)[:d.column]
	if below {
		d.lines = d.lines[:d.row+1]
	}
}

func (d *display) move(rows, columns int) {
	d.row = max(d.row+rows, 0)
	d.column = max(d.column+columns, 0)
	for d.row >= len(d.lines) {
		d.lines = append(d.lines, nil)
	}
}

// upTo is the line of the cursor, at least that wide.
func (d *display) upTo(width int) []rune {
	if missing := width - len(d.lines[d.row]); missing > 0 {
		d.lines[d.row] = append(d.lines[d.row], blanks(missing)...)
	}
	return d.lines[d.row]
}

func blanks(n int) []rune { return slices.Repeat([]rune{' '}, n) }

// text is the lines without the spaces at their ends.
func (d *display) text() string {
	var text strings.Builder
	for _, line := range d.lines {
		text.WriteString(strings.TrimRight(string(line), " ") + "\n")
	}
	return text.String()
}
