package exchange

import "followcal/schedule"

// applicationToWire gives an application the form of the JSON. What is empty
// becomes nil, which is left out.
func applicationToWire(a *schedule.Application) *wireApplication {
	w := &wireApplication{
		ID:         a.ID,
		Employer:   a.Employer,
		Role:       a.Role,
		Status:     a.Status,
		AppliedOn:  written(a.AppliedOn),
		Source:     a.Source,
		Region:     a.Region,
		Zone:       a.Zone,
		Notes:      a.Notes,
		Contacts:   convert(a.Contacts, contactToWire),
		Interviews: convert(a.Interviews, interviewToWire),
		Outreach:   convert(a.Outreach, outreachToWire),
		Responses:  convert(a.Responses, responseToWire),
		Deadlines:  convert(a.Deadlines, deadlineToWire),
		Closed:     convert(a.Closed, dayToWire),
		Working:    convert(a.Working, dayToWire),
	}
	if a.Posting != (schedule.Posting{}) {
		w.Posting = &wirePosting{a.Posting.URL, written(a.Posting.ClosesOn), a.Posting.NoContact}
	}
	if !noPolicy(a.Policy) {
		w.Policy = a.Policy
	}
	return w
}

func daysOffToWire(d *schedule.DaysOff) wireDaysOff {
	return wireDaysOff{written(d.From), written(d.To), d.Why}
}

func dayToWire(d *schedule.Day) wireDay { return wireDay{written(d.On), d.Name} }

func decisionToWire(d *schedule.Decision) wireDecision {
	return wireDecision{d.Event, d.Kind, written(d.To), written(d.On), convert(d.Concerns, concernToWire)}
}

func concernToWire(c *schedule.Concern) wireConcern { return wireConcern{c.Application, c.Event} }

func contactToWire(c *schedule.Contact) wireContact {
	return wireContact{c.Name, c.Phone, c.Email, c.Method}
}

// interviewToWire leaves the preference out when nothing of it is recorded.
func interviewToWire(i *schedule.Interview) wireInterview {
	w := wireInterview{
		Round:     i.Round,
		Start:     writtenTime(i.Start),
		Minutes:   i.Minutes,
		Mode:      i.Mode,
		Place:     i.Place,
		Contacts:  i.Contacts,
		Cancelled: i.Cancelled,
	}
	if p := i.Preference; p != (schedule.Preference{}) {
		w.Preference = &wirePreference{p.Permission, p.Method, p.Contact, written(p.NotBefore), written(p.DecisionBy)}
	}
	return w
}

func outreachToWire(o *schedule.Outreach) wireOutreach {
	return wireOutreach{written(o.On), o.Method, o.Purpose, o.Outcome, o.Contact, o.Asked}
}

func responseToWire(r *schedule.Response) wireResponse {
	return wireResponse{written(r.On), r.Kind, r.Note}
}

func deadlineToWire(d *schedule.Deadline) wireDeadline {
	return wireDeadline{d.Kind, writtenDue(d)}
}
