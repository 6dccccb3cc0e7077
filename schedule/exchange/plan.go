package exchange

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/rickb777/date/v2"
)

// PlanEvent is one planned event as a plan in JSON or CSV shows it. Everything
// in it is already worded and decided; only the form is this package's.
type PlanEvent struct {
	UID            string
	Kind           string
	State          string
	ApplicationIDs []string
	Employer       string
	Roles          []string
	Contact        string // whom to reach; empty: nobody in particular
	Method         string // empty: nobody is contacted
	Due            date.Date
	AllDay         bool
	Start, End     time.Time // with the zone's offset; not used when AllDay
	Zone           string    // an IANA name
	Summary        string
	Description    string
	Reason         PlanReason
}

// PlanReason is why an event is on its day.
type PlanReason struct {
	Sentence     string
	Rule         string
	Anchor       string
	AnchorOn     date.Date // zero when nothing was counted
	BusinessDays int
	Skipped      []PlanDay
	Source       string // who says so
}

// PlanDay is a closed day that was skipped.
type PlanDay struct {
	On   date.Date
	Name string
}

// WritePlanJSON writes a plan as JSON, version 1, in the order in which the
// events come, each on a line of its own. It holds one event at a time.
func WritePlanJSON(w io.Writer, asOf date.Date, events iter.Seq[PlanEvent]) error {
	out := newJSONWriter(w)
	out.raw(`{"version":1,"as_of":"` + asOf.String() + `",` + "\n \"events\":[")
	separator := "\n  "
	for e := range events {
		out.raw(separator)
		out.value(planEventToWire(&e))
		separator = ",\n  "
		if out.err != nil {
			break
		}
	}
	out.raw("]}\n")
	return out.close()
}

// MarshalPlanEvent returns one event as it stands in a plan in JSON, on one
// line.
func MarshalPlanEvent(e *PlanEvent) ([]byte, error) {
	var text bytes.Buffer
	out := json.NewEncoder(&text)
	out.SetEscapeHTML(false)
	err := out.Encode(planEventToWire(e))
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), err
}

// planColumns are the columns of a plan in CSV.
var planColumns = []string{
	"due", "start", "end", "zone", "kind", "state", "employer", "roles", "contact", "method", "summary", "reason", "rule", "source",
	"anchor", "anchor_on", "business_days", "skipped", "description", "application_ids", "uid",
}

// WritePlanCSV writes a plan as CSV in the order in which the events come, with
// lists as in followcal's own CSV and cells neutralised likewise. It holds one
// event at a time.
func WritePlanCSV(w io.Writer, events iter.Seq[PlanEvent]) error {
	table := csv.NewWriter(w)
	err := table.Write(planColumns)
	for e := range events {
		if err != nil {
			break
		}
		err = table.Write(planRow(&e))
	}
	table.Flush()
	if err == nil {
		err = table.Error()
	}
	return writeFault(err)
}

// planRow is an event as a row. Its times are empty on an all-day event.
func planRow(e *PlanEvent) []string {
	start, end := "", ""
	if !e.AllDay {
		start, end = writtenTime(e.Start), writtenTime(e.End)
	}
	skipped := make([]string, len(e.Reason.Skipped))
	for i, s := range e.Reason.Skipped {
		skipped[i] = strings.TrimSpace(s.On.String() + " " + s.Name)
	}
	row := []string{
		written(e.Due), start, end, e.Zone, e.Kind, e.State, e.Employer, joinItems(e.Roles), e.Contact, e.Method, e.Summary,
		e.Reason.Sentence, e.Reason.Rule, e.Reason.Source, e.Reason.Anchor, written(e.Reason.AnchorOn),
		strconv.Itoa(e.Reason.BusinessDays), joinItems(skipped), e.Description, joinItems(e.ApplicationIDs), e.UID,
	}
	for i, cell := range row {
		row[i] = Neutral(cell)
	}
	return row
}
