package exchange

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"

	"followcal/internal/fault"
	"followcal/schedule"
)

// delimiters are those that a table may have, in the order in which they are
// preferred when a header reads the same with several.
var delimiters = []byte{',', ';', '\t'}

// readTable reads a table of any layout.
func (in *intake) readTable(text *bufio.Reader) error {
	s := newScanner(text)
	header, err := in.openTable(s)
	if err != nil {
		return err
	}
	take, err := in.layoutOf(header)
	if err != nil {
		return err
	}
	s.columns = len(header)
	s.rowLike = in.rowLike
	if err := in.readRows(s, take); err != nil {
		return err
	}
	if in.finish != nil {
		in.finish()
	}
	in.warnUnplaced()
	return in.checkEncoding(s)
}

// readRows hands every row to take, and reports what is no row.
func (in *intake) readRows(s *scanner, take func(record) error) error {
	if err := s.ahead(func(rec record) error { return in.readRow(rec, take) }); err != nil {
		return readFault(in.file, err)
	}
	return nil
}

func (in *intake) readRow(rec record, take func(record) error) error {
	if rec.problem == "" && empty(rec.cells) {
		in.warn(rec.line, "every cell is empty; the row is passed over")
		return nil
	}
	in.result.Rows++
	if err := in.budget.spend(in.file); err != nil {
		return err
	}
	if rec.problem != "" {
		in.reject(rec.line, rec.problem, "")
		return nil
	}
	return take(rec)
}

// checkEncoding refuses a file in which nothing outside ASCII is UTF-8. Where
// some of it is, the other rows are merely damaged, and rejected already.
func (in *intake) checkEncoding(s *scanner) error {
	if s.foreign == nil || s.multibyte {
		return nil
	}
	return fault.New(fault.Invalid, "%s is not UTF-8 but looks like %s; save it as UTF-8 and read it again", in.file, likelyEncoding(s.foreign))
}

// openTable finds the delimiter and returns the header.
func (in *intake) openTable(s *scanner) ([]string, error) {
	head, err := s.peek(window)
	if err != nil {
		return nil, readFault(in.file, err)
	}
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		s.newline = '\r'
	}
	if len(head) == window && bytes.IndexByte(head, s.newline) < 0 {
		return nil, fault.New(fault.Invalid, "%s is no table: its first line is longer than %d KiB", in.file, window>>10)
	}
	if comma, ok := announced(head); ok {
		s.consume(s.physicalLine(head))
		s.comma = comma
		return in.header(s)
	}
	for s.blankLine() {
		s.consume(s.physicalLine(s.buf[s.pos:]))
	}
	best := 0
	for _, comma := range delimiters {
		if n := s.understood(comma, in.options.From); n > best {
			best, s.comma = n, comma
		}
	}
	return in.header(s)
}

// announced reads the line "sep=;" that Excel takes as a hint.
func announced(head []byte) (comma byte, ok bool) {
	rest, ok := bytes.CutPrefix(bytes.ToLower(head[:min(len(head), 6)]), []byte("sep="))
	if !ok || len(rest) < 1 || bytes.IndexByte(delimiters, rest[0]) < 0 {
		return 0, false
	}
	return rest[0], true
}

// understood is how many columns of the header have a meaning when it is split
// by comma.
func (s *scanner) understood(comma byte, from Format) int {
	was := s.comma
	defer func() { s.comma = was }()
	s.comma = comma
	if _, state := s.split(s.buf[s.pos:], true); state != complete {
		return 0
	}
	header := foldedHeader(s.cells)
	if isOwn(header) {
		return len(header)
	}
	n := 0
	for _, l := range layouts {
		if from != "" && l.format != from {
			continue
		}
		known := 0
		for _, f := range l.bind(header).at {
			if f >= 0 {
				known++
			}
		}
		n = max(n, known)
	}
	return n
}

// header reads the header, which nothing can be read without.
func (in *intake) header(s *scanner) ([]string, error) {
	rec, err := s.next()
	if errors.Is(err, io.EOF) {
		return nil, fault.New(fault.Invalid, "%s is empty: there is no log in it", in.file)
	}
	if err != nil {
		return nil, readFault(in.file, err)
	}
	if s.foreign != nil {
		return nil, in.checkEncoding(s)
	}
	if rec.problem != "" {
		return nil, fault.New(fault.Invalid, "%s, line %d: %s, so its header cannot be read", in.file, rec.line, rec.problem)
	}
	if len(rec.cells) > MaxColumns {
		return nil, fault.New(fault.TooLarge, "%s has more than the %d columns that followcal reads", in.file, MaxColumns)
	}
	header := make([]string, len(rec.cells))
	for i, c := range rec.cells {
		header[i], _ = schedule.OneLine(string(c))
	}
	return header, nil
}

// foldedHeader is a header by whose names columns are found.
func foldedHeader(cells [][]byte) []string {
	header := make([]string, len(cells))
	for i, c := range cells {
		header[i] = folded(strings.ToValidUTF8(string(c), ""))
	}
	return header
}

// empty reports whether a row says nothing, as the last rows of a spreadsheet
// do.
func empty(cells [][]byte) bool {
	for _, c := range cells {
		if len(bytes.TrimSpace(c)) > 0 {
			return false
		}
	}
	return true
}
