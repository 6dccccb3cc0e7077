package record

import (
	"time"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// EffortKind is what happened in a job search.
type EffortKind string

// The kinds. The first five are the candidate's own doing.
const (
	EffortApplied      EffortKind = "applied"
	EffortFollowUp     EffortKind = "follow-up"
	EffortThankYou     EffortKind = "thank-you"
	EffortContact      EffortKind = "contact" // any other outreach
	EffortInterview    EffortKind = "interview"
	EffortReply        EffortKind = "reply"
	EffortAcknowledged EffortKind = "acknowledgement"
	EffortRejection    EffortKind = "rejection"
	EffortOffer        EffortKind = "offer"
)

// Effort is a dated step of a job search, as a job centre wants it shown. It is
// derived from the facts as they are now, not from when they were logged.
type Effort struct {
	On          date.Date // an interview's in the employer's zone
	Kind        EffortKind
	Application string // its id
	Employer    string // may be empty
	Role        string // may be empty
	What        string // in a few words: "Followed up", "Interview, round 2"
	How         string // by which way: "by phone", "by video"; of an application where the posting was found
	With        string // names of contacts, joined by commas
	Outcome     string // of an outreach its outcome, of a response its note
	URL         string // of the posting
	// Recorded is when it was first logged as it stands, UTC; zero when the
	// history does not say.
	Recorded time.Time
}

// Own reports whether it is the candidate's own doing rather than the
// employer's.
func (e *Effort) Own() bool { return false }

// Efforts lists the dated steps of one application up to and including a day, by
// day. The history is the application's revisions, the oldest first, as
// [History] yields them; it may be nil. The zone is the candidate's, for
// employers without one. What has no date is no evidence and is left out, and so
// is a cancelled interview.
func Efforts(a *schedule.Application, history []Revision, until date.Date, zone string) []Effort {
	panic("unimplemented")
}

// CompareEfforts orders the efforts of several applications by day, then
// employer, role, application and kind.
func CompareEfforts(a, b *Effort) int { return 0 }
