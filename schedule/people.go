package schedule

import (
	"slices"
	"strings"
	"unicode"

	"github.com/rickb777/date/v2"
)

// contact is whom to reach about an application: its first contact, else the
// employer itself.
func (s *subject) contact() Contact {
	if len(s.app.Contacts) == 0 {
		return Contact{}
	}
	return s.app.Contacts[0]
}

// interviewContact is the interview's first contact, else the application's.
func (s *subject) interviewContact(i *Interview) Contact {
	if len(i.Contacts) == 0 {
		return s.contact()
	}
	return s.named(i.Contacts[0])
}

// preferredContact is the contact that the preference names, else the
// interview's.
func (s *subject) preferredContact(i *Interview) Contact {
	if i.Preference.Contact == "" {
		return s.interviewContact(i)
	}
	return s.named(i.Preference.Contact)
}

// named finds a contact of the application by name.
func (s *subject) named(name string) Contact {
	if name == "" {
		return s.contact()
	}
	for _, c := range s.app.Contacts {
		if fold(c.Name) == fold(name) {
			return c
		}
	}
	return Contact{Name: name}
}

// outreachTo lists the days of follow-up attempts that belong to the
// application, or to the interview that mine accepts.
func (s *subject) outreachTo(mine func(date.Date) bool) []date.Date {
	if mine == nil {
		held := s.interviews()
		mine = func(on date.Date) bool { return on >= s.app.AppliedOn && s.latestInterview(held, on) < 0 }
	}
	var days []date.Date
	for _, o := range s.app.Outreach {
		if o.Purpose == FollowUp && mine(o.On) {
			days = append(days, o.On)
		}
	}
	slices.Sort(days)
	return days
}

// person is one contact across all applications, or an employer itself.
type person struct {
	outreach   []date.Date // thank-yous apart
	answeredOn date.Date   // the last response from their applications
	asked      []Question
}

// lastOutreach is the day of the last attempt, zero when there was none.
func (p *person) lastOutreach() date.Date {
	if len(p.outreach) == 0 {
		return 0
	}
	return slices.Max(p.outreach)
}

// unanswered counts the attempts since the last response.
func (p *person) unanswered() int {
	n := 0
	for _, on := range p.outreach {
		if on > p.answeredOn {
			n++
		}
	}
	return n
}

// directory tells which contacts are the same person: by e-mail address, else
// by name and employer.
type directory struct {
	emails map[string][]string // name and employer → the addresses known for them
	people map[string]*person
}

func newDirectory(subjects []*subject) *directory {
	d := &directory{emails: map[string][]string{}, people: map[string]*person{}}
	d.learn(subjects)
	return d
}

// learn takes over who is who, and what went back and forth, from applications
// that have nobody in common with those before.
func (d *directory) learn(subjects []*subject) {
	for _, s := range subjects {
		for _, c := range s.app.Contacts {
			d.address(s, c)
		}
	}
	for _, s := range subjects {
		for i := range s.app.Outreach {
			d.reached(s, &s.app.Outreach[i])
		}
		d.answered(s)
	}
}

// address notes the e-mail address under which somebody is known.
func (d *directory) address(s *subject, c Contact) {
	email, name := foldEmail(c.Email), nameAt(s, c)
	if email != "" && name != "" && !slices.Contains(d.emails[name], email) {
		d.emails[name] = append(d.emails[name], email)
	}
}

// reached notes an attempt. It is to the contact that it names, else to the
// application's.
func (d *directory) reached(s *subject, o *Outreach) {
	who := d.person(s, s.named(o.Contact))
	who.asked = append(who.asked, o.Asked...)
	if o.Purpose != ThankYou {
		who.outreach = append(who.outreach, o.On)
	}
}

// answered notes the last response of an application for everybody on it.
func (d *directory) answered(s *subject) {
	var last date.Date
	for _, r := range s.app.Responses {
		if r.Kind != Acknowledgement {
			last = max(last, r.On)
		}
	}
	if last == 0 {
		return
	}
	for _, c := range s.everybody() {
		who := d.person(s, c)
		who.answeredOn = max(who.answeredOn, last)
	}
}

// everybody lists whom an application concerns; the zero contact stands for
// the employer itself.
func (s *subject) everybody() []Contact {
	all := append([]Contact{s.contact()}, s.app.Contacts...)
	for i := range s.app.Interviews {
		for _, name := range s.app.Interviews[i].Contacts {
			all = append(all, s.named(name))
		}
		all = append(all, s.preferredContact(&s.app.Interviews[i]))
	}
	return all
}

// person returns the one that a contact of s is.
func (d *directory) person(s *subject, c Contact) *person {
	key := d.key(s, c)
	who := d.people[key]
	if who == nil {
		who = &person{}
		d.people[key] = who
	}
	return who
}

func (d *directory) key(s *subject, c Contact) string {
	if email := foldEmail(c.Email); email != "" {
		return "mailto:" + email
	}
	if name := nameAt(s, c); name != "" {
		if known := d.emails[name]; len(known) == 1 {
			return "mailto:" + known[0]
		}
		return "name:" + name
	}
	if employer := fold(s.app.Employer); employer != "" && fold(c.Name) == "" {
		return "employer:" + employer
	}
	return "application:" + s.app.ID + ":" + fold(c.Name)
}

// nameAt is a contact's name with the employer's, empty when one is missing.
func nameAt(s *subject, c Contact) string {
	name, employer := fold(c.Name), fold(s.app.Employer)
	if name == "" || employer == "" {
		return ""
	}
	return name + " @ " + employer
}

func foldEmail(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// fold removes what two spellings of one name may differ in: case, punctuation
// and the amount of space.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range s {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), unicode.IsSymbol(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		case r == '.', r == '\'', r == '’':
		default:
			gap = true
		}
	}
	return b.String()
}
