// Package app is followcal's use cases: each takes a request, brings the rooms
// together that do not know each other, and returns what happened.
package app

import (
	"io"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// Source is one log to read.
type Source struct {
	Name   string // as the user named it, for messages
	Reader io.Reader
}

// ExportRequest asks for the plan of some logs.
type ExportRequest struct {
	Sources       []Source
	From          string // a format; empty: detected
	Format        string // ics, json or csv
	Region        string // ISO 3166-2; empty: the log's, else that of the zone's country
	Zone          string // IANA; empty: the log's, else the system's
	Policy        *schedule.Overrides
	Closed        []Source  // the user's lists of closed and working days, for every employer
	AsOf          date.Date // zero: today in the candidate's zone
	IncludeMissed bool
	NoAlarms      bool
	Privacy       string // full, titles or busy
	Strict        bool   // a rejected row fails the export
	Now           func() time.Time
	SystemZone    func() (string, error)
}

// ConvertRequest asks for some logs in followcal's own format.
type ConvertRequest struct {
	Sources []Source
	From    string // a format; empty: detected
	To      string // json or csv
	Now     func() time.Time
}

// Summary is what an export or a conversion did.
type Summary struct {
	Applications int
	Duplicates   int         // rows that repeated an application
	Events       []KindCount // in the order of the kinds
	Missed       int
	Rejected     []Remark
	Warnings     []Remark
	Notes        []string // what was assumed, such as the region
}

// KindCount is how many events of a kind were written.
type KindCount struct {
	Kind  string
	Count int
}

// Remark is about one line of a source.
type Remark struct {
	Source string `json:"source,omitempty"`
	Line   int    `json:"line,omitempty"` // 0: about the source as a whole
	Text   string `json:"text"`
}
