package icaltest

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longest is how many octets a line may have without its CRLF (RFC 5545
// section 3.1).
const longest = 75

// line is a content line after unfolding.
type line struct {
	number int // of its first physical line
	name   string
	params map[string][]string
	value  string
}

// lines checks the physical lines and returns the content lines.
func (c *checker) lines(octets []byte) []line {
	if len(octets) == 0 {
		c.add(1, "the calendar is empty")
		return nil
	}
	if bytes.HasPrefix(octets, []byte("\uFEFF")) {
		c.add(1, "the calendar begins with a byte order mark")
	}
	if !bytes.HasSuffix(octets, []byte("\r\n")) {
		c.add(1+bytes.Count(bytes.TrimSuffix(octets, []byte("\n")), []byte("\n")), "the last line does not end with CRLF")
	}
	var unfolded []line
	var raw []string
	for i, physical := range strings.Split(strings.TrimSuffix(string(octets), "\r\n"), "\n") {
		if i > 0 && !strings.HasSuffix(raw[len(raw)-1], "\r") {
			c.add(i, "the line ends with LF alone")
		}
		raw = append(raw, physical)
	}
	for i, physical := range raw {
		physical = strings.TrimSuffix(physical, "\r")
		c.physical(i+1, physical)
		if i > 0 && physical != "" && (physical[0] == ' ' || physical[0] == '\t') {
			if len(unfolded) > 0 {
				unfolded[len(unfolded)-1].value += physical[1:]
			}
			continue
		}
		unfolded = append(unfolded, line{number: i + 1, value: physical})
	}
	for i := range unfolded {
		c.split(&unfolded[i])
	}
	return unfolded
}

// physical checks one line as it stands in the file.
func (c *checker) physical(number int, s string) {
	switch {
	case strings.TrimLeft(s, " \t") == "":
		c.add(number, "the line is blank")
	case len(s) > longest:
		c.add(number, "the line has %d octets, at most %d are allowed", len(s), longest)
	}
	if !utf8.ValidString(s) {
		c.add(number, "the line is not UTF-8, or a fold splits a character")
	}
	for _, r := range s {
		if unicode.IsControl(r) && r != '\t' {
			c.add(number, "the line has the control character %U", r)
		}
	}
}

// split takes name, parameters and value apart (RFC 5545 section 3.1).
func (c *checker) split(l *line) {
	rest := l.value
	l.params = make(map[string][]string)
	l.name, rest = token(rest)
	if l.name == "" {
		c.add(l.number, "the line has no property name: %.40q", l.value)
	}
	for strings.HasPrefix(rest, ";") {
		name, more := token(rest[1:])
		if name == "" || !strings.HasPrefix(more, "=") {
			c.add(l.number, "the parameter after %s is broken", l.name)
			return
		}
		values, more, ok := paramValues(more[1:])
		if !ok {
			c.add(l.number, "the value of the parameter %s is broken", name)
			return
		}
		if l.params[name] != nil {
			c.add(l.number, "the parameter %s stands twice", name)
		}
		l.params[name], rest = values, more
	}
	if !strings.HasPrefix(rest, ":") {
		c.add(l.number, "there is no colon after %s", l.name)
		return
	}
	l.value = rest[1:]
}

// token cuts a name of letters, digits and hyphens off s.
func token(s string) (name, rest string) {
	n := 0
	for n < len(s) && (s[n] == '-' || s[n] >= '0' && s[n] <= '9' || s[n] >= 'A' && s[n] <= 'Z' || s[n] >= 'a' && s[n] <= 'z') {
		n++
	}
	return strings.ToUpper(s[:n]), s[n:]
}

// paramValues cuts the comma-separated values of a parameter off s. A value is
// quoted, or has none of the characters that would need it.
func paramValues(s string) (values []string, rest string, ok bool) {
	for {
		var value string
		if strings.HasPrefix(s, `"`) {
			end := strings.IndexByte(s[1:], '"')
			if end < 0 {
				return nil, s, false
			}
			value, s = s[1:end+1], s[end+2:]
		} else {
			end := strings.IndexAny(s, `",;:`)
			if end < 0 || s[end] == '"' || strings.Contains(s[:end], `\`) {
				return nil, s, false
			}
			value, s = s[:end], s[end:]
		}
		values = append(values, value)
		if !strings.HasPrefix(s, ",") {
			return values, s, true
		}
		s = s[1:]
	}
}
