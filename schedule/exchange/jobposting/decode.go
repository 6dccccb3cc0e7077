package jobposting

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/net/html/charset"

	"followcal/internal/fault"
)

// foreign are the first bytes of what is saved in the place of a page.
var foreign = []struct{ bytes, name string }{
	{"%PDF-", "a PDF"},
	{"PK\x03\x04", "a ZIP archive"},
	{"\x1f\x8b", "compressed with gzip"},
	{"bplist00", "a Safari web archive"},
	{"From: <Saved by", "a web archive (MHTML)"},
	{"MIME-Version:", "a web archive (MHTML)"},
	{"\x89PNG", "a picture"},
	{"\xff\xd8\xff", "a picture"},
}

// text returns the page as UTF-8 without a byte order mark.
func (r *reader) text(src io.Reader) ([]byte, error) {
	data, err := r.all(src)
	if err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, fault.New(fault.Invalid, "%s is empty: there is no posting in it", r.file)
	}
	for _, f := range foreign {
		if bytes.HasPrefix(data, []byte(f.bytes)) {
			return nil, fault.New(fault.Invalid, "%s is %s, not a web page; save the posting's page as HTML", r.file, f.name)
		}
	}
	return r.decode(data)
}

// decode believes the bytes before it believes what the page says about them:
// browsers that save a page as UTF-8 leave the old declaration in it. Only the
// one encoding that has seven bits could pass for UTF-8.
func (r *reader) decode(data []byte) ([]byte, error) {
	encoding, name, _ := charset.DetermineEncoding(data, "")
	if label := wideLabel(data); label != "" {
		encoding, name = charset.Lookup(label)
	} else if utf8.Valid(data) && name != "iso-2022-jp" {
		return bytes.TrimPrefix(data, []byte("\ufeff")), nil
	}
	text, err := encoding.NewDecoder().Bytes(data)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "%s is not text in the encoding %s that it seems to have; save it as UTF-8", r.file, name)
	}
	if bytes.IndexByte(text, 0) >= 0 {
		return nil, fault.New(fault.Invalid, "%s is a binary file, not a web page; save the posting's page as HTML", r.file)
	}
	return bytes.ToValidUTF8(bytes.TrimPrefix(text, []byte("\ufeff")), []byte("\ufffd")), nil
}

// wideLabel names UTF-16 by its mark, or by the zero bytes that its ASCII has;
// empty for anything else.
func wideLabel(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), len(data) > 3 && data[0] != 0 && data[1] == 0 && data[3] == 0:
		return "utf-16le"
	case bytes.HasPrefix(data, []byte("\xfe\xff")), len(data) > 3 && data[0] == 0 && data[1] != 0 && data[2] == 0:
		return "utf-16be"
	}
	return ""
}

// isJSON reports whether text is JSON-LD alone rather than a page.
func isJSON(text []byte) bool {
	text = bytes.TrimLeft(text, " \t\r\n")
	return len(text) > 0 && (text[0] == '{' || text[0] == '[')
}
