package exchange

import (
	"bufio"
	"bytes"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"followcal/internal/fault"
)

// marks are the first bytes of what is not a log in UTF-8 or UTF-16. Longer
// marks stand before the shorter ones that they begin with.
var marks = []struct {
	bytes string
	name  string
}{
	{"\xff\xfe\x00\x00", "UTF-32 (little-endian)"},
	{"\x00\x00\xfe\xff", "UTF-32 (big-endian)"},
	{"\x84\x31\x95\x33", "GB18030"},
	{"+/v8", "UTF-7"},
	{"+/v9", "UTF-7"},
	{"%PDF-", "PDF"},
	{"\x1f\x8b", "gzip"},
	{"BZh", "bzip2"},
	{"\xfd7zXZ", "xz"},
	{"7z\xbc\xaf\x27\x1c", "7-Zip"},
	{"Rar!", "RAR"},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Excel 97 workbook (.xls)"},
	{"SQLite format 3", "an SQLite database"},
	{"\x89PNG", "a PNG picture"},
	{"\xff\xd8\xff", "a JPEG picture"},
	{"{\\rtf", "RTF"},
	{"BEGIN:VCALENDAR", "an iCalendar file"},
}

// decode returns the text of raw as UTF-8 without a byte order mark. UTF-16 is
// read with and without its mark; everything else is named and refused. Whether
// the rest of a file is UTF-8 shows only as it is read.
func decode(file string, raw *bufio.Reader) (*bufio.Reader, error) {
	head, _ := raw.Peek(16)
	for _, m := range marks {
		if bytes.HasPrefix(head, []byte(m.bytes)) {
			return nil, fault.New(fault.Invalid, "%s is %s, which followcal does not read; export it as CSV in UTF-8", file, m.name)
		}
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, err := raw.Discard(3)
		return raw, err
	case bytes.HasPrefix(head, []byte("\xff\xfe")), zeroEverySecond(head, 1):
		return utf16(raw, unicode.LittleEndian), nil
	case bytes.HasPrefix(head, []byte("\xfe\xff")), zeroEverySecond(head, 0):
		return utf16(raw, unicode.BigEndian), nil
	case bytes.IndexByte(head, 0) >= 0:
		return nil, fault.New(fault.Invalid, "%s is a binary file or UTF-32, which followcal does not read; export it as CSV in UTF-8", file)
	}
	return raw, nil
}

// zeroEverySecond reports whether head is ASCII in UTF-16 without a mark, the
// zero bytes at the given parity. No log begins otherwise.
func zeroEverySecond(head []byte, parity int) bool {
	if len(head) < 4 {
		return false
	}
	for i, c := range head[:4] {
		if (c == 0) != (i%2 == parity) {
			return false
		}
	}
	return true
}

// utf16 decodes UTF-16. A mark at the start is taken off, and overrules the
// order.
func utf16(raw io.Reader, order unicode.Endianness) *bufio.Reader {
	decoder := unicode.UTF16(order, unicode.UseBOM).NewDecoder()
	return bufio.NewReaderSize(transform.NewReader(raw, decoder), window)
}

// likelyEncoding names what text in another encoding probably is, from a sample
// that is not UTF-8.
func likelyEncoding(sample []byte) string {
	run, pairs, controls := 0, true, false
	for _, c := range append(bytes.Clone(sample), 0) {
		controls = controls || (c >= 0x80 && c <= 0x9f)
		if c >= 0x80 {
			run++
			continue
		}
		pairs = pairs && run%2 == 0
		run = 0
	}
	switch {
	case pairs:
		return "an East Asian encoding such as GB18030, Big5 or EUC"
	case controls:
		return "Windows-1252"
	}
	return "ISO-8859-1 or Windows-1252"
}

// firstByte returns the first byte of text that is not white space, unread.
func firstByte(text *bufio.Reader) (byte, error) {
	head, err := text.Peek(window)
	if trimmed := bytes.TrimLeft(head, " \t\r\n"); len(trimmed) > 0 {
		return trimmed[0], nil
	}
	return 0, err
}
