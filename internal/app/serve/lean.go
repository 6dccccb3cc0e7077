package serve

import (
	"context"
	"io"
	"log/slog"
	"strconv"
	"time"
)

// lean writes lines of words and numbers as the handlers of log/slog do, octet
// for octet, in a third of the time. Everything else goes to the handler that it
// stands for.
type lean struct {
	slog.Handler
	lines  *lines
	format format
}

// format is how a line is written.
type format struct {
	begin, level, message string // around the time, the level and the message
	before, between       string // around the key of an attribute
	end                   string
	text                  bool // else JSON
}

var (
	asText = format{begin: "time=", level: " level=", message: " msg=", before: " ", between: "=", end: "\n", text: true}
	asJSON = format{begin: `{"time":"`, level: `","level":"`, message: `","msg":`, before: `,"`, between: `":`, end: "}\n"}
)

// newLean returns the handler in the format of the settings.
func newLean(l *lines, name string) slog.Handler {
	if name == "json" {
		return &lean{newHandler(l, name), l, asJSON}
	}
	return &lean{newHandler(l, name), l, asText}
}

func newHandler(w io.Writer, format string) slog.Handler {
	if format == "json" {
		return slog.NewJSONHandler(w, nil)
	}
	return slog.NewTextHandler(w, nil)
}

// Handle implements [slog.Handler].
func (h *lean) Handle(ctx context.Context, r slog.Record) error {
	simple := isPlain(r.Message) && !r.Time.IsZero() && r.PC == 0
	r.Attrs(func(a slog.Attr) bool {
		simple = simple && isPlain(a.Key) && !needsQuotes(a.Key) && (a.Value.Kind() == slog.KindInt64 || a.Value.Kind() == slog.KindString && isPlain(a.Value.String()))
		return simple
	})
	if !simple {
		return h.Handler.Handle(ctx, r)
	}
	return h.lines.add(func(to []byte) []byte { return h.append(to, &r) })
}

// isPlain reports whether a word is written as it is but for quotes around it.
func isPlain(word string) bool {
	for i := range len(word) {
		if c := word[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// append appends the line; the lines are locked.
func (h *lean) append(to []byte, r *slog.Record) []byte {
	f := &h.format
	to = append(to, f.begin...)
	to = h.lines.clock.append(to, r.Time, f.text)
	to = append(append(to, f.level...), r.Level.String()...)
	to = f.value(append(to, f.message...), slog.StringValue(r.Message))
	r.Attrs(func(a slog.Attr) bool {
		to = append(append(append(to, f.before...), a.Key...), f.between...)
		to = f.value(to, a.Value)
		return true
	})
	return append(to, f.end...)
}

// value appends a value.
func (f *format) value(to []byte, v slog.Value) []byte {
	if v.Kind() == slog.KindInt64 {
		return strconv.AppendInt(to, v.Int64(), 10)
	}
	word := v.String()
	if f.text && !needsQuotes(word) {
		return append(to, word...)
	}
	return append(append(append(to, '"'), word...), '"')
}

// needsQuotes reports whether a plain word would otherwise be read as several.
func needsQuotes(word string) bool {
	for i := range len(word) {
		if word[i] == ' ' || word[i] == '=' {
			return true
		}
	}
	return word == ""
}

// clock remembers how a second is written: the next line is mostly of the same.
type clock struct {
	second int64
	zone   *time.Location
	text   []byte
}

// append appends a time with milliseconds, or with as many digits as it has.
func (c *clock) append(to []byte, t time.Time, milliseconds bool) []byte {
	if second := t.Unix(); c.text == nil || second != c.second || t.Location() != c.zone {
		c.second, c.zone = second, t.Location()
		c.text = t.AppendFormat(c.text[:0], time.RFC3339)
	}
	const zone = len("2006-01-02T15:04:05")
	to = append(to, c.text[:zone]...)
	if nano := t.Nanosecond(); milliseconds {
		to = appendFraction(to, nano/1e6, 3)
	} else if nano > 0 {
		digits := 9
		for ; nano%10 == 0; digits-- {
			nano /= 10
		}
		to = appendFraction(to, nano, digits)
	}
	return append(to, c.text[zone:]...)
}

func appendFraction(to []byte, n, digits int) []byte {
	to = append(to, ".000000000"[:digits+1]...)
	for i := len(to) - 1; n > 0; i-- {
		to[i] += byte(n % 10)
		n /= 10
	}
	return to
}
