// Package closures reads the lists of closed and working days that users bring:
// an employer's shutdown, the holidays of an Indian state, make-up working days
// as in China. A list is a CSV table or an iCalendar file.
//
// A list is taken whole or refused: a row that is silently lost would send
// somebody to a closed office.
package closures

import (
	"bufio"
	"bytes"
	"io"
	"strings"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
	"followcal/schedule"
)

// The limits of a list.
const (
	MaxBytes = 4 << 20
	MaxDays  = 20_000
	MaxSpan  = 366 // days of one entry
	maxName  = 200 // bytes of a name; the rest is cut
)

// Lists are what a file says. Both are in the file's order, and a day may be in
// them more than once.
type Lists struct {
	Closed, Working []schedule.Day

	// PassedOver are entries that close no full day, named as in the file.
	PassedOver []string
}

// Read reads the file of that name, which errors repeat, from r. Whether it is
// iCalendar or CSV is seen from its first line. Every error is a
// [fault.Fault]; most are [fault.Invalid] and say the line or the event.
func Read(name string, r io.Reader) (Lists, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return Lists{}, fault.Wrap(fault.Unavailable, err, "cannot read %s", name)
	}
	if len(text) > MaxBytes {
		return Lists{}, fault.New(fault.TooLarge, "%s is larger than the %d MiB that a list of days may have", name, MaxBytes>>20)
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	l := list{file: name}
	if first, _ := bufio.NewReader(bytes.NewReader(text)).ReadString('\n'); strings.EqualFold(strings.TrimSpace(first), "BEGIN:VCALENDAR") {
		err = l.readCalendar(text)
	} else {
		err = l.readTable(text)
	}
	if err != nil {
		return Lists{}, err
	}
	if len(l.Closed)+len(l.Working) == 0 {
		return Lists{}, l.invalid("it lists no day%s", l.whyNone())
	}
	return l.Lists, nil
}

// list is a file while it is read.
type list struct {
	Lists
	file string
	days int
}

func (l *list) invalid(format string, args ...any) error {
	return fault.New(fault.Invalid, "%s: "+format, append([]any{l.file}, args...)...)
}

func (l *list) whyNone() string {
	if len(l.PassedOver) == 0 {
		return ""
	}
	return "; its entries have clock times, and half-days are business days"
}

// add takes the days from first to last, both included. where says which entry
// it is.
func (l *list) add(where, name string, first, last date.Date, working bool) error {
	if last < first {
		return l.invalid("%s: %s to %s ends before it begins", where, first, last)
	}
	if int(last-first) >= MaxSpan {
		return l.invalid("%s: %s to %s is more than a year: check the dates", where, first, last)
	}
	if l.days += int(last-first) + 1; l.days > MaxDays {
		return fault.New(fault.TooLarge, "%s: a list has at most %d days", l.file, MaxDays)
	}
	to := &l.Closed
	if working {
		to = &l.Working
	}
	for d := first; d <= last; d++ {
		*to = append(*to, schedule.Day{On: d, Name: name})
	}
	return nil
}

// clean makes a name one line of readable text, with a fallback.
func clean(name, fallback string) string {
	name = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(name, ""), func(r rune) bool { return r <= ' ' || r == 0x7f }), " ")
	if len(name) > maxName {
		name = strings.ToValidUTF8(name[:maxName], "")
	}
	if name == "" {
		return fallback
	}
	return name
}

// names are what a day without a name is called.
const (
	closedName  = "Closed"
	workingName = "Working day"
)

func fallback(working bool) string {
	if working {
		return workingName
	}
	return closedName
}

// civil reads a date in layout, strictly: the date must exist.
func civil(text, layout string) (date.Date, bool) {
	d, err := date.Parse(layout, text)
	return d, err == nil && d.Format(layout) == text && d.Year() >= 1900 && d.Year() <= 2199
}
