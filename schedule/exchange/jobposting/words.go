package jobposting

import (
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// name returns text as it may stand in a title or a name: without tags, with
// its entities resolved, on one line, without control characters. What is
// longer than [MaxText] is left out with a warning that says what it was.
func (r *reader) name(what, text string) string {
	clean := oneLine(text)
	if len(clean) > MaxText {
		r.warn("%s is longer than %d bytes and is left out", what, MaxText)
		return ""
	}
	return clean
}

// oneLine is the cleaning of [reader.name].
func oneLine(text string) string {
	if len(text) > maxDescription {
		text = strings.ToValidUTF8(text[:maxDescription], "")
	}
	text = withoutTags(text)
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r == '\ufeff', r == '\u200b':
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd"))
	return strings.Join(strings.Fields(text), " ")
}

// withoutTags resolves entities and takes tags out, twice: many pages escape
// HTML once more when they put it into JSON. Where there are blocks, they end the
// lines, and a line break in the text is a space.
func withoutTags(text string) string {
	for range 2 {
		if !strings.ContainsAny(text, "<&") {
			return text
		}
		var b strings.Builder
		lines := strings.NewReplacer()
		z := html.NewTokenizer(strings.NewReader(text))
		for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
			if kind == html.TextToken {
				b.Write(z.Text())
				continue
			}
			if tag, _ := z.TagName(); endsLine[atom.Lookup(tag)] {
				b.WriteByte(0)
				lines = blocksEndLines
			}
		}
		text = lines.Replace(b.String())
	}
	return text
}

// blocksEndLines is for text in which a zero byte stands for the end of a block.
var blocksEndLines = strings.NewReplacer("\n", " ", "\x00", "\n")

// endsLine are the elements that a browser does not put on one line with what
// is around them.
var endsLine = map[atom.Atom]bool{
	atom.Br: true, atom.P: true, atom.Div: true, atom.Li: true, atom.Ul: true, atom.Ol: true, atom.Tr: true, atom.Table: true, atom.Td: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Section: true, atom.Hr: true,
}

// scalar returns a value as text, as far as it is any: a string, a number, or
// an object that wraps one.
func scalar(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case map[string]any:
		for _, key := range []string{"@value", "name", "value", "@id"} {
			if s, ok := v[key].(string); ok {
				return s
			}
			if n, ok := v[key].(json.Number); ok {
				return n.String()
			}
		}
	}
	return ""
}

// first returns the first value of a property that is text.
func (g *graph) first(n node, properties ...string) string {
	for _, property := range properties {
		for _, v := range g.all(n, property) {
			if s := scalar(v); strings.TrimSpace(s) != "" {
				return s
			}
		}
	}
	return ""
}

// shownLength is how much of a value is repeated to the user, in characters.
const shownLength = 80

// shown shortens a value for a message and takes out what would garble it.
func shown(text string) string {
	text = oneLine(text)
	if utf8.RuneCountInString(text) <= shownLength {
		return text
	}
	return string([]rune(text)[:shownLength]) + "…"
}
