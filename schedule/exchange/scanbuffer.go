package exchange

import (
	"bytes"
	"errors"
	"io"
)

// physicalLine returns the length of the first line of data, its end included.
func (s *scanner) physicalLine(data []byte) int {
	if i := bytes.IndexByte(data, s.newline); i >= 0 {
		return i + 1
	}
	return len(data)
}

// blank reports whether the record at pos is an empty line.
func (s *scanner) blank(size int) bool {
	return len(bytes.TrimSpace(s.buf[s.pos:s.pos+size])) == 0 && len(s.cells) <= 1
}

// consume moves on by n bytes and counts the lines in them.
func (s *scanner) consume(n int) {
	s.line += bytes.Count(s.buf[s.pos:s.pos+n], []byte{s.newline})
	s.pos += n
}

// fill reads on. It moves what is left to the front, and grows the buffer only
// when one record fills it.
func (s *scanner) fill() error {
	if s.pos > 0 {
		s.buf = s.buf[:copy(s.buf, s.buf[s.pos:])]
		s.pos = 0
	}
	if len(s.buf) == cap(s.buf) {
		grown := make([]byte, len(s.buf), 2*cap(s.buf))
		copy(grown, s.buf)
		s.buf = grown
	}
	n, err := s.src.Read(s.buf[len(s.buf):cap(s.buf)])
	s.buf = s.buf[:len(s.buf)+n]
	if errors.Is(err, io.EOF) {
		s.eof = true
		return nil
	}
	return err
}

// skipLine drops the rest of a line that is too long to be a row.
func (s *scanner) skipLine() error {
	for {
		n := s.physicalLine(s.buf[s.pos:])
		ended := n > 0 && s.buf[s.pos+n-1] == s.newline
		s.consume(n)
		if ended || s.eof {
			return nil
		}
		if err := s.fill(); err != nil {
			return err
		}
	}
}

// peek returns up to n bytes of what comes next, at least all that there is of
// it.
func (s *scanner) peek(n int) ([]byte, error) {
	for len(s.buf)-s.pos < n && !s.eof {
		if err := s.fill(); err != nil {
			return nil, err
		}
	}
	return s.buf[s.pos:min(len(s.buf), s.pos+n)], nil
}

// blankLine reports whether an empty line comes next.
func (s *scanner) blankLine() bool {
	line := s.buf[s.pos:]
	line = line[:s.physicalLine(line)]
	return len(line) > 0 && len(bytes.TrimSpace(line)) == 0
}
