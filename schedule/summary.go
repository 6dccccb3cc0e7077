package schedule

import (
	"fmt"
	"strings"
)

// Employer is the employer of the event's own application, "(no company)"
// where none is recorded.
func (p *Planned) Employer() string { return employerOf(p.Applications[0]) }

// Roles lists the roles that the event is about, in the order of its
// applications.
func (p *Planned) Roles() []string {
	roles := make([]string, len(p.Applications))
	for i, a := range p.Applications {
		roles[i] = roleOf(a)
	}
	return roles
}

// Private reports whether the event is for the candidate alone: nobody is to
// be contacted because of it.
func (p *Planned) Private() bool {
	return p.Kind == LogPreference || p.Kind == Review || p.Kind == MoveOn
}

// Summary is the event's title in one short line.
func (p *Planned) Summary() string {
	about := p.about()
	switch p.Kind {
	case ApplicationFollowUp, InterviewFollowUp:
		return p.reach() + " about " + about
	case InterviewHeld:
		return fmt.Sprintf("Interview at %s: %s, round %d", p.Employer(), about, p.Interview.Round)
	case LogPreference:
		return "Log how " + p.Employer() + " wants to hear from you: " + about
	case ThankYouNote:
		return p.thank() + " for the interview: " + about
	case Review:
		return "Look at where " + p.Employer() + " stands: " + about
	case MoveOn:
		return "Move on from " + p.Employer() + ": " + about
	case PostingCloses:
		return "Posting closes at " + p.Employer() + ": " + about
	case TakeHomeDue:
		return "Take-home due at " + p.Employer() + ": " + about
	default:
		return "Answer the offer of " + p.Employer() + ": " + about
	}
}

// reach says whom to contact by which method.
func (p *Planned) reach() string {
	switch p.Method {
	case Email:
		return "E-mail " + p.whom()
	case Letter:
		return "Write to " + p.whom()
	}
	if p.Contact.Phone == "" {
		return "Call " + p.whom() + " (number to find)"
	}
	return "Call " + p.whom()
}

func (p *Planned) thank() string {
	if p.Method == Letter {
		return "Post a thank-you note to " + p.whom()
	}
	return "Thank " + p.whom()
}

// whom names the contact and the employer.
func (p *Planned) whom() string {
	if p.Contact.Name == "" {
		return p.Employer()
	}
	return p.Contact.Name + " at " + p.Employer()
}

// about names the role, or counts the roles that share the event.
func (p *Planned) about() string {
	if len(p.Applications) == 1 {
		return roleOf(p.Applications[0])
	}
	return fmt.Sprintf("%d roles: %s", len(p.Applications), strings.Join(p.Roles(), ", "))
}

// About names an application for a sentence about it: its role and employer.
func About(a *Application) string { return roleOf(a) + " at " + employerOf(a) }

// Label names an application for people: its role, employer and id.
func Label(a *Application) string {
	return About(a) + " (" + a.ID + ")"
}

func employerOf(a *Application) string {
	if a.Employer == "" {
		return "(no company)"
	}
	return a.Employer
}

func roleOf(a *Application) string {
	if a.Role == "" {
		return "(no title)"
	}
	return a.Role
}
