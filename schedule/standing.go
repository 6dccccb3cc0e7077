package schedule

import (
	"context"
	"errors"
	"slices"

	"github.com/rickb777/date/v2"
)

// Standing is what the last plan of one candidate's log left behind, beside the
// facts as they are now. Lists come in any order unless it is said. An
// implementation answers all of a re-planning from one consistent state.
type Standing interface {
	// Applications returns those of the ids that exist, with today's facts.
	Applications(ctx context.Context, ids []string) ([]Application, error)
	// Related returns the ids of all applications of the last plan whose
	// [Outlook] has one of the keys.
	Related(ctx context.Context, keys []string) ([]string, error)
	// Decisions returns today's decisions with Concerns, those of them that
	// concern one of the applications.
	Decisions(ctx context.Context, ids []string) ([]Decision, error)
	// Traces returns what the last plan left of these applications: contenders
	// and appointments by their Application, and the outlooks.
	Traces(ctx context.Context, ids []string) (Footprint, error)
	// Contenders returns all follow-ups that stayed on the day, and of those
	// that did not the first losers by [Contender.Compare].
	Contenders(ctx context.Context, day date.Date, losers int) ([]Contender, error)
	// Appointments returns those that are due from one day to another, both
	// included.
	Appointments(ctx context.Context, from, to date.Date) ([]Appointment, error)
}

// ErrFootprint is the cause of the fault about a footprint that does not fit the
// log: then all of the log is to be planned anew.
var ErrFootprint = errors.New("the footprint of the last plan does not fit the log")

// Revision is what [Replan] found: the plan of some applications, which takes
// the place of all that the last plan left of them.
type Revision struct {
	// Replanned are the ids of the applications that were planned anew, sorted.
	// Removed ones are among them; they leave nothing.
	Replanned []string
	Planned   []Planned  // of those, sorted as in an [Outcome]
	Omitted   []Omission // of those, in the order of application ids
	Footprint Footprint  // of those
}

// sortedOnce sorts a list and drops what it holds twice.
func sortedOnce(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}
