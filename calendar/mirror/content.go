package mirror

import (
	"time"

	"github.com/rickb777/date/v2"
)

// Content is what a mirror owns of an entry. The zero value is no entry.
type Content struct {
	Summary     string          `json:"summary,omitempty"`
	Description string          `json:"description,omitempty"` // the mirror's own part
	Location    string          `json:"location,omitempty"`
	Source      string          `json:"source,omitempty"`
	Day         date.Date       `json:"day,omitzero"`
	Days        int             `json:"days,omitempty"`
	Start       time.Time       `json:"start,omitzero"`
	End         time.Time       `json:"end,omitzero"`
	Zone        string          `json:"zone,omitempty"` // IANA, of Start and End
	Busy        bool            `json:"busy,omitempty"`
	Reminders   []time.Duration `json:"reminders,omitempty"` // before the start
}

// Seen is what the remote last showed of an entry beyond what was written.
type Seen struct {
	ETag  string    `json:"etag,omitempty"`
	Notes Notes     `json:"notes,omitzero"`
	Day   date.Date `json:"day,omitzero"` // where the person put it; zero: where it was written
	Start time.Time `json:"start,omitzero"`
	End   time.Time `json:"end,omitzero"`
}

// Notes is what a person wrote around the mirror's part of a description.
type Notes struct {
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}
