package exchange

import (
	"time"

	"followcal/schedule"
)

// application reads one application. Its keys are split over two functions, the
// facts of the application here.
func (r *jsonReader) application(a *schedule.Application) error {
	return r.object(func(key string) error {
		switch key {
		case "id":
			return r.name(&a.ID)
		case "employer":
			return r.name(&a.Employer)
		case "role":
			return r.name(&a.Role)
		case "status":
			return choice(r, &a.Status, schedule.Statuses)
		case "applied_on":
			return r.done(&a.AppliedOn)
		case "source":
			return r.name(&a.Source)
		case "region":
			return r.region(&a.Region)
		case "zone":
			return r.zone(&a.Zone)
		case "notes":
			return r.note(&a.Notes)
		case "posting":
			return r.posting(&a.Posting)
		}
		return r.happenings(key, a)
	})
}

// happenings reads the lists of an application, and its policy.
func (r *jsonReader) happenings(key string, a *schedule.Application) error {
	switch key {
	case "contacts":
		return below(r, &a.Contacts, MaxEntries, r.contact)
	case "interviews":
		return r.interviews(&a.Interviews)
	case "outreach":
		return below(r, &a.Outreach, MaxEntries, r.outreach)
	case "responses":
		return below(r, &a.Responses, MaxEntries, r.response)
	case "deadlines":
		return below(r, &a.Deadlines, MaxEntries, r.deadline)
	case "closed":
		return below(r, &a.Closed, MaxEntries, r.day)
	case "working":
		return below(r, &a.Working, MaxEntries, r.day)
	case "policy":
		return r.policy(&a.Policy)
	}
	return r.unknown("id", "employer", "role", "status", "applied_on", "source", "region", "zone", "notes", "posting",
		"contacts", "interviews", "outreach", "responses", "deadlines", "closed", "working", "policy")
}

func (r *jsonReader) posting(p *schedule.Posting) error {
	return r.object(func(key string) error {
		switch key {
		case "url":
			return r.name(&p.URL)
		case "closes_on":
			return r.date(&p.ClosesOn)
		case "no_contact":
			return r.flag(&p.NoContact)
		}
		return r.unknown("url", "closes_on", "no_contact")
	})
}

func (r *jsonReader) contact(c *schedule.Contact) error {
	return r.object(func(key string) error {
		switch key {
		case "name":
			return r.name(&c.Name)
		case "phone":
			return r.name(&c.Phone)
		case "email":
			return r.name(&c.Email)
		case "method":
			return choice(r, &c.Method, schedule.Methods)
		}
		return r.unknown("name", "phone", "email", "method")
	})
}

// outreach reads one outreach. Without a purpose it was a follow-up, which is
// what people log.
func (r *jsonReader) outreach(o *schedule.Outreach) error {
	if !r.in.exact {
		o.Purpose = schedule.FollowUp
	}
	err := r.object(func(key string) error {
		switch key {
		case "on":
			return r.done(&o.On)
		case "method":
			return choice(r, &o.Method, schedule.Methods)
		case "purpose":
			return choice(r, &o.Purpose, schedule.Purposes)
		case "outcome":
			return r.note(&o.Outcome)
		case "contact":
			return r.name(&o.Contact)
		case "asked":
			return names(r, &o.Asked)
		}
		return r.unknown("on", "method", "purpose", "outcome", "contact", "asked")
	})
	if err != nil {
		return err
	}
	return r.need("on", o.On != 0)
}

// response reads one response. Without a kind it is a reply, which stops the
// follow-ups: the safe side.
func (r *jsonReader) response(a *schedule.Response) error {
	if !r.in.exact {
		a.Kind = schedule.Reply
	}
	err := r.object(func(key string) error {
		switch key {
		case "on":
			return r.done(&a.On)
		case "kind":
			return choice(r, &a.Kind, schedule.ResponseKinds)
		case "note":
			return r.note(&a.Note)
		}
		return r.unknown("on", "kind", "note")
	})
	if err != nil {
		return err
	}
	return r.need("on", a.On != 0)
}

// deadline reads one deadline, whose due time decides between an instant and a
// whole day.
func (r *jsonReader) deadline(d *schedule.Deadline) error {
	due := ""
	err := r.object(func(key string) (err error) {
		switch key {
		case "kind":
			return choice(r, &d.Kind, schedule.DeadlineKinds)
		case "due":
			if due, err = r.str(); err != nil {
				return err
			}
			if wrong := dueAt(due, d); wrong != "" {
				return r.wrong("%q %s", shown(due), wrong)
			}
			return nil
		}
		return r.unknown("kind", "due")
	})
	if err != nil {
		return err
	}
	if err := r.need("kind", d.Kind != ""); err != nil {
		return err
	}
	return r.need("due", due != "")
}

// dueAt reads when a deadline is: an instant, or a date for the whole day.
func dueAt(text string, d *schedule.Deadline) (wrong string) {
	d.At, d.On = time.Time{}, 0
	if len(text) <= len("2026-11-20") {
		d.On, wrong = isoDate(text)
		return wrong
	}
	d.At, wrong = instant(text)
	return wrong
}
