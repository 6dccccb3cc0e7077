package journal

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/record"
)

// person is somebody who is to be forgotten, as found in every state of every
// application. One is the same person by e-mail address, else by name, or by the
// number that was named.
type person struct {
	name   string                     // folded; empty when an address or a number was named
	number string                     // folded; empty when it was not what was named
	emails map[string]bool            // in lower case
	names  map[string]map[string]bool // folded, by the application that knows them so
	words  map[string]bool            // names, addresses and numbers as they were written
	known  []eraser                   // of the words, where the person is known
	others []eraser                   // of those that mean nobody else, where the person is not
	short  []string                   // words that no text can be searched for
	found  map[string]bool            // the applications that say anything of the person
	about  map[string]bool            // ids, employers and roles that do
}

// findPerson looks for somebody in the log and its whole history. It looks
// twice: what is learnt late, such as an e-mail address, leads to more. Then it
// looks where they would be forgotten.
func findPerson(ctx context.Context, w record.Writer, who string) (*person, error) {
	p, err := newPerson(strings.TrimSpace(who))
	if err != nil {
		return nil, err
	}
	look := func(f func(*schedule.Application)) error {
		_, err := w.Rewrite(ctx, func(a *schedule.Application) bool { f(a); return false })
		return err
	}
	for range 2 {
		if err := look(p.meet); err != nil {
			return nil, err
		}
	}
	if len(p.names) == 0 {
		return nil, fault.New(fault.NotFound, "nobody is called %q, and no contact has that e-mail address or number: followcal show APPLICATION lists its contacts", who)
	}
	p.prepare()
	return p, look(p.find)
}

func newPerson(who string) (*person, error) {
	p := &person{
		emails: map[string]bool{}, names: map[string]map[string]bool{}, words: map[string]bool{},
		found: map[string]bool{}, about: map[string]bool{},
	}
	switch number := schedule.FoldNumber(who); {
	case strings.Contains(who, "@"):
		p.emails[strings.ToLower(who)] = true
	case number != "":
		p.number = number
	default:
		p.name = schedule.Fold(who)
	}
	if p.name == "" && p.number == "" && len(p.emails) == 0 {
		return nil, fault.New(fault.Usage, "--contact: name a person, an e-mail address or a number")
	}
	return p, nil
}

// prepare makes the erasers. Somebody else may have the same name where the
// person is not known, unless it was the name that was asked for.
func (p *person) prepare() {
	for _, word := range slices.Sorted(maps.Keys(p.words)) {
		e, ok := newEraser(word)
		if !ok {
			p.short = append(p.short, word)
			continue
		}
		p.known = append(p.known, e)
		if strings.Contains(word, "@") || schedule.FoldNumber(word) != "" || schedule.Fold(word) == p.name {
			p.others = append(p.others, e)
		}
	}
}

// erasers are those for the texts of an application.
func (p *person) erasers(a *schedule.Application) []eraser {
	if p.names[a.ID] != nil {
		return p.known
	}
	return p.others
}

// find notes what of one state of an application would be forgotten, and what
// would be kept although it names the person.
func (p *person) find(a *schedule.Application) {
	for _, text := range []string{a.ID, a.Employer, a.Role} {
		if scrub(text, p.erasers(a)) != text {
			p.about[text] = true
		}
	}
	if p.forget(a) {
		p.found[a.ID] = true
	}
}

// keeps says what stays although it is about the person.
func (p *person) keeps() []string {
	var keeps []string
	for _, text := range slices.Sorted(maps.Keys(p.about)) {
		keeps = append(keeps, fmt.Sprintf("%q, which is an id, an employer or a role: forget the application, or change it with followcal edit before you forget the person", text))
	}
	for _, word := range p.short {
		keeps = append(keeps, fmt.Sprintf("%q in notes and other texts: it is too short to be told from other words there", word))
	}
	return keeps
}

// meet learns about the person from one state of an application.
func (p *person) meet(a *schedule.Application) {
	for i := range a.Contacts {
		if c := &a.Contacts[i]; p.is(a, c) {
			p.learn(a, c.Name, c.Email, c.Phone)
		}
	}
	for i := range a.Interviews {
		for _, name := range append(slices.Clone(a.Interviews[i].Contacts), a.Interviews[i].Preference.Contact) {
			if p.called(a, name) {
				p.learn(a, name, "", "")
			}
		}
	}
	for i := range a.Outreach {
		if name := a.Outreach[i].Contact; p.called(a, name) {
			p.learn(a, name, "", "")
		}
	}
}

func (p *person) learn(a *schedule.Application, name, email, phone string) {
	if p.names[a.ID] == nil {
		p.names[a.ID] = map[string]bool{}
	}
	if folded := schedule.Fold(name); folded != "" {
		p.names[a.ID][folded] = true
	}
	if email != "" {
		p.emails[strings.ToLower(email)] = true
	}
	for _, word := range []string{name, email, phone} {
		if word != "" {
			p.words[word] = true
		}
	}
}

// is reports whether the contact is the person.
func (p *person) is(a *schedule.Application, c *schedule.Contact) bool {
	return c.Email != "" && p.emails[strings.ToLower(c.Email)] || p.called(a, c.Name) ||
		p.number != "" && schedule.FoldNumber(c.Phone) == p.number
}

// called reports whether the application knows the person by that name.
func (p *person) called(a *schedule.Application, name string) bool {
	folded := schedule.Fold(name)
	return folded != "" && (folded == p.name || p.names[a.ID][folded])
}

// forget takes the person out of one state of an application, and reports
// whether that changed it.
func (p *person) forget(a *schedule.Application) (changed bool) {
	n := len(a.Contacts)
	a.Contacts = slices.DeleteFunc(a.Contacts, func(c schedule.Contact) bool { return p.is(a, &c) })
	changed = len(a.Contacts) < n
	blank := func(name *string) {
		if p.called(a, *name) {
			*name, changed = "", true
		}
	}
	for i := range a.Interviews {
		held := &a.Interviews[i]
		n := len(held.Contacts)
		held.Contacts = slices.DeleteFunc(held.Contacts, func(name string) bool { return p.called(a, name) })
		changed = changed || len(held.Contacts) < n
		blank(&held.Preference.Contact)
	}
	for i := range a.Outreach {
		blank(&a.Outreach[i].Contact)
	}
	erasers := p.erasers(a)
	for _, text := range texts(a) {
		if scrubbed := scrub(*text, erasers); scrubbed != *text {
			*text, changed = scrubbed, true
		}
	}
	if a.Posting.URL == forgotten {
		a.Posting.URL = "" // else it would be no link
	}
	return changed
}

// texts are where people write what they like.
func texts(a *schedule.Application) []*string {
	all := []*string{&a.Notes, &a.Source, &a.Posting.URL}
	for i := range a.Interviews {
		all = append(all, &a.Interviews[i].Place)
	}
	for i := range a.Outreach {
		all = append(all, &a.Outreach[i].Outcome)
	}
	for i := range a.Responses {
		all = append(all, &a.Responses[i].Note)
	}
	for _, days := range [][]schedule.Day{a.Closed, a.Working} {
		for i := range days {
			all = append(all, &days[i].Name)
		}
	}
	return all
}
