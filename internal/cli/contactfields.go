package cli

import (
	"cmp"
	"slices"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/entry"
)

// contactFields is a contact of an application as flags.
type contactFields struct {
	who    string
	remove string
	change entry.ContactChange
	plain  schedule.Contact // the same as a contact that is new
}

func (c *contactFields) add(f *fields) {
	f.addText("contact", "the person at the employer: a name, an e-mail address or a number", func(text string) { c.who = text })
	c.text(f, "name", "a new name for that person", &c.change.Name, &c.plain.Name)
	c.text(f, "phone", "that person's telephone number", &c.change.Phone, &c.plain.Phone)
	c.text(f, "email", "that person's e-mail address", &c.change.Email, &c.plain.Email)
	addValue(f, "method", "METHOD", "how that person likes to be reached: phone, email or letter", oneOf(schedule.Methods), func(m schedule.Method) {
		c.change.Method, c.plain.Method = entry.Set(m), m
	})
	f.empties["method"] = func() { c.change.Method = entry.Clear[schedule.Method]() }
	complete(f.command, "method", func(string) []string { return plainWords(schedule.Methods) })
}

// addRemove adds the flags that make sense where there are contacts already.
func (c *contactFields) addRemove(f *fields) {
	f.command.Flags().BoolVar(&c.change.First, "first", false, "that person is the one that follow-ups go to")
	f.addText("remove-contact", "the person, by name, e-mail address or number, to remove from the contacts", func(text string) { c.remove = text })
}

func (c *contactFields) text(f *fields, name, usage string, change *entry.Field[string], plain *string) {
	f.addText(name, usage, func(text string) { *change, *plain = entry.Set(text), text })
	f.empties[name] = func() { *change = entry.Clear[string]() }
}

// apply removes a contact, adds one, or changes the one that is known.
func (c *contactFields) apply(a *schedule.Application) (warnings []string, err error) {
	if c.remove != "" {
		if warnings, err = entry.RemoveContact(a, c.remove); err != nil {
			return nil, fault.Wrap(fault.KindOf(err), err, "--remove-%v", err) // it begins with the field, contact
		}
	}
	if !c.given() {
		return warnings, nil
	}
	more, err := c.put(a)
	return append(warnings, more...), err
}

func (c *contactFields) put(a *schedule.Application) ([]string, error) {
	if c.who != "" || len(a.Contacts) > 0 {
		warnings, err := entry.ChangeContact(a, c.who, c.change)
		if fault.KindOf(err) != fault.NotFound {
			return warnings, err
		}
	}
	person, known := c.plain, entry.Person(c.who)
	person.Name, person.Phone, person.Email = cmp.Or(person.Name, known.Name), cmp.Or(person.Phone, known.Phone), cmp.Or(person.Email, known.Email)
	warnings, err := entry.AddContact(a, person)
	if err != nil || !c.change.First || len(a.Contacts) == 1 {
		return warnings, err
	}
	last := len(a.Contacts) - 1
	a.Contacts = slices.Concat(a.Contacts[last:], a.Contacts[:last])
	return warnings, nil
}

func (c *contactFields) given() bool {
	return c.who != "" || c.change != (entry.ContactChange{})
}
