package entry

import (
	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// StatusChange is a new status.
type StatusChange struct {
	To schedule.Status
	// AppliedOn is the day of the application, where it is not known yet and To
	// is applied; zero: today.
	AppliedOn date.Date
	// Again allows a step back, and one away from a terminal status.
	Again bool
}

// SetStatus moves the status. Forward is free, over several steps as well;
// anything else needs Again. Setting the status that holds already changes
// nothing. A warning says when logged facts keep the plan at a later stage.
func SetStatus(a *schedule.Application, c StatusChange, here Here) (warnings []string, err error) {
	panic("unimplemented")
}
