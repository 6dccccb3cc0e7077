package exchange

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// intake is one reading: where it stands and what it has found so far.
type intake struct {
	file    string
	options Options
	result  *Result
	budget  *budget
	grown   growing          // the applications of somebody else's table
	known   map[string]int32 // applications by id, for folding what recurs
	lines   []int32          // the line of each application
	earlier int              // applications of earlier tables of the archive
	exact   bool             // texts are taken as they stand, and nothing is assumed
	finish  func()           // what a table does after its last row
	rowLike func([][]byte) bool

	unclear      int    // places that could be several or none
	unclearFirst string // one of them
}

// reject reports a row that is not taken. The value is shortened here, so that
// no caller can forget it.
func (in *intake) reject(line int, reason, value string) {
	in.result.Rejected = append(in.result.Rejected, Rejected{File: in.file, Line: line, Reason: reason, Value: shown(value)})
}

// warn reports something that is taken with a change or a doubt; line 0 when
// the text says where.
func (in *intake) warn(line int, format string, args ...any) {
	in.result.Warnings = append(in.result.Warnings, Warning{File: in.file, Line: line, Text: fmt.Sprintf(format, args...)})
}

// warnFuture keeps a date that lies after the as-of date, and says so.
func (in *intake) warnFuture(line int, what string, d date.Date) {
	if in.options.Today != 0 && d > in.options.Today {
		in.warn(line, "%s %s is in the future; it is kept", what, d)
	}
}

// add takes over the application in the next place of the list, or folds it
// into the one that it repeats.
func (in *intake) add(line int, a *schedule.Application) {
	if in.known == nil {
		in.known = make(map[string]int32)
	}
	at, again := in.known[a.ID]
	if !again {
		in.known[a.ID] = int32(in.grown.length)
		in.grown.keep()
		in.lines = append(in.lines, int32(line))
		return
	}
	in.result.Duplicates++
	if int(at) < in.earlier {
		in.warn(line, "is an application of an earlier table again; the two are one")
	} else {
		in.warn(line, "is the application of line %d again; the two are one", in.lines[at])
	}
	if fold(in.grown.at(int(at)), a) {
		in.warn(line, "%s", fullApplication)
	}
}

// fullApplication is the warning about an application that can take no more.
const fullApplication = "the application holds as much of one kind as it may; what goes beyond is left out"

// sortReports puts reports in the order of the lines within each file.
func (in *intake) sortReports() {
	slices.SortStableFunc(in.result.Rejected, func(a, b Rejected) int {
		if a.File != b.File {
			return 0
		}
		return cmp.Compare(a.Line, b.Line)
	})
}

// Said is the reason with the value that it is about.
func (r Rejected) Said() string {
	if r.Value == "" {
		return r.Reason
	}
	return fmt.Sprintf("%s: %q", r.Reason, r.Value)
}

// shown is a value as a message quotes it.
func shown(value string) string { return schedule.Excerpt(value) }

// list joins values as `a, b or c`.
func list[T ~string](values []T) string {
	var b strings.Builder
	for i, v := range values {
		switch {
		case i > 0 && i == len(values)-1:
			b.WriteString(" or ")
		case i > 0:
			b.WriteString(", ")
		}
		b.WriteString(string(v))
	}
	return b.String()
}
