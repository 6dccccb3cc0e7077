package exchange

import (
	"followcal/schedule"
)

// interviews reads the interviews. A round may stand twice: one that was
// cancelled and held on another day, or talks with several people.
func (r *jsonReader) interviews(to *[]schedule.Interview) error {
	return below(r, to, schedule.MaxRound, r.interview)
}

// interview reads one interview. Its contacts need not be among the
// application's: people log a name before they log the person.
func (r *jsonReader) interview(i *schedule.Interview) error {
	if !r.in.exact {
		i.Minutes = schedule.DefaultInterviewMinutes
	}
	err := r.object(func(key string) error {
		switch key {
		case "round":
			return r.number(&i.Round, 1, schedule.MaxRound)
		case "start":
			return r.instant(&i.Start)
		case "minutes":
			return r.number(&i.Minutes, 1, schedule.MaxMinutes)
		case "mode":
			return choice(r, &i.Mode, schedule.Modes)
		case "place":
			return r.name(&i.Place)
		case "contacts":
			return names(r, &i.Contacts)
		case "cancelled":
			return r.flag(&i.Cancelled)
		case "preference":
			return r.preference(&i.Preference)
		}
		return r.unknown("round", "start", "minutes", "mode", "place", "contacts", "cancelled", "preference")
	})
	if err != nil {
		return err
	}
	return r.need("start", !i.Start.IsZero())
}

// preference reads the interviewer's answer to "may I follow up?".
func (r *jsonReader) preference(p *schedule.Preference) error {
	return r.object(func(key string) error {
		switch key {
		case "permission":
			return choice(r, &p.Permission, schedule.Permissions)
		case "method":
			return choice(r, &p.Method, schedule.Methods)
		case "contact":
			return r.name(&p.Contact)
		case "not_before":
			return r.date(&p.NotBefore)
		case "decision_by":
			return r.date(&p.DecisionBy)
		}
		return r.unknown("permission", "method", "contact", "not_before", "decision_by")
	})
}
