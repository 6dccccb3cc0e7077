package exchange

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"followcal/internal/fault"
)

// jsonReader reads JSON (RFC 8259) piece by piece and knows at each moment the
// path of the value that it reads, which every error names.
type jsonReader struct {
	in   *intake
	dec  *json.Decoder
	path []step
}

// step is a key of an object, or, when it is empty, a place in a list.
type step struct {
	key   string
	place int
}

// here is the path of the value that is being read, as applications[3].role.
func (r *jsonReader) here() string {
	var b strings.Builder
	for _, s := range r.path {
		switch {
		case s.key == "":
			b.WriteString("[" + strconv.Itoa(s.place) + "]")
		case b.Len() > 0:
			b.WriteString("." + s.key)
		default:
			b.WriteString(s.key)
		}
	}
	return b.String()
}

// wrong is the fault for the value that is being read.
func (r *jsonReader) wrong(format string, args ...any) error {
	return r.fault(fault.Invalid, r.here(), format, args...)
}

// fault names file and path before the sentence.
func (r *jsonReader) fault(k fault.Kind, path, format string, args ...any) error {
	where := r.in.file
	if path != "" {
		where += ": " + path
	}
	return fault.New(k, "%s: %s", where, fmt.Sprintf(format, args...))
}

// token returns the next token, its error as a fault at the current path.
func (r *jsonReader) token() (json.Token, error) {
	t, err := r.dec.Token()
	if err == nil {
		return t, nil
	}
	var f *fault.Fault
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &f):
		return nil, f
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return nil, r.wrong("the JSON ends before it is complete")
	case errors.As(err, &syntax):
		return nil, r.wrong("this is not JSON: %s, near byte %d", syntax.Error(), r.dec.InputOffset())
	}
	return nil, readFault(r.in.file, err)
}

// object reads an object and hands each key to member, which reads the value.
// A key may stand once only.
func (r *jsonReader) object(member func(key string) error) error {
	if err := r.open('{', "an object"); err != nil {
		return err
	}
	var seen []string
	for r.dec.More() {
		t, err := r.token()
		if err != nil {
			return err
		}
		key, ok := t.(string)
		if !ok {
			return r.wrong("%s is not the name of a field", described(t))
		}
		r.path = append(r.path, step{key: key})
		if slices.Contains(seen, key) {
			return r.fault(fault.Invalid, r.shownPath(), "this field stands twice in its object")
		}
		seen = append(seen, key)
		if err := member(key); err != nil {
			return err
		}
		r.path = r.path[:len(r.path)-1]
	}
	_, err := r.token()
	return err
}

// list reads a list and calls item at each place of it.
func (r *jsonReader) list(item func() error) error {
	if err := r.open('[', "a list"); err != nil {
		return err
	}
	for place := 0; r.dec.More(); place++ {
		r.path = append(r.path, step{place: place})
		if err := item(); err != nil {
			return err
		}
		r.path = r.path[:len(r.path)-1]
	}
	_, err := r.token()
	return err
}

// open reads an opening brace or bracket.
func (r *jsonReader) open(delim json.Delim, what string) error {
	t, err := r.token()
	if err != nil {
		return err
	}
	if t != delim {
		return r.wrong("%s is not %s", described(t), what)
	}
	return nil
}

// unknown refuses the field whose name was just read.
func (r *jsonReader) unknown(known ...string) error {
	return r.fault(fault.Invalid, r.shownPath(), "there is no such field; there are %s", list(known))
}

// shownPath is the path with its last key made fit for a message: a key that
// nobody knows may hold anything.
func (r *jsonReader) shownPath() string {
	last := len(r.path) - 1
	r.path[last].key = shown(r.path[last].key)
	if r.path[last].key == "" {
		r.path[last].key = `""`
	}
	return r.here()
}

// described names a token for a message.
func described(t json.Token) string {
	switch v := t.(type) {
	case json.Delim:
		if v == '{' {
			return "an object"
		}
		return "a list"
	case string:
		return strconv.Quote(shown(v))
	case nil:
		return "null"
	}
	return shown(fmt.Sprint(t))
}
