package exchange

import (
	"bytes"
	"io"
	"unicode/utf8"
)

// record is one row of a table. Its cells are valid until the next is read.
type record struct {
	line    int // the physical line on which it starts, from 1
	cells   [][]byte
	problem string // why it is no row; then it has no cells
}

// scanner splits a table (RFC 4180, with any of three delimiters) into records
// and recovers from a bad one: an unclosed quote costs the physical line that
// opened it, never the rest of the file, which a reader that trusts quotes
// would swallow.
type scanner struct {
	src     io.Reader
	comma   byte
	newline byte // LF, or CR in files of the old Macintosh
	columns int  // how many each record has; 0: any number
	// rowLike tells a row of this table from a line of prose that happens to
	// have as many cells. Nil, a quoted cell may hold anything.
	rowLike func(cells [][]byte) bool

	buf   []byte
	pos   int // where the next record begins in buf
	eof   bool
	line  int // of buf[pos]
	cells [][]byte
	spare [][]byte // for a look at further lines

	foreign   []byte // the first record that is not UTF-8
	multibyte bool   // some record has a character outside ASCII in UTF-8
}

// newScanner reads src, which must not return nothing without an error for
// ever; a [bufio.Reader] sees to that.
func newScanner(src io.Reader) *scanner {
	return &scanner{src: src, comma: ',', newline: '\n', line: 1, buf: make([]byte, 0, 2*window)}
}

// next returns the next record, io.EOF after the last one, or the error of the
// reader underneath. Empty lines are no records.
func (s *scanner) next() (record, error) {
	for {
		size, state, err := s.whole()
		if err != nil {
			return record{}, err
		}
		if size == 0 {
			return record{}, io.EOF
		}
		if state == complete && s.blank(size) {
			s.consume(size)
			continue
		}
		return s.judge(size, state)
	}
}

// whole splits the record at pos, reading on until all of it is there.
func (s *scanner) whole() (size int, state scanState, err error) {
	for {
		data := s.buf[s.pos:]
		if size, state = s.split(data, s.eof); state != incomplete {
			return size, state, nil
		}
		if len(data) >= MaxRecord {
			return len(data), unclosed, nil
		}
		if err := s.fill(); err != nil {
			return 0, incomplete, err
		}
	}
}

// judge turns what was split into a record and moves on behind it. A record
// that spans lines and is not well formed loses its first line only, so that a
// quote that was never closed does not take its neighbours with it.
func (s *scanner) judge(size int, state scanState) (record, error) {
	rec := record{line: s.line}
	data := s.buf[s.pos : s.pos+size]
	first := s.physicalLine(data)
	switch {
	case first > MaxRecord || (state == unclosed && first == len(data) && !s.eof):
		rec.problem = "the row is longer than 1 MiB"
		return rec, s.skipLine()
	case state == unclosed:
		rec.problem = "a quotation mark is opened and never closed"
	case state == stray:
		rec.problem = "there is text after a closing quotation mark"
	case first < size && s.swallowed(data[first:]):
		rec.problem = "a quotation mark is opened and never closed"
	case !s.isUTF8(data):
		rec.problem = "the row is not UTF-8"
		first = size
	case s.columns > 0 && len(s.cells) != s.columns:
		rec.problem = wrongCount(len(s.cells), s.columns)
		first = size
	default:
		rec.cells = s.cells
		first = size
	}
	s.consume(first)
	return rec, nil
}

// swallowed reports whether a record that spans lines took rows with it: a
// further line has the cells of a row, and either the record as a whole has
// not, or the line lies all within the quotes and looks like a row beside.
func (s *scanner) swallowed(rest []byte) bool {
	if s.columns == 0 {
		return false
	}
	cells := s.cells
	s.cells = s.spare
	defer func() { s.cells, s.spare = cells, s.cells }()
	wrong := len(cells) != s.columns
	for len(rest) > 0 {
		n := s.physicalLine(rest)
		last := n == len(rest)
		_, state := s.split(rest[:n], true)
		isRow := state == complete && len(s.cells) == s.columns && bytes.Count(rest[:n], []byte{'"'})%2 == 0
		if isRow && (wrong || (!last && s.rowLike != nil && s.rowLike(s.cells))) {
			return true
		}
		rest = rest[n:]
	}
	return false
}

// isUTF8 checks a record, and remembers what shows the encoding of the file.
func (s *scanner) isUTF8(data []byte) bool {
	if !utf8.Valid(data) {
		if s.foreign == nil {
			s.foreign = bytes.Clone(data)
		}
		return false
	}
	s.multibyte = s.multibyte || !ascii(data)
	return true
}

// ascii reports whether data says nothing about its encoding.
func ascii(data []byte) bool {
	for _, c := range data {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
