package mirror

import (
	"time"

	"github.com/rickb777/date/v2"
)

// Content is what a mirror owns of an entry. The zero value is no entry. Its times
// are UTC.
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
	Anytime     bool            `json:"anytime,omitempty"`   // only the day matters: a person's time of day stays
	Reminders   []time.Duration `json:"reminders,omitempty"` // before the start; counts for an insert alone
}

// Seen is what the remote last showed of an entry beyond what was written. Its
// times are UTC.
type Seen struct {
	ETag  string    `json:"etag,omitempty"`
	Hash  string    `json:"hash,omitempty"` // of the mark
	Notes Notes     `json:"notes,omitzero"`
	Day   date.Date `json:"day,omitzero"` // where the person put it; zero, like the next four: where it was written
	Days  int       `json:"days,omitempty"`
	Start time.Time `json:"start,omitzero"`
	End   time.Time `json:"end,omitzero"`
	Zone  string    `json:"zone,omitempty"` // IANA, of Start and End
}

// Notes is what a person wrote around the mirror's part of a description.
type Notes struct {
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}
