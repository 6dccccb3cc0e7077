package exchange

import (
	"time"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// The wire types are the log as its JSON has it. They exist for writing only:
// reading goes value by value, to name the path of what is wrong.

type wireDaysOff struct {
	From string `json:"from"`
	To   string `json:"to"`
	Why  string `json:"why,omitempty"`
}

type wireDay struct {
	On   string `json:"on"`
	Name string `json:"name,omitempty"`
}

type wireDecision struct {
	Event    string                `json:"event"`
	Kind     schedule.DecisionKind `json:"kind"`
	To       string                `json:"to,omitempty"`
	On       string                `json:"on,omitempty"`
	Concerns []wireConcern         `json:"concerns,omitempty"`
}

type wireConcern struct {
	Application string `json:"application"`
	Event       string `json:"event"`
}

type wireApplication struct {
	ID         string              `json:"id"`
	Employer   string              `json:"employer,omitempty"`
	Role       string              `json:"role,omitempty"`
	Status     schedule.Status     `json:"status,omitempty"`
	AppliedOn  string              `json:"applied_on,omitempty"`
	Source     string              `json:"source,omitempty"`
	Region     string              `json:"region,omitempty"`
	Zone       string              `json:"zone,omitempty"`
	Notes      string              `json:"notes,omitempty"`
	Posting    *wirePosting        `json:"posting,omitempty"`
	Contacts   []wireContact       `json:"contacts,omitempty"`
	Interviews []wireInterview     `json:"interviews,omitempty"`
	Outreach   []wireOutreach      `json:"outreach,omitempty"`
	Responses  []wireResponse      `json:"responses,omitempty"`
	Deadlines  []wireDeadline      `json:"deadlines,omitempty"`
	Closed     []wireDay           `json:"closed,omitempty"`
	Working    []wireDay           `json:"working,omitempty"`
	Policy     *schedule.Overrides `json:"policy,omitempty"`
}

type wirePosting struct {
	URL       string `json:"url,omitempty"`
	ClosesOn  string `json:"closes_on,omitempty"`
	NoContact bool   `json:"no_contact,omitempty"`
}

type wireContact struct {
	Name   string          `json:"name,omitempty"`
	Phone  string          `json:"phone,omitempty"`
	Email  string          `json:"email,omitempty"`
	Method schedule.Method `json:"method,omitempty"`
}

type wireInterview struct {
	Round      int             `json:"round,omitempty"`
	Start      string          `json:"start"`
	Minutes    int             `json:"minutes,omitempty"`
	Mode       schedule.Mode   `json:"mode,omitempty"`
	Place      string          `json:"place,omitempty"`
	Contacts   []string        `json:"contacts,omitempty"`
	Cancelled  bool            `json:"cancelled,omitempty"`
	Preference *wirePreference `json:"preference,omitempty"`
}

type wirePreference struct {
	Permission schedule.Permission `json:"permission,omitempty"`
	Method     schedule.Method     `json:"method,omitempty"`
	Contact    string              `json:"contact,omitempty"`
	NotBefore  string              `json:"not_before,omitempty"`
	DecisionBy string              `json:"decision_by,omitempty"`
}

type wireOutreach struct {
	On      string              `json:"on"`
	Method  schedule.Method     `json:"method,omitempty"`
	Purpose schedule.Purpose    `json:"purpose,omitempty"`
	Outcome string              `json:"outcome,omitempty"`
	Contact string              `json:"contact,omitempty"`
	Asked   []schedule.Question `json:"asked,omitempty"`
}

type wireResponse struct {
	On   string                `json:"on"`
	Kind schedule.ResponseKind `json:"kind,omitempty"`
	Note string                `json:"note,omitempty"`
}

type wireDeadline struct {
	Kind schedule.DeadlineKind `json:"kind"`
	Due  string                `json:"due"`
}

// written is d in ISO 8601, empty when there is none.
func written(d date.Date) string {
	if d == 0 {
		return ""
	}
	return schedule.ISODate(d)
}

// writtenTime is t in RFC 3339 with its offset.
func writtenTime(t time.Time) string { return t.Format(time.RFC3339Nano) }

// writtenDue is when a deadline is, as an instant or as a whole day.
func writtenDue(d *schedule.Deadline) string {
	if d.On != 0 {
		return written(d.On)
	}
	return writtenTime(d.At)
}

// convert gives each entry of a list its form on the wire; nil for none, which
// is left out.
func convert[T, W any](values []T, to func(*T) W) []W {
	if len(values) == 0 {
		return nil
	}
	wired := make([]W, len(values))
	for i := range values {
		wired[i] = to(&values[i])
	}
	return wired
}
