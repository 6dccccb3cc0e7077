package entry

import (
	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// SetDeadline sets the open deadline of its kind: it replaces the one that is
// due today or later, and leaves past ones as they are. Exactly one of the
// instant and the day is given. A deadline for an offer moves the status forward
// to offer.
func SetDeadline(a *schedule.Application, d schedule.Deadline, here Here) (warnings []string, err error) {
	panic("unimplemented")
}

// RemoveDeadline removes the deadline of that kind, the one on that day where
// there are several; a zero day is the only one there is.
func RemoveDeadline(a *schedule.Application, kind schedule.DeadlineKind, on date.Date, here Here) (warnings []string, err error) {
	panic("unimplemented")
}
