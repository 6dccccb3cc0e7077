package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"followcal/internal/app/journal"
)

// printReceipt says what a change did and what is planned now: sentences on
// standard error, where they do not disturb a pipe, and with --json all of it
// on standard output.
func printReceipt(p *Process, r journal.Receipt, asJSON bool) error {
	if asJSON {
		return writeObject(p.Out, r)
	}
	style := styleOf(p.Color)
	for _, note := range r.Notes {
		fmt.Fprintf(p.Err, "%s %s\n", style.warn("note"), note)
	}
	if r.Change == 0 && len(r.Did) == 0 {
		fmt.Fprintln(p.Out, "nothing changed: that is how it was recorded already")
	}
	for _, sentence := range r.Did {
		fmt.Fprintln(p.Out, sentence)
	}
	for _, a := range r.Applications {
		if r.Verb == journal.Add {
			fmt.Fprintf(p.Out, "id: %s\n", a.ID)
		}
	}
	for i := range r.Next {
		if i == mostNext {
			fmt.Fprintf(p.Out, "  … and %d more: followcal agenda\n", len(r.Next)-mostNext)
			break
		}
		printItem(p.Out, &r.Next[i], "next: ")
	}
	return nil
}

// mostNext is how many of the planned events a receipt names.
const mostNext = 5

// printItem prints one planned event: when, what, why, and how to name it.
func printItem(w io.Writer, i *journal.Item, lead string) {
	fmt.Fprintf(w, "%s%s  %s  [%s]\n", lead, when(i), i.Words.Summary, shortUID(i.UID))
	fmt.Fprintf(w, "    %s\n", i.Words.Reason.Sentence)
}

// when is the day of an event, with its time in its own zone where it has one.
func when(i *journal.Item) string {
	day := i.Due.Format("Mon 2 Jan 2006")
	if i.Start.IsZero() {
		return day
	}
	start := i.Start
	if zone, err := time.LoadLocation(i.Zone); err == nil {
		start = start.In(zone)
	}
	return day + ", " + start.Format("15:04 MST")
}

// shortUID is as much of a UID as people need to name an event.
func shortUID(uid string) string { return uid[:min(len(uid), 10)] }

// writeObject prints one JSON object, indented, on lines of its own.
func writeObject(w io.Writer, value any) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(value)
}
