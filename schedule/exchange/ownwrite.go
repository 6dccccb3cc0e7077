package exchange

import (
	"bufio"
	"encoding/csv"
	"io"
	"strconv"

	"followcal/schedule"
)

// WriteCSV writes a log as followcal's own CSV, which holds all of it: one row
// for each thing that was logged, the application's own before those below it.
// Cells that a spreadsheet would take for formulas are neutralised in a way
// that reading undoes. Equal logs give equal bytes.
func WriteCSV(w io.Writer, l *schedule.Log) error {
	out := newOwnWriter(w)
	out.row(recordCandidate, cells{"name": l.Name, "zone": l.Zone, "region": l.Region})
	for _, d := range l.DaysOff {
		out.row(recordDayOff, cells{"on": written(d.From), "to": written(d.To), "note": d.Why})
	}
	out.days(recordClosed, "", l.Closed)
	out.days(recordWorking, "", l.Working)
	for _, d := range l.Decisions {
		out.row(recordDecision, cells{
			"event": d.Event, "kind": string(d.Kind), "to": written(d.To), "on": written(d.On), "concerns": joinItems(concernItems(d.Concerns)),
		})
	}
	out.policy("", l.Policy)
	for i := range l.Applications {
		out.application(&l.Applications[i])
	}
	return out.close()
}

// cells are the filled cells of a row by column.
type cells map[string]string

type ownWriter struct {
	buffered *bufio.Writer
	csv      *csv.Writer
	line     []string
	err      error
}

// newOwnWriter writes the header and has the line that every row fills again.
func newOwnWriter(w io.Writer) *ownWriter {
	buffered := bufio.NewWriterSize(w, window)
	out := &ownWriter{buffered: buffered, csv: csv.NewWriter(buffered), line: make([]string, len(ownColumns))}
	out.err = out.csv.Write(ownColumns)
	return out
}

// row writes one record. Columns that it does not fill stay empty.
func (out *ownWriter) row(record string, filled cells) {
	if out.err != nil {
		return
	}
	for i, column := range ownColumns {
		out.line[i] = Neutral(filled[column])
	}
	out.line[0] = record
	out.err = out.csv.Write(out.line)
}

// days writes closed or working days, of all employers when no application is
// named.
func (out *ownWriter) days(record, application string, days []schedule.Day) {
	for _, d := range days {
		out.row(record, cells{"application": application, "on": written(d.On), "name": d.Name})
	}
}

// policy writes the values that are set, a row for each.
func (out *ownWriter) policy(application string, o *schedule.Overrides) {
	if o == nil {
		return
	}
	for _, f := range schedule.PolicyKeys {
		if value, set := f.Get(o); set {
			out.row(recordPolicy, cells{"application": application, "key": f.Key, "value": value})
		}
	}
}

// application writes an application and everything below it, which keeps a
// record and what it belongs to together in the file.
func (out *ownWriter) application(a *schedule.Application) {
	out.row(recordApplication, cells{
		"application": a.ID, "employer": a.Employer, "role": a.Role, "status": string(a.Status), "on": written(a.AppliedOn),
		"source": a.Source, "region": a.Region, "zone": a.Zone, "url": a.Posting.URL, "closes_on": written(a.Posting.ClosesOn),
		"no_contact": onlyTrue(a.Posting.NoContact), "note": a.Notes,
	})
	out.days(recordClosed, a.ID, a.Closed)
	out.days(recordWorking, a.ID, a.Working)
	out.policy(a.ID, a.Policy)
	for _, c := range a.Contacts {
		out.row(recordContact, cells{"application": a.ID, "name": c.Name, "phone": c.Phone, "email": c.Email, "method": string(c.Method)})
	}
	for i := range a.Interviews {
		out.interview(a.ID, &a.Interviews[i])
	}
	for _, o := range a.Outreach {
		out.row(recordOutreach, cells{
			"application": a.ID, "on": written(o.On), "method": string(o.Method), "purpose": string(o.Purpose),
			"contact": o.Contact, "asked": joinItems(o.Asked), "note": o.Outcome,
		})
	}
	for _, r := range a.Responses {
		out.row(recordResponse, cells{"application": a.ID, "on": written(r.On), "kind": string(r.Kind), "note": r.Note})
	}
	for i := range a.Deadlines {
		d := &a.Deadlines[i]
		out.row(recordDeadline, cells{"application": a.ID, "kind": string(d.Kind), "due": writtenDue(d)})
	}
}

// interview writes an interview with its preference in the same row.
func (out *ownWriter) interview(application string, i *schedule.Interview) {
	p := &i.Preference
	out.row(recordInterview, cells{
		"application": application, "round": strconv.Itoa(i.Round), "start": writtenTime(i.Start), "minutes": strconv.Itoa(i.Minutes),
		"mode": string(i.Mode), "place": i.Place, "contacts": joinItems(i.Contacts), "cancelled": onlyTrue(i.Cancelled),
		"permission": string(p.Permission), "method": string(p.Method), "contact": p.Contact,
		"not_before": written(p.NotBefore), "decision_by": written(p.DecisionBy),
	})
}

// onlyTrue is "true" or nothing, so that tables stay light to the eye.
func onlyTrue(b bool) string {
	if b {
		return "true"
	}
	return ""
}

// close writes what is left and returns the first error of all.
func (out *ownWriter) close() error {
	out.csv.Flush()
	if out.err == nil {
		out.err = out.csv.Error()
	}
	if out.err == nil {
		out.err = out.buffered.Flush()
	}
	return writeFault(out.err)
}
