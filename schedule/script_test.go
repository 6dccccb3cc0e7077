package schedule_test

import (
	"slices"
	"strings"
	"testing"

	"followcal/schedule"
)

func TestScriptOfFollowUp(t *testing.T) {
	p := pick(t, logOf(applied("a1", "2026-11-20", callable, employer("Acme"))), schedule.ApplicationFollowUp, 0)
	text := p.Description("Robin Doe")
	for _, part := range []string{"Robin Doe", "Engineer"} {
		if !strings.Contains(text, part) {
			t.Errorf("the script lacks %q:\n%s", part, text)
		}
	}
	if !strings.Contains(text, p.Reason.Sentence()) {
		t.Errorf("the description lacks the reason %q:\n%s", p.Reason.Sentence(), text)
	}
}

func TestCallWithoutNumberSaysToFindIt(t *testing.T) {
	p := pick(t, logOf(applied("a1", "2026-11-20")), schedule.ApplicationFollowUp, 0)
	if text := p.Summary() + "\n" + p.Description("Robin Doe"); !strings.Contains(text, "number") {
		t.Errorf("nothing about the number to find:\n%s", text)
	}
}

func TestInterviewPromptsToAsk(t *testing.T) {
	p := pick(t, interviewed(schedule.Preference{}), schedule.InterviewHeld, 0)
	text := strings.ToLower(p.Description("Robin Doe"))
	if !strings.Contains(text, "ask") || !strings.Contains(text, "follow") {
		t.Errorf("no prompt to ask about following up:\n%s", text)
	}
}

func TestThankYouByEmailMentionsWrittenNote(t *testing.T) {
	p := pick(t, interviewed(schedule.Preference{}), schedule.ThankYouNote, 0)
	if p.Method != schedule.Email {
		t.Errorf("by %q, want e-mail", p.Method)
	}
	if text := p.Description("Robin Doe"); !strings.Contains(text, "written") {
		t.Errorf("no word of the written note:\n%s", text)
	}
}

func TestQuestions(t *testing.T) {
	asked := func(questions ...schedule.Question) func(*schedule.Application) {
		o := reached("2026-11-20", schedule.Other)
		o.Asked = questions
		return outreach(o)
	}
	early := []schedule.Question{schedule.InterviewStart, schedule.ReviewedResume}
	cases := []struct {
		name   string
		log    *schedule.Log
		kind   schedule.Kind
		banned []schedule.Question
	}{
		{
			"asked before", logOf(applied("a1", "2026-11-20", asked(schedule.ReviewedResume))), schedule.ApplicationFollowUp,
			[]schedule.Question{schedule.ReviewedResume},
		},
		{"everything asked", logOf(applied("a1", "2026-11-20", asked(schedule.Questions...))), schedule.ApplicationFollowUp, schedule.Questions},
		{
			"asked about another application", logOf(applied("a1", "2026-11-20", employer("Acme")),
				applied("a2", "2026-10-01", employer("Acme"), status(schedule.Withdrawn), asked(schedule.InterviewStart))),
			schedule.ApplicationFollowUp,
			[]schedule.Question{schedule.InterviewStart},
		},
		{"after an interview", interviewed(prefer(schedule.Granted, "", "")), schedule.InterviewFollowUp, early},
		{
			"the decision date is known", interviewed(prefer(schedule.Granted, "", "2026-12-10")), schedule.InterviewFollowUp,
			append(early, schedule.DecisionDate),
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			seen := []schedule.Question{}
			for n := range 2 {
				p := pick(t, c.log, c.kind, n)
				for _, q := range p.Asks {
					if slices.Contains(c.banned, q) {
						t.Errorf("%s asks %s", line(&p), q)
					}
					if slices.Contains(seen, q) {
						t.Errorf("%s asks %s again", line(&p), q)
					}
					seen = append(seen, q)
				}
			}
		})
	}
}

func TestFewQuestionsByDefault(t *testing.T) {
	p := pick(t, logOf(applied("a1", "2026-11-20")), schedule.ApplicationFollowUp, 0)
	if n := len(p.Asks); n == 0 || n >= len(schedule.Questions) {
		t.Errorf("the first follow-up asks %v", p.Asks)
	}
}
