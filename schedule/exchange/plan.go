package exchange

import (
	"encoding/csv"
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

type wirePlanEvent struct {
	UID            string         `json:"uid"`
	Kind           string         `json:"kind"`
	State          string         `json:"state"`
	ApplicationIDs []string       `json:"application_ids"`
	Employer       string         `json:"employer"`
	Roles          []string       `json:"roles"`
	Contact        string         `json:"contact,omitempty"`
	Method         string         `json:"method,omitempty"`
	Due            string         `json:"due"`
	AllDay         bool           `json:"all_day"`
	Start          string         `json:"start,omitempty"`
	End            string         `json:"end,omitempty"`
	Zone           string         `json:"zone"`
	Summary        string         `json:"summary"`
	Description    string         `json:"description"`
	Reason         wirePlanReason `json:"reason"`
}

type wirePlanReason struct {
	Sentence     string    `json:"sentence"`
	Rule         string    `json:"rule"`
	Anchor       string    `json:"anchor"`
	AnchorOn     string    `json:"anchor_on,omitempty"`
	BusinessDays int       `json:"business_days"`
	Skipped      []wireDay `json:"skipped"`
	Source       string    `json:"source"`
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

func planEventToWire(e *PlanEvent) *wirePlanEvent {
	w := &wirePlanEvent{
		UID: e.UID, Kind: e.Kind, State: e.State, ApplicationIDs: filled(e.ApplicationIDs), Employer: e.Employer,
		Roles: filled(e.Roles), Contact: e.Contact, Method: e.Method, Due: written(e.Due), AllDay: e.AllDay,
		Zone: e.Zone, Summary: e.Summary, Description: e.Description,
		Reason: wirePlanReason{
			Sentence: e.Reason.Sentence, Rule: e.Reason.Rule, Anchor: e.Reason.Anchor, AnchorOn: written(e.Reason.AnchorOn),
			BusinessDays: e.Reason.BusinessDays, Skipped: []wireDay{}, Source: e.Reason.Source,
		},
	}
	if !e.AllDay {
		w.Start, w.End = writtenTime(e.Start), writtenTime(e.End)
	}
	for _, s := range e.Reason.Skipped {
		w.Reason.Skipped = append(w.Reason.Skipped, wireDay{written(s.On), s.Name})
	}
	return w
}

// filled makes an absent list an empty one, which JSON tells apart.
func filled(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
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
		row[i] = neutral(cell)
	}
	return row
}
