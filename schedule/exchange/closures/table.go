package closures

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// The columns of a table. Only the first is required.
var columns = []string{"date", "to", "name", "kind"}

// readTable reads a CSV table with a header.
func (l *list) readTable(text []byte) error {
	if !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0 {
		return l.invalid("it is neither a CSV table in UTF-8 nor an iCalendar file")
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.ReuseRecord = true
	header, err := r.Read()
	if errors.Is(err, io.EOF) {
		return l.invalid("it is empty")
	}
	if err != nil {
		return l.badRow(err)
	}
	at, err := l.columnsOf(header)
	if err != nil {
		return err
	}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return l.badRow(err)
		}
		line, _ := r.FieldPos(0)
		if err := l.addRow(fmt.Sprintf("line %d", line), at, record); err != nil {
			return err
		}
	}
}

func (l *list) badRow(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return l.invalid("line %d: %v", parse.StartLine, parse.Err)
	}
	return l.invalid("%v", err)
}

// columnsOf returns the position of each of columns, -1 where there is none.
func (l *list) columnsOf(header []string) ([]int, error) {
	at := []int{-1, -1, -1, -1}
	for i, cell := range header {
		column := slices.Index(columns, strings.ToLower(strings.TrimSpace(cell)))
		if column < 0 || at[column] >= 0 {
			return nil, l.invalid("line 1: column %q: the columns of a list of days are date, to, name and kind, each once", clean(cell, ""))
		}
		at[column] = i
	}
	if at[0] < 0 {
		return nil, l.invalid("line 1: a list of days needs a column \"date\"")
	}
	return at, nil
}

func (l *list) addRow(where string, at []int, record []string) error {
	cell := func(column int) string {
		if at[column] < 0 {
			return ""
		}
		return strings.TrimSpace(record[at[column]])
	}
	working := false
	switch kind := strings.ToLower(cell(3)); kind {
	case "", "closed":
	case "working":
		working = true
	default:
		return l.invalid("%s: kind %q: say closed or working", where, clean(kind, ""))
	}
	first, ok := civil(cell(0), "2006-01-02")
	if !ok {
		return l.invalid("%s: date %q: write a day that exists as 2026-12-31", where, clean(cell(0), ""))
	}
	last := first
	if to := cell(1); to != "" {
		if last, ok = civil(to, "2006-01-02"); !ok {
			return l.invalid("%s: to %q: write a day that exists as 2026-12-31", where, clean(to, ""))
		}
	}
	return l.add(where, clean(cell(2), fallback(working)), first, last, working)
}
