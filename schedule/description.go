package schedule

import "strings"

// Description is the event's text, plain and complete: why it is on its day,
// whom to reach, what to say and what it is about. The candidate's name goes
// into the script.
func (p *Planned) Description(candidate string) string {
	parts := []string{p.Reason.Sentence()}
	if whom := p.reachable(); whom != "" {
		parts = append(parts, whom)
	}
	if script := p.Script(candidate); script != "" {
		parts = append(parts, script)
	}
	parts = append(parts, p.listApplications(), "Source of the rule: "+p.Reason.Source()+".")
	return strings.Join(parts, "\n\n")
}

// reachable lists how to reach the contact, or says that the number is
// missing.
func (p *Planned) reachable() string {
	if p.Private() || p.Kind == PostingCloses {
		return ""
	}
	var lines []string
	if p.Contact.Name != "" {
		lines = append(lines, "Contact: "+p.Contact.Name)
	}
	if p.Contact.Phone != "" {
		lines = append(lines, "Phone: "+p.Contact.Phone)
	}
	if p.Contact.Email != "" {
		lines = append(lines, "E-mail: "+p.Contact.Email)
	}
	if p.Method == Phone && p.Contact.Phone == "" {
		lines = append(lines, "No number is recorded: find the number first, and log it with the contact.")
	}
	return strings.Join(lines, "\n")
}

func (p *Planned) listApplications() string {
	lines := make([]string, 0, 2*len(p.Applications))
	for _, a := range p.Applications {
		line := "Application: " + roleOf(a) + " at " + employerOf(a)
		if a.AppliedOn != 0 {
			line += ", applied on " + LongDate(a.AppliedOn)
		}
		lines = append(lines, line)
		if a.Posting.URL != "" {
			lines = append(lines, "Posting: "+a.Posting.URL)
		}
	}
	return strings.Join(lines, "\n")
}

// Location is where the event takes place: an interview's place, else empty.
func (p *Planned) Location() string {
	if p.Kind != InterviewHeld {
		return ""
	}
	return p.Interview.Place
}
