// Package exchange reads logs of job applications from the formats that job
// boards and trackers export, and reads and writes followcal's own CSV and
// JSON. Reading is bounded in memory whatever it is given, never guesses a
// date, and never loses a row silently: in a table a bad row is reported and
// costs nobody else; JSON is a contract and is refused whole.
package exchange

import (
	"bufio"
	"errors"
	"io"
	"slices"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
	"followcal/schedule"
)

// Format names a way to write a log down.
type Format string

// The formats.
const (
	LinkedIn      Format = "linkedin" // Job Applications.csv, Saved Jobs.csv or the whole archive
	JobSync       Format = "jobsync"
	Simplify      Format = "simplify"
	CSV           Format = "csv" // any table whose headers are recognised by their meaning, followcal's own included
	FollowcalCSV  Format = "followcal-csv"
	FollowcalJSON Format = "json"
)

// Formats lists every format that can be read, as a user names it.
var Formats = []Format{LinkedIn, JobSync, Simplify, CSV, FollowcalCSV, FollowcalJSON}

// Options say how to read.
type Options struct {
	// From is the format. Empty, it is detected from the content.
	From Format
	// Today is the as-of date: later dates of things that were done are kept
	// with a warning. Zero, nothing is in the future.
	Today date.Date
	// Places tells which regions and zones exist and where a place is; nil:
	// they are taken as they stand.
	Places Places
}

// Result is a log that was read, with an account of everything that was not
// taken as it stood.
type Result struct {
	Log        schedule.Log
	Format     Format
	Rows       int // data rows read, rejected ones included; in JSON the applications
	Duplicates int // rows that repeated an application and were folded into it
	Rejected   []Rejected
	Warnings   []Warning
	Unused     []string // columns whose content is not taken over
}

// Rejected is a row that was not taken.
type Rejected struct {
	File   string
	Line   int // the physical line on which the row starts, from 1
	Reason string
	Value  string // the offending value, shortened; empty when it is not shown
}

// Warning is something that was taken, with a change or a doubt.
type Warning struct {
	File string
	Line int // 0 when the text names a path in JSON or concerns the whole file
	Text string
}

// Read reads one log. The name stands for the input in messages. The result is
// never nil; it lists rejected rows also beside an error, which is a
// [fault.Fault]: Invalid when the input is not a readable log or no row of it
// survived, TooLarge past a limit, Usage for an unknown format, Unavailable
// when r fails.
func Read(name string, r io.Reader, o Options) (*Result, error) {
	if name == "" || name == "-" {
		name = "standard input"
	}
	in := &intake{file: name, options: o, result: &Result{Format: o.From}, budget: &budget{left: MaxRows}}
	if o.From != "" && !slices.Contains(Formats, o.From) {
		return in.result, fault.New(fault.Usage, "%q is no format that can be read; name one of %s", o.From, list(Formats))
	}
	err := in.read(r)
	if in.grown.length > 0 {
		in.result.Log.Applications = in.grown.slice()
	}
	in.sortReports()
	return in.result, err
}

// read tells archives from text by their first bytes. The place in a file is
// noted before anything is read, because an archive is read from its end.
func (in *intake) read(r io.Reader) error {
	archive := openArchive(r)
	raw := bufio.NewReaderSize(&meter{file: in.file, src: r, left: MaxBytes}, window)
	head, err := raw.Peek(window)
	if err != nil && !errors.Is(err, io.EOF) && len(head) == 0 {
		return readFault(in.file, err)
	}
	switch {
	case len(head) == 0:
		return fault.New(fault.Invalid, "%s is empty: there is no log in it", in.file)
	case isArchive(head):
		return in.readArchive(archive, raw)
	}
	text, err := decode(in.file, raw)
	if err != nil {
		return err
	}
	return in.readText(text)
}

// readText reads a decoded file: JSON when it looks like it, else a table.
func (in *intake) readText(text *bufio.Reader) error {
	first, err := firstByte(text)
	if err != nil && !errors.Is(err, io.EOF) {
		return readFault(in.file, err)
	}
	if in.options.From == FollowcalJSON || (in.options.From == "" && first == '{') {
		in.result.Format = FollowcalJSON
		return in.readJSON(text)
	}
	if in.options.From == "" && first == '[' {
		return fault.New(fault.Invalid, `%s is a JSON list, not a followcal log: a log is an object that begins with {"version":1`, in.file)
	}
	if err := in.readTable(text); err != nil {
		return err
	}
	return in.someRowSurvived()
}

// someRowSurvived refuses a table of which nothing is left, with its first
// problem as an example.
func (in *intake) someRowSurvived() error {
	switch n := in.result.Rows; {
	case n == 0:
		return fault.New(fault.Invalid, "%s has a header and no rows: there is no application in it", in.file)
	case n == len(in.result.Rejected):
		first := in.result.Rejected[0]
		return fault.New(fault.Invalid, "%s: none of its %d rows can be used; the first, on line %d: %s", in.file, n, first.Line, first.Said())
	}
	return nil
}
