package entry

import (
	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// Change is what changes about an application itself.
type Change struct {
	Employer, Role Field[string]
	AppliedOn      Field[date.Date] // moves the status forward to applied
	Source         Field[string]    // where the posting was found
	Region         Field[string]    // ISO 3166; looked up
	Zone           Field[string]    // IANA; looked up
	Notes          Field[string]    // replaces all of them
	URL            Field[string]    // http or https
	ClosesOn       Field[date.Date]
	NoContact      Field[bool]
	Policy         []PolicyChange // in order
}

// Edit changes an application. A day of application in the future is refused.
func Edit(a *schedule.Application, c Change, here Here) (warnings []string, err error) {
	panic("unimplemented")
}

// New makes an application with that id. It needs an employer or a role; its
// status is applied when it has a day of application, else saved.
func New(id string, c Change, here Here) (a schedule.Application, warnings []string, err error) {
	panic("unimplemented")
}
