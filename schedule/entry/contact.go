package entry

import "followcal/schedule"

// ContactChange is what changes about a contact.
type ContactChange struct {
	Name, Phone, Email Field[string]
	Method             Field[schedule.Method]
	First              bool // make it the application's own contact: the one that follow-ups go to
}

// AddContact adds a person at the employer, after the others. It has a name, a
// phone number or an e-mail address, and no name or address that another has.
func AddContact(a *schedule.Application, c schedule.Contact) (warnings []string, err error) {
	panic("unimplemented")
}

// ChangeContact changes the contact of that name or e-mail address. A new name
// is taken over by interviews, preferences and outreach that name the old one.
func ChangeContact(a *schedule.Application, who string, c ContactChange) (warnings []string, err error) {
	panic("unimplemented")
}

// RemoveContact removes the contact of that name or e-mail address. What was
// logged with them keeps the name, and a warning says where.
func RemoveContact(a *schedule.Application, who string) (warnings []string, err error) {
	panic("unimplemented")
}
