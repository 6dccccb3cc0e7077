package exchange_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"followcal/internal/fault"
	"followcal/schedule/exchange"
)

const accented = "Company,Title\r\nCafé Größe,Éditeur – senior\r\n日本語,b\r\n"

func encoded(t *testing.T, e encoding.Encoding, text string) string {
	t.Helper()
	out, err := encoding.ReplaceUnsupported(e.NewEncoder()).String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestUTF8AndUTF16AreRead(t *testing.T) {
	le, be := unicode.LittleEndian, unicode.BigEndian
	for name, text := range map[string]string{
		"UTF-8":               accented,
		"UTF-8 with a mark":   "\xef\xbb\xbf" + accented,
		"UTF-16LE":            encoded(t, unicode.UTF16(le, unicode.UseBOM), accented),
		"UTF-16BE":            encoded(t, unicode.UTF16(be, unicode.UseBOM), accented),
		"UTF-16LE, no mark":   encoded(t, unicode.UTF16(le, unicode.IgnoreBOM), accented),
		"UTF-16BE, no mark":   encoded(t, unicode.UTF16(be, unicode.IgnoreBOM), accented),
		"UTF-16LE, tabulated": encoded(t, unicode.UTF16(le, unicode.UseBOM), strings.ReplaceAll(accented, ",", "\t")),
	} {
		t.Run(name, func(t *testing.T) {
			r, err := try(text, "")
			if err != nil || len(r.Log.Applications) != 2 || r.Log.Applications[0].Role != "Éditeur – senior" || r.Log.Applications[0].Employer != "Café Größe" {
				t.Errorf("%v %+v", err, r)
			}
		})
	}
	json := encoded(t, unicode.UTF16(le, unicode.UseBOM), `{"version":1,"name":"Zoë","applications":[]}`)
	if r, err := try(json, ""); err != nil || r.Log.Name != "Zoë" {
		t.Errorf("JSON in UTF-16: %v %+v", err, r)
	}
}

func TestOtherEncodingsAreNamedAndRefused(t *testing.T) {
	western := "Company,Title\r\nCafé Größe,Éditeur\r\nB,b\r\n"
	for name, tt := range map[string]struct{ text, says string }{
		"Windows-1252":       {encoded(t, charmap.Windows1252, western+"C,“c”\r\n"[:4]+"–"), "Windows-1252"},
		"Windows-1252 marks": {"Company,Title\nA,\x93a\x94\n", "Windows-1252"},
		"ISO-8859-1":         {encoded(t, charmap.ISO8859_1, western), "ISO-8859-1"},
		"ISO-8859-1 header":  {"Soci\xe9t\xe9,Poste\nA,a\n", "ISO-8859-1"},
		"Shift_JIS":          {encoded(t, japanese.EUCJP, "Company,Title\n日本語,技術者\n"), "East Asian"},
		"UTF-32LE":           {"\xff\xfe\x00\x00C\x00\x00\x00", "UTF-32"},
		"UTF-32BE":           {"\x00\x00\xfe\xff\x00\x00\x00C", "UTF-32"},
		"GB18030":            {"\x84\x31\x95\x33Company", "GB18030"},
		"JSON in ISO-8859-1": {"{\"version\":1,\"name\":\"Zo\xeb\"}", "JSON must be"},
		"JSON cut short":     {"{\"version\":1,\"name\":\"Zo\xc3", "JSON must be"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := try(tt.text, "")
			if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error = %v", err)
			}
		})
	}
}

// endless repeats a piece of text for ever and counts what was taken of it.
type endless struct {
	head, piece string
	at          int
	given       int64
}

func (e *endless) Read(p []byte) (int, error) {
	if len(e.piece) < 1<<16 {
		e.piece = strings.Repeat(e.piece, 1<<16)
	}
	n := copy(p, e.head)
	e.head = e.head[n:]
	for n < len(p) {
		c := copy(p[n:], e.piece[e.at:])
		e.at = (e.at + c) % len(e.piece)
		n += c
	}
	e.given += int64(n)
	return n, nil
}

func TestEndlessInputEndsWithALimit(t *testing.T) {
	for name, tt := range map[string]struct {
		input *endless
		kind  fault.Kind
	}{
		"zeros":                {&endless{piece: "\x00"}, fault.Invalid},
		"a header":             {&endless{piece: "a"}, fault.Invalid},
		"a row":                {&endless{head: "Company,Title\n", piece: "a"}, fault.TooLarge},
		"a quoted cell":        {&endless{head: "Company,Title\nA,\"", piece: strings.Repeat("a", 99_999) + "\n"}, fault.TooLarge},
		"rows":                 {&endless{head: "Company,Title\n", piece: "Acme,Clerk\n"}, fault.TooLarge},
		"JSON space":           {&endless{head: "{", piece: strings.Repeat(" ", 4096)}, fault.TooLarge},
		"a JSON text":          {&endless{head: `{"name":"`, piece: "a"}, fault.TooLarge},
		"a JSON number":        {&endless{head: `{"version":`, piece: "1"}, fault.TooLarge},
		"JSON depth":           {&endless{head: `{"applications":`, piece: "["}, fault.Invalid},
		"JSON applications":    {&endless{head: `{"applications":[{}`, piece: `,{}`}, fault.TooLarge},
		"JSON contacts":        {&endless{head: `{"applications":[{"contacts":[{}`, piece: `,{}`}, fault.TooLarge},
		"JSON names":           {&endless{head: `{"applications":[{"interviews":[{"contacts":["a"`, piece: `,"a"`}, fault.TooLarge},
		"a ZIP through a pipe": {&endless{head: "PK\x03\x04", piece: "aaaa"}, fault.TooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := exchange.Read("-", tt.input, exchange.Options{})
			if fault.KindOf(err) != tt.kind || !strings.Contains(err.Error(), "standard input") {
				t.Errorf("error = %v", err)
			}
			if tt.input.given > exchange.MaxBytes+(1<<20) {
				t.Errorf("%d bytes were taken", tt.input.given)
			}
		})
	}
}

// broken fails after its text.
type broken struct{ text io.Reader }

var errTorn = errors.New("torn cable")

func (b broken) Read(p []byte) (int, error) {
	n, err := b.text.Read(p)
	if errors.Is(err, io.EOF) {
		err = errTorn
	}
	return n, err
}

func TestAReaderThatFailsIsNotAnEndOfFile(t *testing.T) {
	for _, text := range []string{"", "Company,Title\nA,a\n", `{"version":1`, `{"version":1,"applications":[]}`} {
		_, err := exchange.Read("log", broken{strings.NewReader(text)}, exchange.Options{})
		if fault.KindOf(err) != fault.Unavailable || !errors.Is(err, errTorn) {
			t.Errorf("after %q: %v", text, err)
		}
	}
}
