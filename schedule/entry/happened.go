package entry

import "followcal/schedule"

// LogOutreach adds a contact attempt that the candidate made. Without a day it
// was today, without a purpose a follow-up, without a method the contact's. A day
// in the future is refused; one before the application is taken with a warning,
// because it completes no follow-up to it.
func LogOutreach(a *schedule.Application, o schedule.Outreach, here Here) (warnings []string, err error) {
	panic("unimplemented")
}

// LogResponse adds what the employer sent back. Without a day it came today,
// without a kind it is a reply. A day in the future is refused; one before the
// application is taken with a warning, because employers do write first. A
// rejection moves the status forward to rejected, an offer to offer.
func LogResponse(a *schedule.Application, r schedule.Response, here Here) (warnings []string, err error) {
	panic("unimplemented")
}
