package ical

import (
	"bytes"
	"io"
	"math"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
)

// Everything that golang-ical 0.3.6 gets wrong is worked around in this file
// and nowhere else. library_test.go shows each fault: when one of its tests
// fails, the library was mended and the part named there can go.

// params are the parameters of a property. golang-ical escapes their values
// with backslashes instead of quoting them, so only values that need neither
// may stand here: zone names and the names of value types.
type params = map[string][]string

// property returns a property as the library holds it. Its own setters
// allocate a map for each property, used or not, and search for an older value.
func property(name ics.Property, value string, with params) ics.IANAProperty {
	return ics.IANAProperty{BaseProperty: ics.BaseProperty{IANAToken: string(name), Value: value, ICalParameters: with}}
}

// layout makes the library end lines with CRLF (its default is LF) and leaves
// the folding to [folder]: the library folds at word boundaries, which gives
// lines of nothing but spaces.
var layout = &ics.SerializationConfiguration{MaxLength: math.MaxInt, NewLine: string(ics.WithNewLineWindows)}

// folder receives whole content lines, one in each write as the library makes
// them, and appends them folded (RFC 5545 section 3.1). It never fails: the
// library drops some errors of its writer, so the octets meet a real writer
// only later.
type folder struct{ bytes.Buffer }

var _ io.StringWriter = (*folder)(nil)

// The longest line in octets without its CRLF, and how far a fold may move
// forward to spare a reader that trims lines.
const (
	longestLine = 75
	foldLeeway  = 12
)

// WriteString appends one content line that ends with CRLF.
func (f *folder) WriteString(line string) (int, error) {
	n := len(line)
	room := longestLine + len("\r\n")
	for len(line) > room {
		cut := foldAt(line, room-len("\r\n"))
		f.Buffer.WriteString(line[:cut])
		f.Buffer.WriteString("\r\n ")
		line, room = line[cut:], longestLine-len(" ")+len("\r\n")
	}
	f.Buffer.WriteString(line)
	return n, nil
}

// Write is WriteString for a line in octets.
func (f *folder) Write(line []byte) (int, error) { return f.WriteString(string(line)) }

// properties writes each of them as a content line.
func (f *folder) properties(all []ics.IANAProperty) {
	for i := range all {
		// It fails only when the writer does, and this one never does.
		_ = all[i].SerializeTo(f, layout)
	}
}

// begin and end write the frame of a component, lines what was folded before.
func (f *folder) begin(c ics.ComponentType) { f.frame("BEGIN:", c) }
func (f *folder) end(c ics.ComponentType)   { f.frame("END:", c) }
func (f *folder) lines(folded []byte)       { f.Buffer.Write(folded) }

func (f *folder) frame(word string, c ics.ComponentType) {
	f.Buffer.WriteString(word)
	f.Buffer.WriteString(string(c))
	f.Buffer.WriteString("\r\n")
}

// contentLines returns properties as folded content lines.
func contentLines(all ...ics.IANAProperty) []byte {
	var f folder
	f.properties(all)
	return f.Bytes()
}

// foldAt returns the last good place to break line within its first most
// octets. It never splits a code point. Where it can, it also keeps an escaped
// character whole and breaks between two visible characters, for the sake of
// readers that trim what they read before they unfold it.
func foldAt(line string, most int) int {
	hard := most
	for !utf8.RuneStart(line[hard]) {
		hard--
	}
	for cut := hard; cut > most-foldLeeway; cut-- {
		before, after := line[cut-1], line[cut]
		if utf8.RuneStart(after) && before != '\\' && !isBlank(before) && !isBlank(after) {
			return cut
		}
	}
	return hard
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// text returns s as the value of a TEXT property: the library leaves CR and
// other control characters in, and writes broken UTF-8 as it is. Every line
// break becomes LF, which the library escapes; tabs stay; other control
// characters go, and so do blanks at the end and what exceeds mostBlanks;
// octets that are no UTF-8 become U+FFFD.
func text(s string) string {
	if !isPlain(s) {
		s = lineBreaks.Replace(strings.ToValidUTF8(s, "\uFFFD"))
		blanks := 0
		s = strings.Map(func(r rune) rune { return clean(r, &blanks) }, s)
	}
	return strings.TrimRight(s, " \t")
}

// line is [text] for what is shown in one line: a line break becomes a space.
// That is no fault of the library; calcurse skips an event that has one in its
// summary.
func line(s string) string {
	if s = text(s); strings.Contains(s, "\n") {
		return text(strings.ReplaceAll(s, "\n", " "))
	}
	return s
}

// clean returns r, or -1 to drop it. blanks counts those before it.
func clean(r rune, blanks *int) rune {
	switch {
	case r == ' ' || r == '\t':
		if *blanks++; *blanks > mostBlanks {
			return -1
		}
		return r
	case unicode.IsControl(r) && r != '\n':
		return -1
	}
	*blanks = 0
	return r
}

// mostBlanks is how many spaces and tabs may follow each other: folded, a run
// of 74, or one at the end, could make a line of nothing else, which some
// readers take for the end.
const mostBlanks = 32

// lineBreaks has, besides the usual ones, those that some readers split lines
// at: next line, line separator and paragraph separator.
var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// isPlain reports whether text has nothing to do: ASCII without control
// characters but LF and tab, and without long runs of blanks.
func isPlain(s string) bool {
	blanks := 0
	for i := range len(s) {
		c := s[i]
		if c >= 0x7f || c < ' ' && c != '\n' && c != '\t' {
			return false
		}
		if blanks++; !isBlank(c) {
			blanks = 0
		}
		if blanks > mostBlanks {
			return false
		}
	}
	return true
}

// uri returns s for a property of type URI, which the library writes as it is,
// line breaks included. What is not printable ASCII is percent-encoded, which
// is how RFC 3987 section 3.1 maps such an address to a URI; ok is false for
// an address that is none even then.
func uri(s string) (encoded string, ok bool) {
	const hex = "0123456789ABCDEF"
	if strings.IndexFunc(s, notInURI) < 0 {
		return s, true
	}
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; notInURI(rune(c)) {
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		} else {
			b.WriteByte(c)
		}
	}
	_, err := url.Parse(b.String())
	return b.String(), err == nil
}

func notInURI(r rune) bool {
	return r <= ' ' || r >= 0x7f || strings.ContainsRune("\"<>\\^`{|}", r)
}
