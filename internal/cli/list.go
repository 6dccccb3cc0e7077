package cli

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"followcal/internal/app/proof"
)

// addListFormat gives the command the flag --format of commands that list.
func addListFormat(command *cobra.Command, value *string) {
	addChoice(command, value, "format", "FORMAT", "how to print: text, csv or json", []string{"text", "csv", "json"})
}

// listColumns are the columns of a list: a name, and the value of a row, a
// string or a list of strings.
type listColumns[T any] []struct {
	name  string
	value func(T) any
}

// writeList prints rows as aligned text, as CSV with a header (RFC 4180, but
// with bare line feeds, as other programs of a shell write it), or as a JSON
// array of objects.
func writeList[T any](w io.Writer, format string, rows []T, columns listColumns[T]) error {
	switch format {
	case "csv":
		return writeCSV(w, rows, columns)
	case "json":
		return writeJSON(w, rows, columns)
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		fmt.Fprintln(table, strings.Join(columns.words(row), "\t"))
	}
	return table.Flush()
}

// writeCSV writes the header also when there are no rows, so that a program that
// reads it finds its columns. What a spreadsheet would run is neutralised.
func writeCSV[T any](w io.Writer, rows []T, columns listColumns[T]) error {
	out := csv.NewWriter(w)
	header := make([]string, len(columns))
	for i, column := range columns {
		header[i] = column.name
	}
	records := [][]string{header}
	for _, row := range rows {
		words := columns.words(row)
		for i := range words {
			words[i] = proof.Cell(words[i])
		}
		records = append(records, words)
	}
	return out.WriteAll(records)
}

// writeJSON writes an empty array when there are no rows, never null.
func writeJSON[T any](w io.Writer, rows []T, columns listColumns[T]) error {
	objects := make([]map[string]any, len(rows))
	for i, row := range rows {
		objects[i] = make(map[string]any, len(columns))
		for _, column := range columns {
			objects[i][column.name] = column.value(row)
		}
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(objects)
}

// words returns the row's values as text.
func (columns listColumns[T]) words(row T) []string {
	words := make([]string, len(columns))
	for i, column := range columns {
		switch value := column.value(row).(type) {
		case []string:
			words[i] = strings.Join(value, " ")
		default:
			words[i] = fmt.Sprint(value)
		}
	}
	return words
}
