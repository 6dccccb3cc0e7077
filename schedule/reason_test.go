package schedule_test

import (
	"strings"
	"testing"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// said is a date as a reason says it: "Fri 20 Nov 2026".
func said(d date.Date) string { return d.Format("Mon 2 Jan 2006") }

func TestReasonSentence(t *testing.T) {
	plain := logOf(applied("a1", "2026-11-20"))
	away := withDaysOff(logOf(applied("a1", "2026-11-20")), "2026-11-30", "2026-12-02")
	cases := []struct {
		name  string
		event schedule.Planned
		parts []string
	}{
		{
			"after applying, over a holiday", pick(t, plain, schedule.ApplicationFollowUp, 0),
			[]string{"5 business days after you applied on Fri 20 Nov 2026", "Thu 26 Nov", "Thanksgiving", "wait a few business days"},
		},
		{"after the first follow-up", pick(t, plain, schedule.ApplicationFollowUp, 1), []string{"5 business days", "30 Nov"}},
		{"move-on counts from the last", pick(t, plain, schedule.MoveOn, 0), []string{"10 business days", "7 Dec"}},
		{
			"a closing date", pick(t, logOf(applied("a1", "2026-11-20", closes("2026-12-01"))), schedule.ApplicationFollowUp, 0),
			[]string{"5 business days", "1 Dec 2026"},
		},
		{
			"a preferred day", pick(t, interviewed(prefer(schedule.Granted, "2026-12-07", "")), schedule.InterviewFollowUp, 0),
			[]string{"7 Dec 2026"},
		},
		{
			"a promise", pick(t, interviewed(prefer(schedule.Granted, "", "2026-12-10")), schedule.InterviewFollowUp, 0),
			[]string{"2 business days", "10 Dec 2026"},
		},
		{
			"an interview", pick(t, interviewed(prefer(schedule.Granted, "", "")), schedule.InterviewFollowUp, 0),
			[]string{"5 business days", "2 Dec 2026"},
		},
		{"moved by days off", pick(t, away, schedule.ApplicationFollowUp, 0), []string{"20 Nov 2026", "30 Nov"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			sentence := c.event.Reason.Sentence()
			for _, part := range c.parts {
				if !strings.Contains(sentence, part) {
					t.Errorf("%q lacks %q", sentence, part)
				}
			}
		})
	}
}

func TestReasonFacts(t *testing.T) {
	p := pick(t, logOf(applied("a1", "2026-11-20")), schedule.ApplicationFollowUp, 0)
	r := p.Reason
	if r.AnchorOn != on("2026-11-20") || r.BusinessDays != 5 {
		t.Errorf("%d business days from %s, want 5 from 20 November", r.BusinessDays, r.AnchorOn)
	}
	if len(r.Skipped) != 1 || r.Skipped[0].On != on("2026-11-26") || r.Skipped[0].Name == "" {
		t.Errorf("skipped %v, want Thanksgiving alone: weekends are not listed", r.Skipped)
	}
}

// The day after the anchor and the day before the event are between them, too.
func TestReasonSkipsFromTheFirstDayToTheLast(t *testing.T) {
	first := pick(t, logOf(applied("a1", "2026-11-25")), schedule.ApplicationFollowUp, 0)
	policy := func(p *schedule.Policy) { p.AfterApplicationDays = 4 }
	for _, p := range append((planCase{log: logOf(applied("a1", "2026-11-20")), policy: policy}).plan(t).Planned[:1], first) {
		// Wed 25 Nov + 5: 27 30 1 2 3; Fri 20 Nov + 4: 23 24 25 27.
		if s := p.Reason.Skipped; len(s) != 1 || s[0].On != on("2026-11-26") {
			t.Errorf("%s skipped %v, want Thanksgiving", line(&p), s)
		}
	}
}

// The anchor is a promise over a preferred day, that over the interview, the
// closing date over the application.
func TestAnchorPrecedence(t *testing.T) {
	cases := []struct {
		name, want string
		event      schedule.Planned
	}{
		{"application", "2026-11-20", pick(t, logOf(applied("a1", "2026-11-20")), schedule.ApplicationFollowUp, 0)},
		{"closing date", "2026-12-01", pick(t, logOf(applied("a1", "2026-11-20", closes("2026-12-01"))), schedule.ApplicationFollowUp, 0)},
		{"interview", "2026-12-02", pick(t, interviewed(prefer(schedule.Granted, "", "")), schedule.InterviewFollowUp, 0)},
		{"preferred day", "2026-12-07", pick(t, interviewed(prefer(schedule.Granted, "2026-12-07", "")), schedule.InterviewFollowUp, 0)},
		{"promise", "2026-12-10", pick(t, interviewed(prefer(schedule.Granted, "2026-12-07", "2026-12-10")), schedule.InterviewFollowUp, 0)},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := c.event.Reason.AnchorOn; got != on(c.want) {
				t.Errorf("anchored on %s, want %s", got, c.want)
			}
		})
	}
}

// Whatever is planned says why in one sentence, with the date that it counts
// from and a source.
func TestEveryEventExplainsItself(t *testing.T) {
	logs := []*schedule.Log{
		logOf(applied("a1", "2026-11-20")), logOf(applied("a1", "2026-11-20", noContact)),
		interviewed(schedule.Preference{}), interviewed(prefer(schedule.Denied, "", "")),
		interviewed(prefer(schedule.Granted, "", "2026-12-10")),
	}
	for _, log := range logs {
		for _, p := range (planCase{log: log}).plan(t).Planned {
			sentence := p.Reason.Sentence()
			if sentence == "" || strings.ContainsAny(sentence, "\n\r") {
				t.Errorf("%s: %q", line(&p), sentence)
			}
			if p.Kind != schedule.InterviewHeld && p.Reason.Source() == "" {
				t.Errorf("%s has no source", line(&p))
			}
			if anchor := p.Reason.AnchorOn; anchor != 0 && !strings.Contains(sentence, said(anchor)) {
				t.Errorf("%s: %q does not name %s", line(&p), sentence, said(anchor))
			}
		}
	}
}
