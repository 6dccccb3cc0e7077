package schedule_test

import (
	"strings"
	"unicode"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// naive is a second reading of the rule book: the slowest way to plan that is
// still obviously right. It walks day by day and knows nothing of the planner.
type naive struct {
	log    *schedule.Log
	policy schedule.Policy
	asOf   date.Date
	read   reading
}

// reading is how naive takes the places where the rule book can be read in two
// ways; the planner must agree with one of them.
type reading struct {
	ackResets       bool // an acknowledgement is a response to the count of the unanswered
	interviewResets bool // so is an interview
	sameDayResets   bool // a response answers an outreach of the same day
	answersForAll   bool // a response is from all of an application's contacts, not from the first alone
	unnamedToWho    bool // an outreach without a name is to whoever it is followed up with
}

// readings are all of them.
func readings() (all []reading) {
	for bits := range 32 {
		all = append(all, reading{bits&1 != 0, bits&2 != 0, bits&4 != 0, bits&8 != 0, bits&16 != 0})
	}
	return all
}

// working reports whether d is a business day of a's employer.
func (n naive) working(a *schedule.Application, d date.Date) bool {
	for _, extra := range append(append([]schedule.Day{}, n.log.Working...), a.Working...) {
		if extra.On == d {
			return true
		}
	}
	for _, extra := range append(append([]schedule.Day{}, n.log.Closed...), a.Closed...) {
		if extra.On == d {
			return false
		}
	}
	holidays := newYorkHolidays
	if a.Region == "DE-BY" {
		holidays = bavarianHolidays
	}
	for _, h := range holidays {
		if strings.HasPrefix(h, d.String()) {
			return false
		}
	}
	weekday := d.Weekday().String()
	return weekday != "Saturday" && weekday != "Sunday"
}

// add is the count-th business day strictly after d.
func (n naive) add(a *schedule.Application, d date.Date, count int) date.Date {
	for count > 0 {
		d++
		if n.working(a, d) {
			count--
		}
	}
	return d
}

// free reports whether a follow-up may be on d.
func (n naive) free(a *schedule.Application, d date.Date) bool {
	for _, off := range n.log.DaysOff {
		if off.From <= d && d <= off.To {
			return false
		}
	}
	return n.working(a, d)
}

// land is d or the next day that is free.
func (n naive) land(a *schedule.Application, d date.Date) date.Date {
	for !n.free(a, d) {
		d++
	}
	return d
}

// policyOf is the policy that holds for a.
func (n naive) policyOf(a *schedule.Application) schedule.Policy { return a.Policy.Apply(n.policy) }

// anchor is what the applied stage counts from.
func anchor(a *schedule.Application) date.Date { return max(a.AppliedOn, a.Posting.ClosesOn) }

// current is the latest interview that takes place, nil without one.
func current(a *schedule.Application) *schedule.Interview {
	var last *schedule.Interview
	for i := range a.Interviews {
		if held := &a.Interviews[i]; !held.Cancelled && (last == nil || held.Start.After(last.Start)) {
			last = held
		}
	}
	return last
}

// heldOn is the day of an interview where the employer is.
func (n naive) heldOn(a *schedule.Application, i *schedule.Interview) date.Date {
	return date.NewAt(i.Start.In(zone(n.zoneOf(a))))
}

func (n naive) zoneOf(a *schedule.Application) string {
	if a.Zone != "" {
		return a.Zone
	}
	return n.log.Zone
}

// answered reports whether something other than an acknowledgement came back
// on or after d.
func answered(a *schedule.Application, d date.Date) bool {
	for _, r := range a.Responses {
		if r.Kind != schedule.Acknowledgement && r.On >= d {
			return true
		}
	}
	return false
}

// over reports whether nothing is to be followed up any more.
func over(a *schedule.Application) bool {
	for _, r := range a.Responses {
		if r.Kind == schedule.Rejection || r.Kind == schedule.OfferMade {
			return true
		}
	}
	return a.Status.Terminal() || a.Status == schedule.Offer
}

// person says who is meant: e-mail address, else name and employer, else
// employer, else nobody but this application's.
func person(a *schedule.Application, c schedule.Contact) string {
	company := fold(a.Employer)
	switch {
	case c.Email != "":
		return "mail " + strings.ToLower(c.Email)
	case company == "":
		return "application " + a.ID + " " + c.Name
	case c.Name != "":
		return "name " + fold(c.Name) + " at " + company
	}
	return "employer " + company
}

func fold(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}

// firstContact is the application's own contact, zero for the employer itself.
func firstContact(a *schedule.Application) schedule.Contact {
	if len(a.Contacts) > 0 {
		return a.Contacts[0]
	}
	return schedule.Contact{}
}

// who is to be followed up with about a: whom the preference names, else the
// interview's first, else the application's first.
func who(a *schedule.Application) schedule.Contact {
	if held := current(a); held != nil {
		for _, name := range append([]string{held.Preference.Contact}, held.Contacts...) {
			if name != "" {
				return named(a, name)
			}
		}
	}
	return firstContact(a)
}

func named(a *schedule.Application, name string) schedule.Contact {
	for _, c := range a.Contacts {
		if c.Name == name {
			return c
		}
	}
	return schedule.Contact{Name: name}
}
