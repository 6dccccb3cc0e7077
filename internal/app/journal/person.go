package journal

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/record"
)

// person is somebody who is to be forgotten, as found in every state of every
// application. One is the same person by e-mail address, else by name.
type person struct {
	name   string                     // folded; empty when an e-mail address was named
	emails map[string]bool            // in lower case
	names  map[string]map[string]bool // folded, by the application that knows them so
	words  map[string]bool            // names, addresses and numbers as they were written
	texts  []*regexp.Regexp           // of the words
}

// findPerson looks for somebody in the log and its whole history. It looks
// twice: what is learnt late, such as an e-mail address, leads to more.
func findPerson(ctx context.Context, w record.Writer, who string) (*person, error) {
	who = strings.TrimSpace(who)
	p := &person{emails: map[string]bool{}, names: map[string]map[string]bool{}, words: map[string]bool{}}
	if strings.Contains(who, "@") {
		p.emails[strings.ToLower(who)] = true
	} else {
		p.name = schedule.Fold(who)
	}
	if p.name == "" && len(p.emails) == 0 {
		return nil, fault.New(fault.Usage, "--contact: name a person, or an e-mail address")
	}
	for range 2 {
		if _, err := w.Rewrite(ctx, func(a *schedule.Application) bool { p.meet(a); return false }); err != nil {
			return nil, err
		}
	}
	if len(p.names) == 0 {
		return nil, fault.New(fault.NotFound, "nobody is called %q, and no contact has that e-mail address: followcal show APPLICATION lists its contacts", who)
	}
	for word := range p.words {
		if len(word) >= len(forgotten) {
			p.texts = append(p.texts, regexp.MustCompile(`(?i)`+regexp.QuoteMeta(word)))
		}
	}
	return p, nil
}

// applications lists those that ever knew the person.
func (p *person) applications() []string {
	ids := make([]string, 0, len(p.names))
	for id := range p.names {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
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
		p.words[word] = true
	}
}

// is reports whether the contact is the person.
func (p *person) is(a *schedule.Application, c *schedule.Contact) bool {
	return c.Email != "" && p.emails[strings.ToLower(c.Email)] || p.called(a, c.Name)
}

// called reports whether the application knows the person by that name.
func (p *person) called(a *schedule.Application, name string) bool {
	folded := schedule.Fold(name)
	return folded != "" && (folded == p.name || p.names[a.ID][folded])
}

// forget takes the person out of one state of an application, and reports
// whether that changed it.
func (p *person) forget(a *schedule.Application) bool {
	if p.names[a.ID] == nil {
		return false
	}
	n := len(a.Contacts)
	a.Contacts = slices.DeleteFunc(a.Contacts, func(c schedule.Contact) bool { return p.is(a, &c) })
	changed := len(a.Contacts) < n
	blank := func(name *string) {
		if p.called(a, *name) {
			*name, changed = "", true
		}
	}
	text := func(text *string) {
		if scrubbed := p.scrub(*text); scrubbed != *text {
			*text, changed = scrubbed, true
		}
	}
	text(&a.Notes)
	for i := range a.Interviews {
		held := &a.Interviews[i]
		n := len(held.Contacts)
		held.Contacts = slices.DeleteFunc(held.Contacts, func(name string) bool { return p.called(a, name) })
		changed = changed || len(held.Contacts) < n
		blank(&held.Preference.Contact)
		text(&held.Place)
	}
	for i := range a.Outreach {
		blank(&a.Outreach[i].Contact)
		text(&a.Outreach[i].Outcome)
	}
	for i := range a.Responses {
		text(&a.Responses[i].Note)
	}
	return changed
}

// forgotten stands in notes where somebody was named. It is no longer than what
// it replaces, so that a text stays within its limit.
const forgotten = "***"

// scrub takes the person's name, number and address out of a text, where they
// stand as words of their own.
func (p *person) scrub(text string) string {
	for _, word := range p.texts {
		var b strings.Builder
		end := 0
		for _, at := range word.FindAllStringIndex(text, -1) {
			before, _ := utf8.DecodeLastRuneInString(text[:at[0]])
			after, _ := utf8.DecodeRuneInString(text[at[1]:])
			if !inWord(before) && !inWord(after) {
				b.WriteString(text[end:at[0]] + forgotten)
				end = at[1]
			}
		}
		text = b.String() + text[end:]
	}
	return text
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
