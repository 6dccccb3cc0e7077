package exchange

import (
	"bytes"
	"encoding/json"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
	"followcal/schedule"
)

// A document is one application, one decision or the settings of a log as its
// JSON has them, for who keeps each by itself. In contrast to a log that
// somebody hands in, a document is exact: texts are not cleaned, what is left
// out is empty instead of the usual, and whatever can be marshalled comes back
// as it was. Only what Go cannot tell apart in JSON is one: nil and empty
// lists, no policy and one that sets nothing, and zones of one offset.

// AppendApplication appends the document of an application to dst. Equal
// applications give equal bytes. It fails with an Invalid or TooLarge fault
// when the application could not be read back: a text that is no UTF-8 or too
// long, a word that there is not, a date outside the years 1900 to 2199.
func AppendApplication(dst []byte, a *schedule.Application) ([]byte, error) {
	start := len(dst)
	dst, err := appendDocument(dst, applicationToWire(a))
	if err != nil {
		return nil, err
	}
	if !checkedQuickly(a) {
		_, err = UnmarshalApplication(dst[start:])
	}
	return dst, err
}

// UnmarshalApplication reads the document of an application.
func UnmarshalApplication(document []byte) (schedule.Application, error) {
	var a schedule.Application
	err := readDocument("application", document, func(r *jsonReader) error { return r.application(&a) })
	return a, err
}

// AppendDecision appends the document of a decision to dst, as
// [AppendApplication] does.
func AppendDecision(dst []byte, d *schedule.Decision) ([]byte, error) {
	start := len(dst)
	dst, err := appendDocument(dst, decisionToWire(d))
	if err == nil {
		_, err = UnmarshalDecision(dst[start:])
	}
	return dst, err
}

// UnmarshalDecision reads the document of a decision.
func UnmarshalDecision(document []byte) (schedule.Decision, error) {
	var d schedule.Decision
	err := readDocument("decision", document, func(r *jsonReader) error { return r.decision(&d) })
	return d, err
}

// AppendSettings appends the document of a log's settings to dst: the log
// without applications and decisions, as [AppendApplication] does.
func AppendSettings(dst []byte, l *schedule.Log) ([]byte, error) {
	settings := *l
	settings.Applications, settings.Decisions = nil, nil
	var b bytes.Buffer
	if err := WriteJSON(&b, &settings); err != nil {
		return nil, err
	}
	if replaced(b.Bytes()) {
		return nil, errNotUTF8()
	}
	if _, err := UnmarshalSettings(b.Bytes()); err != nil {
		return nil, err
	}
	return append(dst, b.Bytes()...), nil
}

// UnmarshalSettings reads the document of a log's settings.
func UnmarshalSettings(document []byte) (schedule.Log, error) {
	var l schedule.Log
	err := readDocument("settings", document, func(r *jsonReader) error { return r.log(&l) })
	if err == nil && len(l.Applications)+len(l.Decisions) > 0 {
		err = fault.New(fault.Invalid, "settings: a whole log stands in their place")
	}
	return l, err
}

// readDocument reads one value and makes sure that nothing follows it.
func readDocument(name string, document []byte, read func(*jsonReader) error) error {
	if !utf8.Valid(document) {
		return fault.New(fault.Invalid, "%s: it is not UTF-8, which JSON must be", name)
	}
	in := &intake{file: name, exact: true, result: &Result{}, budget: &budget{left: MaxRows}}
	r := &jsonReader{in: in, dec: json.NewDecoder(bytes.NewReader(document))}
	r.dec.UseNumber()
	if err := read(r); err != nil {
		return err
	}
	return r.end()
}

// documentEncoder is an encoder with the buffer that it writes to.
type documentEncoder struct {
	buffer bytes.Buffer
	*json.Encoder
}

var documentEncoders = sync.Pool{New: func() any {
	e := &documentEncoder{}
	e.Encoder = json.NewEncoder(&e.buffer)
	e.SetEscapeHTML(false)
	return e
}}

// appendDocument appends the JSON of a wire value.
func appendDocument(dst []byte, wire any) ([]byte, error) {
	e := documentEncoders.Get().(*documentEncoder)
	defer documentEncoders.Put(e)
	e.buffer.Reset()
	if err := e.Encode(wire); err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "this cannot be written as JSON")
	}
	text := bytes.TrimSuffix(e.buffer.Bytes(), []byte("\n"))
	if replaced(text) {
		return nil, errNotUTF8()
	}
	return append(dst, text...), nil
}

func errNotUTF8() error {
	return fault.New(fault.Invalid, "a text is not UTF-8, which JSON must be")
}

// replaced reports whether the encoder put U+FFFD in the place of what is not
// UTF-8. It writes that one escaped, and a U+FFFD that was there as it is.
func replaced(document []byte) bool {
	const escape = `\ufffd`
	for {
		at := bytes.Index(document, []byte(escape))
		if at < 0 {
			return false
		}
		before := document[:at]
		if (len(before)-len(bytes.TrimRight(before, `\`)))%2 == 0 {
			return true
		}
		document = document[at+len(escape):]
	}
}

// checkedQuickly reports whether an application consists of the plain values
// of a table's row, all of which can be read back. Of 100,000 applications
// that are imported this saves reading each.
func checkedQuickly(a *schedule.Application) bool {
	if len(a.Contacts)+len(a.Interviews)+len(a.Outreach)+len(a.Responses)+len(a.Deadlines)+len(a.Closed)+len(a.Working) > 0 || a.Policy != nil {
		return false
	}
	for _, s := range [...]string{a.ID, a.Employer, a.Role, a.Source, a.Region, a.Zone, a.Posting.URL} {
		if len(s) > MaxName {
			return false
		}
	}
	return len(a.Notes) <= MaxText && knownStatus(a.Status) &&
		civilOrNone(a.AppliedOn) && civilOrNone(a.Posting.ClosesOn)
}

func knownStatus(s schedule.Status) bool {
	return s == "" || strings.Contains(statusWords, " "+string(s)+" ")
}

var statusWords = " " + strings.Join(words(schedule.Statuses), " ") + " "

func words[T ~string](values []T) []string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = string(v)
	}
	return all
}

// firstDay and lastDay bound the dates that can be read.
var firstDay, lastDay = date.New(schedule.FirstYear, 1, 1), date.New(schedule.LastYear, 12, 31)

func civilOrNone(d date.Date) bool { return d == 0 || (d >= firstDay && d <= lastDay) }
