package schedule

import (
	"fmt"
	"strings"

	"github.com/rickb777/date/v2"
)

// Question is something still worth asking. Values that are not listed here
// are kept as they were logged.
type Question string

// The questions of the source (an interview with a career author).
const (
	InterviewStart  Question = "interview-start"
	ReviewedResume  Question = "reviewed-resume"
	ClarifyAnything Question = "clarify"
	DecisionDate    Question = "decision-date"
)

// Questions lists the known questions in the order in which they are asked.
// The first two make no sense after an interview.
var Questions = []Question{InterviewStart, ReviewedResume, ClarifyAnything, DecisionDate}

var questionTexts = map[Question]string{
	InterviewStart:  "When will you start interviewing?",
	ReviewedResume:  "Have you reviewed my resume?",
	ClarifyAnything: "Can I clarify anything about my skill set, employment history, and education?",
	DecisionDate:    "When are you expected to make a hiring decision?",
}

// Text is the question in words.
func (q Question) Text() string {
	if text, ok := questionTexts[q]; ok {
		return text
	}
	return string(q)
}

// Script is what to say or write, in the candidate's name; empty for events
// that contact nobody.
func (p *Planned) Script(candidate string) string {
	switch p.Kind {
	case ApplicationFollowUp, InterviewFollowUp:
		return p.followUpScript(candidate)
	case ThankYouNote:
		return p.thankYouScript(candidate)
	case InterviewHeld:
		return "Before you leave, ask for their follow-up preference: May I follow up? By phone, e-mail or letter? From which day? When do you expect to decide? Then log the answer."
	}
	return ""
}

func (p *Planned) followUpScript(candidate string) string {
	var b strings.Builder
	if p.Method == Phone {
		b.WriteString("Hello, my name is " + nameOf(candidate) + ". I am calling about ")
	} else {
		b.WriteString(p.salutation() + "\n\n" + "My name is " + nameOf(candidate) + ". I am writing about ")
	}
	b.WriteString(p.pastContact() + ", and would like to know where things stand.")
	for i, q := range p.Asks {
		if i == 0 {
			b.WriteString("\n\nWorth asking, as far as they are willing:")
		}
		b.WriteString("\n- " + q.Text())
	}
	if p.Method != Phone {
		b.WriteString("\n\n" + closing(candidate))
	}
	return b.String()
}

// pastContact reminds of what happened before: the applications, or the
// interview.
func (p *Planned) pastContact() string {
	if p.Interview != nil && len(p.Applications) == 1 {
		return "our conversation " + onDay(date.NewAt(p.Interview.Start.In(p.Zone))) + " about the position of " + roleOf(p.Applications[0])
	}
	parts := make([]string, len(p.Applications))
	for i, a := range p.Applications {
		parts[i] = roleOf(a)
		if a.AppliedOn != 0 {
			parts[i] += " (" + onDay(a.AppliedOn) + ")"
		}
	}
	if len(parts) == 1 {
		return "my application for the position of " + parts[0]
	}
	last := len(parts) - 1
	return fmt.Sprintf("my applications for %d positions: %s and %s", len(parts), strings.Join(parts[:last], ", "), parts[last])
}

// thankYouScript has the three parts of a note: intro, body, closing.
func (p *Planned) thankYouScript(candidate string) string {
	note := p.salutation() + "\n\n" +
		"Thank you for taking the time to talk with me " + onDay(date.NewAt(p.Interview.Start.In(p.Zone))) +
		" about the position of " + roleOf(p.Applications[0]) + ".\n\n" +
		"(Say what you liked about the conversation, and one reason why you fit the position.)\n\n" +
		"I look forward to hearing from you.\n\n" + closing(candidate)
	if p.Method == Email {
		note += "\n\n(An e-mail is quick, and fine. The author whom these rules follow is still a huge fan of written notes.)"
	}
	return note
}

func (p *Planned) salutation() string {
	if p.Contact.Name == "" {
		return "Hello,"
	}
	return "Dear " + p.Contact.Name + ","
}

func closing(candidate string) string { return "Kind regards\n" + nameOf(candidate) }

// nameOf is the candidate's name, or where to say it.
func nameOf(candidate string) string {
	if candidate == "" {
		return "(your name)"
	}
	return candidate
}

func onDay(d date.Date) string { return "on " + d.Format("Monday, 2 January 2006") }
