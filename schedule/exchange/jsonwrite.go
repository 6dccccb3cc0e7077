package exchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"

	"followcal/internal/fault"
	"followcal/schedule"
)

// WriteJSON writes a log as followcal's own JSON, version 1: the keys in the
// order of the documentation, what is empty left out, each application on a
// line of its own, times with the offset that was logged. Equal logs give
// equal bytes.
func WriteJSON(w io.Writer, l *schedule.Log) error {
	out := newJSONWriter(w)
	out.raw(`{"version":1`)
	out.member("name", l.Name, l.Name == "")
	out.member("zone", l.Zone, l.Zone == "")
	out.member("region", l.Region, l.Region == "")
	out.member("days_off", convert(l.DaysOff, daysOffToWire), len(l.DaysOff) == 0)
	out.member("closed", convert(l.Closed, dayToWire), len(l.Closed) == 0)
	out.member("working", convert(l.Working, dayToWire), len(l.Working) == 0)
	out.member("decisions", convert(l.Decisions, decisionToWire), len(l.Decisions) == 0)
	out.member("policy", l.Policy, noPolicy(l.Policy))
	out.raw(",\n \"applications\":[")
	for i := range l.Applications {
		if i > 0 {
			out.raw(",")
		}
		out.raw("\n  ")
		out.value(applicationToWire(&l.Applications[i]))
	}
	out.raw("]}\n")
	return out.close()
}

// noPolicy reports whether a policy sets nothing, which is the same as having
// none.
func noPolicy(o *schedule.Overrides) bool { return o == nil || *o == schedule.Overrides{} }

// jsonWriter writes JSON in pieces and remembers the first error.
type jsonWriter struct {
	buffered *bufio.Writer
	scratch  bytes.Buffer
	enc      *json.Encoder
	err      error
}

// newJSONWriter writes to w in large pieces. Angle brackets stay as they are:
// the output is no web page.
func newJSONWriter(w io.Writer) *jsonWriter {
	out := &jsonWriter{buffered: bufio.NewWriterSize(w, window)}
	out.enc = json.NewEncoder(&out.scratch)
	out.enc.SetEscapeHTML(false)
	return out
}

// raw writes punctuation.
func (out *jsonWriter) raw(text string) {
	if out.err == nil {
		_, out.err = out.buffered.WriteString(text)
	}
}

// member writes a further member of the outermost object, unless it is empty.
func (out *jsonWriter) member(key string, value any, empty bool) {
	if empty {
		return
	}
	out.raw(",\n \"" + key + "\":")
	out.value(value)
}

// value writes one value without the line end that the encoder puts behind it.
func (out *jsonWriter) value(value any) {
	if out.err != nil {
		return
	}
	out.scratch.Reset()
	if out.err = out.enc.Encode(value); out.err == nil {
		_, out.err = out.buffered.Write(bytes.TrimSuffix(out.scratch.Bytes(), []byte("\n")))
	}
}

// close writes what is left and returns the first error of all.
func (out *jsonWriter) close() error {
	if out.err == nil {
		out.err = out.buffered.Flush()
	}
	return writeFault(out.err)
}

// writeFault is the fault for an error of the writer underneath.
func writeFault(err error) error {
	if err == nil {
		return nil
	}
	return fault.Wrap(fault.Unavailable, err, "the output cannot be written to its end")
}
