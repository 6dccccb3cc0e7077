package schedule

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// OneLine returns text as it may stand in a title or a name: line breaks and
// tabs become spaces, other control characters are dropped (and reported), and
// the ends are trimmed.
func OneLine(text string) (clean string, dropped bool) { return tidyText(text, false) }

// ManyLines returns text as it may stand in a note: line breaks become a bare
// LF and tabs stay, other control characters are dropped (and reported), and
// the ends are trimmed.
func ManyLines(text string) (clean string, dropped bool) { return tidyText(text, true) }

// tidyText is the one place where text is cleaned. What it returns it would
// return again unchanged, on which every round trip rests.
func tidyText(text string, lines bool) (string, bool) {
	if plain(text) {
		return strings.TrimSpace(text), false
	}
	var b strings.Builder
	b.Grow(len(text))
	dropped := false
	for i, r := range text {
		switch {
		case r == '\r' && strings.HasPrefix(text[i+1:], "\n"):
			// The LF that follows stands for both.
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			b.WriteByte(lineBreak(lines))
		case r == '\t':
			b.WriteByte(tab(lines))
		case unicode.IsControl(r):
			dropped = true
		default:
			b.WriteRune(r)
		}
	}
	return strings.TrimSpace(b.String()), dropped
}

// plain reports whether text has nothing that [tidyText] would change but its
// ends. Everything outside ASCII takes the long way.
func plain(text string) bool {
	for i := 0; i < len(text); i++ {
		if c := text[i]; c < ' ' || c >= 0x7f {
			return false
		}
	}
	return true
}

// lineBreak is what a line break becomes.
func lineBreak(lines bool) byte {
	if lines {
		return '\n'
	}
	return ' '
}

// tab is what a tab becomes.
func tab(lines bool) byte {
	if lines {
		return '\t'
	}
	return ' '
}

// excerptLength is how many characters of a value a message quotes.
const excerptLength = 80

// Excerpt shortens a value for a message and takes out what would garble it.
func Excerpt(value string) string {
	value = strings.ToValidUTF8(value, "�")
	value, _ = OneLine(value)
	if utf8.RuneCountInString(value) <= excerptLength {
		return value
	}
	return string([]rune(value)[:excerptLength]) + "…"
}
