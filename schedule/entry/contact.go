package entry

import (
	"fmt"
	"slices"
	"strings"

	"followcal/schedule"
)

// ContactChange is what changes about a contact.
type ContactChange struct {
	Name, Phone, Email Field[string]
	Method             Field[schedule.Method]
	First              bool // make it the application's own contact: the one that follow-ups go to
}

// AddContact adds a person at the employer, after the others. It has a name, a
// phone number or an e-mail address, and no name or address that another has.
func AddContact(a *schedule.Application, p schedule.Contact) (warnings []string, err error) {
	c := &checker{}
	c.room("contact", len(a.Contacts), schedule.MaxEntries)
	c.contact(a, &p, -1)
	changed := *a
	changed.Contacts = added(a.Contacts, p)
	return c.done(a, &changed)
}

// ChangeContact changes the contact of that name, e-mail address or telephone
// number; nobody's name stands for the first contact. A new name is taken over
// by interviews, preferences and outreach that name the old one.
func ChangeContact(a *schedule.Application, who string, change ContactChange) (warnings []string, err error) {
	n := 0
	if who != "" || len(a.Contacts) == 0 {
		if n, err = findContact(a, who); err != nil {
			return nil, err
		}
	}
	c := &checker{}
	p := a.Contacts[n]
	put(c, "name", &p.Name, change.Name, strings.TrimSpace)
	put(c, "phone", &p.Phone, change.Phone, strings.TrimSpace)
	put(c, "email", &p.Email, change.Email, strings.TrimSpace)
	put(c, "method", &p.Method, change.Method, same)
	c.contact(a, &p, n)
	changed := *a
	changed.Contacts = slices.Clone(a.Contacts)
	changed.Contacts[n] = p
	if change.First {
		changed.Contacts = slices.Insert(slices.Delete(changed.Contacts, n, n+1), 0, p)
	}
	switch old := a.Contacts[n].Name; {
	case old == "" || old == p.Name:
	case p.Name == "":
		c.kept(a, old)
	default:
		rename(&changed, old, p.Name)
	}
	return c.done(a, &changed)
}

// RemoveContact removes the contact of that name, e-mail address or telephone
// number. What was logged with them keeps the name, and a warning says where.
func RemoveContact(a *schedule.Application, who string) (warnings []string, err error) {
	n, err := findContact(a, who)
	if err != nil {
		return nil, err
	}
	c := &checker{}
	c.kept(a, a.Contacts[n].Name)
	changed := *a
	changed.Contacts = slices.Delete(slices.Clone(a.Contacts), n, n+1)
	if len(changed.Contacts) == 0 {
		changed.Contacts = nil
	}
	return c.done(a, &changed)
}

// contact checks the fields of p, which stands at place n, or nowhere yet.
func (c *checker) contact(a *schedule.Application, p *schedule.Contact, n int) {
	p.Name, p.Phone, p.Email = c.name("name", p.Name), c.name("phone", p.Phone), c.name("email", p.Email)
	optional(c, "method", p.Method, schedule.Methods)
	if p.Name == "" && p.Phone == "" && p.Email == "" {
		c.fail(wrong("name", "a contact has a name, a phone number or an e-mail address; give one"))
	}
	if local, domain, ok := strings.Cut(p.Email, "@"); p.Email != "" && (!ok || local == "" || domain == "" || strings.ContainsAny(p.Email, " <>,;")) {
		c.fail(wrong("email", "%q is no e-mail address; write it as dana@acme.example", schedule.Excerpt(p.Email)))
	}
	for k, other := range a.Contacts {
		if k != n && p.Name != "" && schedule.Fold(other.Name) == schedule.Fold(p.Name) {
			c.fail(wrong("name", "%s is a contact already; change that one", other.Name))
		}
		if k != n && p.Email != "" && strings.EqualFold(other.Email, p.Email) {
			c.fail(wrong("email", "%s is the address of %s already", p.Email, named(&other)))
		}
	}
}

// findContact finds a contact by name, e-mail address or telephone number.
func findContact(a *schedule.Application, who string) (int, error) {
	var fit []int
	for n := range a.Contacts {
		if who != "" && goesBy(&a.Contacts[n], who) {
			fit = append(fit, n)
		}
	}
	all := make([]string, len(a.Contacts))
	for n := range a.Contacts {
		all[n] = named(&a.Contacts[n])
	}
	switch {
	case len(fit) == 1:
		return fit[0], nil
	case len(fit) > 1:
		return 0, wrong("contact", "several contacts are called %q; name the one by another of name, e-mail address and number", schedule.Excerpt(who))
	case len(all) == 0:
		return 0, missing("contact", "%s has none yet; add one first", schedule.About(a))
	}
	return 0, missing("contact", "%q is none of %s", schedule.Excerpt(who), either(all))
}

// goesBy reports whether a contact can be called so.
func goesBy(c *schedule.Contact, who string) bool {
	name, number := schedule.Fold(who), schedule.FoldNumber(who)
	return c.Name == who || name != "" && schedule.Fold(c.Name) == name || strings.EqualFold(c.Email, who) ||
		c.Phone == who || number != "" && schedule.FoldNumber(c.Phone) == number
}

// Person is a contact of whom only this is known: an e-mail address, a telephone
// number or else a name.
func Person(who string) schedule.Contact {
	switch {
	case strings.Contains(who, "@"):
		return schedule.Contact{Email: who}
	case schedule.FoldNumber(who) != "":
		return schedule.Contact{Phone: who}
	}
	return schedule.Contact{Name: who}
}

// named is what to call a contact.
func named(c *schedule.Contact) string {
	for _, s := range []string{c.Name, c.Email, c.Phone} {
		if s != "" {
			return s
		}
	}
	return "(nobody)"
}

// spelt is a name as the contact is written whose name it is.
func spelt(a *schedule.Application, name string) string {
	for _, c := range a.Contacts {
		if folded := schedule.Fold(name); folded != "" && schedule.Fold(c.Name) == folded {
			return c.Name
		}
	}
	return name
}

// kept warns that what was logged keeps a name that no contact has any more.
func (c *checker) kept(a *schedule.Application, name string) {
	if name == "" {
		return
	}
	interviews, outreach := 0, 0
	is := func(s string) bool { return s != "" && schedule.Fold(s) == schedule.Fold(name) }
	for _, i := range a.Interviews {
		if slices.ContainsFunc(i.Contacts, is) || is(i.Preference.Contact) {
			interviews++
		}
	}
	for _, o := range a.Outreach {
		if is(o.Contact) {
			outreach++
		}
	}
	if interviews+outreach > 0 {
		c.warn("%s is still named in %s and %s", name, count(interviews, "interview", "interviews"), count(outreach, "outreach", "outreaches"))
	}
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// rename takes a contact's new name over wherever the old one stands.
func rename(a *schedule.Application, old, name string) {
	change := func(s string) string {
		if s != "" && schedule.Fold(s) == schedule.Fold(old) {
			return name
		}
		return s
	}
	a.Interviews, a.Outreach = slices.Clone(a.Interviews), slices.Clone(a.Outreach)
	for n := range a.Interviews {
		i := &a.Interviews[n]
		i.Preference.Contact = change(i.Preference.Contact)
		i.Contacts = slices.Clone(i.Contacts)
		for k := range i.Contacts {
			i.Contacts[k] = change(i.Contacts[k])
		}
	}
	for n := range a.Outreach {
		a.Outreach[n].Contact = change(a.Outreach[n].Contact)
	}
}
