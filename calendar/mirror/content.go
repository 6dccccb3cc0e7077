package mirror

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
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
	Zone  string    `json:"zone,omitempty"`  // IANA, of Start and End
	Taken bool      `json:"taken,omitempty"` // the source took that day: it goes where it is wanted now
}

// Notes is what a person wrote around the mirror's part of a description.
type Notes struct {
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// IsZero reports whether c is no entry.
func (c *Content) IsZero() bool { return c.Day == 0 && c.Start.IsZero() }

// Hash identifies what c shows, for [Mark]. Reminders are left out, as they are
// the person's after the insert, and so is Anytime, which shows nothing.
func (c Content) Hash() string {
	c.Reminders, c.Anytime = nil, false
	text, err := json.Marshal(c)
	if err != nil { // only a year beyond 9999 has no JSON
		text = fmt.Appendf(nil, "%+v", c)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// sameText reports whether two contents differ in their place at most.
func (c *Content) sameText(d *Content) bool {
	return c.Summary == d.Summary && c.Description == d.Description && c.Location == d.Location &&
		c.Source == d.Source && c.Busy == d.Busy
}

// contentOf returns what an entry shows, as if the mirror had written it.
func contentOf(e *Entry) Content {
	c := Content{Summary: e.Summary, Location: e.Location, Source: e.Source, Busy: e.Busy}
	_, c.Description = splitNotes(e.Description, "")
	p := placeOf(e)
	c.Day, c.Days, c.Start, c.End, c.Zone = p.day, p.days, p.start, p.end, p.zone
	return c
}
