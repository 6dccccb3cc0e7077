package entry

import (
	"slices"
	"strings"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// PreferenceChange is what was learnt about the interviewer's preference.
type PreferenceChange struct {
	Permission Field[schedule.Permission]
	Method     Field[schedule.Method]
	Contact    Field[string] // a name, which need not be among the application's contacts
	NotBefore  Field[date.Date]
	DecisionBy Field[date.Date]
}

// SetPreference logs what the interviewer answered when asked about following
// up. A day before the interview is refused.
func SetPreference(a *schedule.Application, w Which, c PreferenceChange, here Here) (warnings []string, err error) {
	n, err := w.last(a, here)
	if err != nil {
		return nil, err
	}
	k := &checker{here: here}
	i := a.Interviews[n]
	p := &i.Preference
	put(k, "permission", &p.Permission, c.Permission, same)
	put(k, "method", &p.Method, c.Method, same)
	put(k, "contact", &p.Contact, c.Contact, strings.TrimSpace)
	put(k, "not before", &p.NotBefore, c.NotBefore, same)
	put(k, "decision by", &p.DecisionBy, c.DecisionBy, same)
	k.preference(a, &i)
	if p.Permission == schedule.Denied && p.NotBefore != 0 {
		k.warn("they said no, so the day that they prefer does not count")
	}
	changed := *a
	changed.Interviews = slices.Clone(a.Interviews)
	changed.Interviews[n] = i
	return k.done(a, &changed)
}

// preference checks the preference of i.
func (c *checker) preference(a *schedule.Application, i *schedule.Interview) {
	p := &i.Preference
	optional(c, "permission", p.Permission, schedule.Permissions)
	optional(c, "method", p.Method, schedule.Methods)
	p.Contact = spelt(a, c.name("contact", p.Contact))
	held := dayIn(i.Start, zoneOf(a, c.here))
	c.afterInterview("not before", p.NotBefore, held)
	c.afterInterview("decision by", p.DecisionBy, held)
}

func (c *checker) afterInterview(field string, on, held date.Date) {
	if on == 0 {
		return
	}
	c.day(field, on)
	if on < held {
		c.fail(wrong(field, "%s is before the interview on %s", schedule.LongDate(on), schedule.LongDate(held)))
	}
}

// same takes a value as it is; it is checked with all others.
func same[T any](v T) T { return v }
