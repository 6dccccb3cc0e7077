package jobposting

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
)

// brokenBlock is a piece of JSON-LD that could not be read.
type brokenBlock struct {
	begins   int // the line of its beginning
	line     int // on which it breaks
	reason   string
	mentions bool // a JobPosting, so that its loss may matter
}

// block reads one piece of JSON-LD into the graph. One that is broken costs
// nobody else.
func (r *reader) block(b block) {
	text := b.text
	if !bytes.ContainsRune(text, '"') && bytes.Contains(text, []byte("&quot;")) {
		text = []byte(html.UnescapeString(string(text)))
	}
	repaired, err := repair(text)
	if err == nil {
		err = r.values(b.line, repaired)
	}
	if err == nil {
		return
	}
	at := len(text)
	var broke *breakError
	if errors.As(err, &broke) {
		at = min(broke.at, at)
	}
	r.broken = append(r.broken, brokenBlock{
		begins: b.line, line: b.line + bytes.Count(text[:at], []byte("\n")),
		reason: err.Error(), mentions: bytes.Contains(text, []byte("JobPosting")),
	})
}

// breakError is where in a block its JSON breaks, and why.
type breakError struct {
	at  int
	why string
}

func (e *breakError) Error() string { return e.why }

// values reads what follows one another in a block, mostly a single object.
func (r *reader) values(line int, text []byte) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	for {
		var v any
		start := d.InputOffset()
		err := d.Decode(&v)
		var syntax *json.SyntaxError
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &syntax):
			return &breakError{int(max(syntax.Offset, start)), syntax.Error()}
		case err != nil:
			return &breakError{len(text), "it ends too early"}
		}
		r.graph.add(v, line)
	}
}

// wrapping is what pages put around JSON to hide it from programs that do not
// know it: comments of HTML and of JavaScript, CDATA, a semicolon.
var wrapping = []string{"<![CDATA[", "]]>", "<!--", "-->", "//", "/*", "*/", ";", "\ufeff"}

// unwrap returns where the JSON within text begins and ends.
func unwrap(text []byte) (from, to int) {
	to = len(text)
	for again := true; again; {
		again = false
		to = len(bytes.TrimRight(text[:to], " \t\r\n\f"))
		from = to - len(bytes.TrimLeft(text[from:to], " \t\r\n\f"))
		for _, w := range wrapping {
			if bytes.HasPrefix(text[from:to], []byte(w)) {
				from, again = from+len(w), true
			}
			if bytes.HasSuffix(text[from:to], []byte(w)) {
				to, again = to-len(w), true
			}
		}
	}
	return from, to
}

// blank overwrites with spaces and leaves line breaks.
func blank(text []byte) {
	for i, c := range text {
		if c != '\n' {
			text[i] = ' '
		}
	}
}

// repair mends what many pages get wrong and no reader could misunderstand:
// what is wrapped around the JSON, commas before a closing bracket, control
// characters in strings, escapes such as \' that JSON does not have. Every place
// in the text stays where it was, so that errors can name the line. What is
// nested deeper than [MaxDepth] is refused before anybody recurses into it.
func repair(original []byte) ([]byte, error) {
	text := bytes.Clone(original)
	from, to := unwrap(text)
	blank(text[:from])
	blank(text[to:])
	depth, comma := 0, -1
	for i := from; i < to; i++ {
		switch c := text[i]; {
		case c == '"':
			comma, i = -1, repairString(text[:to], i+1)
		case c == '{' || c == '[':
			comma = -1
			if depth++; depth > MaxDepth {
				return nil, &breakError{i, fmt.Sprintf("it is nested more than %d deep", MaxDepth)}
			}
		case c == '}' || c == ']':
			depth--
			if comma >= 0 {
				text[comma] = ' '
			}
			comma = -1
		case c == ',':
			comma = i
		case c > ' ':
			comma = -1
		case c != '\n':
			text[i] = ' '
		}
	}
	return text, nil
}

// repairString mends a string from behind its opening quotation mark and returns
// the place of the closing one. The backslash of an escape that does not exist
// becomes a DEL, which goes with all control characters when text is cleaned.
func repairString(text []byte, i int) int {
	for ; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			return i
		case c < ' ':
			text[i] = ' '
		case c == '\\' && i+1 < len(text) && bytes.IndexByte([]byte(`"\/bfnrtu`), text[i+1]) >= 0:
			i++
		case c == '\\':
			text[i] = 0x7f
		}
	}
	return i
}
