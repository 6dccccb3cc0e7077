package exchange

import (
	"errors"
	"io"
	"slices"
	"unicode/utf8"

	"followcal/internal/fault"
)

// maxToken bounds one text or number of JSON in bytes, escapes included: the
// decoder holds each in memory before anybody can judge it.
const maxToken = 6*MaxText + 2

// jsonGuard lets JSON through that is UTF-8 and whose texts, numbers and blank
// spaces are not endless. The decoder underneath checks neither, and holds all
// of them in memory.
type jsonGuard struct {
	file   string
	src    io.Reader
	tail   []byte // a character that the last read cut off
	length int    // of the text, number or blank space that is being read
	quoted bool
	blank  bool
	slash  bool // a backslash came last
}

// Read checks what it hands on. The decoder reads ahead, so that errors come a
// little before their place.
func (g *jsonGuard) Read(p []byte) (int, error) {
	n, err := g.src.Read(p)
	if !g.isUTF8(p[:n], errors.Is(err, io.EOF)) {
		return 0, fault.New(fault.Invalid, "%s is not UTF-8, which JSON must be; save it as UTF-8 and read it again", g.file)
	}
	for _, c := range p[:n] {
		if g.count(c); g.length > maxToken {
			return 0, fault.New(fault.TooLarge, "%s has a text, number or blank space of more than %d KiB", g.file, maxToken>>10)
		}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = readFault(g.file, err)
	}
	return n, err
}

// count measures texts between quotation marks, blank space, and runs of
// anything else.
func (g *jsonGuard) count(c byte) {
	switch {
	case g.slash:
		g.slash = false
		g.length++
	case g.quoted && c == '\\':
		g.slash = true
		g.length++
	case c == '"':
		g.quoted = !g.quoted
		g.length = 0
	case g.quoted:
		g.length++
	case c == ',' || c == ':':
		g.length = 0
	default:
		if blank := c <= ' '; blank != g.blank {
			g.blank = blank
			g.length = 0
		}
		g.length++
	}
}

// isUTF8 checks a piece, together with the character that the piece before it
// cut off.
func (g *jsonGuard) isUTF8(p []byte, last bool) bool {
	if len(g.tail) == 0 && utf8.Valid(p) {
		return true
	}
	data := slices.Concat(g.tail, p)
	for len(data) > 0 {
		if !last && !utf8.FullRune(data) {
			break
		}
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			return false
		}
		data = data[size:]
	}
	g.tail = append([]byte(nil), data...)
	return true
}
