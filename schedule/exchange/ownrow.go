package exchange

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// ownRow reads the cells of one row and keeps the first problem.
type ownRow struct {
	*ownTable
	line        int
	cells       [][]byte
	application *schedule.Application // that the row names; nil for none
	bad         *badCell
	dropped     bool
}

// fail keeps the first problem of the row.
func (r *ownRow) fail(reason, value string) {
	if r.bad == nil {
		r.bad = &badCell{reason, value}
	}
}

// name reads a text of one line.
func (r *ownRow) name(column string) string { return r.text(column, MaxName, schedule.OneLine) }

// note reads a text that may have several lines.
func (r *ownRow) note(column string) string { return r.text(column, MaxText, schedule.ManyLines) }

// text takes the apostrophe off that [neutral] put on, and then cleans.
func (r *ownRow) text(column string, limit int, clean func(string) (string, bool)) string {
	i, ok := r.at[column]
	if !ok || len(r.cells[i]) == 0 {
		return ""
	}
	cell := restored(string(r.cells[i]))
	if len(cell) > limit {
		r.fail(tooLong(column, limit), "")
		return ""
	}
	text, dropped := clean(cell)
	r.dropped = r.dropped || dropped
	return text
}

// tooLong is the reason for a text beyond its limit. The text itself is not
// repeated.
func tooLong(column string, limit int) string {
	return fmt.Sprintf("the %s is longer than %d bytes", column, limit)
}

// date reads a date; an empty cell has none.
func (r *ownRow) date(column string) date.Date {
	text := r.name(column)
	if text == "" {
		return 0
	}
	d, wrong := isoDate(text)
	if wrong != "" {
		r.fail("the date in "+column+" "+wrong, text)
	}
	return d
}

// needOn reads the day of the record, which must be there.
func (r *ownRow) needOn() date.Date {
	d := r.date("on")
	if d == 0 {
		r.fail("the date in on is missing", "")
	}
	return d
}

// done warns when what was done on d is still to come.
func (r *ownRow) done(d date.Date) { r.in.warnFuture(r.line, "the date in on", d) }

// instant reads a time with its offset, which must be there.
func (r *ownRow) instant(column string) time.Time {
	text := r.name(column)
	at, wrong := instant(text)
	if wrong != "" {
		r.fail("the time in "+column+" "+wrong, text)
	}
	return at
}

// number reads a whole number from low to high; an empty cell is standard.
func (r *ownRow) number(column string, low, high, standard int) int {
	text := r.name(column)
	if text == "" {
		return standard
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < low || n > high {
		r.fail(fmt.Sprintf("the number in %s is not one from %d to %d", column, low, high), text)
	}
	return n
}

// flag reads yes or no in any of the ways in which spreadsheets say so.
func (r *ownRow) flag(column string) bool {
	text := r.name(column)
	if text == "" {
		return false
	}
	yes, ok := yesOrNo([]byte(text))
	if !ok {
		r.fail("the word in "+column+" is not true or false", text)
	}
	return yes
}

// word reads one of a few words; an empty cell is standard.
func word[T ~string](r *ownRow, column string, allowed []T, standard T) T {
	w := T(r.name(column))
	if w == "" {
		return standard
	}
	if !slices.Contains(allowed, w) {
		r.fail(fmt.Sprintf("the word in %s is none of %s", column, list(allowed)), string(w))
	}
	return w
}

// needWord reads one of a few words that must be there.
func needWord[T ~string](r *ownRow, column string, allowed []T) T {
	w := word(r, column, allowed, "")
	if w == "" {
		r.fail("the word in "+column+" is missing; it is one of "+list(allowed), "")
	}
	return w
}

// items reads a list of at most that many names in one cell.
func items[T ~string](r *ownRow, column string, most int) []T {
	all := splitItems[T](r.text(column, 2*most*(MaxName+1), schedule.OneLine))
	if len(all) > most {
		r.fail(fmt.Sprintf("there are more than %d in %s", most, column), "")
	}
	for _, item := range all {
		if len(item) > MaxName {
			r.fail(tooLong(column, MaxName), "")
		}
	}
	return all
}
