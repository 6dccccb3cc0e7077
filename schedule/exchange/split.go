package exchange

import (
	"bytes"
	"fmt"
)

// scanState is how far a record could be split.
type scanState uint8

const (
	incomplete scanState = iota // it goes on behind the data
	complete
	unclosed // the data ends within quotes
	stray    // something follows a closing quotation mark
)

// split splits the record at the start of data into s.cells and returns how
// long it is, its line end included. At the end of the input the last line end
// may lack.
func (s *scanner) split(data []byte, eof bool) (int, scanState) {
	s.cells = s.cells[:0]
	end := bytes.IndexByte(data, s.newline)
	if end < 0 && !eof {
		return 0, incomplete
	}
	size := end + 1
	if end < 0 {
		end, size = len(data), len(data)
	}
	if bytes.IndexByte(data[:end], '"') >= 0 {
		return s.splitQuoted(data, eof)
	}
	text := trimCR(data[:end])
	for {
		i := bytes.IndexByte(text, s.comma)
		if i < 0 {
			s.cells = append(s.cells, text)
			return size, complete
		}
		s.cells = append(s.cells, text[:i])
		text = text[i+1:]
	}
}

// splitQuoted is split for a record with quotation marks. One in the middle of
// an unquoted cell stands for itself, as in `5" disk`.
func (s *scanner) splitQuoted(data []byte, eof bool) (int, scanState) {
	at := 0
	for {
		var cell []byte
		if at < len(data) && data[at] == '"' {
			length, text, closed := unquote(data[at+1:])
			if !closed {
				return len(data), s.open(eof)
			}
			cell, at = text, at+1+length
		} else {
			start := at
			for at < len(data) && data[at] != s.comma && data[at] != s.newline {
				at++
			}
			cell = data[start:at]
		}
		done, size, state := s.after(data, at, eof)
		if done && state == complete {
			cell = trimCR(cell)
		}
		s.cells = append(s.cells, cell)
		if done {
			return size, state
		}
		at++
	}
}

// after looks at what follows a cell that ends at at: a delimiter, the end of
// the record, or something that must not be there.
func (s *scanner) after(data []byte, at int, eof bool) (done bool, size int, state scanState) {
	rest := data[at:]
	switch {
	case len(rest) == 0 && !eof, len(rest) == 1 && rest[0] == '\r' && !eof:
		return true, len(data), incomplete
	case len(rest) == 0:
		return true, len(data), complete
	case rest[0] == s.newline:
		return true, at + 1, complete
	case rest[0] == '\r' && (len(rest) == 1 || rest[1] == s.newline):
		return true, min(at+2, len(data)), complete
	case rest[0] == s.comma:
		return false, 0, incomplete
	}
	return true, len(data), stray
}

// open is the state of a quoted cell without an end in sight.
func (s *scanner) open(eof bool) scanState {
	if eof {
		return unclosed
	}
	return incomplete
}

// unquote reads a quoted cell behind its opening mark and returns how long it
// is with its closing mark. The text is a part of data unless a doubled mark
// had to be resolved.
func unquote(data []byte) (length int, text []byte, closed bool) {
	at, doubled := 0, false
	for {
		i := bytes.IndexByte(data[at:], '"')
		if i < 0 {
			return 0, nil, false
		}
		at += i + 1
		if at == len(data) || data[at] != '"' {
			break
		}
		doubled = true
		at++
	}
	text = data[:at-1]
	if doubled {
		text = bytes.ReplaceAll(text, []byte(`""`), []byte(`"`))
	}
	return at, text, true
}

// trimCR takes the CR of a CR LF off.
func trimCR(line []byte) []byte { return bytes.TrimSuffix(line, []byte("\r")) }

// wrongCount is the reason for a row with too few or too many cells.
func wrongCount(got, want int) string {
	return fmt.Sprintf("the row has %d cells and the header %d", got, want)
}
